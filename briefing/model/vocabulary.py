"""The closed lists of the model, each value a word that a reader sees."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class SectionKind(StrEnum):
    """What the cards of a section are about; each kind has its own view."""

    BOTTOM_LINE = "bottom-line"
    JUDGEMENTS = "judgements"
    TERMS = "terms"
    SIDE_DEALS = "side-deals"
    REACTIONS = "reactions"
    SKEPTICS = "skeptics"
    DISAGREEMENTS = "disagreements"
    UNKNOWNS = "unknowns"
    TIMELINE = "timeline"
    PEOPLE = "people"
    BACKGROUND = "background"
    SOURCES = "sources"


LOOK_UPS: Final = frozenset([SectionKind.PEOPLE, SectionKind.SOURCES])
"""Kinds of section that are looked things up in, not read; their words are not counted."""


class ShortForm(StrEnum):
    """What stands for a section in the short version, where it is not a list of cards."""

    VIEW = "view"
    NONE = "none"


class Basis(StrEnum):
    """How a claim is known (ICD 203, standard 3: information, assumption, judgement apart)."""

    REPORTED = "reported"
    ASSESSED = "assessed"
    ASSUMED = "assumed"


class Support(StrEnum):
    """What a piece of evidence does for its claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


class Mode(StrEnum):
    """How a claim takes from its passage; `SILENCE` says what is not in it."""

    QUOTE = "quote"
    PARAPHRASE = "paraphrase"
    INFERENCE = "inference"
    SILENCE = "silence"


class Qualifier(StrEnum):
    """How exactly a figure is meant."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Stance(StrEnum):
    """An actor's position on what happened."""

    WELCOMES = "welcomes"
    SUPPORTS = "supports"
    CONDITIONAL = "conditional"
    NEUTRAL = "neutral"
    SKEPTICAL = "skeptical"
    OPPOSES = "opposes"
    SILENT = "silent"


class Dimension(StrEnum):
    """In what respect sources disagree."""

    NUMBER = "number"
    DATE = "date"
    WORDING = "wording"
    ATTRIBUTION = "attribution"
    SCOPE = "scope"
    STATUS = "status"


class DisagreementState(StrEnum):
    """How far a disagreement has been cleared up."""

    OPEN = "open"
    EXPLAINED = "explained"
    RESOLVED = "resolved"


class Likelihood(StrEnum):
    """The seven terms of ICD 203, D.6.e(2)(a), first row."""

    ALMOST_NO_CHANCE = "almost no chance"
    VERY_UNLIKELY = "very unlikely"
    UNLIKELY = "unlikely"
    ROUGHLY_EVEN_CHANCE = "roughly even chance"
    LIKELY = "likely"
    VERY_LIKELY = "very likely"
    ALMOST_CERTAIN = "almost certain"

    @property
    def percent(self) -> tuple[int, int]:
        """The range of the term in per cent, as ICD 203 gives it."""
        return _PERCENT[self]


_PERCENT = {
    Likelihood.ALMOST_NO_CHANCE: (1, 5),
    Likelihood.VERY_UNLIKELY: (5, 20),
    Likelihood.UNLIKELY: (20, 45),
    Likelihood.ROUGHLY_EVEN_CHANCE: (45, 55),
    Likelihood.LIKELY: (55, 80),
    Likelihood.VERY_LIKELY: (80, 95),
    Likelihood.ALMOST_CERTAIN: (95, 99),
}


class Confidence(StrEnum):
    """How sound the basis of a judgement is."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class ActorType(StrEnum):
    """What an actor is; a place is listed for its rival names.

    `UNKNOWN` is for a name that a source cites without saying whether it is a person or a body.
    """

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    BLOC = "bloc"
    PLACE = "place"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    """What a spelling of a name is."""

    USUAL = "usual"
    NATIVE = "native"
    ROMANISED = "romanised"
    EXONYM = "exonym"
    FORMER = "former"
    SHORT = "short"
    ALIAS = "alias"


class Severity(StrEnum):
    """How certain it is that something is wrong: an error blocks publishing.

    A warning is probably right, and stands until it is mended or allowed. A look is only worth a
    reviewer's eye, and is never in the way of who writes. What is wrong in a draft is in nobody's
    way either, as a draft is not published.
    """

    ERROR = "error"
    WARNING = "warning"
    LOOK = "look"
    DRAFT = "draft"


class ReviewKind(StrEnum):
    """What somebody signs.

    `CLAIM` is for whatever cites passages: that it says what they say. The others are questions
    about a card, or about the whole.
    """

    CLAIM = "claim"
    TITLE = "title"
    FAIRNESS = "fairness"
    OMISSION = "omission"
    LENGTH = "length"


class ReviewVerdict(StrEnum):
    """What a reviewer says: the passages carry it, or they do not."""

    CARRIES = "carries"
    DOES_NOT = "does not"


class SignedHow(StrEnum):
    """How the name under a sign-off is known; no person made one that is automated."""

    STATED = "stated"
    SIGNED = "signed"
    AUTOMATED = "automated"
