"""``briefing publish``: from folders of text into the library."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from briefing.evidence.corpus import Corpus
from briefing.evidence.reviewing import lacks, questions
from briefing.library.storage import others_can_write
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.model.text import count
from briefing.views.authored import count_errors, load_as_typed
from briefing.views.check import REVIEW_CODES, CheckedFolder, Kept, check_folder, keep_record
from briefing.views.context import Context
from briefing.views.indexing import update_index
from briefing.views.phrases import verified_words
from briefing.views.sign_offs import lacks_words
from briefing.views.signatures import look_at_signatures, signers_file
from briefing.views.verbs import NOTHING, OK


def run(context: Context, arguments: Namespace) -> int:
    """Publish folders of briefings: all of them, or none where one has an error.

    Where there are texts to hold them against, what `briefing check` calls an error is one, and
    what it would record is recorded.
    """
    signers = signers_file(arguments.signers)
    corpus = Corpus(None) if arguments.unverified else context.texts_to_check()
    loaded = [load_as_typed(Path(path)) for path in arguments.paths]
    checked = [check_folder(one, corpus, signers) for one in loaded]
    for problem in (one for each in checked for one in each.problems if one.stands_out):
        context.say(str(problem))
    kept = [Kept(None) if arguments.unverified else keep_record(each) for each in checked]
    for news in (one.news for one in kept if one.news):
        context.say(news)
    if refusal := _refusal(checked):
        context.say(refusal)
        return NOTHING
    briefings = [
        msgspec.structs.replace(briefing, verified=one.verified)
        for each, one in zip(checked, kept, strict=True)
        if (briefing := each.authored.without_drafts) is not None
    ]
    if arguments.reviewed and (lacking := list(_unreviewed(briefings, signers))):
        for sentence in lacking:
            context.say(sentence)
        return NOTHING
    _refuse_namesakes(briefings)
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


def _refusal(checked: Sequence[CheckedFolder]) -> str:
    """Say why nothing is published; empty where there is no error."""
    errors = sum(count_errors(each.problems) for each in checked)
    if not errors:
        return ""
    said = f"Nothing was published; first correct {count(errors, 'error')}."
    codes = {one.code for each in checked for one in each.problems}
    if codes & REVIEW_CODES or any(each.authored.briefing is None for each in checked):
        return said
    return f"{said} With --unverified it is published all the same, and readers are told."


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
