"""Colours, attributes and links: read from control sequences, and changed in few bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.tui.wire.ink import PLAIN, Ink, after_sgr, change, linked
from tests.unit.tui.wire_emulator import Emulator
from tests.unit.tui.wire_samples import INKS

RED, ON_BLUE = "38;2;255;0;0", "48;5;4"


@pytest.mark.parametrize(
    ("parameters", "ink"),
    [
        ("", PLAIN),
        ("0", PLAIN),
        ("31", Ink(foreground="31")),
        ("97;104", Ink(foreground="97", background="104")),
        ("39;49", PLAIN),
        (f"1;4;{RED};{ON_BLUE}", Ink(RED, ON_BLUE, ("1", "4"))),
        (f"{ON_BLUE};7;2", Ink(background=ON_BLUE, attributes=("2", "7"))),
        ("1;31;0;3", Ink(attributes=("3",))),
        ("1;1", Ink(attributes=("1",))),
        ("11", None),
        ("1;2;3;22", Ink(attributes=("3",))),
        ("4;21;7;24", Ink(attributes=("7",))),
        ("25", None),
        ("38", None),
        ("38;5", None),
        ("38;2;1;2", None),
        ("38;9;1", None),
        ("1;58;5;3", None),
    ],
)
def test_sgr_is_read_strictly(parameters: str, ink: Ink | None) -> None:
    assert after_sgr(PLAIN, parameters) == ink


def test_a_reset_leaves_the_link() -> None:
    assert after_sgr(Ink(foreground="31", link="https://x.example"), "0") == Ink(
        link="https://x.example"
    )


@pytest.mark.parametrize(
    ("old", "new", "sequence"),
    [
        (PLAIN, PLAIN, ""),
        (Ink("31"), Ink("31"), ""),
        (PLAIN, Ink("31"), "\x1b[31m"),
        (Ink("31"), PLAIN, "\x1b[m"),
        (Ink("31", ON_BLUE), Ink("32", ON_BLUE), "\x1b[32m"),
        (Ink("31", ON_BLUE), Ink("", ON_BLUE), "\x1b[39m"),
        (Ink(RED, ON_BLUE), Ink("", ON_BLUE, ("1",)), "\x1b[1;39m"),
        (Ink(RED, ON_BLUE, ("1",)), Ink(RED, ON_BLUE), "\x1b[22m"),
        (Ink(RED, ON_BLUE, ("1", "2")), Ink(RED, ON_BLUE, ("2",)), "\x1b[22;2m"),
        (Ink(RED, "", ("1", "3", "4", "7", "9")), Ink("31"), "\x1b[;31m"),
        # Of some attributes terminals disagree how to end them: these end by a reset.
        (Ink("31", ON_BLUE, ("5",)), Ink("31", ON_BLUE), f"\x1b[;31;{ON_BLUE}m"),
        (Ink("31", "", ("21",)), Ink("32", "", ("21",)), "\x1b[;21;32m"),
    ],
)
def test_the_shortest_change_is_taken(old: Ink, new: Ink, sequence: str) -> None:
    assert change(old, new) == sequence


def test_a_link_is_opened_with_a_number_of_its_own_and_closed() -> None:
    first, second = linked(PLAIN, "https://a.example"), linked(PLAIN, "https://b.example")
    opened = change(PLAIN, first)
    assert opened.endswith(";https://a.example\x1b\\")
    assert change(second, first) == opened
    assert change(PLAIN, second).partition(";https")[0] != opened.partition(";https")[0]
    assert change(first, PLAIN) == "\x1b]8;;\x1b\\"


@given(st.lists(INKS, min_size=1, max_size=6))
def test_changes_in_a_row_come_to_the_ink_that_is_wanted(inks: list[Ink]) -> None:
    changed, told = Emulator(len(inks), 1), Emulator(len(inks), 1)
    before = PLAIN
    for ink in inks:
        changed.write(f"{change(before, ink)}x")
        told.write(f"{change(PLAIN, ink)}x{change(ink, PLAIN)}")
        before = ink
    assert changed.cells == told.cells


@given(INKS)
def test_what_is_written_is_what_is_read(ink: Ink) -> None:
    written = change(PLAIN, ink._replace(link="")).removeprefix("\x1b[").removesuffix("m")
    assert linked(after_sgr(PLAIN, written) or PLAIN, ink.link) == ink
