"""Whether what a briefing says stands in the passages cited: quotations, numbers, names, dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Final

import msgspec

from briefing.evidence.checking import Cited, Derivation, Excerpt, OpenSources, Remark, Verdict
from briefing.evidence.dates import DateMention, lies_in, overlap
from briefing.evidence.names import Named
from briefing.evidence.numbers import Number, Value, read_numbers, scale
from briefing.evidence.support import SENTENCES, BearerKind
from briefing.evidence.texts import Passage
from briefing.evidence.tokens import tokens
from briefing.model.actors import Source
from briefing.model.claims import Figure, Quote
from briefing.model.dates import EdtfDate
from briefing.model.text import quotations
from briefing.model.vocabulary import Qualifier, Support

_FIX: Final = "Correct it, or cite the passage that has it."


# -- quotations ------------------------------------------------------------------------------------

_LEFT_OUT: Final = re.compile(r"\[[^\]]*\]|…|\.\.\.")
"""An ellipsis, or an editor's words in square brackets: what stands there is not quoted."""

_LEAST: Final = 3
"""Fewest words of a quotation in which one that differs can be told."""


class _Quotation(msgspec.Struct, frozen=True):
    words: str
    offset: int | None = None
    field: str | None = None

    @property
    def runs(self) -> list[list[str]]:
        """The tokens between ellipses."""
        return [run for part in _LEFT_OUT.split(self.words) if (run := tokens(part))]


def check_quotations(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Judge each quotation; one that is not verbatim in any passage cited is an error."""
    for quotation in _quotations(cited):
        if quotation.runs:
            stands = any(_stands(quotation.runs, excerpt.passage) for excerpt in cited.excerpts)
            yield cited.verdict("quotes", stands, partial(_misquoted, quotation, cited, sources))


def _quotations(cited: Cited) -> Iterator[_Quotation]:
    bearer = cited.bearer
    if isinstance(bearer.claim, Quote):
        yield _Quotation(bearer.text, 0)
    elif bearer.kind in SENTENCES:
        for offset, words in quotations(bearer.text):
            yield _Quotation(words, offset)
    elif bearer.figure is not None and bearer.figure.as_reported:
        yield _Quotation(bearer.figure.as_reported, field="as-reported")


def _stands(runs: Sequence[Sequence[str]], passage: Passage) -> bool:
    """Whether runs of tokens stand in a passage one after the other."""
    at = passage.first
    for run in runs:
        places = passage.text.find(run, at, passage.last)
        if not places:
            return False
        at = places[0] + len(run)
    return True


def _misquoted(quotation: _Quotation, cited: Cited, sources: OpenSources) -> Remark:
    message, fix = _what_is_wrong(quotation, cited, sources)
    return Remark(
        code="quote-not-in-passage",
        message=message,
        fix=fix,
        error=True,
        bearer=cited.bearer,
        offset=quotation.offset,
        field=quotation.field,
    )


def _what_is_wrong(quotation: _Quotation, cited: Cited, sources: OpenSources) -> tuple[str, str]:
    """Say what differs, or where the quotation stands instead, and what to do about it."""
    for excerpt in cited.excerpts:
        for number, paragraph in enumerate(sources.paragraphs(excerpt), start=1):
            if _stands(quotation.runs, paragraph.passage):
                return (
                    f"“{quotation.words}” is not in the passage cited, but in ¶{number}.",
                    f"Cite @{excerpt.source.key}, {excerpt.passage.text.cited(number)}.",
                )
    for run in quotation.runs:
        for excerpt in cited.excerpts:
            if difference := _difference(run, excerpt.passage):
                return f"“{quotation.words}” is not verbatim: {difference}.", "Quote it exactly."
    return (
        f"“{quotation.words}” is not in the passage cited.",
        "Copy the words from the passage, or say it in your own words without quotation marks.",
    )


def _difference(run: Sequence[str], passage: Passage) -> str | None:
    """Name the one word by which a run differs from the passage; None where it is not one word."""
    count = len(run)
    if count < _LEAST or _stands([run], passage):
        return None
    words = passage.tokens
    for length in (count, count + 1, count - 1):
        for start in range(len(words) - length + 1):
            window = words[start : start + length]
            same_start = _common(run, window)
            same_end = _common(run[same_start:][::-1], window[same_start:][::-1])
            if same_start + same_end == max(count, length) - 1:
                at = start + same_start
                quoted = " ".join(run[same_start : count - same_end])
                if length - same_end <= same_start:
                    return f"the source does not have “{quoted}” there"
                found = passage.printed(at, at + 1)
                if not quoted:
                    return f"the source has “{found}” there as well"
                return f"the source has “{found}” where the quotation has “{quoted}”"
    return None


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens two runs begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


# -- numbers ---------------------------------------------------------------------------------------

_SMALL: Final = 12
"""Up to here number words are ordinary English: "the two sides", "six of them"."""

_PER_CENT: Final = re.compile(r"(?:per ?cent|%)", re.IGNORECASE)
_DEFINITE: Final = {"the", "these", "those"}


def check_numbers(cited: Cited) -> Iterator[Verdict]:
    """Look for each number of a claim, a position, a role or a figure in the passages cited.

    Warn where a passage hedges what is given as exact, or the reverse. A number that is not there
    is an error where it is given as reported, in digits or as a figure, else a warning.
    """
    figure = cited.bearer.figure
    if figure is not None:
        yield from _check_figure(cited, figure)
    elif cited.bearer.kind is not BearerKind.NAME and not isinstance(cited.bearer.claim, Quote):
        yield from _check_words(cited)


def _check_figure(cited: Cited, figure: Figure) -> Iterator[Verdict]:
    factor = scale(figure.unit)
    for field in ("value", "low", "high"):
        amount: Decimal | None = getattr(figure, field)
        if amount is None:
            continue
        # "Two to three million" gives the lower end without its million.
        values: set[Value] = {Fraction(amount) * factor, Fraction(amount)}
        if _PER_CENT.match(figure.unit):
            values |= {share for share in _shares(cited) if _rounds_to(share * 100, amount)}
        found = _places(cited, values)
        if figure.parts and not found and cited.complete:
            continue  # it follows from its parts
        missing = partial(_number_missing, cited, f"{amount:,}", error=True, at=field)
        yield cited.verdict("numbers", bool(found), missing)
        hedged = _qualified(found, figure.number, figure.qualifier)
        if hedged and not figure.parts:
            code, message, source = hedged
            fix = f"Write `qualifier: {source}`."
            yield Verdict(remark=cited.remark(code, message, fix, at="qualifier"))


def _check_words(cited: Cited) -> Iterator[Verdict]:
    text = cited.own_words
    other = {index for one in cited.dates for index in range(one.first, one.last)}
    other |= {index for one in cited.names for index in range(one.first, one.last)}
    for number in read_numbers(text):
        if number.first in other or _is_plain_english(number, text):
            continue
        printed = text.printed(number.first, number.last)
        found = _places(cited, {number.value})
        large = number.digits or (isinstance(number.value, Fraction) and number.value > _SMALL)
        error = large and cited.is_certain
        missing = partial(_number_missing, cited, printed, error=error, at=number.first)
        yield cited.verdict("numbers", bool(found), missing)
        hedged = _qualified(found, printed, number.hedge)
        if hedged and cited.is_certain and not number.ordinal:
            code, message, _ = hedged
            fix = "Give the number as the passage has it."
            yield Verdict(remark=cited.remark(code, message, fix, at=number.first))


def _is_plain_english(number: Number, text: Passage) -> bool:
    """Whether it counts nothing: "one of them", "the first", "the second", "between the two"."""
    if number.digits:
        return False
    before = text.tokens[number.first - 1] if number.first else ""
    return number.value == 1 or (number.value == 2 and (number.ordinal or before in _DEFINITE))


def _places(cited: Cited, values: set[Value]) -> list[Number]:
    """Where any of some values stands in the passages; else where it may be implied."""
    for numbers in (
        [one for excerpt in cited.excerpts for one in excerpt.numbers],
        [one for excerpt in cited.excerpts for one in excerpt.implied],
    ):
        if found := [one for one in numbers if one.value in values]:
            return found
    return []


def _shares(cited: Cited) -> Iterator[Fraction]:
    """The numbers under one of the passages: two thirds are 66.7 per cent."""
    for excerpt in cited.excerpts:
        for one in excerpt.numbers:
            if isinstance(one.value, Fraction) and one.value < 1:
                yield one.value


def _rounds_to(value: Fraction, amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(value - Fraction(amount)) < Fraction(10) ** min(exponent, 0)


def _qualified(
    found: list[Number], printed: str, given: Qualifier
) -> tuple[str, str, Qualifier] | None:
    """Compare how exactly a number is given with how exactly the passages have it.

    Where they differ: code and message of a warning, and how the passages have it.
    """
    hedges = sorted({one.hedge for one in found})
    if not hedges or given in hedges:
        return None
    source = hedges[0]
    if given is Qualifier.EXACT:
        return "qualifier-dropped", f"The passage has {source} {printed}, not {printed}.", source
    if source is Qualifier.EXACT:
        return "qualifier-added", f"The passage has {printed}, without “{given}”.", source
    return "qualifier-changed", f"The passage has {source} {printed}, not {given} it.", source


def _number_missing(cited: Cited, printed: str, *, error: bool, at: int | str | None) -> Remark:
    return cited.remark(
        "number-not-in-passage",
        f"“{printed}” is not in the passage cited, neither in digits nor in words.",
        _FIX,
        error=error,
        at=at,
    )


# -- names -----------------------------------------------------------------------------------------


def check_names(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Look for each actor named in the passages cited, in any spelling.

    A name that is only elsewhere in the same source is a warning that says where; one that is
    nowhere in it is an error.
    """
    if cited.bearer.kind is BearerKind.NAME:
        yield from _check_spelling(cited, sources)
    if cited.bearer.kind is BearerKind.NAME or isinstance(cited.bearer.claim, Quote):
        return
    seen: set[frozenset[str]] = set()
    for named in cited.names:
        # Outlets and authors are those who speak; `check_attributions` says whether they do.
        if not named.sources and named.actors not in seen:
            seen.add(named.actors)
            yield _check_name(cited, named, sources)


def _check_spelling(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Look for a spelling in each of the passages that are to show it."""
    words = tokens(cited.bearer.text)
    for number, evidence in enumerate(cited.bearer.evidence):
        if evidence.stance is not Support.SUPPORTS:
            continue
        excerpt = sources.excerpt(evidence)
        if excerpt is None:
            yield Verdict(tally="names")
            continue
        passage = excerpt.passage
        if passage.text.find(words, passage.first, passage.last):
            yield Verdict(tally="names", verified=True)
            continue
        fix = "Correct the spelling, or remove the citation."
        if elsewhere := passage.text.find(words):
            paragraph = passage.text.paragraph_of(elsewhere[0])
            fix = f"Cite @{excerpt.source.key}, {passage.text.cited(paragraph)}, where it is."
        remark = Remark(
            code="name-not-in-passage",
            message=f"“{cited.bearer.text}” is not in the passage cited.",
            fix=fix,
            error=True,
            bearer=cited.bearer,
            citation=number,
        )
        yield Verdict(tally="names", verified=False, remark=remark)


def _check_name(cited: Cited, named: Named, sources: OpenSources) -> Verdict:
    stands = any(named.actors & excerpt.actors for excerpt in cited.excerpts)
    return cited.verdict("names", stands, partial(_name_missing, cited, named, sources))


def _name_missing(cited: Cited, named: Named, sources: OpenSources) -> Remark:
    printed = cited.own_words.printed(named.first, named.last)
    place = _nearest(named.actors, cited, sources)
    where = f"; it is in ¶{place[1]}" if place else ", nor elsewhere in the sources cited"
    return cited.remark(
        "name-not-in-passage",
        f"“{printed}” is not in the passage cited, in any spelling{where}.",
        _cite_more(cited, place) if place else "Correct the name.",
        error=place is None and cited.is_certain,
        at=named.first,
    )


def _cite_more(cited: Cited, place: tuple[str, int]) -> str:
    """Say how to cite the paragraph that has a name, of which a part may be cited already."""
    key, number = place
    if any((one.source, one.paragraph) == place for one in cited.bearer.evidence):
        return f"Cite more of @{key}, ¶{number}: the passage stops short of the name."
    text = next(one.passage.text for one in cited.excerpts if one.source.key == key)
    return f"Cite @{key}, {text.cited(number)} as well."


def _nearest(actors: Collection[str], cited: Cited, sources: OpenSources) -> tuple[str, int] | None:
    """The source and paragraph closest to a passage cited that names one of some actors."""
    found = [
        (abs(number - excerpt.passage.paragraph), excerpt.source.key, number)
        for excerpt in cited.excerpts
        for number, paragraph in enumerate(sources.paragraphs(excerpt), start=1)
        if not paragraph.actors.isdisjoint(actors)
    ]
    return min(found)[1:] if found else None


def check_attributions(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Warn of outlets and authors named but not cited, and of a speaker not named nearby."""
    keys = {one.source for one in cited.bearer.evidence}
    if cited.bearer.kind in SENTENCES:
        seen: set[frozenset[str]] = set()
        for named in cited.names:
            if named.sources and not named.sources & keys and named.sources not in seen:
                seen.add(named.sources)
                printed = cited.own_words.printed(named.first, named.last)
                remark = cited.remark(
                    "attributed-elsewhere",
                    f"It is ascribed to {printed}, which is not cited.",
                    f"Cite @{min(named.sources)}, or name the source it comes from.",
                    at=named.first,
                )
                yield Verdict(remark=remark)
    speaker = _speaker(cited)
    if speaker is not None and cited.complete and cited.excerpts:
        yield from _check_speaker(cited, speaker, sources)


def _speaker(cited: Cited) -> str | None:
    if isinstance(cited.bearer.claim, Quote):
        return cited.bearer.claim.speaker
    return cited.bearer.figure.said_by if cited.bearer.figure else None


def _check_speaker(cited: Cited, speaker: str, sources: OpenSources) -> Iterator[Verdict]:
    actor = sources.briefing.actors_by_id.get(speaker)
    if actor is None or any(speaker in sources.around(one).actors for one in cited.excerpts):
        return
    if speaker in sources.lexicon.speaking(one.source.key for one in cited.excerpts):
        return
    place = _nearest({speaker}, cited, sources)
    where = f"; the name is in ¶{place[1]}" if place else ""
    remark = cited.remark(
        "speaker-not-in-passage",
        f"{actor.name} is not named in the passage cited or beside it{where}.",
        "Check who speaks there.",
        at="said-by" if cited.bearer.figure else None,
    )
    yield Verdict(remark=remark)


# -- dates -----------------------------------------------------------------------------------------

_APART: Final = {"after", "before", "later", "earlier", "following", "next", "previous", "same"}
_TIMES: Final = {"day", "days", "week", "weeks", "month", "months", "year", "years", "morning"}
"""Where two such words go together, a passage may mean another day than it prints."""


def check_dates(cited: Cited) -> Iterator[Verdict]:
    """Look for the dates of a claim, a position or a figure in the passages cited.

    A date in words that a passage contradicts is an error, any other that is not there a warning.
    """
    bearer = cited.bearer
    if bearer.claim is not None and bearer.claim.date is not None:
        yield check_date(cited, bearer.claim.date, field="date")
    if bearer.figure is not None and bearer.figure.as_of is not None:
        yield check_date(cited, bearer.figure.as_of, field="as-of")
    if bearer.kind in SENTENCES:
        yield from (_check_mention(cited, mention) for mention in cited.dates)


def check_date(cited: Cited, wanted: EdtfDate, *, field: str) -> Verdict:
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
    if field == "as-of":
        for excerpt in cited.excerpts:
            speaks = excerpt.source.speaks_on
            if speaks is not None and lies_in(speaks, wanted):
                how = f"the article {_dated(excerpt.source)}"
                derived = Derivation(cited.bearer, wanted.label, excerpt.source.key, how)
                return Verdict(tally="dates", verified=True, derivation=derived)
    missing = partial(_date_missing, cited, wanted.label, error=False, at=field)
    return cited.verdict("dates", False, missing)


def _check_mention(cited: Cited, wanted: DateMention) -> Verdict:
    printed = cited.own_words.printed(wanted.first, wanted.last)
    mentions = [(excerpt, one) for excerpt in cited.excerpts for one in excerpt.dates]
    found = _best((excerpt, one) for excerpt, one in mentions if one.confirms(wanted))
    if found is not None:
        return _date_verified(cited, printed, *found, with_year=wanted.earliest is not None)
    contradicted = any(
        one.contradicts(wanted) and not _days_apart(excerpt) for excerpt, one in mentions
    )
    error = contradicted and cited.is_certain
    missing = partial(_date_missing, cited, printed, error=error, at=wanted.first)
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


def _date_missing(cited: Cited, date: str, *, error: bool, at: int | str | None) -> Remark:
    undated = sorted({one.source.key for one in cited.excerpts if one.source.speaks_on is None})
    fix = _FIX
    if undated:
        fix += f" If the passage says “today” or gives no year, give @{undated[0]} a dateline."
    message = (
        f"The passage cited contradicts “{date}”."
        if error
        else f"“{date}” is not in the passage cited and does not follow from it."
    )
    return cited.remark("date-not-in-passage", message, fix, error=error, at=at)
