"""``briefing publish``: from folders of text into the library."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from briefing.authoring.published_lock import PublishedLock, write_published
from briefing.authoring.verified_lock import VERIFIED_NAME
from briefing.authoring.writing import FileNotWrittenError
from briefing.desk.edits import apply, read_file
from briefing.evidence.corpus import Corpus
from briefing.evidence.reviewing import lacks, questions
from briefing.library.errors import NewerRevisionError
from briefing.library.library import Library, PublishOutcome, Submission
from briefing.library.storage import others_can_write
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError, UsageError
from briefing.model.text import count
from briefing.views.authored import count_errors, load_as_typed
from briefing.views.check import REVIEW_CODES, CheckedFolder, Kept, check_folder, keep_record
from briefing.views.context import Context
from briefing.views.indexing import update_index
from briefing.views.other_side import (
    Merge,
    conflict_lines,
    find_merge,
    may_replace,
    refusal_lines,
)
from briefing.views.phrases import verified_words
from briefing.views.sign_offs import lacks_words
from briefing.views.signatures import look_at_signatures, signers_file
from briefing.views.verbs import NOTHING, OK


class _Folder(NamedTuple):
    """A folder to publish, as it is or as it will be once it is merged."""

    checked: CheckedFolder
    merge: Merge | None

    @property
    def path(self) -> Path:
        return self.checked.authored.folder

    @property
    def base(self) -> PublishedLock | None:
        return self.checked.authored.loaded.base

    @property
    def files(self) -> dict[str, bytes]:
        """What is stored of it: what was read, and the record of the check as it is now."""
        files = dict(self.checked.authored.loaded.contents)
        files.pop(VERIFIED_NAME, None)
        with suppress(BriefingError):
            if (record := read_file(self.path, VERIFIED_NAME)) is not None:
                files[VERIFIED_NAME] = record
        return files


def run(context: Context, arguments: Namespace) -> int:
    """Publish folders of briefings: all of them, or none where one has an error.

    Where there are texts to hold them against, what `briefing check` calls an error is one, and
    what it would record is recorded. What others have published since is not published over.
    """
    if arguments.over is not None and (arguments.merge or len(arguments.paths) > 1):
        raise UsageError("--over takes one folder, and goes without --merge.")
    library, paths = context.open_to_write(), [Path(path) for path in arguments.paths]
    merges = [find_merge(library, path) if arguments.merge else None for path in paths]
    conflicts = [
        line
        for path, merge in zip(paths, merges, strict=True)
        if merge and merge.conflicts
        for line in conflict_lines(library, path, merge)
    ]
    if conflicts:
        return _refused(context, conflicts)
    signers = signers_file(arguments.signers)
    corpus = Corpus(None) if arguments.unverified else context.texts_to_check()
    folders = [
        _read(path, merge, corpus, signers) for path, merge in zip(paths, merges, strict=True)
    ]
    for problem in (one for each in folders for one in each.checked.problems if one.stands_out):
        context.say(str(problem))
    refusal = list(_refusal(folders))
    if arguments.reviewed and not refusal:
        refusal = list(_unreviewed(_briefings(folders), signers))
    if not refusal:
        _refuse_namesakes(_briefings(folders))
        _write_merged(folders, context)
    kept = [
        Kept(None) if arguments.unverified or (refusal and one.merge) else keep_record(one.checked)
        for one in folders
    ]
    for news in (one.news for one in kept if one.news):
        context.say(news)
    if refusal:
        return _refused(context, refusal)
    return _publish(context, arguments, library, folders, kept)


def _publish(
    context: Context,
    arguments: Namespace,
    library: Library,
    folders: Sequence[_Folder],
    kept: Sequence[Kept],
) -> int:
    """Publish folders without errors, and have each remember what it was published as."""
    submissions = [
        Submission(
            briefing=msgspec.structs.replace(briefing, verified=one.verified),
            files=folder.files,
            note=arguments.message or "",
            may_replace=may_replace(folder.base, arguments.over),
            knows=arguments.over or (folder.base.revision if folder.base else 0),
        )
        for folder, briefing, one in zip(folders, _briefings(folders), kept, strict=True)
    ]
    try:
        publications = library.publish(submissions, say=context.say)
    except NewerRevisionError as error:
        index = [one.id for one in submissions].index(error.id)
        folder, mine = folders[index], submissions[index].briefing
        return _refused(context, refusal_lines(library, folder.path, mine, folder.base))
    if warning := others_can_write(library.folder):
        context.say(warning)
    for folder, submission, done in zip(folders, submissions, publications, strict=True):
        _record(folder, PublishedLock(done.number, submission.briefing.digest), context)
        if submission.note and done.outcome is PublishOutcome.UNCHANGED:
            context.say(f"“{done.id}” is as it was published; the message is not kept.")
    context.write_lines(
        f"{done.id}: {done.outcome}, revision {done.number}, {verified_words(one.briefing)}"
        for done, one in zip(publications, submissions, strict=True)
    )
    update_index(library, context.places, context.say)
    return OK


def _read(path: Path, merge: Merge | None, corpus: Corpus, signers: Path | None) -> _Folder:
    authored = load_as_typed(path, instead=merge.instead if merge else {})
    return _Folder(check_folder(authored, corpus, signers), merge)


def _briefings(folders: Sequence[_Folder]) -> list[Briefing]:
    """What would be published of folders without errors."""
    found = (one.checked.authored.without_drafts for one in folders)
    return [one for one in found if one is not None]


def _refused(context: Context, lines: Iterable[str]) -> int:
    for line in lines:
        context.say(line)
    return NOTHING


def _write_merged(folders: Iterable[_Folder], context: Context) -> None:
    for folder in folders:
        if folder.merge and folder.merge.edit:
            apply(folder.path, folder.merge.edit)
            context.say(folder.merge.edit.says)


def _record(folder: _Folder, lock: PublishedLock, context: Context) -> None:
    """Have the folder remember that it is a revision now."""
    if folder.base == lock:
        return
    try:
        write_published(folder.path, lock)
    except FileNotWrittenError as error:
        context.say(
            f"{error} So the folder does not say that it is revision {lock.revision}: publish it"
            f" with --over {lock.revision} the next time."
        )


def _refusal(folders: Sequence[_Folder]) -> Iterator[str]:
    """Say why nothing is published; nothing where there is no error."""
    checked = [one.checked for one in folders]
    errors = sum(count_errors(each.problems) for each in checked)
    if not errors:
        return
    for folder in folders:
        if folder.merge and count_errors(folder.checked.problems):
            yield (
                f"“{folder.path}” is as it was: merged with revision {folder.merge.current.number}"
                " it would have the errors above, in lines as they would be then."
            )
    said = f"Nothing was published; first correct {count(errors, 'error')}."
    codes = {one.code for each in checked for one in each.problems}
    if codes & REVIEW_CODES or any(each.authored.briefing is None for each in checked):
        yield said
    else:
        yield f"{said} With --unverified it is published all the same, and readers are told."


def _unreviewed(briefings: Iterable[Briefing], signers: Path | None) -> Iterator[str]:
    """Say of each briefing that is not signed as the desk's rule asks how many lack whom."""
    for briefing in briefings:
        found = questions(look_at_signatures(briefing, signers).briefing)
        if all(one.is_met for one in found):
            continue
        yield (
            f"“{briefing.id}” is not reviewed, and nothing was published: of"
            f" {count(len(found), 'thing')} to sign {lacks_words(lacks(found))}."
            " `briefing review FOLDER --list` lists them."
        )


def _refuse_namesakes(briefings: Sequence[Briefing]) -> None:
    for name, times in Counter(briefing.id for briefing in briefings).items():
        if times > 1:
            raise BriefingError(
                f"{times} of these folders are called “{name}”, which is the name of one briefing;"
                " nothing was published. Publish one of them, or rename the others."
            )
