"""What the reader's own terminal can do, from what the client says, and from nothing else.

OpenSSH sends TERM with the request for a terminal, and other variables only where both sides allow
it; COLORTERM is not among those it sends by default. So names of terminals are known here that have
all colours, and a reader who can set nothing logs in as ``16@host`` or ``mono@host``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from briefing.model.text import REPLACEMENT
from briefing.serve.limits import Limits

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
_VALUE: Final = re.compile(r"[A-Za-z0-9@._+:/=-]{0,64}")
ACCEPTED: Final = ("COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE")
"""Variables of the client that are looked at; all others are dropped."""

_NO_READER: Final = frozenset({"dumb", "unknown", "network", "dialup", "emacs"})
_ALL_COLOURS: Final = frozenset(
    {
        *("alacritty", "contour", "contour-latest", "foot", "foot-extra", "ghostty", "iterm2"),
        *("kitty", "rio", "wezterm", "xterm-ghostty", "xterm-kitty", "xterm-truecolor"),
    }
)
"""Terminals with 16 million colours, by their names in terminfo."""

_NO_COLOURS: Final = re.compile(r"vt\d+.*|.*-mono|.*-m")
_MULTIPLEXERS: Final = re.compile(r"(?:tmux|screen)(?:[.-].*)?")
_CANONICAL: Final = "xterm-256color"
_MOST: Final = 1000
"""Columns and rows of the largest terminal where there is no limit."""

_OF_TERMINALS: Final = re.compile(
    "iso8859|cp(?:125[0-8]|437|85[0258]|866|874|932|949|950)$|koi8|euc_|gb|big5|shift_jis"
)
"""Encodings that locales have; other codecs of Python are not for terminals."""

_TRUE: Final = frozenset({"truecolor", "24bit"})


UTF_8: Final = "utf-8"


class Colours(StrEnum):
    """How many colours a terminal shows."""

    ALL = "truecolor"
    MANY = "256"
    FEW = "16"
    NONE = "mono"


_BY_USER: Final = {
    **{colours.value: colours for colours in Colours},
    **{"true": Colours.ALL, "24bit": Colours.ALL, "nocolor": Colours.NONE},
}
"""What the name that a reader logs in by may ask for."""


class Terminal(msgspec.Struct, frozen=True, kw_only=True):
    """A reader's terminal.

    Attributes:
        name: As the client calls it.
        colours: How many it shows.
        columns: Its width.
        rows: Its height.
        encoding: Of its characters, as Python calls it.
    """

    name: str
    colours: Colours
    columns: int
    rows: int
    encoding: str = UTF_8

    @property
    def shows_reader(self) -> bool:
        """Whether it can move its cursor, as far as its name tells."""
        return self.name not in _NO_READER

    def environment(self) -> dict[str, str]:
        """All the variables that a program on this terminal gets.

        The name is one that Rich and Textual draw the right conclusion from.
        """
        variables = {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "xterm-16color" if self.colours in (Colours.FEW, Colours.NONE) else _CANONICAL,
        }
        if self.colours is Colours.ALL:
            variables["COLORTERM"] = "truecolor"
        if self.colours is Colours.NONE:
            variables["NO_COLOR"] = "1"
        if _MULTIPLEXERS.fullmatch(self.name):
            variables["TMUX"] = self.name
        return variables


def read_terminal(
    name: str, size: tuple[int, int], sent: Mapping[str, str], user: str, limits: Limits
) -> Terminal | None:
    """Make sense of what a client says of its terminal.

    Args:
        name: TERM.
        size: Columns and rows; any numbers.
        sent: Other variables that it sent.
        user: The name that the reader logs in by.
        limits: How large a terminal may be.

    Returns:
        The terminal; None where its name is none.
    """
    if not _NAME.fullmatch(name):
        return None
    columns, rows = clamped(size, limits)
    return Terminal(
        name=name,
        colours=_colours(name, sent, user),
        columns=columns,
        rows=rows,
        encoding=read_encoding(sent),
    )


def why_no_reader(name: str | None, terminal: Terminal | None) -> str | None:
    """Say why there can be no reader, before it is said what there is; None where there can be one.

    Args:
        name: Of the client's terminal; None where it has none.
        terminal: What `read_terminal` makes of it.
    """
    if name is None:
        return "Reading needs a terminal, as with `ssh -t`; without one there are these commands:"
    if terminal is None or not terminal.shows_reader:
        shown = "".join(c if c.isprintable() else REPLACEMENT for c in name[:64])
        return f"A terminal “{shown}” cannot show the reader. Without it there are these commands:"
    return None


def clamped(size: tuple[int, int], limits: Limits) -> tuple[int, int]:
    """Bring a size into bounds; a client that does not know it gets 80 by 24.

    Args:
        size: Columns and rows; any numbers.
        limits: The largest.
    """
    columns, rows = size
    most = limits.columns or _MOST, limits.rows or _MOST
    return max(20, min(columns or 80, most[0])), max(5, min(rows or 24, most[1]))


def accepted(sent: Mapping[str, str]) -> dict[str, str]:
    """Keep of a client's variables those that are looked at, as far as their values make sense.

    Args:
        sent: Any names and values.
    """
    kept = {name: sent[name] for name in ACCEPTED if name in sent}
    return {name: value for name, value in kept.items() if _VALUE.fullmatch(value)}


def read_encoding(sent: Mapping[str, str]) -> str:
    """Say in which encoding a client's locale writes.

    Args:
        sent: Any names and values; of the locale the first counts that is given of ``LC_ALL``,
            ``LC_CTYPE`` and ``LANG`` (POSIX.1-2024, chapter 8.2).

    Returns:
        Its codec; UTF-8 where none is named, or one that nobody knows.
    """
    known = accepted(sent)
    locale = known.get("LC_ALL") or known.get("LC_CTYPE") or known.get("LANG") or ""
    name = locale.partition(".")[2].partition("@")[0]
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return UTF_8
    return codec if _OF_TERMINALS.match(codec) else UTF_8


def _colours(name: str, sent: Mapping[str, str], user: str) -> Colours:
    known = accepted(sent)
    if (asked := _BY_USER.get(user.lower())) is not None:
        return asked
    if known.get("NO_COLOR"):
        return Colours.NONE
    if known.get("COLORTERM", "").lower() in _TRUE or name in _ALL_COLOURS or "-direct" in name:
        return Colours.ALL
    if "256color" in name:
        return Colours.MANY
    if _NO_COLOURS.fullmatch(name):
        return Colours.NONE
    return Colours.FEW
