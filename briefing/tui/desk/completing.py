"""What may be typed where the cursor of the editor is: keys, paragraphs, actors, figures, cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from briefing.authoring.cards import CARD_FIELDS, DETAIL_FORMS, FIGURE_FIELDS
from briefing.authoring.citations import END_LIMIT
from briefing.authoring.claims import ATTRIBUTES
from briefing.evidence.corpus import Examination
from briefing.evidence.texts import SourceText
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import (
    Basis,
    Confidence,
    Dimension,
    DisagreementState,
    Likelihood,
    Mode,
    Qualifier,
    SectionKind,
    Stance,
)
from briefing.tui.desk.editor import Offer

_MOST: Final = 12
"""Offers that are listed; who wants others types a letter more."""

_KEY: Final = re.compile(r"(?:\[|;|cite:\s+[\"']?|[\"']|\s)\s*(?:contradicts |context )?$")
_CITED: Final = re.compile(r"\[[^\[\]]*$")
_CITED_IN_FIELDS: Final = re.compile(r"\bcite:\s+[\"']?[^\"']*$")
_PLACE: Final = re.compile(r"@?(?P<key>[a-z0-9-]+),?\s+$")
_VALUE: Final = re.compile(r"(?:^|[\s{,-])(?P<name>[a-z-]+)(?::\s+|=|:\s*\[(?:[^\]]*,)?\s*)$")
_LINE_START: Final = re.compile(r"^\s*(?:- )?(?:\{(?:.*,)?\s*)?$")

_WORDS: Final[Mapping[str, Iterable[str]]] = {
    "stance": Stance,
    "qualifier": Qualifier,
    "dimension": Dimension,
    "likelihood": Likelihood,
    "confidence": Confidence,
    "state": DisagreementState,
    "basis": Basis,
    "mode": Mode,
    "kind": SectionKind,
    "status": ("draft",),
}
_ACTORS: Final = frozenset(("actor", "actors", "speaker", "said-by", "described-by", "by", "to"))
_FIGURES: Final = frozenset(("rivals", "parts", "key-figures"))
_CARDS: Final = frozenset(("cards", "short"))


class Spot(msgspec.Struct, frozen=True):
    """Where the cursor of the editor is.

    Attributes:
        before: The line up to the word that is begun.
        word: That word; empty where none is.
        in_fields: Whether the line is one of fields.
        kind: Of the section of the card; None where the file is no card.
    """

    before: str
    word: str
    in_fields: bool
    kind: SectionKind | None = None


def offers(spot: Spot, examination: Examination | None) -> Sequence[Offer]:
    """Give what may be typed, what fits what is begun first; nothing where anything may be."""
    if examination is None:
        return ()
    found = list(_fitting(spot, examination))
    word = spot.word.lower()
    return [one for one in found if one.word.lower().startswith(word)][:_MOST]


def _fitting(spot: Spot, examination: Examination) -> Iterator[Offer]:
    briefing = examination.briefing
    if (_CITED_IN_FIELDS if spot.in_fields else _CITED).search(spot.before):
        yield from _in_citations(spot, examination)
    elif value := _VALUE.search(spot.before):
        yield from _values(value["name"], briefing)
    elif not spot.word:
        return
    elif spot.in_fields and _LINE_START.search(spot.before):
        yield from (Offer(f"{name}: ") for name in _field_names(spot))
    elif spot.before.endswith("{") or re.search(r"\{[^{}]*\s$", spot.before):
        yield from (Offer(f"{name}=") for name in ATTRIBUTES)


def _in_citations(spot: Spot, examination: Examination) -> Iterator[Offer]:
    place = _PLACE.search(spot.before)
    if place is not None and place["key"] in examination.briefing.sources_by_key:
        text = examination.text(place["key"])
        if text is not None:
            yield from (_paragraph(text, number) for number in range(1, len(text.paragraphs) + 1))
    elif _KEY.search(spot.before):
        sign = "" if spot.in_fields else "@"
        for source in examination.briefing.sources:
            comma = " " if spot.in_fields else ", "
            yield Offer(f"{sign}{source.key}{comma}", source.outlet)


def _paragraph(text: SourceText, number: int) -> Offer:
    passage = text.paragraph(number)
    return Offer(f"¶{number}", f"{passage.printed(0, min(2 * END_LIMIT, len(passage.tokens)))} …")


def _values(name: str, briefing: Briefing) -> Iterator[Offer]:
    if name in _WORDS:
        yield from (Offer(str(word)) for word in _WORDS[name])
    elif name in _ACTORS:
        yield from (Offer(actor.id, actor.name) for actor in briefing.actors)
    elif name in _FIGURES:
        yield from (Offer(figure.id, figure.line) for figure in briefing.figures.values())
    elif name in _CARDS:
        yield from (Offer(card.id, card.title) for _, card in briefing.cards())
    elif name == "claims":
        for _, card in briefing.cards():
            yield from (Offer(f"{card.id}#{claim.id}", claim.text) for claim in card.claims)


def _field_names(spot: Spot) -> Iterable[str]:
    form = DETAIL_FORMS.get(spot.kind) if spot.kind else None
    inner = spot.before.startswith((" ", "- ", "{"))
    return FIGURE_FIELDS if inner else (*CARD_FIELDS, *(form.fields if form else ()))
