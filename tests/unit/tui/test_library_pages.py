"""ResultPages of a long list: few are kept, all are found again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.search.index.results import CardRow, PageEnd, Results
from briefing.tui.library_pages import KEPT, PAGE, ResultPages

TOTAL = 12 * PAGE + 7


def row(number: int) -> CardRow:
    """A card with its number as its id."""
    return CardRow(
        briefing_id="b",
        briefing_title="B",
        revision=1,
        section_id="s",
        section_title="S",
        kind="terms",
        card_id=str(number),
        card_title=str(number),
        day=date(2024, 1, 1),
    )


def answer(start: PageEnd | None) -> Results:
    """A page as a search gives it; its mark is the number of its last row."""
    first = 0 if start is None else start.row + 1
    end = min(TOTAL, first + PAGE)
    more = PageEnd(row=end - 1) if end < TOTAL else None
    return Results(rows=tuple(map(row, range(first, end))), more=more)


@given(st.lists(st.one_of(st.integers(-60, 60), st.just(TOTAL), st.just(-TOTAL)), max_size=40))
def test_wherever_the_cursor_goes_the_cards_around_it_are_at_hand_and_few_others(
    moves: list[int],
) -> None:
    pages = ResultPages()
    pages.add(0, answer(None))
    cursor = 0
    for step in moves:
        cursor = max(pages.first, min(pages.end - 1, cursor + step))
        while (wanted := pages.wanted(cursor)) is not None:
            pages.add(wanted, answer(pages.start(wanted)))
        assert [one.card_id for one in pages.rows] == [
            str(number) for number in range(pages.first, pages.end)
        ]
        assert pages.end - pages.first <= KEPT * PAGE
        here = pages.row(cursor)
        assert here is not None
        assert here.card_id == str(cursor)
        assert pages.row(cursor - 20) is not None or cursor < 20
        assert pages.row(cursor + 20) is not None or cursor + 20 >= TOTAL
    assert pages.total in (None, TOTAL)


def test_the_last_page_ends_the_list_and_a_copy_goes_on_alone() -> None:
    pages = ResultPages()
    assert pages.wanted(0) is None
    assert pages.row(0) is None
    pages.add(0, answer(None))
    ahead = pages.copy()
    while not ahead.complete:
        ahead.add(ahead.last, answer(ahead.start(ahead.last)))
    assert (ahead.end, ahead.total) == (TOTAL, TOTAL)
    assert ahead.end - ahead.first <= KEPT * PAGE
    assert (pages.last, pages.end, pages.total) == (1, PAGE, None)


def test_a_page_far_from_those_kept_takes_their_place() -> None:
    pages = ResultPages()
    for number in range(8):
        pages.add(number, answer(pages.start(number)))
    pages.add(0, answer(None))
    assert (pages.first, pages.end) == (0, PAGE)
    assert pages.last == 8


def kept_after(numbers: Sequence[int]) -> tuple[int, int]:
    """First and last page that are kept after some were added."""
    pages = ResultPages()
    for number in numbers:
        pages.add(number, answer(pages.start(number)))
    return pages.first // PAGE, (pages.end - 1) // PAGE


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [
        ([0], (0, 0)),
        ([0, 1, 2, 3], (0, 3)),
        ([0, 1, 2, 3, 4], (1, 4)),
        ([0, 1, 2, 3, 4, 0], (0, 3)),
        ([0, 1, 2, 3, 4, 5, 6], (3, 6)),
        ([0, 1, 2, 3, 4, 5, 6, 2], (2, 5)),
        ([0, 1, 2, 3, 4, 5, 6, 1], (1, 1)),
        ([0, 1, 2, 3, 4, 2], (1, 4)),
        ([0, 1, 2, 3, 4, 1], (1, 4)),
        ([0, 1, 2, 3, 0, 2], (0, 3)),
        ([0, 1, 2, 3, 4, 5, 6, 1, 4], (4, 4)),
    ],
)
def test_neighbours_are_kept_and_what_is_farthest_goes(
    numbers: list[int], kept: tuple[int, int]
) -> None:
    assert kept_after(numbers) == kept


def test_a_card_is_given_by_its_number_if_its_page_is_kept() -> None:
    pages = ResultPages()
    for number in range(KEPT + 1):
        pages.add(number, answer(pages.start(number)))
    first, end = PAGE, (KEPT + 1) * PAGE
    assert (pages.first, pages.end, pages.total, pages.complete) == (first, end, None, False)
    shown = [pages.row(number) for number in (first - 1, first, end - 1, end)]
    assert shown == [None, row(first), row(end - 1), None]
    assert pages.rows == list(map(row, range(first, end)))


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (PAGE, 0),
        (PAGE + PAGE // 2 - 1, 0),
        (PAGE + PAGE // 2, None),
        ((KEPT + 1) * PAGE - PAGE // 2 - 1, None),
        ((KEPT + 1) * PAGE - PAGE // 2, KEPT + 1),
        ((KEPT + 1) * PAGE - 1, KEPT + 1),
    ],
)
def test_the_page_beyond_is_wanted_half_a_page_before_the_end(
    number: int, wanted: int | None
) -> None:
    pages = ResultPages()
    for one in range(KEPT + 1):
        pages.add(one, answer(pages.start(one)))
    assert pages.wanted(number) == wanted


def test_nothing_is_wanted_beyond_the_first_and_the_last_card() -> None:
    pages = ResultPages()
    while not pages.complete:
        pages.add(pages.last, answer(pages.start(pages.last)))
    assert (pages.end, pages.total, pages.wanted(TOTAL - 1)) == (TOTAL, TOTAL, None)
    pages.add(0, answer(None))
    assert (pages.end, pages.total, pages.complete, pages.wanted(0)) == (PAGE, TOTAL, False, None)
    nothing = ResultPages()
    assert (nothing.first, nothing.end, nothing.complete) == (0, 0, False)
    nothing.add(0, Results())
    assert (nothing.total, nothing.complete, nothing.wanted(0)) == (0, True, None)
