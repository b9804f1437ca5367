"""Drawings as Textual and Rich write them, with text and styles of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.style import Style

from briefing.tui.terminal.style import CellStyle

LINKS = ("https://a.example/?q=1;2", "https://b.example")
COLOURS = ("red", "bright_blue", "color(52)", "color(200)", "#102030", "#ffeedd")
CHUNKS = (
    *("a", "b", " ", "   ", "word ", "──", "“…”", "é", "ж", "ა", "±", "▌"),
    *("中", "日本", "한", "ｱ", "Ａ", "e\u0301", "क्षि", "شَ", "ก็", "\u00ad", "x\u200b"),
    *("😀", "👩\u200d👩\u200d👧", "❤\ufe0f", "❤", "🇦🇲", "👍🏽", "🏴\u200d☠\ufe0f", "1\ufe0f\u20e3"),
)

STYLES_OF_CELLS = st.builds(
    CellStyle,
    st.sampled_from(["", "31", "97", "38;5;200", "38;2;1;2;3"]),
    st.sampled_from(["", "41", "107", "48;5;7", "48;2;4;5;6"]),
    st.sets(st.sampled_from(["1", "2", "3", "4", "5", "7", "9", "21", "53"]), max_size=4).map(
        lambda codes: tuple(sorted(codes))
    ),
    st.sampled_from(["", *LINKS]),
)

_random = Random(20231207)
_flags = ("bold", "dim", "italic", "underline", "reverse", "strike", "underline2")


def _any_style() -> Style:
    flags = " ".join(flag for flag in _flags if _random.random() < 0.2)
    return Style.parse(flags) + Style(
        color=_random.choice([None, *COLOURS]),
        bgcolor=_random.choice([None, *COLOURS]),
        link=_random.choice([None, None, None, *LINKS]),
    )


def _any_text() -> str:
    return "".join(_random.choices(CHUNKS, k=_random.randrange(1, 7)))


# Made beforehand: to have each made up from its parts takes longer than to draw it.
STYLES = st.sampled_from([Style(), *(_any_style() for _ in range(60))])
TEXTS = st.sampled_from([*CHUNKS, *(_any_text() for _ in range(200))])

OTHERS = (
    "\x07",
    "\x1b[?25l",
    "\x1b]52;c;eA==\x07",
    "\x1b[?2026$p",
    "\x1b[1;1H\x1b[2K",
    "\x1b[1;1Hx",
)
"""What else goes to a terminal; the last two draw in ways that Textual does not."""


@dataclass(frozen=True)
class Piece:
    """A text in some styles, and where it stands."""

    x: int
    y: int
    parts: tuple[tuple[str, Style], ...]


def drawn(
    pieces: list[Piece],
    columns: int,
    rows: int,
    system: ColorSystem = ColorSystem.TRUECOLOR,
    cursor: tuple[int, int] = (0, 0),
) -> str:
    """Write an update as Textual does, cut to the size of the screen.

    Args:
        pieces: What it draws.
        columns: Width of the screen.
        rows: Height of the screen.
        system: Colours that the terminal knows.
        cursor: Where it leaves the cursor.
    """
    out = []
    for piece in sorted(pieces, key=lambda piece: piece.y % rows):
        x, y = piece.x % columns, piece.y % rows
        out.append(f"\x1b[{y + 1};{x + 1}H")
        for text, style in piece.parts:
            # Textual joins a text that begins with something without width to nothing; nor do we.
            fitting = set_cell_size(text, min(cell_len(text), columns - x))
            out.append(style.render(fitting, color_system=system))
            x += cell_len(fitting)
        if y < rows - 1:
            out.append("\n")
    return "".join(out) + f"\x1b[{cursor[1] % rows + 1};{cursor[0] % columns + 1}H"


PIECES = st.builds(
    Piece,
    st.integers(0, 59),
    st.integers(0, 11),
    st.lists(st.tuples(TEXTS, STYLES), min_size=1, max_size=4).map(tuple),
)
UPDATES = st.lists(PIECES, min_size=1, max_size=6)
