"""How what was found in the library is laid out."""

from __future__ import annotations

import msgspec
import pytest

from briefing.settings.searches import SavedSearch
from briefing.tui.screens.library_panes import HitList, Saved, listing_items
from tests.pilot.library_screens import LongKeeper

NAME = "All that was ever said of the prisoners of war and of those who are missing"
QUERY = "prisoners (war or missing) -weapons"


def lines(listing: HitList, width: int) -> list[str]:
    """The lines of what is listed."""
    return [line.plain for item in listing_items(listing, width) for line in item.lines]


@pytest.mark.parametrize("width", [76, 50, 40])
def test_of_a_saved_search_with_a_long_name_the_query_is_seen_too(width: int) -> None:
    _, line = lines(HitList(saved=[Saved(SavedSearch(NAME, QUERY), "17")]), width)
    assert len(line) == width
    assert line.startswith("  All that was")
    assert "…  prisoners (w" in line
    assert (QUERY in line) == (width == 76)
    assert line.endswith(" 17")


def test_a_short_name_leaves_all_room_to_the_query() -> None:
    _, line = lines(HitList(saved=[Saved(SavedSearch("mine", NAME), "17")]), 60)
    assert line.startswith(f"  mine  {NAME[:45]}")


@pytest.mark.parametrize("width", [*range(12, 60)])
def test_no_blank_stands_before_the_sign_that_a_section_is_cut(width: int) -> None:
    title = "What the sources say of it"
    row = msgspec.structs.replace(LongKeeper.row(0), section_title=title)
    *_, line = lines(HitList(rows=[(0, row)]), width)
    assert len(line) <= width
    assert " …" not in line.partition(" · ")[0]


@pytest.mark.parametrize("width", [0, 1, 2, 5])
def test_there_is_room_for_nothing_but_nothing_breaks(width: int) -> None:
    saved = [Saved(SavedSearch(NAME, QUERY), "17")]
    assert lines(HitList(saved=saved, rows=[(0, LongKeeper.row(0))]), width)
