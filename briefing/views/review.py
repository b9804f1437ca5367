"""``briefing review``: what nobody has signed for; and signing, and answering, from a script."""

from __future__ import annotations

import getpass
import subprocess
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from briefing.authoring.review_lock import Exchange, exchange, sign
from briefing.evidence.corpus import Examination
from briefing.evidence.reviewing import (
    Question,
    asked_of,
    lacks,
    questions,
    why_not_signed,
)
from briefing.model.errors import BriefingError, UsageError
from briefing.model.reviews import SignOff
from briefing.model.text import clean, count, shortened
from briefing.model.vocabulary import ReviewKind, ReviewVerdict, SignedHow
from briefing.views.address import named
from briefing.views.authored import Authored, load_as_typed
from briefing.views.context import Context
from briefing.views.layout import fields, wrap
from briefing.views.shapes import NonNegative, Shape, as_json
from briefing.views.sign_offs import (
    ShownSignOff,
    lack_words,
    lacks_words,
    remark_words,
    shown,
    void_words,
    who_words,
)
from briefing.views.signatures import Looked, look_at_signatures, signed, signers_file
from briefing.views.verbs import NOTHING, OK

_LONGEST_NAME: Final = 80


class ReviewItem(Shape, frozen=True, kw_only=True):
    """One thing that is not signed as the desk's rule asks."""

    key: Annotated[str, Meta(description="What --sign-off and --answer call it.")]
    kind: ReviewKind
    text: Annotated[str, Meta(description="What it says; of a question about a card its title.")]
    asks: Annotated[str, Meta(description="The question; empty where passages are to carry it.")]
    needed: Annotated[NonNegative, Meta(description="How many people must sign it.")]
    lacks: Annotated[NonNegative, Meta(description="How many are missing.")]
    only_writers: Annotated[
        bool, Meta(description="Whether only those who wrote it signed: it counts beside another.")
    ]
    changed: Annotated[
        bool, Meta(description="Whether it was signed before it or its passages changed.")
    ]
    sign_offs: tuple[ShownSignOff, ...]
    why_not: Annotated[
        str, Meta(description="Why nobody can sign it here and now; empty where they can.")
    ]


class ReviewList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing review --list --format json``."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    by: Annotated[
        str | None, Meta(description="Whom it is listed for; null lists it for everybody.")
    ]
    total: Annotated[NonNegative, Meta(description="How many things are signed in all.")]
    met: Annotated[NonNegative, Meta(description="How many are signed as the rule asks.")]
    remarks: Annotated[NonNegative, Meta(description="Remarks that nobody has answered.")]
    void: Annotated[NonNegative, Meta(description="Sign-offs made before the text changed.")]
    items: tuple[ReviewItem, ...]


class Desk(msgspec.Struct, frozen=True):
    """A folder that is reviewed, with the texts of its sources.

    Attributes:
        looked: The briefing, its signatures verified.
        questions: All that is signed, in the order in which it is asked for.
    """

    authored: Authored
    looked: Looked
    examination: Examination
    questions: Sequence[Question]

    def why_not(self, question: Question) -> str:
        return why_not_signed(question, self.examination)


def open_desk(context: Context, arguments: Namespace) -> Desk:
    """Read the folder to review; mistakes in it are printed, and have to be corrected first."""
    signers = signers_file(arguments.signers)
    authored = load_as_typed(Path(arguments.folder))
    briefing = authored.without_drafts
    if briefing is None:
        context.write_lines(map(str, authored.problems))
        raise BriefingError("Nothing can be signed before this is corrected.")
    corpus = context.texts_to_check()
    looked = look_at_signatures(briefing, signers)
    for one, why in looked.wrong:
        context.say(f"The sign-off of “{one.about}” by {one.by} does not count. {why}")
    examination = Examination(looked.briefing, corpus)
    return Desk(authored, looked, examination, questions(looked.briefing))


def run(context: Context, arguments: Namespace) -> int:
    """List what is not signed; with --sign-off or --answer, put that into the folder."""
    desk = open_desk(context, arguments)
    if arguments.sign_off:
        return _sign_off(context, arguments, desk)
    if arguments.answer:
        return _answer(context, arguments, desk)
    by = reviewer_name(arguments.by) if arguments.by else None
    found = [one for one in desk.questions if not one.is_met]
    if by is not None:
        found = asked_of(by, found)
    if arguments.format == "json":
        context.write(as_json(_as_list(desk, by, found)))
    else:
        context.write_lines(_lines(desk, by, found, context.width))
    return OK if all(one.is_met for one in desk.questions) else NOTHING


# -- who signs -------------------------------------------------------------------------------------


def reviewer_name(typed: str) -> str:
    """Take a name as typed; an empty one is an error of usage."""
    name = " ".join(clean(typed).split())
    if not name or len(name) > _LONGEST_NAME:
        raise UsageError("A name has from 1 to 80 characters: --by “Ann Lee”.")
    return name


def likely_name(folder: Path) -> str:
    """The name that git has for whoever writes here, else the login name; empty for neither."""
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["git", "-C", str(folder), "config", "user.name"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=5,
            check=False,
        )
        if name := " ".join(clean(done.stdout).split()):
            return shortened(name, _LONGEST_NAME)
    with suppress(OSError, KeyError, ImportError):
        return clean(getpass.getuser())
    return ""


# -- signing ---------------------------------------------------------------------------------------

Signer = Callable[[SignOff], SignOff]
"""Puts a signature under a sign-off, or leaves it as it is."""


def signer_of(key: str | None) -> Signer:
    """What signs with a key; without one the name is only stated."""
    if key is None:
        return lambda sign_off: sign_off
    return lambda sign_off: signed(sign_off, Path(key))


def new_sign_off(
    question: Question, by: str, remark: str = "", how: SignedHow = SignedHow.STATED
) -> SignOff:
    """Say of something, today, that its passages carry it; or, with a remark, that they do not."""
    return SignOff(
        about=question.about,
        kind=question.kind,
        verdict=ReviewVerdict.DOES_NOT if remark else ReviewVerdict.CARRIES,
        by=by,
        on=datetime.now(UTC).date(),
        how=how,
        of=question.bound.of,
        passages=question.bound.passages,
        remark=remark,
    )


def _sign_off(context: Context, arguments: Namespace, desk: Desk) -> int:
    """Sign all that is named, or nothing where one of them cannot be signed."""
    by = reviewer_name(arguments.by or likely_name(desk.authored.folder))
    remark = " ".join(clean(arguments.remark or "").split())
    if arguments.remark is not None and not remark:
        raise UsageError("A remark says what is wrong; this one is empty.")
    if arguments.automated and arguments.sign:
        raise UsageError("Only a person signs with a key: leave out --automated, or --sign.")
    chosen = [_named(key, desk) for key in dict.fromkeys(arguments.sign_off)]
    refused = [(one, why) for one in chosen if (why := desk.why_not(one))]
    for one, why in refused:
        context.say(f"{one.key}: {why}")
    if refused:
        context.say("Nothing was signed: whoever signs must have the passages at hand.")
        return NOTHING
    signer = signer_of(arguments.sign)
    how = SignedHow.AUTOMATED if arguments.automated else SignedHow.STATED
    made = [signer(new_sign_off(one, by, remark, how)) for one in chosen]
    for sign_off in made:
        sign(desk.authored.folder, sign_off)
    said = "remarked on" if remark else "signed"
    context.write(f"{by} {said} {count(len(made), 'thing')}.")
    return OK


def _answer(context: Context, arguments: Namespace, desk: Desk) -> int:
    if len(arguments.answer) != 2:
        raise UsageError("--answer takes two words: what is answered, and “the answer”.")
    key, typed = arguments.answer
    answer = " ".join(clean(typed).split())
    if not answer:
        raise UsageError("An answer says why the text stands; this one is empty.")
    question = _named(key, desk)
    found = tuple(one for one in question.sign_offs if one.is_open)
    if not found:
        raise BriefingError(f"Nobody has an open remark on “{key}”.")
    answers = tuple(replace(one, answered=answer) for one in found)
    exchange(desk.authored.folder, Exchange(added=answers, removed=found))
    context.write(f"Answered {count(len(found), 'remark')} on {key}.")
    return OK


def _named(key: str, desk: Desk) -> Question:
    by_key = {one.key: one for one in desk.questions}
    return named(f"“{desk.looked.briefing.id}” has no", key, by_key)


# -- listing ---------------------------------------------------------------------------------------


def _as_list(desk: Desk, by: str | None, found: Iterable[Question]) -> ReviewList:
    briefing = desk.looked.briefing
    return ReviewList(
        briefing=briefing.id,
        by=by,
        total=len(desk.questions),
        met=sum(one.is_met for one in desk.questions),
        remarks=sum(len(one.remarks) for one in desk.questions),
        void=len(briefing.void_sign_offs),
        items=tuple(
            ReviewItem(
                key=one.key,
                kind=one.kind,
                text=one.text,
                asks=one.asks,
                needed=one.needed,
                lacks=one.lacks,
                only_writers=one.only_writers,
                changed=bool(one.void),
                sign_offs=tuple(shown(said, desk.looked.trust(said)) for said in one.sign_offs),
                why_not=desk.why_not(one),
            )
            for one in found
        ),
    )


def _lines(desk: Desk, by: str | None, found: Sequence[Question], width: int) -> list[str]:
    briefing = desk.looked.briefing
    met = sum(one.is_met for one in desk.questions)
    labelled = [
        ("Briefing", briefing.title),
        ("Signed as the desk asks", f"{met:,} of {len(desk.questions):,}"),
        ("Lacking", lacks_words(lacks(desk.questions)) or "nobody"),
        ("Void", void_words(briefing)),
        ("For", by or ""),
    ]
    lines = fields([one for one in labelled if one[1]], width)
    for one in found:
        lines += ["", *wrap(f"{one.key}: {one.text}", width, rest="  ")]
        lines += fields(_facts(one, desk), width, "  ")
    return lines


def _facts(one: Question, desk: Desk) -> list[tuple[str, str]]:
    trust = desk.looked.trust
    facts = [("Asks", one.asks)]
    if one.lacks:
        facts.append(("Lacks", lack_words(next(iter(lacks([one]))))))
    signed_by = [said for said in one.sign_offs if said.carries]
    facts.append(("Signed", "; ".join(who_words(said, trust(said)) for said in signed_by)))
    remarks = (said for said in one.sign_offs if not said.carries)
    facts += (("Remark", remark_words(said, trust(said))) for said in remarks)
    facts += (("Changed", f"since it was signed by {who_words(said)}") for said in one.void)
    facts.append(("Not to be signed here", desk.why_not(one)))
    return [fact for fact in facts if fact[1]]
