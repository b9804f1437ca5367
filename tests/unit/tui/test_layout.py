"""Which panes are shown, for every size and everything that can be open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.tui.reader.layout import TWO_PANES, WIDE, Arrangement, Pane

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
