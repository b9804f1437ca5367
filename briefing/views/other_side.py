"""What somebody else has published since a folder was: what would be lost, and both merged."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from briefing.authoring.folder import Contents
from briefing.authoring.load import Loaded, load_briefing
from briefing.authoring.published_lock import PUBLISHED_NAME, PublishedLock
from briefing.authoring.writing import is_taken, write_folder
from briefing.desk.edits import Edit, read_file
from briefing.desk.merging import Conflict, merge_folders
from briefing.library.errors import LibraryError, NoFilesError
from briefing.library.files import StoredRevision
from briefing.library.library import Library
from briefing.library.packs import Files
from briefing.model.briefing import Briefing, Revision
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
    library: Library, folder: Path, mine: Briefing, base: PublishedLock | None
) -> Iterator[str]:
    """Say what is published now, what of it would be lost, and how to go on; write it beside."""
    current = library.open(mine.id)
    yield f"“{folder}” was not published: {_origin(base)}, but {revision_words(current)} is there."
    before = _base_revision(library, mine.id, base)
    if before:
        between, heading = Between(before, current), "Of that this would be lost:"
    else:
        after = Revision(number=current.number + 1, published=datetime.now(UTC), briefing=mine)
        between, heading = Between(current, after), "Publishing it would change:"
    yield from [heading] if between.changes else []
    for change in between.changes[:_MOST_LOST]:
        yield f"  {change.kind}: {between.headline(change)}"
    if len(between.changes) > _MOST_LOST:
        yield f"  and {len(between.changes) - _MOST_LOST:,} more"
    yield from beside_lines(library, folder, current)
    named, number, merge = shlex.quote(str(folder)), current.number, ""
    with suppress(BriefingError):
        _files_of_both(library, current, base)
        merge = f"`briefing publish {named} --merge` merges both; "
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
    before, theirs = _files_of_both(library, current, base)
    found = merge_folders(before, loaded.contents, theirs)
    if found.conflicts:
        return Merge(current, None, tuple(found.conflicts))
    lock = PublishedLock(current.number, digest)
    return Merge(
        current, _edit(folder, loaded, {**found.files, PUBLISHED_NAME: lock.data}, current)
    )


def _files_of_both(
    library: Library, current: Revision, base: PublishedLock | None
) -> tuple[Files, Files]:
    """Give the files that a folder comes from, and those of what is published now.

    Raises:
        BriefingError: Either are not there.
    """
    id_ = current.briefing.id
    why = _origin(None)
    if base is not None:
        why = f"this library does not have the revision {base.revision} that it comes from"
        if _base_revision(library, id_, base):
            why = f"revision {base.revision}, which it comes from, has no files"
            with suppress(NoFilesError):
                before = library.files(id_, base.revision)
                why = f"revision {current.number}, which is there now, has no files"
                return before, library.files(id_, current.number)
    raise BriefingError(
        f"“{id_}” cannot be merged: {why}. Without --merge it is said what would be lost."
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
