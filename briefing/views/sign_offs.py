"""How views say who signed what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

from msgspec import Meta

from briefing.evidence.support import Bearer, BearerKind
from briefing.model.briefing import Briefing
from briefing.model.reviews import SignOff
from briefing.model.text import count
from briefing.model.vocabulary import ReviewKind, ReviewVerdict, SignedHow
from briefing.views.phrases import day_words, number_words
from briefing.views.shapes import Shape

if TYPE_CHECKING:
    from briefing.evidence.health import Case
    from briefing.evidence.reviewing import Lack


class Trust(StrEnum):
    """What is known of the name under a sign-off."""

    STATED = "stated"
    AUTOMATED = "automated"
    VERIFIED = "signed, verified"
    INTACT = "signed, nobody looked up whose key it is"
    NOT_LOOKED_AT = "signed, not verified here"
    WRONG = "signature wrong"


class ShownSignOff(Shape, frozen=True, kw_only=True):
    """What somebody says of something, and how their name is known."""

    by: Annotated[str, Meta(description="Name of the reviewer, or of the program.")]
    on: date
    verdict: ReviewVerdict
    trust: Annotated[Trust, Meta(description="How the name is known; a program's is automated.")]
    remark: Annotated[str, Meta(description="What is wrong; empty where nothing is.")]
    answered: Annotated[str, Meta(description="What the writer says to the remark.")]


def unverified(sign_off: SignOff) -> Trust:
    """What is known of the name where nobody looked at the signature."""
    return _UNVERIFIED[sign_off.how]


_UNVERIFIED: Final = {
    SignedHow.SIGNED: Trust.NOT_LOOKED_AT,
    SignedHow.STATED: Trust.STATED,
    SignedHow.AUTOMATED: Trust.AUTOMATED,
}


def shown(sign_off: SignOff, trust: Trust | None = None) -> ShownSignOff:
    return ShownSignOff(
        by=sign_off.by,
        on=sign_off.on,
        verdict=sign_off.verdict,
        trust=trust or unverified(sign_off),
        remark=sign_off.remark,
        answered=sign_off.answered,
    )


def who_words(sign_off: SignOff, trust: Trust | None = None) -> str:
    """Name who says something, and when: ``Ann Lee (stated) on 2 Dec 2026``."""
    return f"{sign_off.by} ({trust or unverified(sign_off)}) on {day_words(sign_off.on)}"


def signed_words(
    sign_offs: Iterable[SignOff], trust: Callable[[SignOff], Trust] = unverified
) -> list[str]:
    """Say who signed something: ``signed by Ann Lee (stated) on 2 Dec 2026``; then remarks."""
    found = list(sign_offs)
    carried = [(one, who_words(one, trust(one))) for one in found if one.carries]
    names = [who for one, who in carried if one.is_personal]
    programs = [who for one, who in carried if not one.is_personal]
    said = [f"signed by {_joined(names)}"] if names else []
    said += [f"looked at by {_joined(programs)}, by no person"] if programs and not names else []
    return [*said, *(remark_words(one, trust(one)) for one in found if not one.carries)]


def remark_words(sign_off: SignOff, trust: Trust | None = None) -> str:
    """Say what somebody has against something, and what is answered."""
    said = f"not carried, says {who_words(sign_off, trust)}: “{sign_off.remark}”"
    return f"{said}; answered: “{sign_off.answered}”" if sign_off.answered else said


def case_note(case: Case, trust: Callable[[SignOff], Trust] = unverified) -> str:
    """Say what is to be said of a case of `health`: of one to sign, who signed it."""
    if case.question is None:
        return case.note
    void = (f"changed since signed by {who_words(one)}" for one in case.question.void)
    return "; ".join([*signed_words(case.question.sign_offs, trust), *void])


def sign_offs_of(briefing: Briefing, bearer: Bearer) -> Sequence[SignOff]:
    """What is said of something that cites passages; nobody signs how a name is spelt."""
    if bearer.kind is BearerKind.NAME:
        return ()
    return briefing.sign_offs_by_subject.get((bearer.key, ReviewKind.CLAIM), ())


def review_words(briefing: Briefing, bearer: Bearer) -> str:
    """Say who signed something, where anybody signed anything in the briefing; else nothing."""
    if bearer.kind is BearerKind.NAME or not (briefing.sign_offs or briefing.void_sign_offs):
        return ""
    void = [
        f"changed since signed by {who_words(one)}"
        for one in briefing.void_sign_offs
        if one.subject == (bearer.key, ReviewKind.CLAIM)
    ]
    said = [*signed_words(sign_offs_of(briefing, bearer)), *void]
    return "; ".join(said) or "signed by nobody"


def lack_words(lack: Lack) -> str:
    """Say who is missing: ``one person beside Ann Lee``."""
    people = "one person" if lack.people == 1 else f"{number_words(lack.people)} people"
    if lack.wrote:
        return f"{people}, one of whom did not write it (only {_joined(lack.beside)} did sign)"
    return f"{people} beside {_joined(lack.beside)}" if lack.beside else people


def lacks_words(counts: Mapping[Lack, int]) -> str:
    """Say how many lack whom: ``12 lack two people, 3 lack one person beside Ann Lee``."""
    return ", ".join(
        f"{number:,} {'lacks' if number == 1 else 'lack'} {lack_words(lack)}"
        for lack, number in counts.items()
    )


def void_words(briefing: Briefing) -> str:
    """Say how many sign-offs are void; empty where none is."""
    number = len(briefing.void_sign_offs)
    if not number:
        return ""
    return f"{count(number, 'sign-off')} {'is' if number == 1 else 'are'} void: the text changed."


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
