"""The briefing as a whole."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Final

import msgspec

from briefing.model.actors import UNKNOWN_ORIGIN, Actor, Source
from briefing.model.cards import Card, Disagreement, Section, SourceNote
from briefing.model.claims import Anchor, ArticleMark, CitedPlace, Evidence, Figure
from briefing.model.dates import EdtfDate
from briefing.model.parts import count_card_words, row_lines
from briefing.model.record import Record, sha256
from briefing.model.records import Correction, Retraction, Withdrawal
from briefing.model.reviews import USUAL_RULE, ReviewRule, SignOff, Subject
from briefing.model.text import count_words
from briefing.model.vocabulary import LOOK_UPS, DisagreementState

WORDS_PER_MINUTE: Final = 238
"""Silent reading of English non-fiction (Brysbaert 2019, 190 studies)."""


def minutes(words: int) -> int:
    """Give the minutes that it takes to read so many words, rounded up."""
    return math.ceil(words / WORDS_PER_MINUTE)


class Verified(Record, frozen=True, kw_only=True):
    """That a program held a briefing against the texts of its sources, and found no error.

    Attributes:
        on: The day, UTC.
        by: The program, with its version.
        passages: Citations, each of which was found as it was anchored.
        claims: Claims and quotations about which no warning stood.
        warnings: Those that nobody had explained.
    """

    on: date
    by: str
    passages: int
    claims: int
    warnings: int


class Briefing(Record, frozen=True, kw_only=True, dict=True):
    """One topic, worked up from several sources.

    Attributes:
        id: Slug, unique in a library.
        title: An assertion.
        sections: In reading order; the first is the bottom line, with one card.
        sources: In the curator's order.
        actors: In the curator's order.
        cutoff: Date after which nothing was taken in.
        language: BCP 47 tag of the cards.
        key_figures: Ids of the figures for the panel, in order.
        quote_limit: Most words that a quote may have.
        anchors: One for each passage cited, made when the sources' texts were at hand.
        articles: One for each source whose text was at hand when its passages were anchored.
        verified: What a check with the texts came to; None where there was none since it changed.
        not_held: Documents that the briefing is about and whose text the curator did not have.
        written_by: Names of those who wrote it, but for cards that name their own.
        reviews: How many people must sign what.
        sign_offs: Those that hold: neither the text nor a passage has changed since.
        void_sign_offs: Those that do not hold any more, the text or a passage having changed.
        corrections: What was wrong, the oldest first.
        retractions: Sources that are no longer relied on.
    """

    id: str
    title: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    cutoff: EdtfDate | None = None
    language: str = "en"
    key_figures: tuple[str, ...] = ()
    quote_limit: int = 12
    anchors: tuple[Anchor, ...] = ()
    articles: tuple[ArticleMark, ...] = ()
    not_held: tuple[Source, ...] = ()
    verified: Verified | None = None
    written_by: tuple[str, ...] = ()
    reviews: ReviewRule = USUAL_RULE
    sign_offs: tuple[SignOff, ...] = ()
    void_sign_offs: tuple[SignOff, ...] = ()
    corrections: tuple[Correction, ...] = ()
    retractions: tuple[Retraction, ...] = ()

    def anchor(self, evidence: Evidence) -> Anchor | None:
        """The anchor of the passage that a piece of evidence cites; None where none was made."""
        return self._anchors.get(evidence.place)

    @cached_property
    def _anchors(self) -> dict[CitedPlace, Anchor]:
        return {one.place: one for one in self.anchors}

    @cached_property
    def corrections_by_claim(self) -> dict[str, tuple[Correction, ...]]:
        """By ``CARD#ITEM``, what of it was wrong, the oldest first."""
        found: dict[str, tuple[Correction, ...]] = {}
        for one in self.corrections:
            found[one.claim] = (*found.get(one.claim, ()), one)
        return found

    @cached_property
    def retracted(self) -> frozenset[str]:
        """Keys of the sources that are no longer relied on."""
        return frozenset(one.source for one in self.retractions)

    @cached_property
    def articles_by_source(self) -> dict[str, ArticleMark]:
        return {one.source: one for one in self.articles}

    @cached_property
    def sign_offs_by_subject(self) -> dict[Subject, tuple[SignOff, ...]]:
        found: dict[Subject, tuple[SignOff, ...]] = {}
        for one in self.sign_offs:
            found[one.subject] = (*found.get(one.subject, ()), one)
        return found

    def cards(self) -> Iterator[tuple[Section, Card]]:
        """All cards in reading order, each with its section."""
        for section in self.sections:
            for card in section.cards:
                yield section, card

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return {figure.id: figure for _, card in self.cards() for figure in card.figures}

    @cached_property
    def actors_by_id(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    def actor_name(self, actor_id: str) -> str:
        """Name an actor; one that is not listed is named by its id."""
        actor = self.actors_by_id.get(actor_id)
        return actor.name if actor else actor_id

    def actor_in_short(self, actor_id: str) -> str:
        """Name an actor where there is little room: a long name by the shortest short one."""
        actor = self.actors_by_id.get(actor_id)
        return actor.short_name if actor else actor_id

    @cached_property
    def sources_by_key(self) -> dict[str, Source]:
        return {source.key: source for source in self.sources}

    @cached_property
    def source_labels(self) -> dict[str, str]:
        """By the key of each source, one to three letters that no other has; else its number."""
        labels: dict[str, str] = {}
        for number, source in sorted(
            enumerate(self.sources, 1), key=lambda numbered: numbered[1].label is None
        ):
            taken = labels.values()
            labels[source.key] = next(
                (one for one in source.labels if one not in taken), str(number)
            )
        return {source.key: labels[source.key] for source in self.sources}

    @property
    def undescribed(self) -> list[Source]:
        """The sources, and documents not held, that no card describes."""
        notes = (card.detail for _, card in self.cards())
        described = {note.source for note in notes if isinstance(note, SourceNote)}
        return [one for one in (*self.sources, *self.not_held) if one.key not in described]

    def document(self, key: str) -> Source | None:
        """The source of a citation key, or the document not held of that key."""
        return self.sources_by_key.get(key) or next(
            (document for document in self.not_held if document.key == key), None
        )

    @cached_property
    def disputes(self) -> dict[str, tuple[Card, ...]]:
        """The disagreements that list something, by its ``CARD#ITEM``."""
        found: dict[str, tuple[Card, ...]] = {}
        for _, card in self.cards():
            if isinstance(card.detail, Disagreement):
                for key in card.detail.claims:
                    found[key] = (*found.get(key, ()), card)
        return found

    def open_disputes(self, key: str) -> list[Card]:
        """The disagreements that list something, by its ``CARD#ITEM``, and that are open."""
        return [
            card
            for card in self.disputes.get(key, ())
            if isinstance(card.detail, Disagreement) and card.detail.state is DisagreementState.OPEN
        ]

    def panel_figures(self) -> list[Figure]:
        return [self.figures[id_] for id_ in self.key_figures if id_ in self.figures]

    @property
    def origins(self) -> set[str]:
        """Who first reported; sources that do not say, or are retracted, count as none."""
        counted = (source for source in self.sources if source.key not in self.retracted)
        return {source.origin for source in counted} - {UNKNOWN_ORIGIN}

    @cached_property
    def word_count(self) -> int:
        """Words in all cards, titles and figures included, but those of `LOOK_UPS`."""
        return sum(
            count_card_words(card) for section, card in self.cards() if section.kind not in LOOK_UPS
        )

    @property
    def reading_minutes(self) -> int:
        return minutes(self.word_count)

    @cached_property
    def short_word_count(self) -> int:
        return sum(
            sum(map(count_card_words, section.short_cards))
            + sum(
                count_words(row_lines(self, section, card))
                for card in (section.cards if section.is_viewed else ())
            )
            for section in self.sections
        )

    @property
    def short_minutes(self) -> int:
        return minutes(self.short_word_count)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content: the same for the same content, whatever the revision."""
        return sha256(msgspec.json.encode(self, order="deterministic"))


class RevisionHead(Record, frozen=True, kw_only=True):
    """What is known of a revision beside the briefing.

    Attributes:
        number: Counted from 1; 0 where it is not published.
        published: Time of publication, UTC; where it is not published, when it was read.
        note: The curator's line on what is new in it; empty where none was given.
        withdrawals: Of revisions before it, as far as was known when it was published; of itself,
            too, if it is a notice.
    """

    number: Annotated[int, msgspec.Meta(ge=1)]
    published: Annotated[datetime, msgspec.Meta(tz=True)]
    note: str = ""
    withdrawals: tuple[Withdrawal, ...] = ()

    @property
    def is_notice(self) -> bool:
        """Whether all it says is that the briefing was withdrawn as a whole."""
        return any(one.revision == self.number for one in self.withdrawals)


class Revision(RevisionHead, frozen=True, kw_only=True):
    """One publication of a briefing, or a briefing that is read without being published."""

    briefing: Briefing

    @property
    def is_published(self) -> bool:
        return self.number > 0

    @property
    def day(self) -> date:
        """Last day that the cut-off can mean, else the day of publication (UTC)."""
        cutoff = self.briefing.cutoff
        return (cutoff.latest if cutoff else None) or self.published.date()
