"""The first frame that the reader will show, kept from one sitting to the next.

The file has a head, an empty line, the drawing (text and control sequences, as they go to the
terminal), and the title and bottom line as plain text, for terminals of another size. The head
tells under which conditions this is what the reader will show: the size of the terminal, the
variables that count, and the stamps of the files that it was made from. All of it can be found out
again without reading any of those files; where one line differs, there is no frame. What is drawn
is what a briefing shows by itself, never the text of a source.
"""

from __future__ import annotations

import os
import sys

from briefing import __version__
from briefing.prelude.folders import state_folder

TYPE_CHECKING = False  # as `typing` has it; importing that would cost a fifth of a start
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Final

_FILE: Final = "first-frame"
_LARGEST: Final = 1 << 20
"""Most bytes of a frame; a screen of 300 by 100 cells has 200,000."""

_VARIABLES: Final = (
    *("BRIEFING_LIBRARY", "BRIEFING_STATE", "BRIEFING_CONFIG", "BRIEFING_CORPUS"),
    *("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"),
    *("TERM", "COLORTERM", "TEXTUAL_COLOR_SYSTEM", "NO_COLOR", "FORCE_COLOR"),
    *("COLUMNS", "LINES", "LANG", "LC_ALL", "LC_CTYPE"),
)
"""What decides where things are, and what the terminal can show."""

_WIDE: Final = "\u0300"
"""From this character on some take no cell or two, and the prelude does not measure."""

_NARROWEST: Final = 20
_NARROW: Final = "\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00a0"
"""What English texts have of the characters beyond."""


def find(words: Sequence[str], environment: Mapping[str, str]) -> tuple[bytes, bool] | None:
    """Find what the reader will show first.

    Args:
        words: Of the command line, without the program.
        environment: The variables of the process.

    Returns:
        What to send to a terminal whose screen is empty, and whether it is the frame itself; it is
        title and bottom line where the terminal has another size. None where it is not certain
        that the reader will show the same.
    """
    folder = folder_of_frame(environment)
    if folder is None or "_ARGCOMPLETE" in environment or not _is_terminal():
        return None
    try:
        head, drawing, text = _parts(_read(f"{folder}/{_FILE}"))
        briefing, *told = head
        size, *known = conditions(options(words, briefing), environment)
        if told[1 : len(known) + 1] != known:
            return None
        stamps = (line.partition(" ") for line in told[len(known) + 1 :])
        if not all(stamp(path) == seen for seen, _, path in stamps):
            return None
        return (drawing, True) if told[0] == size else _as_text(text, size)
    except (OSError, ValueError):
        return None


def save(
    drawing: bytes,
    text: str,
    briefing: str,
    told: Sequence[str],
    environment: Mapping[str, str],
) -> None:
    """Keep what the reader will show first; where that fails, there is none.

    Args:
        drawing: What to send to a terminal whose screen is empty.
        text: Title and bottom line, a line for each of their paragraphs.
        briefing: Id of the briefing that is shown.
        told: Conditions and stamped files, from before the drawing was made.
        environment: The variables of the process.
    """
    folder = folder_of_frame(environment)
    head = [briefing, *told]
    if folder is None or any("\n" in line for line in head):
        return
    path = f"{folder}/{_FILE}"
    temporary = f"{path}.{os.getpid()}"
    encoded = text.encode()
    lengths = f"{len(drawing)} {len(encoded)}"
    content = os.fsencode("\n".join([lengths, *head])) + b"\n\n" + drawing + encoded
    try:
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with open(file, "wb") as stream:  # noqa: PTH123 - a handle
            stream.write(content)
        os.replace(temporary, path)  # noqa: PTH105 - importing pathlib would cost as much as Python
    except OSError:
        return


def conditions(options: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Tell all that decides what the reader shows, but for the content of files.

    Args:
        options: Words of the command line but the name of the briefing.
        environment: The variables of the process.

    Returns:
        Lines, which differ where the reader might show something else; the first is the size.

    Raises:
        OSError: There is no terminal.
    """
    columns, rows = os.get_terminal_size(sys.__stdout__.fileno()) if sys.__stdout__ else (0, 0)
    variables = [f"{name}={environment.get(name, '')}" for name in _VARIABLES]
    return [
        f"{columns}x{rows}",
        f"briefing {__version__} {getattr(sys.stderr, 'encoding', '')}",
        f"folder {_starting_folder(options, environment)}",
        f"options {options}",
        *variables,
    ]


def stamped(paths: Iterable[str]) -> list[str]:
    """Stamp the files and folders that the frame is made from.

    Args:
        paths: Absolute; they need not exist.

    Returns:
        A line for each.
    """
    return [f"{stamp(path)} {path}" for path in paths]


def stamp(path: str) -> str:
    """Tell one state of a file or a folder from another without reading it.

    Args:
        path: It need not exist.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - importing pathlib would cost as much as Python
    except (OSError, ValueError):
        return "-"
    return f"{status.st_size}.{status.st_mtime_ns}.{status.st_ino}"


def options(words: Sequence[str], briefing: str | None) -> list[str]:
    """Leave out of the command line what says that this briefing is to be read.

    Args:
        words: Of the command line, without the program.
        briefing: As it was typed; None where it was not.
    """
    rest = list(words[1:] if words[:1] == ["read"] else words)
    if briefing in rest:
        rest.remove(briefing)
    return rest


def folder_of_frame(environment: Mapping[str, str]) -> str | None:
    """Say where the frame is kept: with the reader's state, as `settings.config` has it.

    Args:
        environment: The variables of the process.

    Returns:
        The folder, which need not exist; None for somebody without a home.
    """
    named = os.path.expanduser(environment.get("BRIEFING_STATE", ""))  # noqa: PTH111 - no pathlib
    if named:
        return os.path.abspath(named) if named[:1] != "~" else None  # noqa: PTH100 - no pathlib
    return state_folder(environment)


def _parts(content: bytes) -> tuple[list[str], bytes, str]:
    """Take a file apart: lines of the head, the drawing, the text.

    Raises:
        ValueError: It is not whole.
    """
    head, _, rest = content.partition(b"\n\n")
    lengths, *lines = os.fsdecode(head).split("\n")
    drawn, written = map(int, lengths.split(" "))
    if len(rest) != drawn + written:
        raise ValueError(lengths)
    return lines, rest[:drawn], rest[drawn:].decode()


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


def _starting_folder(options: Sequence[str], environment: Mapping[str, str]) -> str:
    """The folder that relative paths start from; empty where no path is relative to it."""
    named = [environment.get(name, "") for name in _VARIABLES[:4]]
    if not options and all(path[:1] in ("", "/") for path in named):
        return ""
    return os.getcwd()  # noqa: PTH109 - importing pathlib would cost as much as Python


def _is_terminal() -> bool:
    return all(os.isatty(number) for number in (0, 1, 2))


def _read(path: str) -> bytes:
    """Read a file that nobody else can have written.

    Raises:
        OSError: It cannot be read.
        ValueError: Somebody else may have written it, or it is too large to be a frame.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - importing pathlib would cost as much as Python
        status = os.fstat(file.fileno())
        if status.st_uid != os.getuid() or status.st_mode & 0o077 or status.st_size > _LARGEST:
            raise ValueError(path)
        return file.read()
