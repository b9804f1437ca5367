"""Keys and sizes that come in one go, and while the reader begins."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Start
from tests.thorough import spread

pytestmark = [pytest.mark.terminal, pytest.mark.usefixtures("library")]


@pytest.mark.parametrize("early", [True, False], ids=["before the reader", "in the reader"])
def test_keys_that_come_in_one_go_are_taken_one_by_one(start: Start, early: bool) -> None:
    with start() as terminal:
        if not early:
            terminal.wait_for("Space read on")
        terminal.press("/water\rn")
        terminal.wait_for("match 2 of 9: water")


def test_a_window_may_change_while_the_reader_begins(start: Start) -> None:
    """Two sizes in one turn were drawn in turn, for ever."""
    for ends in spread(range(6), 3):
        with start() as terminal:
            terminal.wait_until(lambda: len(terminal.raw) > 50, "nothing comes")
            terminal.pump_for(0.03 * ends)
            terminal.resize(120, 40)
            terminal.wait_for("Figures")
            terminal.settle()
            assert "Space read on" in terminal.lines[39]
