"""Searches that the user has saved: a plain-text file beside the configuration.

One search a line, its name before the first colon; lines that begin with ``#`` are comments::

    # what to look at every morning
    new doubts: in:skeptics is:unread
    prisoners: "prisoners of war" or prisoners

The file is the user's own. Lines that say nothing we understand are told and left as they are.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from briefing.model.errors import BriefingError
from briefing.model.text import clean
from briefing.settings.config import Places

_FILE: Final = "searches.txt"
_COMMENT: Final = "#"
_COLON: Final = ":"


class SearchesError(BriefingError):
    """The saved searches cannot be read or written, or a search cannot be saved so."""


class SavedSearch(NamedTuple):
    """A search with a name without a colon; whether its query makes sense is not checked here."""

    name: str
    query: str


def searches_file(places: Places) -> Path:
    return places.config.parent / _FILE


def load_searches(path: Path) -> tuple[tuple[SavedSearch, ...], tuple[str, ...]]:
    """Read the saved searches in order, and a sentence for each line that is none."""
    try:
        lines = _read(path)
    except SearchesError as error:
        return (), (str(error),)
    found: dict[str, SavedSearch] = {}
    notices = []
    for number, line in enumerate(lines, start=1):
        search = _search_in(line)
        if search is None:
            if line.strip() and not line.lstrip().startswith(_COMMENT):
                notices.append(f"{path}:{number}: this is not a saved search; write “name: query”.")
        elif search.name in found:
            notices.append(
                f"{path}:{number}: “{search.name}” is there already, so this line is not used;"
                " give it another name."
            )
        else:
            found[search.name] = search
    return tuple(found.values()), tuple(map(clean, notices))


def save_search(path: Path, search: SavedSearch) -> None:
    """Add a search, or give the one of this name another query; other lines stay as they are."""
    line = f"{search.name}{_COLON} {search.query}"
    if _search_in(line) != search or "\n" in line:
        raise SearchesError(
            "A search needs a name without a colon that does not begin with “#”, and something to"
            " search for."
        )
    lines = _read(path)
    index = _line_of(search.name, lines)
    if index is not None:
        lines[index] = line
    elif lines and not lines[-1]:
        lines[-1:] = [line, ""]
    else:
        lines += [line, ""]
    _write(path, lines)


def delete_search(path: Path, name: str) -> None:
    """Take the search of this name away, if there is one; other lines stay as they are."""
    lines = _read(path)
    index = _line_of(name, lines)
    if index is not None:
        del lines[index]
        _write(path, lines)


def _line_of(name: str, lines: list[str]) -> int | None:
    found = ((index, _search_in(line)) for index, line in enumerate(lines))
    return next((index for index, search in found if search and search.name == name), None)


def _search_in(line: str) -> SavedSearch | None:
    name, _, query = clean(line).partition(_COLON)
    name, query = name.strip(), query.strip()
    if not name or not query or name.startswith(_COMMENT):
        return None
    return SavedSearch(name, query)


def _read(path: Path) -> list[str]:
    """The lines of the file, the last one empty where it ends as files should."""
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text, so no search of it is used. Save it as UTF-8."
        raise SearchesError(clean(message)) from error
    except (OSError, ValueError) as error:
        raise SearchesError(clean(f"{path} cannot be read: {_reason(error)}.")) from error
    return source.split("\n")


def _write(path: Path, lines: list[str]) -> None:
    """Replace the file as a whole; a link to it stays a link."""
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.urandom(8).hex()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write("\n".join(lines))
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except (OSError, ValueError) as error:
        with suppress(OSError):
            temporary.unlink()
        message = f"{path} cannot be written: {_reason(error)}. No saved search was changed."
        raise SearchesError(clean(message)) from error


def _reason(error: Exception) -> str:
    return (error.strerror or "it is out of reach") if isinstance(error, OSError) else str(error)
