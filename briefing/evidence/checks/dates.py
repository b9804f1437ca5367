"""Whether dates stand in the passages cited, or follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Final

from briefing.evidence.checking import FIX, Cited, Derivation, Excerpt, OpenSources, Remark, Verdict
from briefing.evidence.cues import Cue, has
from briefing.evidence.dates import DateMention, lies_in, overlap
from briefing.evidence.foreign import as_printed, in_english
from briefing.evidence.support import SENTENCES
from briefing.evidence.surroundings import unit_of
from briefing.evidence.texts import Passage
from briefing.evidence.words import OurTexts, closest_sentences, word_set
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
    bearer, cited = cited.bearer, in_english(cited)
    if bearer.claim is not None and bearer.claim.date is not None:
        yield check_date(cited, bearer.claim.date, sources, field="date")
        yield from _check_sentence(cited, bearer.claim.date, sources)
    if bearer.figure is not None and bearer.figure.as_of is not None:
        yield check_date(cited, bearer.figure.as_of, sources, field="as-of")
    if bearer.kind in SENTENCES:
        for mention in cited.dates:
            yield _check_mention(cited, mention)
            yield from _check_side(cited, mention)
        yield from _check_day_words(cited)


_UNTIL: Final = word_set("by until till before")
_FROM: Final = word_set("from since after")


def _check_side(cited: Cited, wanted: DateMention) -> Iterator[Verdict]:
    """Warn of *from* before a date that the passages have *until* before, and the reverse."""
    side = _side(cited.own_words, wanted)
    if side is None or not cited.is_readable:
        return
    if not side[1].startswith("not") and has([cited.own_words], Cue.NOT):
        return
    found = [(e.passage, one) for e in cited.excerpts for one in e.dates if one.confirms(wanted)]
    theirs = [one for place in found if (one := _side(*place)) is not None]
    if theirs and len(theirs) == len(found) and all(one[0] != side[0] for one in theirs):
        printed = cited.own_words.printed(wanted.first, wanted.last)
        message = f"It says “{side[1]} {printed}”; the passage says “{theirs[0][1]}”."
        yield Verdict(remark=cited.remark("opposite", message, FIX, at=wanted.first))


def _side(passage: Passage, date: DateMention) -> tuple[bool, str] | None:
    """Whether a date is the end of something, by the word before it; None without such a word."""
    for at in range(date.first - 1, max(-1, date.first - 6), -1):
        word = passage.tokens[at]
        if word in _UNTIL | _FROM:
            turned = passage.tokens[at - 1 : at] == ["not"]
            return (word in _UNTIL) != turned, f"not {word}" if turned else word
        if word not in _BETWEEN:
            return None
    return None


_BETWEEN: Final = word_set("the end of middle beginning start mid late early spring summer autumn")

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
        if words is WEEKDAYS and _is_day_of(token, cited):
            continue
        if words is _PARTS and (_is_part_of_month(token, at, cited) or _is_end(token, at, cited)):
            continue
        if token not in theirs:
            other = next(iter(sorted(words & theirs)), None)
            message = f"No passage cited says “{token}”" + (f", but “{other}”." if other else ".")
            sure = other or (words is not _SEASONS and any(one.dates for one in cited.excerpts))
            severity = Severity.WARNING if sure else Severity.LOOK
            yield Verdict(
                remark=cited.remark("date-not-in-passage", message, FIX, severity=severity, at=at)
            )


def _is_day_of(weekday: str, cited: Cited) -> bool:
    """Whether a day that a passage gives otherwise is such a weekday."""
    days = [one.earliest for e in cited.excerpts for one in e.dates if one.earliest == one.latest]
    return any(day is not None and f"{day:%A}".casefold() == weekday for day in days)


_DAYS_OF: Final = {"early": range(1, 11), "mid": range(10, 21), "late": range(20, 32)}


def _is_part_of_month(part: str, at: int, cited: Cited) -> bool:
    """Whether a passage gives a day in that part of the month that is named after it."""
    months = {one.month for one in cited.dates if one.first in (at + 1, at + 2) and not one.day}
    return any(
        one.day in _DAYS_OF.get(part, ()) and one.month in months
        for excerpt in cited.excerpts
        for one in excerpt.dates
    )


_ENDS: Final = {
    "early": word_set("beginning start"),
    "beginning": word_set("early start"),
    "mid": word_set("middle"),
    "late": word_set("end"),
}


def _is_end(part: str, at: int, cited: Cited) -> bool:
    """Whether a passage says it as “the end of” the date that is named after it."""
    wanted = [one for one in cited.dates if one.first in (at + 1, at + 2)]
    return any(
        excerpt.passage.tokens[one.first - 1] == "of"
        and excerpt.passage.tokens[one.first - 2] in _ENDS.get(part, ())
        for excerpt in cited.excerpts
        for one in excerpt.dates
        if one.first > 1 and any(map(one.confirms, wanted))
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


def _check_sentence(cited: Cited, wanted: EdtfDate, sources: OpenSources) -> Iterator[Verdict]:
    """Point at a date that stands in another sentence than what is said, which has its own."""
    says = OurTexts([cited.bearer.text], sources.lexicon)
    near = [sentence for one in cited.excerpts for sentence in closest_sentences(one.passage, says)]
    found = [
        (lies_in(one, wanted), _stands_in(one, excerpt.passage, near))
        for excerpt in cited.excerpts
        for one in excerpt.dates
        if one.earliest is not None and one.earliest == one.latest
    ]
    if any(same and beside for same, beside in found):
        return
    if any(same for same, _ in found) and any(beside for _, beside in found):
        message = f"The sentence nearest to it has another date than {wanted.label}."
        remark = cited.remark(
            "date-not-in-passage", message, FIX, severity=Severity.LOOK, at="date"
        )
        yield Verdict(remark=remark)


def _stands_in(date: DateMention, passage: Passage, sentences: Sequence[Passage]) -> bool:
    at = passage.first + date.first
    return any(one.text is passage.text and one.first <= at < one.last for one in sentences)


def _check_mention(cited: Cited, wanted: DateMention) -> Verdict:
    printed = cited.own_words.printed(wanted.first, wanted.last)
    mentions = [(excerpt, one) for excerpt in cited.excerpts for one in excerpt.dates]
    found = _best(
        (excerpt, one)
        for excerpt, one in mentions
        if one.confirms(wanted) or _ends_before(one, wanted, cited.own_words)
    )
    if found is not None:
        return _date_verified(cited, printed, *found, with_year=wanted.earliest is not None)
    if (excerpt := _of_its_month(wanted, cited)) is not None:
        how = f"the article {_dated(excerpt.source)}"
        derived = Derivation(cited.bearer, printed, excerpt.source.key, how)
        return Verdict(tally="dates", verified=True, derivation=derived)
    contradicted = any(
        one.contradicts(wanted) and not _days_apart(excerpt) for excerpt, one in mentions
    )
    severity = Severity.ERROR if contradicted and cited.is_certain else Severity.WARNING
    if _is_so_many_years_off(wanted, mentions):
        severity = Severity.LOOK
    missing = partial(_date_missing, cited, printed, severity=severity, at=wanted.first)
    return cited.verdict("dates", False, missing)


def _of_its_month(wanted: DateMention, cited: Cited) -> Excerpt | None:
    """A passage of an article of the month that is wanted, where none of them has a date."""
    if wanted.month is None or wanted.day is not None or any(one.dates for one in cited.excerpts):
        return None
    return next(
        (
            excerpt
            for excerpt in cited.excerpts
            if (speaks := excerpt.source.speaks_on) is not None
            and speaks.earliest is not None
            and speaks.earliest == speaks.latest
            and speaks.earliest.month == wanted.month
            and lies_in(speaks, wanted)
        ),
        None,
    )


def _is_so_many_years_off(
    wanted: DateMention, mentions: Sequence[tuple[Excerpt, DateMention]]
) -> bool:
    """Whether a year lies as many years from one of a passage as another number there says."""
    if wanted.earliest is None or wanted.month is not None:
        return False
    return any(
        number.value == abs(wanted.earliest.year - one.earliest.year)
        for excerpt, one in mentions
        if one.earliest is not None
        for number in excerpt.numbers
        if (unit := unit_of(excerpt.passage, number)) is not None and unit.word == "year"
    )


def _ends_before(one: DateMention, wanted: DateMention, said: Passage) -> bool:
    """Whether a day is the last one before a date: *by the end of 2028* is *before 2029*."""
    if said.tokens[wanted.first - 1 : wanted.first] != ["before"] or wanted.earliest is None:
        return False
    return one.latest == wanted.earliest - timedelta(1)


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
        place = f"“{as_printed(excerpt, mention.first, mention.last)}” in ¶{paragraph}"
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
