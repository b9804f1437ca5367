"""Colours, attributes and links: read from control sequences, and changed in few bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.tui.terminal.style import PLAIN, CellStyle, after_sgr, linked, style_change
from tests.unit.tui.wire_emulator import Emulator
from tests.unit.tui.wire_samples import STYLES_OF_CELLS

RED, ON_BLUE = "38;2;255;0;0", "48;5;4"


@pytest.mark.parametrize(
    ("parameters", "ink"),
    [
        ("", PLAIN),
        ("0", PLAIN),
        ("31", CellStyle(foreground="31")),
        ("97;104", CellStyle(foreground="97", background="104")),
        ("39;49", PLAIN),
        (f"1;4;{RED};{ON_BLUE}", CellStyle(RED, ON_BLUE, ("1", "4"))),
        (f"{ON_BLUE};7;2", CellStyle(background=ON_BLUE, attributes=("2", "7"))),
        ("1;31;0;3", CellStyle(attributes=("3",))),
        ("1;1", CellStyle(attributes=("1",))),
        ("11", None),
        ("1;2;3;22", CellStyle(attributes=("3",))),
        ("4;21;7;24", CellStyle(attributes=("7",))),
        ("25", None),
        ("38", None),
        ("38;5", None),
        ("38;2;1;2", None),
        ("38;9;1", None),
        ("1;58;5;3", None),
    ],
)
def test_sgr_is_read_strictly(parameters: str, ink: CellStyle | None) -> None:
    assert after_sgr(PLAIN, parameters) == ink


def test_a_reset_leaves_the_link() -> None:
    assert after_sgr(CellStyle(foreground="31", link="https://x.example"), "0") == CellStyle(
        link="https://x.example"
    )


@pytest.mark.parametrize(
    ("old", "new", "sequence"),
    [
        (PLAIN, PLAIN, ""),
        (CellStyle("31"), CellStyle("31"), ""),
        (PLAIN, CellStyle("31"), "\x1b[31m"),
        (CellStyle("31"), PLAIN, "\x1b[m"),
        (CellStyle("31", ON_BLUE), CellStyle("32", ON_BLUE), "\x1b[32m"),
        (CellStyle("31", ON_BLUE), CellStyle("", ON_BLUE), "\x1b[39m"),
        (CellStyle(RED, ON_BLUE), CellStyle("", ON_BLUE, ("1",)), "\x1b[1;39m"),
        (CellStyle(RED, ON_BLUE, ("1",)), CellStyle(RED, ON_BLUE), "\x1b[22m"),
        (CellStyle(RED, ON_BLUE, ("1", "2")), CellStyle(RED, ON_BLUE, ("2",)), "\x1b[22;2m"),
        (CellStyle(RED, "", ("1", "3", "4", "7", "9")), CellStyle("31"), "\x1b[;31m"),
        # Of some attributes terminals disagree how to end them: these end by a reset.
        (CellStyle("31", ON_BLUE, ("5",)), CellStyle("31", ON_BLUE), f"\x1b[;31;{ON_BLUE}m"),
        (CellStyle("31", "", ("21",)), CellStyle("32", "", ("21",)), "\x1b[;21;32m"),
    ],
)
def test_the_shortest_change_is_taken(old: CellStyle, new: CellStyle, sequence: str) -> None:
    assert style_change(old, new) == sequence


def test_a_link_is_opened_with_a_number_of_its_own_and_closed() -> None:
    first, second = linked(PLAIN, "https://a.example"), linked(PLAIN, "https://b.example")
    opened = style_change(PLAIN, first)
    assert opened.endswith(";https://a.example\x1b\\")
    assert style_change(second, first) == opened
    assert style_change(PLAIN, second).partition(";https")[0] != opened.partition(";https")[0]
    assert style_change(first, PLAIN) == "\x1b]8;;\x1b\\"


@given(st.lists(STYLES_OF_CELLS, min_size=1, max_size=6))
def test_changes_in_a_row_come_to_the_ink_that_is_wanted(inks: list[CellStyle]) -> None:
    changed, told = Emulator(len(inks), 1), Emulator(len(inks), 1)
    before = PLAIN
    for ink in inks:
        changed.write(f"{style_change(before, ink)}x")
        told.write(f"{style_change(PLAIN, ink)}x{style_change(ink, PLAIN)}")
        before = ink
    assert changed.cells == told.cells


@given(STYLES_OF_CELLS)
def test_what_is_written_is_what_is_read(ink: CellStyle) -> None:
    written = style_change(PLAIN, ink._replace(link="")).removeprefix("\x1b[").removesuffix("m")
    assert linked(after_sgr(PLAIN, written) or PLAIN, ink.link) == ink
