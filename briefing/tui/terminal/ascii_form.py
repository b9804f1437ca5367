"""The ASCII form of the screen, for terminals that cannot show UTF-8.

Panes draw in Unicode and know of no other form. What Textual writes passes through here on its way
to the terminal, before anything is compared or kept, so that lean output, stock output and first
frames have one form only. A glyph takes as many cells as before: what was laid out stays in place.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rich.cells import split_graphemes

SIGNS: Final = {
    "▌": ">",  # the cursor
    "•": "+",  # unread; an item of a list
    "×": "x",  # without what is set aside, all support is lost
    "▲": "^",  # welcomes or supports
    "◆": "o",  # conditional or skeptical
    "▼": "v",  # opposes
    "·": ".",  # no stance; between facts
    "✓": "=",  # all is read
    "●": "@",  # a day on the rail; cited; sound
    "○": "O",  # not cited
    "║": "H",  # a span on the rail
    "│": "|",  # the rail, and lines between panes
    "┊": "/",  # a gap of the rail
    "░": ":",  # uncertain in time
    "█": "#",  # a bar
    "▐": "]",  # the scroll bar
    "▸": "{",  # a passage begins
    "◂": "}",  # a passage ends
    "¶": "P",  # a paragraph of a source
    "≈": "~",  # about
}
"""What the program draws as signs: each has one meaning, so none shares its letter.

Taken are also ``*`` (bookmarked), ``!`` (corrected), ``-`` (lines) and ``?`` (a letter that ASCII
does not have).
"""

_BORDERS: Final = {
    "─┄┈╌╴╶": "-",
    "━═╍╸╺": "=",  # what has focus
    "┃╎╏╵╷╹╻": "|",
    "╭╮╯╰┌┐└┘┏┓┗┛├┤┬┴┼┣┫┳┻╋╔╗╚╝": "+",
    "▉▊▋▍▎▏": "#",  # the end of a bar; ▌ is the cursor, and no bar ends in it
    "▁▂▃": "_",  # a low value among others of a figure
    "▄▅": "-",
    "▆▇": "^",
}

_TYPOGRAPHY: Final = {
    "“”„‟«»″": '"',
    "‘’‚‛‹›′ʻʼ": "'",
    "‐‑‒–—―−": "-",
    "…": ".",
    "≥→▶⇒": ">",
    "≤←": "<",
    "↑": "^",
    "↓": "v",
    "⋅∙": ".",
    "№": "#",
    "€": "E",
    "\xa0": " ",
}

_LETTERS: Final = {
    "ƏÆ": "A",
    "əæ": "a",
    "ĐÐ": "D",
    "đð": "d",
    "Ħ": "H",
    "ħ": "h",
    "ı": "i",
    "Ł": "L",
    "ł": "l",
    "ØŒ": "O",
    "øœ": "o",
    "ß": "s",
    "Þ": "T",
    "þ": "t",
}
"""Letters that Unicode does not take apart."""

_ASCII: Final = SIGNS | {
    glyph: shown
    for table in (_BORDERS, _TYPOGRAPHY, _LETTERS)
    for glyphs, shown in table.items()
    for glyph in glyphs
}

_UNKNOWN: Final = "?"
_BEYOND: Final = re.compile(r"[ -~]?[^\x00-\x7f]+")
"""With what comes before, since that may be the letter of an accent; of a control sequence it is
the last letter, which stays as it is."""


def ascii_form(text: str) -> str:
    """Turn what is written to a terminal, control sequences among it, into its ASCII form."""
    return text if text.isascii() else _BEYOND.sub(_run, text)


def _run(match: re.Match[str]) -> str:
    return _in_ascii(match.group())


@lru_cache(maxsize=8192)
def _in_ascii(run: str) -> str:
    return "".join(_glyph(run[start:end], width) for start, end, width in split_graphemes(run)[0])


def _glyph(glyph: str, width: int) -> str:
    """A glyph in as many cells as it has; one without width is left out."""
    if not width:
        return ""
    if glyph.isascii():
        return glyph
    plain = _ASCII.get(glyph[0]) or unicodedata.normalize("NFKD", glyph)
    letters = [one for one in plain if unicodedata.category(one)[0] not in "MC"]
    # Of a ligature or a fraction one part alone would say something else.
    known = len(letters) == 1 and (letters[0].isascii() or letters[0] in _ASCII)
    shown = _ASCII.get(letters[0], letters[0]) if known else _UNKNOWN
    return shown if width == 1 else shown.ljust(width, shown if shown == _UNKNOWN else " ")
