"""The index of a library: what it reads, and where it is kept."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from briefing.library.errors import LibraryError
from briefing.library.library import Library
from briefing.model.briefing import Revision
from briefing.model.errors import BriefingError
from briefing.search.evaluate import Allow
from briefing.search.index.database import BusyIndexError, UnusableIndexError, has_full_text_search
from briefing.search.index.keeper import IndexKeeper, refuse
from briefing.settings.config import Places

INDEX_FILE: Final = "index.sqlite3"
"""Name of the index in the folder of its library."""


class LibraryShelf:
    """A library as its index reads it, the briefing published last first."""

    def __init__(self, library: Library) -> None:
        # An index is of what is published, whatever revisions somebody reads (`Library.instead`).
        self._library = Library(library.folder)

    def stamps(self) -> dict[str, str]:
        """Say what is there, by size and time of last change of each file."""
        found = self._library.stamps().items()
        newest_first = sorted(found, key=lambda one: one[1].modified, reverse=True)
        # Not by its inode: a library that was copied with its times keeps its index.
        return {id_: f"{stamp.size} {stamp.modified}" for id_, stamp in newest_first}

    def open(self, id_: str) -> Revision | None:
        """Read a briefing; None where it is damaged or gone."""
        try:
            return self._library.open(id_)
        except LibraryError:
            return None


def index_files(library: Library, places: Places) -> list[Path]:
    """Say where the index of a library may be kept.

    It is part of nothing and can be deleted at any time. It stands in the library's folder, so that
    it goes where the library goes; where that folder cannot be written, in the state folder, which
    is the user's own.

    Args:
        library: Of which the index is.
        places: Where the state folder is.

    Returns:
        The files, the better first.
    """
    # Two libraries of one name would make the index anew in turn; nothing worse.
    name = f"{zlib.crc32(bytes(library.folder.absolute())):08x}"
    return [library.folder / INDEX_FILE, places.state / f"index-{name}.sqlite3"]


def open_index(
    library: Library, places: Places, allow: Allow = refuse, *, makes: bool = True
) -> IndexKeeper:
    """Open the index of a library and begin to bring it up to date, in the background.

    Whoever opens it closes it.

    Args:
        library: What to search.
        places: Where the state folder is.
        allow: Decides on states that only the reader's marks or the evidence tell.
        makes: Whether to make the index, or to wait for somebody else to do so.
    """
    files = index_files(library, places)
    keeper = IndexKeeper(LibraryShelf(library), files, allow, instead=library.instead, makes=makes)
    keeper.start()
    return keeper


def update_index(library: Library, places: Places, notify: Callable[[str], None]) -> None:
    """Bring the index up to date after publishing; whatever happens, publishing has succeeded.

    Where another program is making the index, it does this too, or whoever searches next.

    Args:
        library: What was published to.
        places: Where the state folder is.
        notify: Told, in a sentence, why there is no index.
    """
    # Searching does not need what makes an index.
    from briefing.search.index.building import update  # noqa: PLC0415

    if not has_full_text_search():
        return
    problem = ""
    for path in index_files(library, places):
        try:
            update(path, LibraryShelf(library))
        except UnusableIndexError as error:
            problem = str(error)
        except BusyIndexError:
            return
        except BriefingError as error:
            problem = str(error)
            break
        else:
            return
    notify(f"{problem} What was published is safe; searching all briefings will be slower.")
