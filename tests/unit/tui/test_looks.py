"""What cards, lists and evidence look like, line by line, with the styles of their words.

Where that changed on purpose, read the difference, run ``pytest tests/unit/tui/test_looks.py
--snapshot-update``, and commit it with the change.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual.content import Content

from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.health import health
from briefing.library.files import CatalogueEntry
from briefing.library.reader_tables import Place
from briefing.model.briefing import Briefing, Revision
from briefing.search.finder import Finder
from briefing.tui.reader import navigation, sourcing
from briefing.tui.reader.panes import (
    CardListPane,
    CardPane,
    FiguresPane,
    HeaderBar,
    ReaderPane,
    SectionPane,
)
from briefing.tui.reader.sourcing import HealthCounts
from briefing.tui.reader.state import Checked, Found, Marks, ReadingState, Route
from briefing.tui.reader.view import where
from briefing.tui.rendering.card import CardPage, card_items, other_documents
from briefing.tui.rendering.evidence import cite_card, evidence_items, grounds
from briefing.tui.rendering.figures import figure_items, view_figures
from briefing.tui.rendering.front import front_items
from briefing.tui.rendering.gutter import Column
from briefing.tui.rendering.results import result_items
from briefing.tui.rendering.sections import SectionList, section_rows, summary
from briefing.tui.rendering.signs import SIGN_GROUPS
from briefing.tui.rendering.source_text import SourceUse, claim_items, head_items, text_items
from briefing.tui.rendering.text import Item, marker
from briefing.tui.screens.sheets import case_items, count_items, library_items
from tests.articles import anchored
from tests.samples import TEXTS, two_towns

WIDTHS: Final = [28, 60, 110]
RULE: Final = "─"
PART_OF_A_BAR: Final = "▏▎▍▋▊▉"


@pytest.fixture(scope="module")
def check() -> Checked:
    """The briefing with anchors, held against its texts."""
    return Checked(Examination(anchored(two_towns(), TEXTS), Corpus(TEXTS)))


@pytest.fixture(scope="module")
def unchecked() -> Checked:
    return Checked(Examination(two_towns(), Corpus(None)))


@pytest.fixture(scope="module")
def aside(check: Checked) -> Checked:
    """Without one of the sources."""
    return Checked(check.examination, frozenset({"herald"}))


Draw = Callable[[Checked, int], Iterable[Item]]


def drawn(items: Iterable[Item]) -> str:
    """The items: the key of each, in brackets where it cannot be selected, over its lines."""
    lines: list[str] = []
    for item in items:
        lines.append(f"--- {item.key}" if item.selectable else f"--- ({item.key})")
        lines += [line.markup for line in item.lines]
    return "\n".join(lines)


def found(briefing: Briefing, words: str) -> Found:
    return Found(words, tuple(Finder(briefing).matches(words)))


# -- what is drawn ---------------------------------------------------------------------------------


def cards(check: Checked, width: int) -> Iterator[Item]:
    briefing = check.examination.briefing
    mark = marker(found(briefing, "dam"))
    for section, card in briefing.cards():
        yield from card_items(CardPage(check, section, card, width, mark))


def comparisons(check: Checked, width: int) -> Iterator[Item]:
    for section, card in check.examination.briefing.cards():
        if section.kind == "disagreements":
            yield from card_items(CardPage(check, section, card, width, comparing=True))


def lists(check: Checked, width: int) -> Iterator[Item]:
    for section in check.examination.briefing.sections:
        read = [card.id for card in section.cards[1:]]
        kept = [card.id for card in section.cards[:1]]
        for whole in (False, True):
            listing = SectionList(check, section, section.cards, width, read, kept, whole=whole)
            told = Content(" · ".join([section.title, *summary(listing)]))
            yield Item("title", (told,), selectable=False)
            yield from section_rows(listing)


def front(check: Checked, width: int) -> Iterator[Item]:
    section = check.examination.briefing.sections[0]
    page = CardPage(check, section, section.cards[0], width)
    for rows in (0, 100):
        yield from front_items(page, rows)


def figures(check: Checked, width: int) -> Iterator[Item]:
    for figure in (None, "water-share", "dam-cost", "households"):
        yield from figure_items(Column(check, width), view_figures(check), figure)
    yield from other_documents(Column(check, width))


def evidence(check: Checked, width: int) -> Iterator[Item]:
    briefing = check.examination.briefing
    for section, card in briefing.cards():
        if card.id in {"share", "share-or-level", "towns"}:
            for item in card_items(CardPage(check, section, card, 60)):
                if item.selectable:
                    yield from evidence_items(check, card, grounds(briefing, card, item.key), width)


def results(check: Checked, width: int) -> Iterator[Item]:
    briefing = check.examination.briefing
    for words in ("water", "no such words", ""):
        yield from result_items(briefing, found(briefing, words), width)


def source_texts(check: Checked, width: int) -> Iterator[Item]:
    for source in check.examination.briefing.sources:
        use = SourceUse(check, source)
        yield from head_items(use, width)
        yield from text_items(use, None, (), width)
        for stop in use.stops[:1]:
            yield from text_items(use, stop, [stop.bearer.text], width)
        yield from claim_items(use, width)


def counts(check: Checked, width: int) -> Iterator[Item]:
    counted = health(check.examination, [])
    yield from count_items(counted, HealthCounts(check).known, width)
    for one in counted:
        yield from case_items(one.cases[:3], width)


# -- as it did -------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "draw", [cards, comparisons, lists, front, figures, evidence, results, source_texts, counts]
)
def test_looks_as_it_did(
    check: Checked, draw: Draw, width: int, snapshot: SnapshotAssertion
) -> None:
    assert drawn(draw(check, width)) == snapshot


@pytest.mark.parametrize("draw", [cards, evidence, source_texts])
def test_without_texts_looks_as_it_did(
    unchecked: Checked, draw: Draw, snapshot: SnapshotAssertion
) -> None:
    assert drawn(draw(unchecked, 60)) == snapshot


@pytest.mark.parametrize("draw", [cards, lists, front, figures])
def test_without_a_source_looks_as_it_did(
    aside: Checked, draw: Draw, snapshot: SnapshotAssertion
) -> None:
    assert drawn(draw(aside, 60)) == snapshot


def states(revision: Revision) -> dict[str, ReadingState]:
    """The reader here and there in the briefing."""
    check = Checked(Examination(revision.briefing, Corpus(None)))
    row = Place(section="reactions", card="anglers", view=True)
    read = frozenset({"share", "duration", "turbines", "years", "anglers"})
    marks = Marks(read, frozenset({"share", "anglers"}), read)
    full = navigation.begin(revision, check, marks, Place(section="", card="share"), full=True)
    short = navigation.begin(revision, check, marks, row, full=False)
    route = Route(revision.briefing, frozenset({"share", "years"}))
    return {
        "full": full,
        "short": short,
        "narrowed": replace(full, route=route, narrowing="dam"),
        "narrowed to nothing": replace(full, route=replace(route, visible=frozenset())),
        "without a source": sourcing.toggle_aside(full, "herald"),
        "found": replace(full, found=found(revision.briefing, "dam")),
        "newer": replace(full, newer="Revision 4 is out: R loads it"),
        "low": replace(full, size=(80, 9)),
        "low and without a source": replace(sourcing.toggle_aside(full, "post"), size=(80, 9)),
        "figures beside": replace(full, size=(120, 40)).at("share"),
        "off the way": short.at("turbines"),
        "on the evidence": replace(full, evidence_open=True),
    }


@pytest.mark.parametrize("pane", [HeaderBar, SectionPane, CardListPane, CardPane, FiguresPane])
def test_panes_look_as_they_did(
    revision: Revision, pane: type[ReaderPane], snapshot: SnapshotAssertion
) -> None:
    shown = []
    for name, state in states(revision).items():
        drawing = pane(id="pane")
        drawing.set_reactive(pane.state, state)
        for width in (26, 60, 100) if pane is HeaderBar else (40,):
            shown += [f"=== {name}, {width} columns", drawn(drawing.items(width))]
    assert "\n".join(shown) == snapshot


def test_the_footer_says_where_the_reader_is(
    revision: Revision, snapshot: SnapshotAssertion
) -> None:
    said = [
        f"{name}: {where(state)} | {where(replace(state, size=(40, 24)))}"
        for name, state in states(revision).items()
    ]
    assert "\n".join(said) == snapshot


def test_what_is_copied_reads_as_it_did(revision: Revision, snapshot: SnapshotAssertion) -> None:
    check = Checked(Examination(revision.briefing, Corpus(None)))
    copied = [cite_card(revision, check, card) for _, card in revision.briefing.cards()]
    assert "\n\n".join(copied) == snapshot


def test_every_sign_that_is_drawn_is_in_the_table_of_signs(
    check: Checked, aside: Checked, revision: Revision
) -> None:
    draws = (cards, comparisons, lists, front, figures, evidence, source_texts, counts)
    items = [item for draw in draws for one in (check, aside) for item in draw(one, 110)]
    for state in states(revision).values():
        pane = SectionPane(id="pane")
        pane.set_reactive(SectionPane.state, state)
        items += pane.items(40)
    items += library_items([CatalogueEntry(id="two-towns", title="Two towns")], "two-towns", 40)
    shown = "".join(line.plain for item in items for line in item.lines) + CardPane.GUTTER_SIGN
    signs = "".join(sign for signs in SIGN_GROUPS.values() for sign, _ in signs)

    def symbols(text: str) -> set[str]:
        found = {one for one in text if unicodedata.category(one).startswith("S")}
        return {one for one in found if not one.isascii()} - {RULE, *PART_OF_A_BAR}

    # No figure of the towns is one “at most”.
    assert symbols(shown) == symbols(signs) - {"≤"}
