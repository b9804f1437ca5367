"""Lines are never wider than their room, and no word of a claim is lost, whatever the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.content import Content

from briefing.evidence.corpus import Corpus, Examination
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Reaction, Section
from briefing.model.claims import Claim, Evidence
from briefing.model.parts import Field, Part, card_texts
from briefing.model.text import clean
from briefing.model.vocabulary import SectionKind, Stance, Support
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.card import CardPage, card_items, source_items
from briefing.tui.rendering.evidence import evidence_items, grounds
from briefing.tui.rendering.figures import figure_items, view_figures
from briefing.tui.rendering.gutter import MEASURE, Column, gutter_width
from briefing.tui.rendering.phrases import stance_words
from briefing.tui.rendering.sections import SectionList, section_rows
from briefing.tui.rendering.text import GUTTER, between, cell, hanging, one_line, row
from tests.thorough import examples

WIDTHS = [28, 40, 58, 80, 120]
PIECES = [
    *("dam", "水門", "ｗｉｄｅ", "e\u0301", "👩\u200d🚒", "🇦🇲", "Երևան", "سد", "\u200b"),
    *("[b]", "[/x]", "[sic]", "[link=x]", "a" * 70),
]

texts = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=30).map(
    clean
)
lines = texts.map(one_line)


def unchecked(briefing: Briefing) -> Checked:
    """A briefing without the texts of its sources."""
    return Checked(Examination(briefing, Corpus(None)))


def letters(text: str) -> str:
    """The text without what wrapping may take away or add."""
    return "".join(text.split())


# -- small tools -----------------------------------------------------------------------------------


@given(lines, st.integers(0, 60))
def test_a_cell_has_exactly_its_width(text: str, width: int) -> None:
    assert cell(text, width).cell_length == width
    assert cell(Content(text), width).cell_length == width


@given(st.lists(st.tuples(lines, st.integers(0, 20)), max_size=5))
def test_a_row_is_as_wide_as_its_cells_and_gaps(cells: list[tuple[str, int]]) -> None:
    widths = [width for _, width in cells if width]
    assert row(cells).cell_length == sum(widths) + 2 * max(0, len(widths) - 1)


@given(lines, lines, st.integers(1, 80))
@example("left", "0123456789", 10)
@example("left", "0123456789", 11)
def test_what_stands_at_both_edges_fills_the_width(left: str, right: str, width: int) -> None:
    line = between(Content(left), Content(right), width)
    assert line.cell_length == width
    if Content(right).cell_length <= width:
        assert line.plain.endswith(right)


@given(lines, texts, st.integers(4, 60), st.integers(0, 2))
def test_a_hanging_body_keeps_its_words_and_its_indent(
    lead: str, body: str, width: int, indent: int
) -> None:
    shown = hanging(lead, Content(body), width, indent)
    assert all(line.cell_length <= width for line in shown)
    assert all(line.plain.startswith(" " * indent) for line in shown[1:])
    kept = "".join(line.plain[indent:] if n else line.plain for n, line in enumerate(shown))
    assert letters(kept).endswith(letters(body))


# -- cards -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_every_card_of_the_fixture_keeps_its_words_and_its_width(
    briefing: Briefing, width: int
) -> None:
    for section, card in briefing.cards():
        items = card_items(CardPage(unchecked(briefing), section, card, width))
        assert len({item.key for item in items}) == len(items)
        shown = [line for item in items for line in item.lines]
        assert all(line.cell_length <= width + GUTTER for line in shown)
        words = set(" ".join(line.plain for line in shown).split())
        texts = card_texts(card)[section.kind is SectionKind.BOTTOM_LINE :]
        missing = [word for text in texts for word in text.split() if word not in words]
        # Marks of quotation and joints of a table may stand at a word.
        assert [word for word in missing if not any(word in one for one in words)] == []


@examples(20)
@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from(SectionKind), st.integers(20, 100))
def test_any_text_of_a_claim_is_shown_whole_in_every_kind_of_section(
    claims: list[str], kind: SectionKind, width: int
) -> None:
    card = Card(
        id="card",
        title="Title",
        claims=tuple(
            Claim(id=f"c{number}", text=text, evidence=(Evidence(source="key", paragraph=4),))
            for number, text in enumerate(claims)
        ),
    )
    section = Section(id="section", kind=kind, title="Section", cards=(card,))
    briefing = Briefing(id="b", title="B", sections=(section,))
    items = {
        item.key: item for item in card_items(CardPage(unchecked(briefing), section, card, width))
    }
    edge = 1 + gutter_width(briefing)
    for claim in card.claims:
        shown = items[claim.id].lines
        assert all(line.cell_length <= width + GUTTER for line in shown)
        start = GUTTER
        if kind is SectionKind.TIMELINE:
            # Where there is little room, the day stands on a line above.
            shown = shown[next(n for n, line in enumerate(shown) if "●" in line.plain) :]
            start = shown[0].plain.index("●") + 3
        # The signs of the source stand in the gutter, at the end of the first line.
        first = shown[0].plain
        assert first.endswith("key") or len(shown) > 1
        text = "".join(line.plain[start:] for line in shown)
        assert letters(text).replace("key", "", 1) == letters(claim.text)
        assert all(line.cell_length <= start + MEASURE + edge for line in shown)


def test_what_is_not_reported_says_so(briefing: Briefing) -> None:
    section = briefing.sections[1]
    card = section.cards[1]
    text = " ".join(
        line.plain
        for item in card_items(CardPage(unchecked(briefing), section, card, 200))
        for line in item.lines
    )
    assert re.search("Both towns have sold.* ours", text)
    assert "Assumed: No clerk will dispute" in text
    assert "likely (55–80%)" in text
    assert "Confidence: moderate: Two sources" in text


def test_figures_that_stand_beside_a_card_are_not_given_again(briefing: Briefing) -> None:
    section = next(one for one in briefing.sections if one.kind is SectionKind.TERMS)
    for beside in ((), briefing.key_figures):
        page = CardPage(unchecked(briefing), section, section.cards[0], 60, beside_it=beside)
        shown = {item.key for item in card_items(page) if item.key.startswith("figure:")}
        given = {figure.id for figure in section.cards[0].figures}
        assert shown == {f"figure:{id_}" for id_ in given - set(beside)}


# -- rows, figures, evidence -----------------------------------------------------------------------


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("width", [30, 50, 78, 120])
def test_rows_of_every_section_fit_their_width(
    briefing: Briefing, width: int, *, whole: bool
) -> None:
    for section in briefing.sections:
        listing = SectionList(unchecked(briefing), section, section.cards, width, whole=whole)
        items = list(section_rows(listing))
        assert len({item.key for item in items}) == len(items)
        listed = dict.fromkeys(item.key.partition("#")[0] for item in items if item.selectable)
        assert sorted(listed) == sorted(card.id for card in section.cards)
        assert all(line.cell_length <= width for item in items for line in item.lines)


@given(lines, st.sampled_from(SectionKind), st.integers(20, 120), st.booleans())
def test_rows_fit_whatever_the_title_is(
    title: str, kind: SectionKind, width: int, whole: bool
) -> None:
    card = Card(id="card", title=title)
    section = Section(id="section", kind=kind, title="Section", cards=(card,))
    briefing = Briefing(id="b", title="B", sections=(section,))
    listing = SectionList(unchecked(briefing), section, (card,), width, whole=whole)
    for item in section_rows(listing):
        assert all(line.cell_length <= width for line in item.lines)


def test_rows_show_what_is_unread_and_bookmarked(briefing: Briefing) -> None:
    section = briefing.sections[2]
    listing = SectionList(
        unchecked(briefing),
        section,
        section.cards,
        60,
        read=["share"],
        bookmarks=["share", "years"],
    )
    rows = {item.key: item.lines[0].plain[:3] for item in section_rows(listing)}
    assert rows == {"share": "  *", "duration": " • ", "turbines": " • "}


@pytest.mark.parametrize("width", [20, 34, 60])
def test_figures_and_evidence_fit_their_width(briefing: Briefing, width: int) -> None:
    check = unchecked(briefing)
    panel = [check.figures[id_] for id_ in briefing.key_figures]
    items = list(figure_items(Column(check, width), panel))
    assert [item.key for item in items if item.selectable] == list(briefing.key_figures)
    items += figure_items(Column(check, width), view_figures(check), "water-share")
    for section, card in briefing.cards():
        for item in card_items(CardPage(unchecked(briefing), section, card, width)):
            items += evidence_items(check, card, grounds(briefing, card, item.key), width)
    assert all(line.cell_length <= width for item in items for line in item.lines)


def test_a_source_that_is_not_listed_is_named_as_such(briefing: Briefing) -> None:
    evidence = (Evidence(source="nobody", paragraph=2, stance=Support.CONTRADICTS),)
    claim = Claim(id="claim", text="Claim", evidence=evidence)
    part = Part(Field.CLAIM, "", claim.text, item=claim.id, bearer=claim)
    card = briefing.sections[0].cards[0]
    items = list(evidence_items(unchecked(briefing), card, [part], 80))
    text = " ".join(line.plain for item in items for line in item.lines)
    assert "contradicts" in text
    assert "source “nobody” is not listed, paragraph 2" in text


# -- signs -----------------------------------------------------------------------------------------


def test_every_sign_stands_beside_its_word() -> None:
    for stance in Stance:
        sign, word = stance_words(Reaction(actor="a", stance=stance)).plain.split(" ", 1)
        assert (word, len(sign)) == (str(stance), 1)


@pytest.mark.parametrize("descriptor", [None, "Local daily"])
def test_the_table_of_a_source_has_its_character_where_that_is_known(
    briefing: Briefing, descriptor: str | None
) -> None:
    first, *others = briefing.sources
    source = replace(first, descriptor=descriptor)
    check = unchecked(replace(briefing, sources=(source, *others)))
    (table,) = source_items(Column(check, 60), source.key)
    rows = [line.plain for line in table.lines if line.plain.startswith("Character")]
    assert rows == ([f"Character  {descriptor}"] if descriptor else [])
