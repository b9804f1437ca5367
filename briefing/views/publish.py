"""``briefing publish``: from folders of text into the library."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from briefing.evidence.corpus import Corpus
from briefing.evidence.reviewing import lacks, questions
from briefing.library.storage import others_can_write
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.model.vocabulary import Severity
from briefing.views.authored import Authored, count_errors, load_as_typed
from briefing.views.check import check_folder, record
from briefing.views.context import Context
from briefing.views.indexing import update_index
from briefing.views.phrases import count, verified_words
from briefing.views.sign_offs import lacks_words
from briefing.views.signatures import look_at_signatures, signers_file
from briefing.views.verbs import NOTHING, OK


def run(context: Context, arguments: Namespace) -> int:
    """Publish folders of briefings: all of them, or none where one has an error.

    Where there are texts to hold them against, what `briefing check` calls an error is one.
    """
    loaded = [load_as_typed(Path(path)) for path in arguments.paths]
    signers = signers_file(arguments.signers)
    if arguments.unverified:
        found = [_unverified(one) for one in loaded]
    else:
        corpus = context.texts_to_check()
        found = [_verified(one, corpus, signers) for one in loaded]
    problems = [problem for _, told in found for problem in told]
    for line, _ in problems:
        context.say(line)
    if errors := sum(is_error for _, is_error in problems):
        context.say(f"Nothing was published; first correct {count(errors, 'error')}.")
        return NOTHING
    briefings = [briefing for briefing, _ in found if briefing]
    if arguments.reviewed and (lacking := list(_unreviewed(briefings, signers))):
        for sentence in lacking:
            context.say(sentence)
        return NOTHING
    for name, times in Counter(briefing.id for briefing in briefings).items():
        if times > 1:
            raise BriefingError(
                f"{times} of these folders are called “{name}”, which is the name of one briefing;"
                " nothing was published. Publish one of them, or rename the others."
            )
    library = context.open_to_write()
    publications = library.publish(briefings, say=context.say)
    if warning := others_can_write(library.folder):
        context.say(warning)
    context.write_lines(
        f"{one.id}: {one.outcome}, revision {one.number}, {verified_words(briefing)}"
        for one, briefing in zip(publications, briefings, strict=True)
    )
    update_index(library, context.places, context.say)
    return OK


_Told = tuple[str, bool]
"""A problem in a line, and whether it is an error."""


def _unverified(authored: Authored) -> tuple[Briefing | None, list[_Told]]:
    """Take a folder as it is, and forget what was verified of it."""
    briefing = authored.briefing
    told = [(str(one), count_errors([one]) > 0) for one in authored.problems]
    return briefing and msgspec.structs.replace(briefing, verified=None), told


def _unreviewed(briefings: Iterable[Briefing], signers: Path | None) -> Iterator[str]:
    """Say of each briefing that is not signed as the desk's rule asks how many lack whom."""
    for briefing in briefings:
        found = questions(look_at_signatures(briefing, signers).briefing)
        missing = sum(not one.is_met for one in found)
        if not missing:
            continue
        remarks = sum(len(one.remarks) for one in found)
        open_remarks = f"{count(remarks, 'remark')} not answered" if remarks else ""
        said = "; ".join(filter(None, (lacks_words(lacks(found)), open_remarks)))
        yield (
            f"“{briefing.id}” is not reviewed, and nothing was published: of"
            f" {count(len(found), 'thing')} to sign {said}. `briefing review FOLDER --list`"
            " lists them."
        )


def _verified(
    authored: Authored, corpus: Corpus, signers: Path | None
) -> tuple[Briefing | None, list[_Told]]:
    """Hold a folder against its sources, if there are texts, and record what was verified."""
    checked = check_folder(authored, corpus, signers)
    told = [
        (str(one), count_errors([one]) > 0)
        for one in checked.problems
        if one.reason is None and one.severity != Severity.LOOK
    ]
    briefing, verified = authored.briefing, checked.verified
    if briefing and verified and briefing.verified is None:
        record(authored, verified)
        briefing = msgspec.structs.replace(briefing, verified=verified)
    return briefing, told
