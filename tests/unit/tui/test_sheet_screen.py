"""A sheet over the reader: its size, its keys, how it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest
from textual.content import Content
from textual.pilot import Pilot

from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.health import Case, Count, Grade, Group
from briefing.library.files import CatalogueEntry
from briefing.tui.commands import COMMANDS
from briefing.tui.reader.sourcing import HealthCounts
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.text import Item
from briefing.tui.screens.common import HELP
from briefing.tui.screens.sheets import (
    HELP_SHEET,
    Sheet,
    cases_sheet,
    counts_sheet,
    help_over,
    help_sheet,
    library_sheet,
    text_sheet,
)
from briefing.tui.widgets import Fill, ItemPane
from tests.resting import at_rest
from tests.samples import two_towns
from tests.unit.tui.panes import StyledApp, item

KEYS = {command.id: command.keys for command in COMMANDS}


class Host(StyledApp):
    """Shows a sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.ended: list[str | None] = []

    async def show(self, sheet: Sheet) -> ItemPane:
        await self.push_screen(sheet, self.ended.append)
        await at_rest()
        return sheet.query_one(ItemPane)


@asynccontextmanager
async def shown(
    sheet: Sheet, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Host, ItemPane, Pilot[None]]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        yield app, await app.show(sheet), pilot


def given(items: Iterable[Item]) -> Fill:
    items = list(items)
    return lambda _: items


def texts(lines: int) -> Fill:
    return given([item("t", lines, selectable=False)])


TEN = given(item(key, 4) for key in "abcdefghij")


@pytest.mark.parametrize(
    ("size", "lines", "taken"),
    [
        ((80, 24), 3, (76, 5)),
        ((80, 24), 20, (76, 22)),
        ((80, 24), 21, (76, 22)),
        ((99, 24), 1, (95, 3)),
        ((100, 24), 1, (96, 3)),
        ((101, 24), 1, (96, 3)),
        ((200, 24), 1, (96, 3)),
        ((9, 5), 20, (5, 3)),
    ],
)
async def test_a_sheet_is_as_high_as_its_text_and_leaves_the_edge_of_the_screen_free(
    size: tuple[int, int], lines: int, taken: tuple[int, int]
) -> None:
    async with shown(Sheet("Title", texts(lines)), size) as (app, _, _):
        assert app.screen.query_one("#sheet").region.size == taken


@pytest.mark.parametrize(
    ("width", "cells"), [(40, 29), (98, 87), (99, 88), (100, 89), (101, 89), (150, 89)]
)
async def test_a_sheet_is_measured_beside_frame_and_scroll_bar(width: int, cells: int) -> None:
    def fill(width: int) -> Iterable[Item]:
        return [item("t", 40 if width != cells else 9, selectable=False)]

    async with shown(Sheet("Title", fill), (width, 24)) as (app, _, _):
        assert app.screen.query_one("#sheet").region.height == 11


async def test_smaller_screens_than_anything_are_borne() -> None:
    async with shown(Sheet("Title", texts(3)), (1, 1)) as (app, _, pilot):
        for size in ((4, 2), (5, 3), (2, 5)):
            await pilot.resize_terminal(*size)
            await at_rest()
            assert app.screen.query_one("#sheet").region.size <= (max(1, size[0] - 4), 3)


async def test_keys_move_the_cursor_and_enter_ends_with_the_item_it_is_on() -> None:
    async with shown(Sheet("Title", TEN, at="c")) as (app, pane, pilot):
        assert (pane.cursor_key, pane.page_height) == ("c", 20)
        await pilot.press("j")
        assert pane.cursor_key == "d"
        await pilot.press("k", "k")
        assert pane.cursor_key == "b"
        await pilot.press("G")
        assert pane.cursor_key == "j"
        await pilot.press("g")
        assert pane.cursor_key == "a"
        await pilot.press("space")
        assert pane.cursor_key == "j"
        await pilot.press("backspace", "enter")
        await at_rest()
        assert app.ended == ["a"]


@pytest.mark.parametrize("key", ["escape", "q", "h"])
async def test_a_text_scrolls_cannot_be_chosen_and_is_closed(key: str) -> None:
    async with shown(Sheet("Title", texts(90))) as (app, pane, pilot):
        tops = []
        for one in ("j", "space", "backspace", "k", "G", "g", "enter"):
            await pilot.press(one)
            tops.append(pane.scroll_offset.y)
        assert tops == [1, 20, 1, 0, 70, 0, 0]
        assert app.ended == []
        await pilot.press(key)
        await at_rest()
        assert app.ended == [None]


async def test_a_click_chooses() -> None:
    async with shown(Sheet("Title", TEN)) as (app, pane, pilot):
        await pilot.click(pane, offset=(5, 6))
        await at_rest()
        assert app.ended == ["b"]


def plain(title: object) -> str:
    return Content.from_markup(str(title)).plain


async def test_what_is_told_takes_the_place_of_what_can_be_done() -> None:
    async with shown(Sheet("A [title]", TEN, "Enter chooses")) as (app, pane, _):
        assert isinstance(app.screen, Sheet)
        said = [plain(pane.border_title), plain(pane.border_subtitle)]
        for message in ("Told [so].", ""):
            app.screen.tell(message)
            said.append(plain(pane.border_subtitle))
        assert said == ["A [title]", "Enter chooses", "Told [so].", "Enter chooses"]


# -- each of them ----------------------------------------------------------------------------------

CASES = [Case("one")] * 1200
COUNTED = Count("exact", Group.PASSAGES, "exact", Grade.SOUND, CASES)
OTHER = Count("altered", Group.PASSAGES, "altered", Grade.WRONG, [Case("x")])
WITHOUT = Checked(Examination(two_towns(), Corpus(None)), frozenset({"herald"}))
HEALTH = HealthCounts(WITHOUT, [COUNTED, OTHER])
ENTRY = CatalogueEntry(id="peace", title="Peace", problem="damaged")


@pytest.mark.parametrize(
    ("sheet", "title", "hint", "first", "cursor"),
    [
        (help_sheet(KEYS), "Keys and signs", "Space pages, Esc closes", "Reading", None),
        (
            help_over("Here", [HELP], KEYS),
            "Keys and signs",
            "Space pages, Esc closes",
            "Here",
            None,
        ),
        (
            library_sheet([ENTRY], "peace"),
            "Library",
            "Enter opens, Esc closes",
            "▶ Peace",
            "peace",
        ),
        (
            text_sheet("Copied", "A text."),
            "Copied",
            "Shift and the mouse select, Esc closes",
            "A text.",
            None,
        ),
        (
            counts_sheet(HEALTH, "altered"),
            "Health of the sourcing without herald",
            "Enter lists the cases, Esc closes",
            "Not verified against the texts of its sources.",
            "altered",
        ),
        (
            cases_sheet(HEALTH, COUNTED),
            "Citations: exact (1,200) without herald",
            "Enter goes there, Esc goes back to the counts",
            "one",
            "0",
        ),
    ],
)
async def test_each_sheet_says_what_it_is_and_what_can_be_done(
    sheet: Sheet, title: str, hint: str, first: str, cursor: str | None
) -> None:
    async with shown(sheet) as (_, pane, _):
        assert (str(pane.border_title), str(pane.border_subtitle)) == (title, hint)
        text = [line.plain.strip() for one in pane.items(70) for line in one.lines]
        assert next(filter(None, text)) == first
        assert pane.cursor_key == cursor
        assert (sheet.id == HELP_SHEET) == (title == "Keys and signs")
