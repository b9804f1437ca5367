"""Editorial rules: what a briefing must be beyond being readable, and its short version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from briefing.authoring.fields import Fields
from briefing.authoring.problems import (
    IdKind,
    Located,
    Location,
    ParseContext,
    Report,
    write_instead,
)
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Reaction, Section
from briefing.model.claims import Figure
from briefing.model.parts import count_text_words
from briefing.model.text import quotations, words
from briefing.model.vocabulary import ActorType, Qualifier, ShortForm

TITLE_LIMIT: Final = 80
"""Most characters of a title: one line of a terminal."""

CARD_LIMIT: Final = 150
"""Most words of a card."""

BOTTOM_LINE_WORDS: Final = (40, 90)
"""Fewest and most words of a bottom line."""

_ABOUT: Final = Decimal("0.1")
"""How far, as a share, a number given as "about" may lie from what its parts add up to."""

RESERVED_IDS: Final = frozenset(
    [
        *("actor", "add", "affects", "anchor", "changes", "check", "checkout"),
        *("completion", "config", "correct", "desk", "diff", "digest", "draft"),
        *("edit", "evidence", "export", "figures", "health", "help", "keys"),
        *("list", "log", "new", "paragraphs", "preview", "publish", "read"),
        *("resolve", "retract", "review", "search", "serve", "served", "show"),
        *("watch", "withdraw", "without"),
    ]
)
"""Verbs of the command; a briefing of that name could not be opened by its name."""

_LIKELIHOOD: Final = re.compile(
    r"\b(?:almost no chance|remote|(?:very )?unlikely|(?:highly )?improbabl[ey]"
    r"|roughly even (?:chance|odds)|(?:very )?likely|(?:highly )?probabl[ey]"
    r"|almost certain(?:ly)?|nearly certain(?:ly)?)\b",
    re.IGNORECASE,
)
_CONFIDENCE: Final = re.compile(
    r"\b(?:low|moderate|high)[ -]confidence\b|\bconfidence (?:is|was|remains)\b", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r".+?(?:[.!?…]+[”\"’')\]]*(?=\s|$)|$)", re.DOTALL)
SHORT_LIMIT: Final = 900
"""Most words of a short version, which is to be read in less than four minutes."""

TypedShort = ShortForm | tuple[Located, ...] | None
"""As `briefing.model.cards.Section.short`, with the locations of the ids."""


def check_title(title: Located, report: Report) -> None:
    excess = len(title.text) - TITLE_LIMIT
    if excess > 0:
        message = f"The title has {len(title.text)} characters; {TITLE_LIMIT} is the most."
        fix = f"Shorten it by {excess}."
        report.error(title.at(TITLE_LIMIT), "long-title", message, fix)


def check_prose(text: Located, quote_limit: int, report: Report) -> None:
    """Report what a sentence must not do, in any text that a reader reads.

    A likelihood and a confidence must not share a sentence (ICD 203, D.6.e(2)(b)); the terms are
    those of both rows of its table. Exact words must have two quotation marks and few words.
    """
    _check_sentences(text, report)
    _check_quotation_marks(text, report)
    for offset, phrase in quotations(text.text):
        check_quotation(text.part(offset, offset + len(phrase)), quote_limit, report)


def read_prose(fields: Fields, name: str, context: ParseContext) -> str | None:
    """Take a field that is text that a reader reads, and check it; None where it is not given."""
    text = fields.text(name)
    if text is None:
        return None
    check_prose(text, context.quote_limit, context.report)
    return text.text


def check_quotation(quotation: Located, limit: int, report: Report) -> None:
    """Report somebody's words, without quotation marks, where there are too many of them."""
    count = len(words(quotation.text))
    if count > limit:
        message = f"The quotation has {count} words; this briefing quotes at most {limit} at once."
        fix = "Quote the words that matter and put the rest in your own words."
        report.error(quotation.at(), "long-quotation", message, fix)


def _check_sentences(text: Located, report: Report) -> None:
    for sentence in _SENTENCE.finditer(text.text):
        likelihood = _LIKELIHOOD.search(sentence[0])
        confidence = _CONFIDENCE.search(sentence[0])
        if likelihood and confidence:
            location = text.at(sentence.start() + confidence.start())
            message = f"“{likelihood[0]}” and “{confidence[0]}” are in one sentence."
            fix = "Say how likely it is in one sentence and how confident you are in another."
            report.error(location, "likelihood-with-confidence", message, fix)


def _check_quotation_marks(text: Located, report: Report) -> None:
    opened: int | None = None
    fix = "Close it with ”, or remove the mark."
    for offset, mark in enumerate(text.text):
        if mark == "“" and opened is None:
            opened = offset
        elif mark == "“" or (mark == "”" and opened is None):
            problem = "There is a quotation mark “ within a quotation." if mark == "“" else ""
            report.error(
                text.at(offset),
                "unpaired-quotation-mark",
                problem or "The quotation mark ” closes nothing.",
                "Use ‘ ’ within a quotation." if problem else "Open it with “, or remove it.",
            )
        elif mark == "”":
            opened = None
    if opened is None and text.text.count('"') % 2:
        opened = text.text.rindex('"')
        fix = "Write a second mark, or remove this one."
    if opened is not None:
        report.error(
            text.at(opened), "unpaired-quotation-mark", "The quotation is never closed.", fix
        )


def check_length(card: Card, location: Location, report: Report) -> None:
    length = count_text_words(card)
    if length > CARD_LIMIT:
        message = f"The card has {length} words; {CARD_LIMIT} is the most."
        fix = "Shorten it, or make two cards of it."
        report.error(location, "long-card", message, fix)


def check_bottom_line(card: Card, location: Location, report: Report) -> None:
    fewest, most = BOTTOM_LINE_WORDS
    length = count_text_words(card)
    if not fewest <= length <= most:
        message = f"The bottom line has {length} words."
        fix = f"Say what is new, and why it matters, in {fewest} to {most} words."
        report.warning(location, "bottom-line-length", message, fix)


def check_total(
    total: Figure, location: Location, figures: Mapping[str, Figure], report: Report
) -> None:
    """Report a figure whose parts do not add up to it.

    Ranges and qualified numbers add up where some numbers within them do; "about" allows a tenth.
    """
    parts = [figures[id_] for id_ in total.parts if id_ in figures]
    if len(parts) < len(total.parts):
        return
    if odd := next((part for part in parts if part.unit != total.unit), None):
        message = f"The part “{odd.id}” counts {odd.unit}, but “{total.id}” counts {total.unit}."
        fix = "Give both the same unit."
        report.error(location, "figure-parts", message, fix)
        return
    bounds = [_bounds(part) for part in parts]
    low, high = _bounds(total)
    if sum(part[0] for part in bounds) > high or sum(part[1] for part in bounds) < low:
        amounts = " + ".join(part.amount for part in parts)
        message = f"The parts of “{total.id}” do not add up: {amounts} is not {total.amount}."
        fix = "Correct a number or the list of parts."
        report.error(location, "figure-parts", message, fix)


def _bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    low, high = (
        (figure.low or Decimal(0), figure.high or Decimal(0))
        if figure.value is None
        else (figure.value, figure.value)
    )
    match figure.qualifier:
        case Qualifier.EXACT:
            return low, high
        case Qualifier.ABOUT:
            return low - abs(low) * _ABOUT, high + abs(high) * _ABOUT
        case Qualifier.AT_LEAST:
            return low, Decimal("Infinity")
        case Qualifier.AT_MOST:
            return Decimal("-Infinity"), high


def read_short(fields: Fields) -> TypedShort:
    """Take what a section's field ``short`` says: a form, or ids that may be those of no card."""
    if "short" not in fields:
        return None
    typed = tuple(fields.texts("short"))
    if len(typed) == 1 and typed[0].text in set(ShortForm):
        return ShortForm(typed[0].text)
    return typed


def known_short(
    short: TypedShort, cards: Sequence[str], report: Report
) -> ShortForm | tuple[str, ...] | None:
    """Take the ids that are those of cards of the section; report the others."""
    if not isinstance(short, tuple):
        return short
    found: list[str] = []
    for id_ in report.duplicates(short, IdKind.CARD):
        if id_.text in cards:
            found.append(id_.text)
        else:
            message = f"This section has no card “{id_.text}”."
            fix = write_instead(id_.text, [*cards, *ShortForm])
            report.error(id_.at(), "unknown-card", message, fix)
    return tuple(found)


def check_short(briefing: Briefing, locations: Sequence[Location], report: Report) -> None:
    """Warn of a short version that nobody chose, that is long, or that shows one side only.

    The locations are those of all sections but the bottom line.
    """
    if not locations:
        return
    sections = briefing.sections[1:]
    one_sided = False
    for section, location in zip(sections, locations, strict=True):
        if section.short is None and section.cards:
            _warn_unsaid(section, location, report)
        sides = _missing_sides(briefing, section.short_cards, section.cards)
        if sides and not section.is_viewed:
            one_sided = True
            _warn_one_sided(
                f"What the short version has of “{section.id}”", sides, location, report
            )
    shown = [card for one in sections for card in (one.cards if one.is_viewed else one.short_cards)]
    every = [card for section in sections for card in section.cards]
    if not one_sided and (sides := _missing_sides(briefing, shown, every)):
        _warn_one_sided("The short version", sides, locations[0], report)
    if briefing.short_word_count > SHORT_LIMIT:
        report.warning(
            locations[0],
            "long-short",
            f"The short version has {briefing.short_word_count} words; {SHORT_LIMIT} is the most.",
            "Name fewer cards in the `short` of the sections, or shorten those that are named.",
        )


def _warn_unsaid(section: Section, location: Location, report: Report) -> None:
    taken = "its view" if section.is_viewed else f"its first card, “{section.cards[0].id}”,"
    report.warning(
        location,
        "missing-short",
        f"The section “{section.id}” does not say what of it is in the short version;"
        f" {taken} is taken.",
        "Add “short: view”, “short: none” or “short: [card, …]”.",
    )


def _warn_one_sided(
    what: str, sides: tuple[str, list[str]], location: Location, report: Report
) -> None:
    only, others = sides
    message = f"{what} is about {only} only; there are cards about {', '.join(others)} too."
    fix = "Name a card of each side in `short`. If it is meant so, leave it."
    report.warning(location, "one-sided-short", message, fix)


def _missing_sides(
    briefing: Briefing, chosen: Sequence[Card], every: Sequence[Card]
) -> tuple[str, list[str]] | None:
    """The only side that some cards are about, and what sides others are; None where it is fair."""
    shown, there_is = _sides(briefing, chosen), _sides(briefing, every)
    if len(shown) != 1 or shown == there_is:
        return None
    names = [_state_name(briefing, code) for code in sorted(there_is - shown)]
    return _state_name(briefing, *shown), names


def _sides(briefing: Briefing, cards: Iterable[Card]) -> set[str]:
    """The countries of those cards that are about one country."""
    found = set()
    for card in cards:
        reaction = card.detail if isinstance(card.detail, Reaction) else None
        ids = (*card.actors, *((reaction.actor,) if reaction else ()))
        actors = [briefing.actors_by_id[id_] for id_ in ids if id_ in briefing.actors_by_id]
        countries = {actor.country for actor in actors if actor.country}
        if len(countries) == 1:
            found |= countries
    return found


def _state_name(briefing: Briefing, code: str) -> str:
    states = (
        one.name for one in briefing.actors if one.type is ActorType.STATE and one.country == code
    )
    return next(states, code)
