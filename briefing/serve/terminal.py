"""What the reader's own terminal can do, from what the client says, and from nothing else.

OpenSSH sends TERM with the request for a terminal, and other variables only where both sides allow
it; COLORTERM is not among those it sends by default. So names of terminals are known here that have
all colours.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from briefing.model.text import REPLACEMENT
from briefing.serve.options import Limits

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
_FEW: Final = "xterm-16color"
_BASE: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
_WITHOUT: Final = 80
_OF_TERMINALS: Final = re.compile(
    "iso8859|cp(?:125[0-8]|437|85[0258]|866|874|932|949|950)$|koi8|euc_|gb|big5|shift_jis"
)
"""Encodings that locales have; other codecs of Python are not for terminals."""

_TRUE: Final = frozenset({"truecolor", "24bit"})
_UTF_8: Final = "utf-8"


class Terminal(NamedTuple):
    """Where a reader sees what is written."""

    name: str  # as the client calls it
    is_there: bool  # or there are pipes
    columns: int  # of lines
    encoding: str  # as Python calls it
    environment: Mapping[
        str, str
    ]  # all of it, with a name from which Rich and Textual conclude well

    @property
    def why_no_reader(self) -> str | None:
        """Why there can be no reader, before it is said what there is; None where there can be."""
        if not self.is_there:
            return (
                "Reading needs a terminal, as with `ssh -t`; without one there are these commands:"
            )
        if not _NAME.fullmatch(self.name) or self.name in _NO_READER:
            shown = "".join(c if c.isprintable() else REPLACEMENT for c in self.name[:64])
            return (
                f"A terminal “{shown}” cannot show the reader. Without it there are these commands:"
            )
        return None


def read_terminal(sent: Mapping[str, str], limits: Limits) -> Terminal:
    """Make sense of what a client's variables say of its terminal, which is that of our files."""
    known = {name: sent[name] for name in ACCEPTED if _VALUE.fullmatch(sent.get(name, "\n"))}
    encoding = _encoding(known)
    if not all(os.isatty(file) for file in (0, 1, 2)):
        return Terminal("", False, _WITHOUT, encoding, {**_BASE, "TERM": "dumb"})
    name = sent.get("TERM", "")
    return Terminal(
        name, True, clamped(os.get_terminal_size(0), limits)[0], encoding, _variables(name, known)
    )


def clamped(size: tuple[int, int], limits: Limits) -> tuple[int, int]:
    """Bring columns and rows into bounds; a client that does not know them gets 80 by 24."""
    columns, rows = size
    return max(20, min(columns or 80, limits.columns)), max(5, min(rows or 24, limits.rows))


def _variables(name: str, known: Mapping[str, str]) -> dict[str, str]:
    variables = {**_BASE, "TERM": _CANONICAL}
    if _MULTIPLEXERS.fullmatch(name):
        variables["TMUX"] = name
    if known.get("NO_COLOR") or _NO_COLOURS.fullmatch(name):
        return {**variables, "TERM": _FEW, "NO_COLOR": "1"}
    if known.get("COLORTERM", "").lower() in _TRUE or name in _ALL_COLOURS or "-direct" in name:
        return {**variables, "COLORTERM": "truecolor"}
    return variables if "256color" in name else {**variables, "TERM": _FEW}


def _encoding(known: Mapping[str, str]) -> str:
    """The codec in which a client's locale writes; UTF-8 where none is named that we know.

    Of the locale the first counts that is given of ``LC_ALL``, ``LC_CTYPE`` and ``LANG``
    (POSIX.1-2024, chapter 8.2).
    """
    locale = known.get("LC_ALL") or known.get("LC_CTYPE") or known.get("LANG") or ""
    name = locale.partition(".")[2].partition("@")[0]
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return _UTF_8
    return codec if _OF_TERMINALS.match(codec) else _UTF_8
