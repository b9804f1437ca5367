"""What is said to the terminal, and which theme suits it."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from textual.theme import Theme

from briefing.tui.terminal.driver import (
    CLIPBOARD_LIMIT,
    clipboard_sequence,
    title_of,
    tmux_passthrough,
)
from briefing.tui.themes import DARK, LIGHT, TERMINAL, THEMES, choose_theme, theme_after


def payload(sequence: str) -> bytes:
    return base64.b64decode(sequence.removeprefix("\x1b]52;c;").removesuffix("\a"), validate=True)


@given(st.text(max_size=200))
def test_the_clipboard_gets_the_text_and_nothing_of_it_reaches_the_terminal(text: str) -> None:
    sequence = clipboard_sequence(text)
    assert payload(sequence) == text.encode("utf-8", "replace")
    assert sequence.count("\x1b") == 1
    assert sequence.count("\a") == 1


def test_a_text_that_is_too_long_is_cut() -> None:
    assert len(payload(clipboard_sequence("a" * (CLIPBOARD_LIMIT + 5)))) == CLIPBOARD_LIMIT
    assert len(clipboard_sequence("a" * CLIPBOARD_LIMIT)) <= 100_000


def test_tmux_hands_on_what_is_wrapped() -> None:
    wrapped = tmux_passthrough("\x1b]52;c;YQ==\a")
    assert wrapped == "\x1bPtmux;\x1b\x1b]52;c;YQ==\a\x1b\\"


@pytest.mark.parametrize(
    ("wish", "colours", "no_color", "theme"),
    [
        ("auto", 2**24, False, DARK),
        ("auto", 256, False, DARK),
        ("auto", 16, False, TERMINAL),
        ("auto", None, False, TERMINAL),
        ("dark", 16, False, DARK),
        ("light", 256, False, LIGHT),
        ("terminal", 2**24, False, TERMINAL),
        ("light", 2**24, True, TERMINAL),
        ("auto", 2**24, True, TERMINAL),
    ],
)
def test_the_theme(wish: str, colours: int | None, no_color: bool, theme: object) -> None:
    assert choose_theme(wish, colours=colours, no_color=no_color) is theme


def test_themes_go_round_from_any_of_them() -> None:
    name, seen = "something-else", []
    for _ in THEMES:
        seen.append(theme_after(name))
        name = THEMES[seen[-1]].name
    assert seen == list(THEMES)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_colour_of_text_can_be_read_on_the_background(theme: Theme) -> None:
    for name in ("foreground", "primary", "secondary", "accent", "error", "success", "warning"):
        for ground in (theme.background, theme.panel, theme.variables["block-cursor-background"]):
            pair = sorted(map(luminance, (getattr(theme, name), ground)))
            assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (name, ground)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The dam", "The dam – briefing"),
        ("Two\n lines\x1b]0;x\x07 \u202e", "Two lines ]0;x – briefing"),
        ("a" * 60, f"{'a' * 60} – briefing"),
        ("a" * 61, f"{'a' * 59}… – briefing"),
    ],
)
def test_the_title_is_short_and_controls_nothing(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda one: one.name)
def test_grounds_are_grey_where_there_are_256_colours(theme: Theme) -> None:
    """A client of SSH says no more by itself; of a colour that Rich takes for one it makes teal."""
    bars = [theme.variables[f"block-cursor-{which}background"] for which in ("", "blurred-")]
    grounds = [theme.background, theme.panel, *bars]
    drawn = [Color.parse(one or "").downgrade(ColorSystem.EIGHT_BIT) for one in grounds]
    assert all(len(set(one.get_truecolor())) == 1 for one in drawn)
    assert len({one.number for one in drawn}) >= 3
