"""Sign-offs: a named person's word that a text says what its passages say, bound to both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
from msgspec.structs import replace

from briefing.model.cards import Card, Commitment, Position, Section
from briefing.model.claims import Claim, Evidence, Figure
from briefing.model.parts import card_evidence, detail_parts, item_parts
from briefing.model.record import Record, sha256
from briefing.model.vocabulary import LOOK_UPS, ReviewKind, ReviewVerdict, SectionKind, SignedHow

if TYPE_CHECKING:
    from briefing.model.briefing import Briefing

Subject = tuple[str, ReviewKind]
"""What a sign-off is about, and the kind of thing."""


def review_key(subject: Subject) -> str:
    """What a command line calls it: ``share#summer``, ``share:fairness``, ``:title``."""
    about, kind = subject
    return about if kind is ReviewKind.CLAIM else f"{about}:{kind}"


class SignOff(Record, frozen=True, kw_only=True):
    """What one reviewer says of one thing.

    Attributes:
        about: ``CARD#ITEM`` of what cites passages, or ``actor:ID`` for the role of an actor; the
            card's id for a question about a card; empty for one about the whole.
        by: The reviewer's name.
        on: The day, UTC.
        of: SHA-256 of what it is about, 64 hexadecimal digits; see `Bound`.
        passages: The same of the passages that this cites.
        remark: What is wrong, where the verdict is that it does not carry.
        answered: What the writer says to the remark.
        signature: An armoured SSH signature of `signed_part`, in the namespace `briefing-review`.
    """

    about: str
    kind: ReviewKind
    verdict: ReviewVerdict
    by: str
    on: date
    how: SignedHow = SignedHow.STATED
    of: str
    passages: str
    remark: str = ""
    answered: str = ""
    signature: str = ""

    @property
    def subject(self) -> Subject:
        return self.about, self.kind

    @property
    def key(self) -> str:
        return review_key(self.subject)

    @property
    def carries(self) -> bool:
        return self.verdict is ReviewVerdict.CARRIES

    @property
    def is_personal(self) -> bool:
        return self.how is not SignedHow.AUTOMATED

    @property
    def is_open(self) -> bool:
        """Whether it is a remark that nobody has answered."""
        return not self.carries and not self.answered

    @property
    def signed_part(self) -> bytes:
        """What is signed, as canonical JSON: all but the signature and what came after it."""
        bare = replace(self, answered="", signature="")
        return msgspec.json.encode(bare, order="sorted")


class ReviewRule(Record, frozen=True, kw_only=True):
    """How many people must sign what; of several that apply the greatest counts.

    Attributes:
        short: What the short version has.
        titles: Titles of cards, and of the whole.
        quotations: Quotations, and sentences with exact words in them.
        numbers: Figures, and sentences with a number.
        rest: Everything.
    """

    short: int = 2
    titles: int = 2
    quotations: int = 2
    numbers: int = 2
    rest: int = 1


USUAL_RULE: Final = ReviewRule()
"""What holds where the desk says nothing; the very object, so that it is left out of files."""


def same_person(name: str) -> str:
    """A name as it is compared: whatever its case and spacing."""
    return " ".join(name.casefold().split())


# -- what is signed, and fingerprints of it --------------------------------------------------------


class Bound(NamedTuple):
    """What a sign-off is bound to: a fingerprint of the text, and one of its passages."""

    of: str
    passages: str


class Reviewable(msgspec.Struct, frozen=True):
    """One thing to sign.

    Attributes:
        said: What its text and attributes are.
        evidence: The passages that have to be read for it.
    """

    about: str
    kind: ReviewKind
    said: object
    evidence: tuple[Evidence, ...] = ()
    section: Section | None = None
    card: Card | None = None

    @property
    def subject(self) -> Subject:
        return self.about, self.kind

    @property
    def key(self) -> str:
        return review_key(self.subject)

    def bind(self, briefing: Briefing) -> Bound:
        """Fingerprint it, and the anchors of its passages."""
        anchors = ((one.place, briefing.anchor(one)) for one in self.evidence)
        places = {(place, "" if anchor is None else anchor.sha256) for place, anchor in anchors}
        return Bound(_digest(self.said), _digest(sorted(places, key=repr)))


_CARD_QUESTIONS = (ReviewKind.TITLE, ReviewKind.FAIRNESS, ReviewKind.OMISSION, ReviewKind.LENGTH)


def reviewables(briefing: Briefing) -> Iterator[Reviewable]:
    """Walk through all that is signed, in the order in which it is asked for.

    First what cites passages, in reading order, then the roles of actors; then card by card, and
    at last for the whole: title, fairness, omission, length. Of what is only looked things up in
    nobody asks whether it is short or complete, and the bottom line has the title of the whole.
    """
    for section, card in briefing.cards():
        yield from _of_card(section, card)
    for actor in briefing.actors:
        if actor.role and actor.evidence:
            role = (actor.name, actor.role, actor.described_by, actor.evidence)
            yield Reviewable(f"actor:{actor.id}", ReviewKind.CLAIM, role, actor.evidence)
    for section, card in briefing.cards():
        said, evidence = _bare_card(card), tuple(card_evidence(card))
        for kind in _questions_about(section):
            read = () if kind is ReviewKind.LENGTH else evidence
            yield Reviewable(card.id, kind, said, read, section, card)
    yield from _of_whole(briefing)


def _of_card(section: Section, card: Card) -> Iterator[Reviewable]:
    for part in item_parts(card):
        said = part.bearer
        if part.item and isinstance(said, Position | Commitment | Claim | Figure):
            about = f"{card.id}#{part.item}"
            evidence = said.evidence
            yield Reviewable(about, ReviewKind.CLAIM, _bare(said), evidence, section, card)


def _questions_about(section: Section) -> tuple[ReviewKind, ...]:
    if section.kind is SectionKind.BOTTOM_LINE:
        return _CARD_QUESTIONS[1:]
    return _CARD_QUESTIONS[:2] if section.kind in LOOK_UPS else _CARD_QUESTIONS


def _of_whole(briefing: Briefing) -> Iterator[Reviewable]:
    cards = [card for _, card in briefing.cards()]
    said = (briefing.title, *map(_bare_card, cards))
    evidence = tuple(one for card in cards for one in card_evidence(card))
    for kind in _CARD_QUESTIONS:
        yield Reviewable("", kind, said, () if kind is ReviewKind.LENGTH else evidence)


def _bare(said: Position | Commitment | Claim | Figure) -> object:
    """What is said, without what is no part of it: a reason for a warning, or where it stands."""
    if isinstance(said, Claim):
        return replace(said, id="", item=False, allowed=(), was=())
    return replace(said, allowed=())


def _bare_card(card: Card) -> object:
    """A card without who wrote it, its tags, and reasons for warnings."""
    said = (*map(_bare, card.claims), *map(_bare, card.figures))
    parts = detail_parts(card.detail)
    return card.title, tuple((part.field, part.text, part.evidence) for part in parts), said


def _digest(said: object) -> str:
    return sha256(msgspec.json.encode(said, order="deterministic"))


class Sorted(NamedTuple):
    """Sign-offs of a briefing as it is: those that hold, and those that are void."""

    valid: tuple[SignOff, ...] = ()
    void: tuple[SignOff, ...] = ()


def sort_out(sign_offs: Iterable[SignOff], briefing: Briefing) -> Sorted:
    """Tell the sign-offs that hold from those whose text, or a passage of it, has changed.

    Of several by one person on the same thing the last counts; of the same day, the one that has
    a remark, since nothing says which came first.
    """
    known = {one.subject: one.bind(briefing) for one in reviewables(briefing)}
    latest: dict[tuple[Subject, str, bool], SignOff] = {}
    changed = []
    for one in sign_offs:
        if known.get(one.subject) != Bound(one.of, one.passages):
            changed.append(one)
            continue
        key = _signer(one)
        other = latest.get(key)
        if other is None or _weight(one) > _weight(other):
            latest[key] = one
    return Sorted(
        tuple(latest.values()), tuple(one for one in changed if _signer(one) not in latest)
    )


def _signer(sign_off: SignOff) -> tuple[Subject, str, bool]:
    return sign_off.subject, same_person(sign_off.by), sign_off.is_personal


def _weight(sign_off: SignOff) -> tuple[date, bool, bool, bool]:
    return sign_off.on, not sign_off.carries, bool(sign_off.answered), bool(sign_off.signature)
