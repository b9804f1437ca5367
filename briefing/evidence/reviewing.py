"""What of a briefing needs whose signature, and what is said of it: the desk's rule, applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import msgspec

from briefing.evidence.corpus import Examination
from briefing.evidence.numbers import read_numbers
from briefing.evidence.support import Bearer, BearerKind, actor_bearers, bearers
from briefing.evidence.texts import Passage
from briefing.model.briefing import Briefing
from briefing.model.cards import Card
from briefing.model.parts import row_lines
from briefing.model.reviews import (
    Bound,
    Reviewable,
    SignOff,
    Subject,
    reviewables,
    same_person,
)
from briefing.model.text import quotations
from briefing.model.vocabulary import ReviewKind

_ASKS: Final = {
    ReviewKind.TITLE: "Does the title say what is below it, and no more?",
    ReviewKind.FAIRNESS: "Is it fair to everybody whom it is about?",
    ReviewKind.OMISSION: "Does it leave out nothing that would change what a reader concludes?",
    ReviewKind.LENGTH: "Is it as short as it can be, and long enough?",
}


class Question(Reviewable, frozen=True, kw_only=True, dict=True):
    """One thing to sign, with all that was said of it.

    Attributes:
        text: What it says; of a question about a card its title.
        bearer: What cites passages; None for a question about a card or the whole.
        needed: How many people must sign it.
        writers: Those who wrote it, as `same_person` has it.
        sign_offs: Those that hold.
        void: Those that were made before the text or a passage changed.
    """

    text: str
    bound: Bound
    needed: int
    writers: frozenset[str]
    bearer: Bearer | None = None
    sign_offs: Sequence[SignOff] = ()
    void: Sequence[SignOff] = ()

    @property
    def asks(self) -> str:
        """The question, where it is not whether the passages carry a text."""
        return _ASKS.get(self.kind, "")

    @cached_property
    def signed_by(self) -> tuple[str, ...]:
        """The names that count: of people, and of whoever wrote it only beside another's."""
        names = [one.by for one in self.sign_offs if one.carries and one.is_personal]
        others = [name for name in names if same_person(name) not in self.writers]
        return tuple(names) if others else ()

    @property
    def only_writers(self) -> bool:
        """Whether those who wrote it signed it, and nobody else."""
        found = any(one.carries and one.is_personal for one in self.sign_offs)
        return found and not self.signed_by

    @property
    def lacks(self) -> int:
        """How many people it still needs."""
        return max(0, self.needed - len(self.signed_by))

    @property
    def remarks(self) -> tuple[SignOff, ...]:
        """What people say against it, and nobody has answered."""
        return tuple(one for one in self.sign_offs if one.is_open and one.is_personal)

    @property
    def is_met(self) -> bool:
        """Whether everybody signed it who must, and no remark is open."""
        return not self.lacks and not self.remarks

    @property
    def only_automated(self) -> bool:
        """Whether a program looked at it, and no person."""
        return bool(self.sign_offs) and not any(one.is_personal for one in self.sign_offs)

    def said_by(self, name: str) -> SignOff | None:
        """What somebody says of it, if anything."""
        who = same_person(name)
        return next(
            (one for one in self.sign_offs if one.is_personal and same_person(one.by) == who), None
        )


def questions(briefing: Briefing) -> tuple[Question, ...]:
    """All that is signed, in the order in which it is asked for."""
    known = {one.key: one for one in bearers(briefing) if one.card is not None}
    for actor in briefing.actors:
        known |= {one.key: one for one in actor_bearers(actor) if one.kind is BearerKind.ROLE}
    void: dict[Subject, list[SignOff]] = {}
    for sign_off in briefing.void_sign_offs:
        void.setdefault(sign_off.subject, []).append(sign_off)
    return tuple(
        _question(one, known.get(one.about), briefing, void.get(one.subject, ()))
        for one in reviewables(briefing)
    )


def _question(
    one: Reviewable, bearer: Bearer | None, briefing: Briefing, void: Sequence[SignOff]
) -> Question:
    if one.kind is not ReviewKind.CLAIM:
        bearer = None
    text = briefing.title if one.card is None else one.card.title
    return Question(
        **msgspec.structs.asdict(one),
        text=text if bearer is None else bearer.text,
        bound=one.bind(briefing),
        needed=_needed(one, bearer, briefing),
        writers=frozenset(map(same_person, _writers(one.card, briefing, whole=not one.about))),
        bearer=bearer,
        sign_offs=briefing.sign_offs_by_subject.get(one.subject, ()),
        void=void,
    )


def _writers(card: Card | None, briefing: Briefing, *, whole: bool) -> Iterable[str]:
    if whole:
        cards = (name for _, one in briefing.cards() for name in one.written_by)
        return (*briefing.written_by, *cards)
    return card.written_by if card is not None and card.written_by else briefing.written_by


# -- the desk's rule -------------------------------------------------------------------------------


def _needed(one: Reviewable, bearer: Bearer | None, briefing: Briefing) -> int:
    rule = briefing.reviews
    numbers = [rule.rest]
    if _is_in_short(one, bearer, briefing):
        numbers.append(rule.short)
    if one.kind is ReviewKind.TITLE:
        numbers.append(rule.titles)
    if bearer is not None and (bearer.kind is BearerKind.QUOTE or quotations(bearer.text)):
        numbers.append(rule.quotations)
    if bearer is not None and _has_number(bearer):
        numbers.append(rule.numbers)
    return max(numbers)


def _is_in_short(one: Reviewable, bearer: Bearer | None, briefing: Briefing) -> bool:
    """Whether readers of the short version see it; the whole is what they see of it."""
    section, card = one.section, one.card
    if section is None or card is None:
        return not one.about
    if card in section.short_cards:
        return True
    if not section.is_viewed:
        return False
    if bearer is None:
        return True
    return any(bearer.text in line for line in row_lines(briefing, section, card))


def _has_number(bearer: Bearer) -> bool:
    """Whether it gives a number; “one of them” and “the first” give none."""
    if bearer.kind is BearerKind.FIGURE:
        return True
    return any(
        one.digits or (not one.ordinal and one.value not in (0, 1))
        for one in read_numbers(Passage.of(bearer.text))
    )


# -- what can be signed ----------------------------------------------------------------------------


def why_not_signed(question: Question, examination: Examination) -> str:
    """Why nobody can sign something here and now, and what to do; empty where they can.

    Whoever signs must have read the passages, and a change of them must make the signature void:
    so each is at hand, and is what it was when it was anchored.
    """
    for one in question.evidence:
        finding = examination.finding(one)
        if finding.is_exact:
            continue
        advice = "" if finding.passage is None else " Run `briefing anchor`."
        return f"{one.where}: {finding.reason}{advice}"
    return ""


def asked_of(name: str, found: Iterable[Question]) -> list[Question]:
    """What somebody is asked to sign: what lacks people, and they have not spoken of."""
    return [one for one in found if one.lacks and one.said_by(name) is None]


class Lack(msgspec.Struct, frozen=True):
    """How many things lack the same people.

    Attributes:
        people: How many more must sign.
        beside: Those who signed, whose signature is not enough.
        wrote: Whether those only wrote it, so that theirs counts for nothing alone.
    """

    people: int
    beside: tuple[str, ...] = ()
    wrote: bool = False


def lacks(found: Iterable[Question]) -> dict[Lack, int]:
    """Count what is not signed as the rule asks, by who is missing; the most frequent first."""
    return dict(Counter(_lack(one) for one in found if one.lacks).most_common())


def _lack(one: Question) -> Lack:
    names = one.signed_by
    if one.only_writers:
        names = tuple(sign.by for sign in one.sign_offs if sign.carries and sign.is_personal)
    return Lack(one.lacks, tuple(sorted(names)), one.only_writers)
