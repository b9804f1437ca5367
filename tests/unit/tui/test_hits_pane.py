"""The list of what the library has: what stays in place when other cards are listed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from briefing.tui.screens.library_panes import HitList, HitsPane
from tests.pilot.library_screens import LongKeeper
from tests.unit.tui.panes import shown


def rows(numbers: Iterable[int], notices: Sequence[str] = ()) -> HitList:
    """Cards of one briefing, below its name: two lines each."""
    return HitList(notices=notices, rows=[(number, LongKeeper.row(number)) for number in numbers])


@asynccontextmanager
async def listing(numbers: Iterable[int], at: str | None = None) -> AsyncIterator[HitsPane]:
    pane = HitsPane()
    async with shown(pane, 6):
        pane.list_anew(rows(numbers), at)
        yield pane


def place(pane: HitsPane) -> tuple[str | None, int]:
    """The card under the cursor, and the first line that is seen."""
    return pane.cursor_key, pane.scroll_offset.y


async def test_something_else_is_listed_from_its_top_or_as_far_down_as_the_card_wanted() -> None:
    async with listing(range(20)) as pane:
        assert place(pane) == ("0", 0)
        pane.list_anew(rows(range(20)), "10")
        assert place(pane) == ("10", 17)
        pane.list_anew(rows(range(20)), "4")
        assert place(pane) == ("4", 5)
        pane.list_anew(rows(range(20)), "1")
        assert place(pane) == ("1", 0)
        pane.list_anew(HitList())
        assert place(pane) == (None, 0)


async def test_the_card_under_the_cursor_stays_on_its_line_when_others_are_listed() -> None:
    async with listing(range(10), "8") as pane:
        assert place(pane) == ("8", 13)
        pane.list_on(rows(range(5, 15)))
        assert place(pane) == ("8", 3)
        pane.list_on(rows(range(15), ["A notice."]))
        assert place(pane) == ("8", 14)


async def test_who_is_at_the_top_sees_what_is_told_there() -> None:
    async with listing([3, 4, 5, 6]) as pane:
        pane.select("4")
        pane.list_on(rows([3, 5, 4, 6, 7], ["A notice."]))
        assert place(pane) == ("4", 0)
        pane.list_on(rows(range(10)))
        assert place(pane) == ("4", 3)
        pane.list_on(rows([0, 4, 5, 6, 7], ["A notice."]))
        assert place(pane)[0] == "4"
        assert pane.scroll_offset.y == 0


async def test_nothing_moves_where_nothing_was_or_is_listed() -> None:
    async with listing([]) as pane:
        pane.list_on(rows([1, 2]))
        assert place(pane) == ("1", 0)
        pane.list_on(HitList())
        assert place(pane) == (None, 0)
