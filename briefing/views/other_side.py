"""What somebody else has published since a folder was: what would be lost, and both merged."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from briefing.authoring.folder import Contents
from briefing.authoring.load import Loaded, load_briefing
from briefing.authoring.published_lock import PUBLISHED_NAME, PublishedLock
from briefing.authoring.writing import is_taken, write_folder
from briefing.desk.edits import Edit, read_file
from briefing.desk.merging import Conflict, merge_folders
from briefing.library.errors import LibraryError, NewerRevisionError, NoFilesError
from briefing.library.files import StoredRevision
from briefing.library.library import Library
from briefing.model.briefing import Revision
from briefing.model.errors import BriefingError
from briefing.model.text import count
from briefing.views.change_words import Between
from briefing.views.context import EDITIONS
from briefing.views.phrases import day_words

_MOST_LOST = 12
"""Lines that a list of what would be lost has."""


def may_replace(base: PublishedLock | None, over: int | None) -> Callable[[StoredRevision], bool]:
    """Say of which revision a folder may take the place.

    It is the one that its author has seen: that which the folder comes from, or which was named.
    A folder that does not say where it comes from may take the place of what nobody could have
    checked out, and of what came with the program.
    """

    def may(stored: StoredRevision) -> bool:
        now = stored.revision
        if over is not None:
            return now.number == over
        if base is not None:
            return (base.revision, base.digest) == (now.number, now.briefing.digest)
        if now.withdrawals:
            return False
        editions = EDITIONS.get(now.briefing.id, ())
        return not stored.has_files or now.briefing.digest.startswith(editions)

    return may


def refusal_lines(
    library: Library, folder: Path, base: PublishedLock | None, error: NewerRevisionError
) -> Iterator[str]:
    """Say what is published now, what of it would be lost, and how to go on; write it beside."""
    current = library.open(error.id)
    yield f"“{folder}” was not published: {_origin(base)}, but {revision_words(current)} is there."
    lost = _lost(_base_revision(library, error.id, base), current)
    if lost:
        yield "Of that this would be lost:"
        yield from (f"  {line}" for line in lost[:_MOST_LOST])
        if len(lost) > _MOST_LOST:
            yield f"  and {len(lost) - _MOST_LOST:,} more"
    yield from beside_lines(library, folder, current)
    named, number = shlex.quote(str(folder)), current.number
    merge = f"`briefing publish {named} --merge` merges both; " if base else ""
    yield f"{merge}`briefing publish {named} --over {number}` publishes over it all the same."


def beside_lines(library: Library, folder: Path, current: Revision) -> Iterator[str]:
    """Write the files of what is published beside a folder, and say where they are."""
    if folder.name in ("", ".."):
        folder = Path(os.path.abspath(folder))  # noqa: PTH100  # unlike resolve, it keeps a link's name
    beside = folder.with_name(f"{folder.name}.revision-{current.number}")
    try:
        files = library.files(current.briefing.id, current.number)
        if is_taken(beside):
            yield f"“{beside}” is there already, and is left as it is."
            return
        write_folder(beside, files)
    except BriefingError as error:
        yield f"Its files cannot be laid beside yours. {error}"
    else:
        yield f"Its files are in “{beside}” now."


def revision_words(revision: Revision) -> str:
    """Name a revision by number, day and note."""
    note = f" (“{revision.note}”)" if revision.note else ""
    return f"revision {revision.number} of {day_words(revision.published.date())}{note}"


def _origin(base: PublishedLock | None) -> str:
    if base is None:
        return "it does not say which revision it comes from"
    return f"it comes from revision {base.revision}"


def _base_revision(library: Library, id_: str, base: PublishedLock | None) -> Revision | None:
    """What a folder comes from, as the library has it; None where it does not have it."""
    if base is None:
        return None
    with suppress(LibraryError):
        revision = library.open(id_, base.revision)
        if revision.briefing.digest == base.digest:
            return revision
    return None


def _lost(base: Revision | None, current: Revision) -> list[str]:
    """Say what has changed from a revision to a later one; without the former, what there is."""
    if base is None:
        return [card.title for _, card in current.briefing.cards()]
    between = Between(base, current)
    return [f"{one.kind}: {between.headline(one)}" for one in between.changes]


# -- merging ---------------------------------------------------------------------------------------


class Merge(NamedTuple):
    """What a folder and a revision come to.

    Attributes:
        current: The revision.
        edit: Changes the folder to both; None where there are conflicts.
    """

    current: Revision
    edit: Edit | None
    conflicts: tuple[Conflict, ...] = ()

    @property
    def instead(self) -> Contents:
        """What files of the folder are to be read as."""
        after = self.edit.after if self.edit else {}
        return {tuple(path.split("/")): data for path, data in after.items()}


def find_merge(library: Library, folder: Path) -> Merge | None:
    """Merge a folder with what was published since it was; None where that is nothing.

    Raises:
        BriefingError: It is not known from what both began.
    """
    loaded = load_briefing(folder)
    id_ = loaded.briefing.id if loaded.briefing else ""
    if library.stamp(id_) is None:
        return None
    current = library.open(id_)
    base, digest = loaded.base, current.briefing.digest
    if base and (base.revision, base.digest) == (current.number, digest):
        return None
    before = _base_files(library, id_, base)
    theirs = library.files(id_, current.number)
    found = merge_folders(before, loaded.contents, theirs)
    if found.conflicts:
        return Merge(current, None, tuple(found.conflicts))
    lock = PublishedLock(current.number, digest)
    return Merge(
        current, _edit(folder, loaded, {**found.files, PUBLISHED_NAME: lock.data}, current)
    )


def _base_files(library: Library, id_: str, base: PublishedLock | None) -> Mapping[str, bytes]:
    why = "it does not say which revision it comes from"
    if base is not None:
        why = f"this library does not have the revision {base.revision} that it comes from"
        if _base_revision(library, id_, base):
            with suppress(NoFilesError):
                return library.files(id_, base.revision)
            why = f"revision {base.revision}, which it comes from, has no files"
    raise BriefingError(
        f"“{id_}” cannot be merged: {why}. Without --merge it is said what would be lost, and"
        " the files of the other side are laid beside yours."
    )


def _edit(folder: Path, loaded: Loaded, merged: Mapping[str, bytes], current: Revision) -> Edit:
    mine = {**loaded.contents, PUBLISHED_NAME: read_file(folder, PUBLISHED_NAME)}
    paths = [one for one in sorted({*mine, *merged}) if mine.get(one) != merged.get(one)]
    return Edit(
        {path: mine.get(path) for path in paths},
        {path: merged.get(path) for path in paths},
        f"“{folder}” is merged with {revision_words(current)}: {count(len(paths), 'file')}"
        " written.",
    )


def conflict_lines(library: Library, folder: Path, merge: Merge) -> Iterator[str]:
    """Say which files are for a person, lay the other side beside, and say how to go on."""
    yield (
        f"“{folder}” was not merged with {revision_words(merge.current)}: both sides changed"
        f" {count(len(merge.conflicts), 'file')}."
    )
    for one in merge.conflicts:
        yield f"  {one.path}: {one.mine} in yours, {one.theirs} in theirs"
    yield from beside_lines(library, folder, merge.current)
    yield (
        "Take into yours what is to stay of theirs, then `briefing publish"
        f" {shlex.quote(str(folder))} --over {merge.current.number}`."
    )
