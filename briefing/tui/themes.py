"""Our themes: dark, light, and the terminal's own colours."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

# Grounds are nearly grey: of 256 colours, all that an SSH client tells of by itself, Rich takes the
# greys only for what has hardly any colour, and a teal, blue or pink for the rest.

DARK: Final = Theme(
    name="briefing-dark",
    primary="#8ab4d8",
    secondary="#b0a7d6",
    accent="#e3b35c",
    warning="#e3b35c",
    error="#e58a7f",
    success="#8fc08a",
    foreground="#dcdcd6",
    background="#16181c",
    surface="#16181c",
    panel="#22262c",
    dark=True,
    variables={
        "border-blurred": "#454b54",
        "block-cursor-background": "#32383f",
        "block-cursor-blurred-background": "#292d32",
    },
)

LIGHT: Final = Theme(
    name="briefing-light",
    primary="#1f5f95",
    secondary="#5b4b9a",
    accent="#7a4e00",
    warning="#7a4e00",
    error="#9c2d25",
    success="#25602b",
    foreground="#22252a",
    background="#fbfaf6",
    surface="#fbfaf6",
    panel="#ebeae6",
    dark=False,
    variables={
        "border-blurred": "#b9b6ab",
        "block-cursor-background": "#d4dade",
        "block-cursor-blurred-background": "#e7eaec",
    },
)

TERMINAL: Final = Theme(
    name="briefing-terminal",
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    ansi=True,
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border": "ansi_bright_black",
        "border-blurred": "ansi_bright_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_bright_blue",
        "input-selection-foreground": "ansi_black",
        "screen-selection-background": "ansi_bright_blue",
        "screen-selection-foreground": "ansi_black",
        "scrollbar": "ansi_bright_black",
        "scrollbar-background": "ansi_default",
    },
)

THEMES: Final = {"dark": DARK, "light": LIGHT, "terminal": TERMINAL}
"""Themes by the name they have in the configuration."""


def choose_theme(wish: str, *, colours: int | None, no_color: bool) -> Theme:
    """Choose the theme to start with.

    Args:
        wish: From the configuration: ``auto`` or a key of `THEMES`.
        colours: How many the terminal has; None where that is not known.
        no_color: Whether the environment asks for no colour (no-color.org).

    Returns:
        What was wished for; for ``auto``, and wherever there is no colour, the terminal's own
        colours if it has 16 or fewer, else dark. Truecolour themes at 16 colours make warning,
        error and accent one red.
    """
    if no_color or (wish not in THEMES and (colours or 0) <= 16):
        return TERMINAL
    return THEMES.get(wish, DARK)


def theme_after(name: str) -> str:
    """Which of `THEMES` comes after a theme of Textual's by name, from the last to the first."""
    ours = list(THEMES)
    index = next((n for n, one in enumerate(ours) if THEMES[one].name == name), -1)
    return ours[(index + 1) % len(ours)]
