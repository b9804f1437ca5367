"""The screen with the text of a source: where it opens, what is seen around, what is said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.geometry import Region

from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import Bearer
from briefing.model.claims import Evidence
from briefing.tui.commands import COMMANDS
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.source_text import SourceUse
from briefing.tui.screens.source_text import SourceTextScreen
from briefing.tui.widgets import FooterBar, ItemPane
from tests.articles import anchored
from tests.pilot.harness import text_of
from tests.resting import at_rest
from tests.samples import TEXTS, two_towns
from tests.unit.tui.panes import StyledApp

KEYS = {command.id: command.keys for command in COMMANDS}


def use_of(key: str, *, anchors: bool = True) -> SourceUse:
    briefing = anchored(two_towns(), TEXTS) if anchors else two_towns()
    check = Checked(Examination(briefing, Corpus(TEXTS if anchors else None)))
    return SourceUse(check, next(one for one in briefing.sources if one.key == key))


class Host(StyledApp):
    def __init__(self, screen: SourceTextScreen) -> None:
        super().__init__()
        self.over = screen
        self.ended: list[Bearer | None] = []

    @property
    def pane(self) -> ItemPane:
        return self.over.query_one("#source-text", ItemPane)

    @property
    def footer(self) -> FooterBar:
        return self.over.query_one(FooterBar)

    def said(self) -> str:
        return " ".join(text_of(self.pane).split())

    def underlined(self) -> set[str]:
        strips = self.pane.render_lines(Region(0, 0, *self.pane.outer_size))
        found = (part for strip in strips for part in strip if part.style and part.style.underline)
        return {word for part in found for word in part.text.split()}

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.simulate_key(key)
            await at_rest()


@asynccontextmanager
async def opened(
    use: SourceUse,
    evidence: Evidence | None = None,
    said: Sequence[str] = (),
    *,
    listing: bool = False,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Host]:
    screen = SourceTextScreen(use, KEYS, evidence=evidence, said=said, listing=listing)
    app = Host(screen)
    async with app.run_test(size=size):
        await app.push_screen(screen, app.ended.append)
        await at_rest()
        yield app


@pytest.mark.parametrize(
    ("at", "position"),
    [(None, "¶1 of 6 · 6 cited"), (0, "¶1 of 6 · 6 cited"), (4, "¶5 of 6 · 6 cited")],
)
async def test_it_opens_at_the_passage_of_the_evidence_or_at_the_beginning(
    at: int | None, position: str
) -> None:
    use = use_of("herald")
    evidence = None if at is None else use.stops[at].evidence
    async with opened(use, evidence) as app:
        assert app.footer.position == position
        assert ("▸" in app.said()) is (at is not None)
        assert app.pane.border_title == "Text of the source"


async def test_evidence_that_is_not_found_opens_at_the_paragraph_that_it_names() -> None:
    evidence = Evidence(source="herald", paragraph=3)
    async with opened(use_of("herald"), evidence) as app:
        assert app.footer.position == "¶3 of 6 · 6 cited"


async def test_without_a_text_there_is_nothing_to_go_to() -> None:
    async with opened(use_of("engineers")) as app:
        assert app.footer.position == "0 cited"
        await app.press("right_square_bracket")
        assert app.footer.message == "No passage can be shown."


async def test_a_quarter_of_the_window_is_left_to_what_stands_before_the_passage() -> None:
    use = use_of("herald")
    async with opened(use, use.stops[4].evidence, size=(60, 20)) as app:
        pane = app.pane
        lines = text_of(pane).splitlines()[1:]
        first = next(n for n, line in enumerate(lines) if "▌" in line)
        assert first == 3
        assert pane.page_height == 14


async def test_words_of_the_sentence_are_underlined_at_the_passage_opened_for_it_alone() -> None:
    use = use_of("herald")
    said = ["two thirds"]
    async with opened(use, use.stops[1].evidence, said, size=(80, 40)) as app:
        assert app.underlined() == {"two", "thirds"}
        await app.press("right_square_bracket")
        assert app.footer.position == "¶3 of 6 · 6 cited"
        assert app.underlined() == set()
        await app.press("left_square_bracket")
        assert app.underlined() == {"two", "thirds"}
        await app.press("left_square_bracket")
        assert app.footer.position == "¶1 of 6 · 6 cited"
        await app.press("left_square_bracket")
        assert app.footer.message == "This is the first passage cited."
        await app.press("G", "right_square_bracket")
        assert app.footer.message == "This is the last passage cited."
        await app.press("k")
        assert app.footer.message == ""


async def test_the_list_of_claims_and_the_text_lead_to_each_other_and_to_the_claim() -> None:
    use = use_of("herald")
    async with opened(use, use.stops[1].evidence) as app:
        text = [("Esc", "back"), ("c", "claims"), ("]", "next cited")]
        rest = [("/", "find"), ("y", "copy"), ("Space", "page"), ("?", "help")]
        assert app.footer.hints == [*text, ("Enter", "claims on it"), *rest]
        await app.press("s")
        assert app.pane.border_title == "Text of the source"
        await app.press("c")
        assert app.pane.border_title == "What cites the source"
        claims = [("Esc", "back"), ("c", "text"), ("]", "next cited")]
        assert app.footer.hints == [*claims, ("Enter", "go there"), *rest]
        await app.press("c", "c", "s", "enter", "j", "enter")
        (bearer,) = app.ended
        assert bearer is not None
        assert bearer.text == use.stops[1].bearer.text


@pytest.mark.parametrize("key", ["escape", "q", "h"])
async def test_it_opens_with_the_claims_where_these_were_asked_for_and_is_left(key: str) -> None:
    async with opened(use_of("herald"), listing=True) as app:
        assert app.pane.border_title == "What cites the source"
        await app.press(key)
        assert app.ended == [None]


@pytest.mark.parametrize("width", [30, 60, 100])
async def test_the_head_is_as_high_as_what_is_said_of_the_source(width: int) -> None:
    async with opened(use_of("herald"), size=(width, 30)) as app:
        head = app.over.query_one("#header", ItemPane)
        assert head.size.height == head.lines_at(head.scrollable_content_region.width)
        assert head.size.height > 1
