"""Whether dates stand in the passages cited, or follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Final

from briefing.evidence.checking import FIX, Cited, Derivation, Excerpt, OpenSources, Remark, Verdict
from briefing.evidence.dates import DateMention, lies_in, overlap
from briefing.evidence.support import SENTENCES
from briefing.evidence.words import word_set
from briefing.model.actors import Source
from briefing.model.claims import Quote
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import Severity

_APART: Final = {"after", "before", "later", "earlier", "following", "next", "previous", "same"}
_TIMES: Final = {"day", "days", "week", "weeks", "month", "months", "year", "years", "morning"}
"""Where two such words go together, a passage may mean another day than it prints."""


def check_dates(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Look for the dates of a claim, a position or a figure in the passages cited.

    A date in words that a passage contradicts is an error, any other that is not there a warning.
    """
    bearer = cited.bearer
    if bearer.claim is not None and bearer.claim.date is not None:
        yield check_date(cited, bearer.claim.date, sources, field="date")
    if bearer.figure is not None and bearer.figure.as_of is not None:
        yield check_date(cited, bearer.figure.as_of, sources, field="as-of")
    if bearer.kind in SENTENCES:
        yield from (_check_mention(cited, mention) for mention in cited.dates)
        yield from _check_day_words(cited)


WEEKDAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday")
_SEASONS: Final = word_set("spring summer autumn winter")
_PARTS: Final = word_set("early mid late beginning")


def _check_day_words(cited: Cited) -> Iterator[Verdict]:
    """Look for weekdays, seasons, and *early*, *mid* and *late* before a date."""
    if not cited.is_readable:
        return
    theirs = {token for one in cited.excerpts for token in one.passage.tokens}
    dated = {one.first for one in cited.dates}
    text = cited.own_words
    for at, token in enumerate(text.tokens):
        if token in WEEKDAYS and text.capital(at):
            words = WEEKDAYS
        elif token in _SEASONS and text.tokens[at - 1 : at] not in (["a"], ["the"]):
            words = _SEASONS
        elif token in _PARTS and (at + 1 in dated or at + 2 in dated):
            words = _PARTS
        else:
            continue
        if token not in theirs:
            other = next(iter(sorted(words & theirs)), None)
            message = f"No passage cited says “{token}”" + (f", but “{other}”." if other else ".")
            severity = Severity.WARNING if other else Severity.LOOK
            yield Verdict(
                remark=cited.remark("date-not-in-passage", message, FIX, severity=severity, at=at)
            )


def check_date(cited: Cited, wanted: EdtfDate, sources: OpenSources, *, field: str) -> Verdict:
    """Look for the date of a field; one as of which a number holds may be that of the article."""
    found = _best(
        (excerpt, mention)
        for excerpt in cited.excerpts
        for mention in excerpt.dates
        if lies_in(mention, wanted)
        or (wanted.approximate and mention.earliest is not None and overlap(mention, wanted))
    )
    if found is not None:
        return _date_verified(cited, wanted.label, *found)
    for excerpt in cited.excerpts:
        speaks = excerpt.source.speaks_on
        if speaks is not None and _may_be_of(speaks, wanted, cited, field):
            how = f"the article {_dated(excerpt.source)}"
            derived = Derivation(cited.bearer, wanted.label, excerpt.source.key, how)
            return Verdict(tally="dates", verified=True, derivation=derived)
    elsewhere = any(lies_in(mention, wanted) for text in sources.texts for mention in text.dates)
    severity = Severity.LOOK if elsewhere else Severity.WARNING
    at = "date" if field == REACTION else field
    missing = partial(_date_missing, cited, wanted.label, severity=severity, at=at)
    return cited.verdict("dates", False, missing)


REACTION: Final = "reaction"
"""Stands for the field ``date`` of a reaction, which is of words said as that of a quotation."""

_FRESH: Final = timedelta(days=4)
"""What an article quotes without a date was said within so many days before, as news is."""


def _may_be_of(speaks: EdtfDate, wanted: EdtfDate, cited: Cited, field: str) -> bool:
    """Whether a date may be that of an article that gives none: of a number, or of words said."""
    if field == "as-of":
        return lies_in(speaks, wanted)
    if not isinstance(cited.bearer.claim, Quote) and field != REACTION:
        return False
    if speaks.earliest is None or wanted.latest is None or wanted.earliest is None:
        return False
    return lies_in(speaks, wanted) or (
        wanted.earliest <= speaks.earliest and speaks.earliest - wanted.latest <= _FRESH
    )


def _check_mention(cited: Cited, wanted: DateMention) -> Verdict:
    printed = cited.own_words.printed(wanted.first, wanted.last)
    mentions = [(excerpt, one) for excerpt in cited.excerpts for one in excerpt.dates]
    found = _best((excerpt, one) for excerpt, one in mentions if one.confirms(wanted))
    if found is not None:
        return _date_verified(cited, printed, *found, with_year=wanted.earliest is not None)
    contradicted = any(
        one.contradicts(wanted) and not _days_apart(excerpt) for excerpt, one in mentions
    )
    severity = Severity.ERROR if contradicted and cited.is_certain else Severity.WARNING
    missing = partial(_date_missing, cited, printed, severity=severity, at=wanted.first)
    return cited.verdict("dates", False, missing)


def _best(found: Iterator[tuple[Excerpt, DateMention]]) -> tuple[Excerpt, DateMention] | None:
    """A date that is printed goes before one that has to be reckoned."""
    return min(found, key=lambda pair: pair[1].reckoned, default=None)


def _date_verified(
    cited: Cited, date: str, excerpt: Excerpt, mention: DateMention, *, with_year: bool = True
) -> Verdict:
    """Take a date for verified, and say how it was reckoned where its year had to be."""
    derivation = None
    if mention.reckoned and with_year:
        passage = excerpt.passage
        paragraph = passage.text.paragraph_of(passage.first + mention.first)
        place = f"“{passage.printed(mention.first, mention.last)}” in ¶{paragraph}"
        how = f"{place}; the article {_dated(excerpt.source)}"
        derivation = Derivation(cited.bearer, date, excerpt.source.key, how)
    return Verdict(tally="dates", verified=True, derivation=derivation)


def _dated(source: Source) -> str:
    assert source.speaks_on is not None
    if source.published is None and source.dateline is not None:
        return f"speaks on {source.speaks_on.label}, by its ¶{source.dateline.paragraph}"
    return f"was published on {source.speaks_on.label}"


def _days_apart(excerpt: Excerpt) -> bool:
    return any(
        (one in _APART and other in _TIMES) or (one in _TIMES and other in _APART)
        for one, other in pairwise(excerpt.passage.tokens)
    )


def _date_missing(cited: Cited, date: str, *, severity: Severity, at: int | str | None) -> Remark:
    undated = sorted({one.source.key for one in cited.excerpts if one.source.speaks_on is None})
    fix = FIX
    if undated:
        fix += f" If the passage says “today” or gives no year, give @{undated[0]} a dateline."
    message = (
        f"The passage cited contradicts “{date}”."
        if severity is Severity.ERROR
        else f"“{date}” is not in the passage cited and does not follow from it."
    )
    return cited.remark("date-not-in-passage", message, fix, severity=severity, at=at)
