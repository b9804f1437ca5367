"""The ASCII form of the screen: what each glyph becomes, and who gets it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import briefing
from briefing.settings.config import Signs, own_environment, wants_ascii
from briefing.tui.terminal.ascii_form import SIGNS, ascii_form

ROOMS = ("tui", "views")
"""Where the sentences and signs of the screen come from."""

NOT_DRAWN = {"ascii_form.py", "cells.py", "decoding.py", "first_frame.py", "layout.py"}
"""Files that name characters to look for them."""


def constants(source: str) -> Iterator[str]:
    """The texts in a module that are no docstrings."""
    tree = ast.parse(source)
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield "" if id(node) in documentation else node.value


def drawn() -> dict[str, str]:
    """Each character beyond ASCII that our code has in a text, with the file it stands in."""
    folder = Path(briefing.__file__).parent
    return {
        character: path.name
        for room in ROOMS
        for path in sorted((folder / room).rglob("*.py"))
        if path.name not in NOT_DRAWN
        for text in constants(path.read_text(encoding="utf-8"))
        for character in text
        if character > "~"
    }


def test_every_glyph_that_the_program_draws_has_an_ascii_form() -> None:
    found = drawn()
    assert {"▌", "•", "▲", "…", "“", "¶"} <= found.keys()
    assert {glyph: name for glyph, name in found.items() if ascii_form(glyph) == "?"} == {}


def test_every_border_of_the_style_sheet_has_an_ascii_form() -> None:
    for glyph in "─│┌┐└┘━┃┏┓┗┛╭╮╰╯":
        assert ascii_form(glyph) in "-=|+"


def test_no_two_signs_share_a_letter() -> None:
    assert len(set(SIGNS.values())) == len(SIGNS)
    taken = {"*": "bookmarked", "!": "corrected", "-": "lines", "?": "unknown"}
    assert not taken.keys() & set(SIGNS.values())


def test_the_table_of_signs_is_that_of_the_program() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reading.md").read_text(encoding="utf-8")
    table = page.partition("| sign | ASCII | means |\n")[2].partition("\n\n")[0]
    rows = [line.split(" | ") for line in table.splitlines()[1:]]
    told = {
        sign: form
        for signs, forms, _ in rows
        for sign, form in zip(
            re.findall("`(.)`", signs), re.findall(r"`\\?(.)`", forms), strict=True
        )
    }
    assert told.pop("*") == "*"
    assert {sign: ascii_form(sign) for sign in told} == told
    assert told.keys() >= SIGNS.keys()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Əliyev, Türkiye, Łódź, Ærø", "Aliyev, Turkiye, Lodz, Aro"),
        ("e\u0301t e\u0301", "et e"),
        ("Երևան", "?????"),
        ("東京", "????"),
        ("m² ½ ﬁ", "m2 ? ?"),
        ("“It’s” – so…", '"It\'s" - so.'),
        ("−5\u00a0°C ≥80", "-5 ?C >80"),
        ("1️⃣!", "1 !"),
        ("a\u200bb", "ab"),
        ("██▋▏ ▌", "#### >"),
        ("\x1b[1m▲\x1b[0m\x1b[3;4Hé", "\x1b[1m^\x1b[0m\x1b[3;4He"),
    ],
)
def test_what_a_text_becomes(text: str, shown: str) -> None:
    assert ascii_form(text) == shown


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs"])))
def test_whatever_is_written_keeps_its_cells_and_is_ascii(text: str) -> None:
    shown = ascii_form(text)
    assert shown.isascii()
    assert shown.isprintable()
    assert len(shown) == cell_len(text)


@pytest.mark.parametrize(
    ("signs", "environment", "ascii_only"),
    [
        ("auto", {"LANG": "C.UTF-8"}, False),
        ("auto", {"LANG": "de_CH.utf8@euro", "TERM": "vt100"}, False),
        ("auto", {"LC_CTYPE": "UTF-8"}, False),  # as macOS has it
        ("auto", {"LANG": "C"}, True),
        ("auto", {"LC_ALL": "POSIX", "LANG": "C.UTF-8"}, True),
        ("auto", {"LC_ALL": "", "LC_CTYPE": "C", "LANG": "C.UTF-8"}, True),
        ("auto", {"LC_CTYPE": "C.UTF-8", "LANG": "C"}, False),
        ("auto", {"LANG": "de_DE.ISO-8859-1"}, True),
        ("auto", {"LANG": "ru_RU.KOI8-R", "LC_ALL": "ru_RU.UTF-8"}, False),
        ("auto", {"LANG": "de_DE", "TERM": "xterm"}, False),
        ("auto", {"TERM": "xterm-256color"}, False),
        ("auto", {"TERM": "vt220"}, True),
        ("auto", {"TERM": "linux-16color"}, True),
        ("auto", {}, False),
        ("ascii", {"LANG": "C.UTF-8"}, True),
        ("unicode", {"LC_ALL": "C", "TERM": "vt100"}, False),
    ],
)
def test_who_gets_it(signs: Signs, environment: dict[str, str], ascii_only: bool) -> None:
    assert wants_ascii(signs, environment) is ascii_only


def test_what_python_adds_to_the_locale_is_not_taken_for_the_users(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Flags:
        utf8_mode = 1

    monkeypatch.setenv("LC_CTYPE", "C.UTF-8")
    monkeypatch.setattr("briefing.settings.config.sys.flags", Flags)
    assert "LC_CTYPE" not in own_environment()
    Flags.utf8_mode = 0
    assert own_environment()["LC_CTYPE"] == "C.UTF-8"
