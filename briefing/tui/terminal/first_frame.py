"""What the reader will show first, kept in a file from one session to the next.

Loading Textual takes twenty times as long as starting Python. So the reader draws, as it leaves,
the screen that the next start will open with, and that start writes it to the terminal before it
imports anything. Nothing here imports more than `os` and `sys`.

That screen depends on nothing but the program's version, the options, the size and kind of the
terminal (the variables below), and a few files: configuration, the reader's marks, the briefing,
and texts of its sources. No clock, no network, no chance. All of that stands in the file before the
drawing, for files the stamp (size, time, inode) that each had *before* the screen was drawn, and is
told again at the start; where one letter differs, nothing is shown. Our files are replaced whole,
so a change never keeps both inode and time. Should a frame be wrong nevertheless, it lasts until
the reader is there, which sends the difference.
"""

from __future__ import annotations

import os
import sys

from briefing import __version__
from briefing.settings.folders import own_folder

TYPE_CHECKING = False  # as `typing` has it; importing that would cost a fifth of a start
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Final

_FILE: Final = "first-frame"
_LARGEST: Final = 1 << 20
"""Most bytes of a frame; a screen of 300 by 100 cells has 200,000."""

_PATHS: Final = ("BRIEFING_LIBRARY", "BRIEFING_STATE", "BRIEFING_CONFIG", "BRIEFING_CORPUS")
_VARIABLES: Final = (
    *(*_PATHS, "HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"),
    *("TERM", "COLORTERM", "TEXTUAL_COLOR_SYSTEM", "NO_COLOR", "FORCE_COLOR"),
    *("COLUMNS", "LINES", "LANG", "LC_ALL", "LC_CTYPE"),
)
"""Where things are, and what the terminal can show."""

_WIDE: Final = "\u0300"
"""From this character on some take no cell or two, and widths are not measured here."""

_NARROWEST: Final = 20
_NARROW: Final = "\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00a0"
"""What English texts have of the characters beyond."""


def find(words: Sequence[str], environment: Mapping[str, str]) -> tuple[bytes, bool] | None:
    """Find what the reader will show first, by the words after the program's name.

    Returns:
        What to send to a terminal whose screen is empty, and whether it is the frame itself; it is
        title and bottom line where the terminal has another size. None where it is not certain
        that the reader will show the same.
    """
    folder = folder_of_frame(environment)
    if folder is None or "_ARGCOMPLETE" in environment or not _is_terminal():
        return None
    try:
        (briefing, size, decided, *stamps), drawing, text = _parts(_read(f"{folder}/{_FILE}"))
        paths = [line.partition(" ")[2] for line in stamps]
        _, present, *rest = key_of(words, briefing, paths, environment)
    except (OSError, ValueError):
        return None
    if rest != [decided, *stamps]:
        return None
    return (drawing, True) if present == size else _as_text(text, present)


def key_of(
    words: Sequence[str],
    briefing: str,
    paths: Iterable[str],
    environment: Mapping[str, str],
) -> list[str]:
    """Tell all that decides what the reader shows.

    Returns:
        Lines: the id of the briefing, the size of the terminal, all other conditions, and a stamp
        for each absolute path of what the screen is made from.

    Raises:
        OSError: There is no terminal.
    """
    columns, rows = os.get_terminal_size(sys.__stdout__.fileno()) if sys.__stdout__ else (0, 0)
    options = options_in(words, briefing)
    variables = [environment.get(name, "") for name in _VARIABLES]
    relative = options or any(environment.get(name, "/")[:1] not in ("", "/") for name in _PATHS)
    folder = os.getcwd() if relative else ""  # noqa: PTH109 - no pathlib
    decided = (__version__, folder, options, variables)
    return [briefing, f"{columns}x{rows}", repr(decided), *(f"{_stamp(p)} {p}" for p in paths)]


def options_in(words: Sequence[str], briefing: str) -> list[str]:
    """Leave out of the command line what says that this briefing is to be read."""
    rest = list(words[1:] if words[:1] == ["read"] else words)
    if briefing in rest:
        rest.remove(briefing)
    return rest


def save(key: Sequence[str], drawing: bytes, text: str, environment: Mapping[str, str]) -> None:
    """Keep a drawing, with its key from before it was made; where that fails, there is none.

    The text is title and bottom line, a line for each of their paragraphs.
    """
    folder = folder_of_frame(environment)
    if folder is None or any("\n" in line for line in key):
        return
    path = f"{folder}/{_FILE}"
    temporary = f"{path}.{os.getpid()}"
    encoded = text.encode()
    head = os.fsencode("\n".join([f"{len(drawing)} {len(encoded)}", *key]))
    try:
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with open(file, "wb") as stream:  # noqa: PTH123 - a handle
            stream.write(head + b"\n\n" + drawing + encoded)
        os.replace(temporary, path)  # noqa: PTH105 - no pathlib
    except OSError:
        return


def folder_of_frame(environment: Mapping[str, str]) -> str | None:
    """The folder of the reader's state, as `settings.config` has it; None without a home."""
    named = os.path.expanduser(environment.get("BRIEFING_STATE", ""))  # noqa: PTH111 - no pathlib
    if named:
        return os.path.abspath(named) if named[:1] != "~" else None  # noqa: PTH100 - no pathlib
    return own_folder("state", environment)


def _stamp(path: str) -> str:
    """Tell one state of a file or a folder from another without reading it."""
    try:
        status = os.stat(path)  # noqa: PTH116 - no pathlib
    except (OSError, ValueError):
        return "-"
    return f"{status.st_size}.{status.st_mtime_ns}.{status.st_ino}"


def _parts(content: bytes) -> tuple[list[str], bytes, str]:
    """Take a file apart: the key, the drawing, the text; `ValueError` where it is not whole."""
    head, _, rest = content.partition(b"\n\n")
    lengths, *key = os.fsdecode(head).split("\n")
    drawn, written = map(int, lengths.split(" "))
    if len(rest) != drawn + written:
        raise ValueError(lengths)
    return key, rest[:drawn], rest[drawn:].decode()


def _read(path: str) -> bytes:
    """Read a file; `ValueError` where others may have written it, or it is no frame by its size."""
    with open(path, "rb") as file:  # noqa: PTH123 - no pathlib
        status = os.fstat(file.fileno())
        if status.st_uid != os.getuid() or status.st_mode & 0o077 or status.st_size > _LARGEST:
            raise ValueError(path)
        return file.read()


def _as_text(text: str, size: str) -> tuple[bytes, bool] | None:
    """Title and bottom line for a terminal of a size; None where a line cannot be measured."""
    columns, rows = map(int, size.split("x"))
    if columns < _NARROWEST or any(one >= _WIDE and one not in _NARROW for one in text):
        return None
    title, *paragraphs = text.split("\n")
    lines = [f"\x1b[1m{line}\x1b[m" for line in _wrapped(title, columns - 2)]
    for paragraph in paragraphs:
        lines += ["", *_wrapped(paragraph, columns - 2)]
    shown = enumerate(lines[: rows - 1], 1)
    return "".join(f"\x1b[{row};2H{line}" for row, line in shown if line).encode(), False


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word[:width]
    return lines


def _is_terminal() -> bool:
    """Whether there is one, for text in UTF-8, as frames are."""
    encoding = sys.__stderr__.encoding if sys.__stderr__ else ""
    return encoding.lower() == "utf-8" and all(os.isatty(number) for number in (0, 1, 2))
