"""Which panes are shown, for every size and everything that can be open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.tui.reader.layout import TALL, TWO_PANES, WIDE, Arrangement, Pane

S, C, T, R, F, E = Pane
arrangements = st.builds(
    Arrangement,
    width=st.integers(0, 250),
    height=st.integers(0, 100),
    wanted=st.sampled_from(Pane),
    finding=st.booleans(),
    evidence=st.booleans(),
    figures=st.none() | st.booleans(),
    several=st.booleans(),
    broad=st.booleans(),
)


@pytest.mark.parametrize(
    ("arrangement", "panes", "focus"),
    [
        (Arrangement(120, 40, C), {S, C, T, F}, C),
        (Arrangement(120, 40, C, several=False), {S, T, F}, T),
        (Arrangement(120, 40, C, broad=True), {S, C, T}, C),
        (Arrangement(120, 40, C, broad=True, figures=True), {S, C, T, F}, C),
        (Arrangement(120, 40, C, evidence=True), {S, C, T, F, E}, C),
        (Arrangement(120, 40, F, figures=False), {S, C, T}, T),
        (Arrangement(120, 40, C, finding=True), {S, R}, R),
        (Arrangement(80, 24, C), {S, C, T}, C),
        (Arrangement(80, 24, C, evidence=True), {S, T, E}, T),
        (Arrangement(80, 40, C, evidence=True), {S, C, T, E}, C),
        (Arrangement(80, 24, F, figures=True), {C, T, F}, F),
        (Arrangement(80, 24, C, finding=True), {R}, R),
        (Arrangement(40, 24, C), {C}, C),
        (Arrangement(40, 24, C, several=False), {T}, T),
        (Arrangement(40, 24, S), {S}, S),
        (Arrangement(40, 24, E, evidence=True), {E}, E),
        (Arrangement(40, 24, E), {T}, T),
        (Arrangement(40, 24, F, figures=True), {F}, F),
        (Arrangement(40, 24, S, finding=True), {R}, R),
        (Arrangement(WIDE - 1, 40, T), {S, C, T}, T),
        (Arrangement(WIDE, 40, T), {S, C, T, F}, T),
        (Arrangement(TWO_PANES - 1, 40, T), {T}, T),
        (Arrangement(TWO_PANES, 40, T), {S, C, T}, T),
        (Arrangement(80, TALL - 1, C, evidence=True), {S, T, E}, T),
        (Arrangement(80, TALL, C, evidence=True), {S, C, T, E}, C),
        (Arrangement(80, 40, C, viewed=True), {S, C}, C),
        (Arrangement(80, 40, T, viewed=True), {S, C, T}, T),
        (Arrangement(80, 40, C, viewed=True, evidence=True), {S, C}, C),
        (Arrangement(120, 40, C, viewed=True, finding=True), {S, R}, R),
        (Arrangement(40, 24, C, viewed=True, several=False), {C}, C),
        (Arrangement(40, 24, R), {T}, T),
    ],
)
def test_panes_and_focus(arrangement: Arrangement, panes: set[Pane], focus: Pane) -> None:
    assert arrangement.visible() == panes
    assert arrangement.focus() is focus


@given(arrangements)
def test_something_is_always_shown_and_has_the_keys(arrangement: Arrangement) -> None:
    visible = arrangement.visible()
    assert visible
    assert arrangement.focus() in visible
    assert visible <= arrangement.reachable()


@given(arrangements)
def test_the_text_is_shown_unless_results_or_one_pane_take_its_place(
    arrangement: Arrangement,
) -> None:
    if arrangement.width >= TWO_PANES:
        assert (Pane.CARD in arrangement.visible()) != arrangement.finding
    else:
        assert len(arrangement.visible()) == 1


@given(arrangements, st.integers(0, 200))
def test_sizes_are_never_negative_and_leave_room_for_the_text(
    arrangement: Arrangement, lines: int
) -> None:
    assert arrangement.centre_width >= min(arrangement.width, 24)
    assert 2 <= arrangement.list_height(lines) <= max(2, arrangement.height // 3)
    assert 3 <= arrangement.evidence_height() <= max(3, arrangement.height * 2 // 5)


@pytest.mark.parametrize(
    ("arrangement", "panes"),
    [
        (Arrangement(40, 24, T), {S, C, T}),
        (Arrangement(40, 24, T, several=False), {S, T}),
        (Arrangement(40, 24, T, figures=True), {S, C, T, F}),
        (Arrangement(40, 24, T, evidence=True), {S, C, T, E}),
        (Arrangement(40, 24, T, finding=True), {R}),
        (Arrangement(80, 24, C, viewed=True), {S, C, T}),
        (Arrangement(80, 24, C), {S, C, T}),
        (Arrangement(80, 24, C, several=False), {S, T}),
    ],
)
def test_keys_go_to_what_is_shown_or_can_be_opened(
    arrangement: Arrangement, panes: set[Pane]
) -> None:
    assert arrangement.reachable() == panes


@pytest.mark.parametrize(
    ("arrangement", "centre"),
    [
        (Arrangement(TWO_PANES - 1, 40, T), TWO_PANES - 1),
        (Arrangement(TWO_PANES, 40, T), TWO_PANES - 28),
        (Arrangement(WIDE - 1, 40, T), WIDE - 1 - 28),
        (Arrangement(WIDE, 40, T), WIDE - 32 - 36),
        (Arrangement(80, 40, T, figures=True), 80 - 36),
    ],
)
def test_the_text_has_the_columns_that_are_left(arrangement: Arrangement, centre: int) -> None:
    assert arrangement.centre_width == centre


@pytest.mark.parametrize(
    ("height", "evidence", "lines", "rows"),
    [(60, False, 5, 6), (60, False, 99, 20), (60, True, 99, 12), (9, False, 0, 2), (3, True, 9, 2)],
)
def test_the_list_has_the_rows_that_it_needs_up_to_a_part_of_the_screen(
    height: int, lines: int, rows: int, *, evidence: bool
) -> None:
    assert Arrangement(80, height, C, evidence=evidence).list_height(lines) == rows


@pytest.mark.parametrize(("height", "rows"), [(5, 3), (40, 16), (45, 18), (60, 18)])
def test_the_drawer_has_two_fifths_of_the_screen_up_to_a_passage(height: int, rows: int) -> None:
    assert Arrangement(80, height, C).evidence_height() == rows
