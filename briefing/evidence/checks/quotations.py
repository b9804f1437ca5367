"""Whether quotations stand in the passages cited, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

import msgspec

from briefing.evidence.checking import Cited, OpenSources, Remark, Verdict
from briefing.evidence.cues import Cue, cues_of, has
from briefing.evidence.support import SENTENCES
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import tokens
from briefing.evidence.words import word_set
from briefing.model.actors import Actor
from briefing.model.claims import Quote
from briefing.model.text import quotations
from briefing.model.vocabulary import ActorType, Severity

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

    def remark(
        self,
        cited: Cited,
        code: str,
        message: str,
        fix: str,
        severity: Severity = Severity.WARNING,
    ) -> Remark:
        return Remark(
            code=code,
            message=message,
            fix=fix,
            severity=severity,
            bearer=cited.bearer,
            offset=self.offset,
            field=self.field,
        )


def check_quotations(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Judge each quotation; one that is not verbatim in any passage cited is an error."""
    for quotation in _quotations(cited):
        if quotation.runs:
            places = [
                place
                for excerpt in cited.excerpts
                if (place := _place(quotation.runs, excerpt.passage)) is not None
            ]
            wrong = partial(_misquoted, quotation, cited, sources)
            yield cited.verdict("quotes", bool(places), wrong)
            if places:
                yield from _out_of_context(quotation, cited, places)
                if isinstance(cited.bearer.claim, Quote):
                    yield from _whose(quotation, cited.bearer.claim, cited, places, sources)
                elif quotation.field is None:
                    yield from _said_by_another(quotation, cited, places, sources)
                    yield from _said_by_nobody(quotation, cited, places, sources)


_Place = tuple[Passage, list[tuple[int, int]]]
"""Where a quotation stands: in which passage, and of each run the first token and the one after."""

_CUTS: Final = word_set("not if unless provided except only without until but")


def _out_of_context(
    quotation: _Quotation, cited: Cited, places: Sequence[_Place]
) -> Iterator[Verdict]:
    """Warn of a quotation put together of several sentences, or cut beside a *not* or an *if*."""
    faults = [_wrong_there(passage.text, runs) for passage, runs in places]
    first = faults[0]
    if first is None or not all(faults):
        return
    code, how, severity = first
    message = f"“{quotation.words}”: {how}."
    fix = "Quote so much that it says what the speaker said."
    yield Verdict(remark=quotation.remark(cited, code, message, fix, severity))


def _wrong_there(
    text: SourceText, runs: Sequence[tuple[int, int]]
) -> tuple[str, str, Severity] | None:
    if len(runs) > 1 and _parted(text, runs):
        how = "its parts stand in different sentences of the source"
        return "quote-stitched", how, Severity.WARNING
    for one, other in pairwise(runs):
        if has([Passage(text, one[1], other[0])], Cue.NOT):
            how = f"it leaves out “{text.slice(one[1], other[0])}”"
            return "quote-cut", how, Severity.WARNING
    if cut := _cut(text, runs):
        severity = Severity.WARNING if has([cut], Cue.NOT) else Severity.LOOK
        return "quote-cut", f"the source goes on, or begins, with “{cut.words}”", severity
    return None


def _parted(text: SourceText, runs: Sequence[tuple[int, int]]) -> bool:
    return any(
        one[1] <= start <= other[0]
        for one, other in pairwise(runs)
        for start in text.sentence_starts
    )


def _cut(text: SourceText, runs: Sequence[tuple[int, int]]) -> Passage | None:
    """The words beside a quotation, within its sentence, that turn or condition it."""
    first, last = runs[0][0], runs[-1][1]
    whole = Passage(text, first, last).sentences
    before = Passage(text, max(whole.first, first - 2), first)
    if has([before], Cue.NOT):
        return before
    after = text.tokens[last : min(whole.last, last + 3)]
    gap = Passage(text, last - 1, min(last + 1, len(text.tokens))).gap(0) if after else "."
    if _CUTS & set(after[:2]) and not set(gap) & set(".?!"):
        return Passage(text, last, min(whole.last, last + 3))
    return None


_OWN_WORDS: Final = "Say it in your own words, as what was said."
_WHO: Final = "Check who speaks there."


def _whose(
    quotation: _Quotation,
    quote: Quote,
    cited: Cited,
    places: Sequence[_Place],
    sources: OpenSources,
) -> Iterator[Verdict]:
    """Warn where the source does not quote these words, or names another as their speaker."""
    keys = {one.source.key for one in cited.excerpts}
    if quote.speaker in sources.lexicon.speaking(keys):
        return
    if not _is_quoted(places):
        message = f"“{quotation.words}” are words of the article, which does not quote them."
        yield Verdict(remark=cited.remark("not-quoted", message, _OWN_WORDS, at=0))
        return
    for passage, runs in places:
        others = _speakers(passage, runs, sources)
        known = sources.briefing.actors_by_id
        if not others or quote.speaker in others or quote.speaker not in known:
            return
        if known[quote.speaker].type is not ActorType.PERSON and _speak_for(
            others, quote.speaker, known
        ):
            return
        name = sources.briefing.actor_name(min(others))
        message = f"In the source {name} seems to say this."
        yield Verdict(remark=cited.remark("other-speaker", message, _WHO, at=0))
        return


def _said_by_another(
    quotation: _Quotation, cited: Cited, places: Sequence[_Place], sources: OpenSources
) -> Iterator[Verdict]:
    """Point at words that a sentence about one person quotes, and the source of another."""
    ours = {actor for one in cited.names if sources.are_people(one) for actor in one.actors}
    theirs = [_speakers(passage, runs, sources) for passage, runs in places]
    if not ours or not all(theirs) or any(ours & found for found in theirs):
        return
    name = sources.briefing.actor_name(min(theirs[0]))
    message = f"“{quotation.words}”: in the source {name} seems to say this."
    remark = quotation.remark(cited, "other-speaker", message, _WHO, Severity.LOOK)
    yield Verdict(remark=remark)


def _is_quoted(places: Sequence[_Place]) -> bool:
    """Whether the source has all of a quotation between quotation marks, somewhere."""
    return any(all(passage.text.is_quoted(*run) for run in runs) for passage, runs in places)


_HE: Final = word_set("he she his her him")


def _said_by_nobody(
    quotation: _Quotation, cited: Cited, places: Sequence[_Place], sources: OpenSources
) -> Iterator[Verdict]:
    """Point at words that a sentence has a person say, and the article does not quote."""
    if _is_quoted(places) or cited.bearer.is_about_sources:
        return
    if sum(map(len, quotation.runs)) <= _LEAST:
        return  # a word of the article's
    words = cited.own_words
    person = any(map(sources.are_people, cited.names)) or _HE & set(words.tokens)
    if not person or any(one.sources for one in cited.names) or not has([words], Cue.SAID):
        return
    message = f"“{quotation.words}” are words of the article, which does not quote them."
    yield Verdict(remark=quotation.remark(cited, "not-quoted", message, _OWN_WORDS))


def _speak_for(others: frozenset[str], speaker: str, known: dict[str, Actor]) -> bool:
    """Whether a person may speak for a state or an organisation: of its country, or its officer."""
    name = known[speaker].name.casefold()
    return any(
        name in (known[one].role or "").casefold()
        or (known[one].country is not None and known[one].country == known[speaker].country)
        for one in others
    )


def _speakers(
    passage: Passage, runs: Sequence[tuple[int, int]], sources: OpenSources
) -> frozenset[str]:
    """Those who are named beside a word of saying, closest to a quotation in its paragraph."""
    text = passage.text
    paragraph = text.paragraph(text.paragraph_of(runs[0][0]))
    named = [
        (one, paragraph.first + one.first, paragraph.first + one.last)
        for one in sources.lexicon.read(paragraph)
        if sources.are_people(one)
        and not text.is_quoted(paragraph.first + one.first, paragraph.first + one.last)
    ]
    found: list[tuple[int, frozenset[str]]] = []
    for one, first, last in named:
        before = max(paragraph.first, first - _APPOSED)
        beside = text.tokens[before:first] + text.tokens[last : last + 2]
        if any(Cue.SPEAKS in cues_of(token) for token in beside):
            distance = min(abs(runs[0][0] - last), abs(first - runs[-1][1]))
            found.append((distance, one.actors))
    return min(found, key=lambda one: one[0])[1] if found else frozenset()


_APPOSED: Final = 4
"""Tokens before a name among which stands a word of saying: “said his sister, Lena Reyd”."""


def _quotations(cited: Cited) -> Iterator[_Quotation]:
    bearer = cited.bearer
    if isinstance(bearer.claim, Quote):
        yield _Quotation(bearer.text, 0)
    elif bearer.kind in SENTENCES:
        for offset, words in quotations(bearer.text):
            yield _Quotation(words, offset)
    elif bearer.figure is not None and bearer.figure.as_reported:
        yield _Quotation(bearer.figure.as_reported, field="as-reported")


def _place(runs: Sequence[Sequence[str]], passage: Passage) -> _Place | None:
    """Where runs of tokens stand in a passage one after the other; None where they do not."""
    at = passage.first
    found = []
    for run in runs:
        places = passage.text.find(run, at, passage.last)
        if not places:
            return None
        at = places[0] + len(run)
        found.append((places[0], at))
    return passage, found


def _stands(runs: Sequence[Sequence[str]], passage: Passage) -> bool:
    return _place(runs, passage) is not None


def _misquoted(quotation: _Quotation, cited: Cited, sources: OpenSources) -> Remark:
    message, fix = _what_is_wrong(quotation, cited, sources)
    return quotation.remark(cited, "quote-not-in-passage", message, fix, Severity.ERROR)


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
