"""Which panes are shown, for every size and everything that can be open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.tui.reader.layout import TALL, THREE_COLUMNS, TWO_PANES, WIDE, Arrangement, Pane

S, C, T, R, E, F = Pane
arrangements = st.builds(
    Arrangement,
    width=st.integers(0, 250),
    height=st.integers(0, 100),
    wanted=st.sampled_from(Pane),
    finding=st.booleans(),
    evidence=st.booleans(),
    several=st.booleans(),
    listing=st.booleans(),
    front=st.booleans(),
)


@pytest.mark.parametrize(
    ("arrangement", "panes", "focus"),
    [
        (Arrangement(120, 40, C, listing=True), {S, C, F}, C),
        (Arrangement(120, 40, C, several=False, listing=True), {S, T, F}, T),
        (Arrangement(120, 40, T), {S, C, T, F}, T),
        (Arrangement(120, 24, T), {S, T, F}, T),
        (Arrangement(120, 40, T, evidence=True), {S, C, T, E}, T),
        (Arrangement(120, 40, F, evidence=True), {S, C, T, E}, T),
        (Arrangement(120, 40, C, listing=True, finding=True), {S, R}, R),
        (Arrangement(120, 40, T, front=True, several=False), {S, T, F}, T),
        (Arrangement(160, 45, T), {S, C, T, E, F}, T),
        (Arrangement(160, 45, E), {S, C, T, E, F}, E),
        (Arrangement(160, 45, C, listing=True), {S, C, F}, C),
        (Arrangement(160, 45, T, finding=True), {S, R}, R),
        (Arrangement(80, 24, C, listing=True), {S, C}, C),
        (Arrangement(80, 24, T), {S, T}, T),
        (Arrangement(80, 24, T, evidence=True), {S, T, E}, T),
        (Arrangement(80, 40, T, evidence=True), {S, C, T, E}, T),
        (Arrangement(80, 24, F), {S, F}, F),
        (Arrangement(80, 24, F, finding=True), {R}, R),
        (Arrangement(80, 24, C, listing=True, finding=True), {R}, R),
        (Arrangement(80, 24, T, front=True, several=False), {T}, T),
        (Arrangement(80, 24, S, front=True, several=False), {S, T}, S),
        (Arrangement(40, 24, C, listing=True), {C}, C),
        (Arrangement(40, 24, C, several=False), {T}, T),
        (Arrangement(40, 24, S), {S}, S),
        (Arrangement(40, 24, E, evidence=True), {E}, E),
        (Arrangement(40, 24, E), {T}, T),
        (Arrangement(40, 24, F), {F}, F),
        (Arrangement(40, 24, S, finding=True), {R}, R),
        (Arrangement(40, 24, R), {T}, T),
        (Arrangement(WIDE - 1, 40, T), {S, C, T}, T),
        (Arrangement(WIDE, 40, T), {S, C, T, F}, T),
        (Arrangement(THREE_COLUMNS - 1, 40, T), {S, C, T, F}, T),
        (Arrangement(THREE_COLUMNS, 40, T), {S, C, T, E, F}, T),
        (Arrangement(TWO_PANES - 1, 40, T), {T}, T),
        (Arrangement(TWO_PANES, 40, T), {S, C, T}, T),
        (Arrangement(80, TALL - 1, T), {S, T}, T),
        (Arrangement(80, TALL, T), {S, C, T}, T),
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
def test_one_thing_is_read_at_a_time(arrangement: Arrangement) -> None:
    visible = arrangement.visible()
    if arrangement.width < TWO_PANES:
        assert len(visible) == 1
    elif arrangement.width < WIDE and Pane.FIGURES in visible:
        assert visible == {Pane.SECTIONS, Pane.FIGURES}
    else:
        read = Pane.CARDS if arrangement.list_alone else Pane.CARD
        assert (read in visible) != arrangement.finding
        assert (Pane.RESULTS in visible) == arrangement.finding


@given(arrangements)
def test_the_text_has_room(arrangement: Arrangement) -> None:
    width = arrangement.width
    assert arrangement.centre_width >= min(width, 40)
    beside = arrangement.sections_width if Pane.SECTIONS in arrangement.visible() else 0
    if width >= TWO_PANES:
        assert arrangement.centre_width + arrangement.aside_width + beside == width


@given(arrangements, st.integers(0, 200), st.integers(2, 100))
def test_a_list_has_what_it_needs_where_it_is_read(
    arrangement: Arrangement, lines: int, rows: int
) -> None:
    height = arrangement.list_height(lines, rows)
    if not arrangement.list_alone:
        assert 2 <= height <= max(2, rows // 3)
    elif arrangement.previews(lines, rows):
        assert height == lines <= rows - 8
    else:
        assert height == rows
    assert 3 <= arrangement.evidence_height() <= max(3, arrangement.height * 2 // 5)


@pytest.mark.parametrize(
    ("arrangement", "panes"),
    [
        (Arrangement(40, 24, T), {S, C, T}),
        (Arrangement(40, 24, T, several=False), {S, T}),
        (Arrangement(40, 24, F), {S, C, T, F}),
        (Arrangement(40, 24, T, evidence=True), {S, C, T, E}),
        (Arrangement(40, 24, T, finding=True), {R}),
        (Arrangement(80, 24, C, listing=True), {S, C, T}),
        (Arrangement(80, 24, T), {S, C, T}),
        (Arrangement(80, 24, T, several=False, front=True), {S, T}),
        (Arrangement(160, 45, T), {S, C, T, E, F}),
    ],
)
def test_keys_go_to_what_is_shown_or_can_be_opened(
    arrangement: Arrangement, panes: set[Pane]
) -> None:
    assert arrangement.reachable() == panes


@pytest.mark.parametrize(
    ("arrangement", "centre", "aside"),
    [
        (Arrangement(TWO_PANES - 1, 40, T), TWO_PANES - 1, 0),
        (Arrangement(TWO_PANES, 40, T), TWO_PANES - 21, 0),
        (Arrangement(80, 24, T, front=True, several=False), 80, 0),
        (Arrangement(WIDE, 40, T), WIDE - 26 - 36, 36),
        (Arrangement(WIDE, 40, T, evidence=True), WIDE - 26, 0),
        (Arrangement(THREE_COLUMNS, 40, T), THREE_COLUMNS - 26 - 36, 36),
        (Arrangement(160, 45, T), 88, 160 - 26 - 88),
        (Arrangement(220, 60, T), 88, 220 - 26 - 88),
    ],
)
def test_the_text_has_the_columns_that_it_makes_use_of(
    arrangement: Arrangement, centre: int, aside: int
) -> None:
    assert (arrangement.centre_width, arrangement.aside_width) == (centre, aside)


@pytest.mark.parametrize(("height", "rows"), [(5, 3), (40, 16), (45, 18), (60, 18)])
def test_the_drawer_has_two_fifths_of_the_screen_up_to_a_passage(height: int, rows: int) -> None:
    assert Arrangement(80, height, C).evidence_height() == rows
