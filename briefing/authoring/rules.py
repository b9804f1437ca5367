"""Editorial rules: what a briefing must be beyond being readable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from briefing.authoring.located import Located
from briefing.authoring.problems import Place, Report
from briefing.model.cards import Card
from briefing.model.claims import Figure
from briefing.model.text import quotations, words
from briefing.model.vocabulary import Qualifier

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
        "anchor",
        "changes",
        "check",
        "completion",
        "config",
        "evidence",
        "export",
        "figures",
        "health",
        "help",
        "keys",
        "list",
        "publish",
        "read",
        "search",
        "serve",
        "served",
        "show",
        "without",
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


def check_title(title: Located, report: Report) -> None:
    """Report a title that does not fit one line."""
    excess = len(title.text) - TITLE_LIMIT
    if excess > 0:
        report.error(
            title.at(TITLE_LIMIT),
            "long-title",
            f"The title has {len(title.text)} characters; {TITLE_LIMIT} is the most.",
            f"Shorten it by {excess}.",
        )


def check_prose(text: Located, quote_limit: int, report: Report) -> None:
    """Report what a sentence must not do, in any text that a reader reads.

    A likelihood and a confidence must not share a sentence (ICD 203, D.6.e(2)(b)); the terms are
    those of both rows of its table. Exact words must have two quotation marks and few words.

    Args:
        text: One or more sentences.
        quote_limit: Most words between quotation marks.
        report: Takes the problems.
    """
    _check_sentences(text, report)
    _check_quotation_marks(text, report)
    for offset, phrase in quotations(text.text):
        check_quotation(text.part(offset, offset + len(phrase)), quote_limit, report)


def check_quotation(quotation: Located, limit: int, report: Report) -> None:
    """Report somebody's words where there are more of them than the briefing quotes at once.

    Args:
        quotation: The words, without quotation marks.
        limit: Most words.
        report: Takes the problem.
    """
    count = len(words(quotation.text))
    if count > limit:
        report.error(
            quotation.at(),
            "long-quotation",
            f"The quotation has {count} words; this briefing quotes at most {limit} at once.",
            "Quote the words that matter and put the rest in your own words.",
        )


def _check_sentences(text: Located, report: Report) -> None:
    for sentence in _SENTENCE.finditer(text.text):
        likelihood = _LIKELIHOOD.search(sentence[0])
        confidence = _CONFIDENCE.search(sentence[0])
        if likelihood and confidence:
            report.error(
                text.at(sentence.start() + confidence.start()),
                "likelihood-with-confidence",
                f"“{likelihood[0]}” and “{confidence[0]}” are in one sentence.",
                "Say how likely it is in one sentence and how confident you are in another.",
            )


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


def check_length(card: Card, place: Place, report: Report) -> None:
    """Report a card with more words than are read at once.

    Args:
        card: The card.
        place: Where its title stands.
        report: Takes the problem.
    """
    if card.word_count > CARD_LIMIT:
        report.error(
            place,
            "long-card",
            f"The card has {card.word_count} words; {CARD_LIMIT} is the most.",
            "Shorten it, or make two cards of it.",
        )


def check_bottom_line(card: Card, place: Place, report: Report) -> None:
    """Warn of a bottom line that says too little or too much.

    Args:
        card: The bottom line.
        place: Where its text begins.
        report: Takes the problem.
    """
    fewest, most = BOTTOM_LINE_WORDS
    if not fewest <= card.word_count <= most:
        report.warning(
            place,
            "bottom-line-length",
            f"The bottom line has {card.word_count} words.",
            f"Say what is new, and why it matters, in {fewest} to {most} words.",
        )


def check_total(total: Figure, place: Place, figures: Mapping[str, Figure], report: Report) -> None:
    """Report a figure whose parts do not add up to it.

    Ranges and qualified numbers add up where some numbers within them do; "about" allows a tenth.

    Args:
        total: A figure with parts.
        place: Where the parts are named.
        figures: All figures, by id.
        report: Takes the problem.
    """
    parts = [figures[id_] for id_ in total.parts if id_ in figures]
    if len(parts) < len(total.parts):
        return
    if odd := next((part for part in parts if part.unit != total.unit), None):
        report.error(
            place,
            "figure-parts",
            f"The part “{odd.id}” counts {odd.unit}, but “{total.id}” counts {total.unit}.",
            "Give both the same unit.",
        )
        return
    bounds = [_bounds(part) for part in parts]
    low, high = _bounds(total)
    if sum(part[0] for part in bounds) > high or sum(part[1] for part in bounds) < low:
        amounts = " + ".join(part.amount for part in parts)
        report.error(
            place,
            "figure-parts",
            f"The parts of “{total.id}” do not add up: {amounts} is not {total.amount}.",
            "Correct a number or the list of parts.",
        )


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
