"""What a terminal is left as."""

from __future__ import annotations

import re

from tests.terminal.pty import Terminal, cut

_MODE = re.compile(r"\x1b\[\?([0-9;]+)([hl])")
_COLOUR = re.compile(r"\x1b\[[0-9;:]*m")
_KITTY = re.compile(r"\x1b\[([<>=])[0-9;]*u")


def left_on(written: str) -> set[str]:
    """What a program has switched on at a terminal and not off again."""
    on = {"7", "25"}  # as every terminal begins: lines wrap, and there is a cursor
    for numbers, letter in _MODE.findall(written):
        on = on - set(numbers.split(";")) if letter == "l" else on | set(numbers.split(";"))
    left = on ^ {"7", "25"}
    if _COLOUR.findall(written)[-1:] not in ([], ["\x1b[m"], ["\x1b[0m"]):
        left.add("colour")
    if _KITTY.findall(written)[-1:] not in ([], ["<"]):
        left.add("keys")
    return left


def bells_of(terminal: Terminal) -> int:
    """How often a terminal's bell was rung; the same character ends titles and the like."""
    return sum(part.count("\a") for part, is_sequence in cut(terminal.written) if not is_sequence)


def assert_given_back(terminal: Terminal, sentence: str) -> None:
    """Prove that a terminal is as it was, with a sentence on it and nothing behind that."""
    written = terminal.written.replace("\r\r\n", "\r\n")
    assert written.endswith(f"{sentence}\r\n" if sentence else "l"), written[-200:]
    assert left_on(written) == set()
    assert terminal.attributes == terminal.before
