"""Whether what is quoted stands in the passages, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from briefing.evidence.bearers import BearerKind
from briefing.evidence.checks.verdicts import Verdict
from briefing.evidence.excerpts import Cited, Desk, Excerpt
from briefing.evidence.remarks import Remark
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import tokens
from briefing.model.claims import Quote
from briefing.model.text import quotations

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


def check_quotations(cited: Cited, desk: Desk) -> Iterator[Verdict]:
    """Hold each quotation against the passages cited.

    Args:
        cited: What quotes, with its passages.
        desk: With the sources open.

    Yields:
        One verdict for each quotation; an error where it is not verbatim in any passage.
    """
    for quotation in _quotations(cited):
        if not quotation.runs:
            continue
        if any(_stands(quotation.runs, excerpt.passage) for excerpt in cited.excerpts):
            yield Verdict(tally="quotes", verified=True)
        elif not cited.complete:
            yield Verdict(tally="quotes")
        else:
            message, fix = _what_is_wrong(quotation, cited, desk)
            yield Verdict(
                tally="quotes",
                verified=False,
                remark=Remark(
                    code="quote-not-in-passage",
                    message=message,
                    fix=fix,
                    error=True,
                    bearer=cited.bearer,
                    offset=quotation.offset,
                    field=quotation.field,
                ),
            )


def _quotations(cited: Cited) -> Iterator[_Quotation]:
    bearer = cited.bearer
    if isinstance(bearer.claim, Quote):
        yield _Quotation(bearer.text, 0)
    elif bearer.kind in (BearerKind.CLAIM, BearerKind.POSITION):
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


def _what_is_wrong(quotation: _Quotation, cited: Cited, desk: Desk) -> tuple[str, str]:
    """Say what differs, or where the quotation stands instead, and what to do about it."""
    for excerpt in cited.excerpts:
        if place := _elsewhere(quotation.runs, excerpt.passage.text):
            key = excerpt.source.key
            return (
                f"“{quotation.words}” is not in the passage cited, but in ¶{place}.",
                f"Cite @{key}, ¶{place}.",
            )
    for run in quotation.runs:
        for excerpt in cited.excerpts:
            if difference := _difference(run, excerpt):
                return f"“{quotation.words}” is not verbatim: {difference}.", "Quote it exactly."
    return (
        f"“{quotation.words}” is not in the passage cited.",
        "Copy the words from the passage, or say it in your own words without quotation marks.",
    )


def _elsewhere(runs: Sequence[Sequence[str]], text: SourceText) -> int | None:
    for number in range(1, len(text.paragraphs) + 1):
        if _stands(runs, Passage(text, *text.tokens_of(number))):
            return number
    return None


def _difference(run: Sequence[str], excerpt: Excerpt) -> str | None:
    """Name the one word by which a run differs from the passage; None where it is not one word."""
    count = len(run)
    if count < _LEAST or any(_stands([run], one) for one in (excerpt.passage,)):
        return None
    words = excerpt.wording.tokens
    for length in (count, count + 1, count - 1):
        for start in range(len(words) - length + 1):
            window = words[start : start + length]
            same_start = _common(run, window)
            same_end = _common(run[same_start:][::-1], window[same_start:][::-1])
            if same_start + same_end == max(count, length) - 1:
                at = start + same_start
                return _say(
                    " ".join(run[same_start : count - same_end]),
                    excerpt.wording.printed(at, at + 1) if length - same_end > same_start else "",
                )
    return None


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens two runs begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _say(quoted: str, found: str) -> str:
    if not found:
        return f"the source does not have “{quoted}” there"
    if not quoted:
        return f"the source has “{found}” there as well"
    return f"the source has “{found}” where the quotation has “{quoted}”"
