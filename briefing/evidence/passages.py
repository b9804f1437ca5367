"""Whether articles, and the passages cited of them, are still what they were when anchored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from briefing.evidence.anchors import Finding, Outcome
from briefing.evidence.articles import Told, article_changes, present_numbers
from briefing.evidence.checking import Remark
from briefing.evidence.corpus import Examination, TextAtHand
from briefing.evidence.support import Bearer, bearers
from briefing.evidence.texts import Passage, PassageError, SourceText
from briefing.model.actors import Source
from briefing.model.claims import CitedPlace, Evidence
from briefing.model.vocabulary import Severity

MISSING_TEXT: Final = "missing-text"
"""Code of the error that a text cannot be looked into: it says nothing against the briefing."""

_ANCHOR: Final = "Run `briefing anchor`."
_FOLLOW: Final = "Run `briefing anchor --follow`."
READ_AGAIN: Final = (
    "Read the passage again, correct what rests on it, then run `briefing anchor --renew`."
)
READ_ARTICLE: Final = (
    "Read it, correct what rests on the article, then run `briefing anchor --renew`."
)
"""What to do about an article that changed."""


# -- where a passage stands now --------------------------------------------------------------------


class Whereabouts:
    """Where what a briefing cites stands now, if that can be told."""

    def __init__(self, examination: Examination) -> None:
        self._examination = examination
        self._present: dict[str, dict[int, int]] = {}

    def paragraphs(self, source: str) -> dict[int, int]:
        """By the number that the briefing knows a paragraph by, its present one; see `articles`."""
        if source not in self._present:
            text = self._examination.text(source)
            mark = self._examination.briefing.articles_by_source.get(source)
            self._present[source] = (
                {} if text is None or mark is None else present_numbers(mark, text)
            )
        return self._present[source]

    def now(self, evidence: Evidence) -> Evidence:
        """How to cite a passage where it stands now: in another paragraph, or by another number."""
        passage = self._examination.finding(evidence).passage
        if evidence.paragraph is None:
            return evidence
        if passage is None:
            return msgspec.structs.replace(evidence, paragraph=self._aligned(evidence))
        number = evidence.number
        if evidence.passage is not None:
            starts = passage.text.starts(evidence.passage, passage.paragraph)
            if passage.first in starts and (number is not None or len(starts) > 1):
                number = starts.index(passage.first) + 1
        return msgspec.structs.replace(evidence, paragraph=passage.paragraph, number=number)

    def _aligned(self, evidence: Evidence) -> int | None:
        """The paragraph that is where one stood that is cited whole, by what is around it."""
        briefing, known = self._examination.briefing, evidence.paragraph
        anchor = briefing.anchor(evidence)
        mark = briefing.articles_by_source.get(evidence.source)
        if anchor is None or mark is None or known is None or evidence.passage is not None:
            return known
        was = dict(zip(mark.numbers, mark.paragraphs, strict=True)).get(known)
        is_known = was == anchor.sha256[: len(was or "")]
        return self.paragraphs(evidence.source).get(known, known) if is_known else known


# -- the passages that something cites -------------------------------------------------------------


def check_passages(
    bearer: Bearer, examination: Examination, places: Whereabouts, told: set[CitedPlace]
) -> Iterator[Remark]:
    """Look at each passage that something cites.

    One that is not found again as it was, or that cannot be selected, is an error; so is, once, one
    without an anchor where others have one. One that has moved is a warning.
    """
    for number, evidence in enumerate(bearer.evidence):
        text = examination.text(evidence.source)
        if text is None:
            continue
        finding = examination.finding(evidence)
        found = (
            _without_anchor(evidence, text, examination, told)
            if finding.outcome is Outcome.UNCHECKED
            else _with_anchor(evidence, places.now(evidence), finding)
        )
        for code, message, fix in found:
            yield Remark(
                code=code,
                message=f"{evidence.where}: {message}",
                fix=fix,
                severity=Severity.WARNING if code == "moved-passage" else Severity.ERROR,
                bearer=bearer,
                citation=number,
            )


def _with_anchor(
    evidence: Evidence, now: Evidence, finding: Finding
) -> Iterator[tuple[str, str, str]]:
    if not finding.is_exact:
        yield f"{finding.outcome}-passage", finding.reason, READ_AGAIN
    if now.paragraph != evidence.paragraph:
        yield "moved-passage", f"the passage is in ¶{now.paragraph} now.", _FOLLOW
    elif now.number != evidence.number:
        message = f"of the passages that begin with these words it is number ({now.number}) now."
        yield "moved-passage", message, _FOLLOW


def _without_anchor(
    evidence: Evidence, text: SourceText, examination: Examination, told: set[CitedPlace]
) -> Iterator[tuple[str, str, str]]:
    try:
        text.passage(evidence.paragraph, evidence.passage, evidence.number)
    except PassageError as error:
        yield "bad-passage", str(error), error.fix
        return
    if examination.briefing.anchors and evidence.place not in told:
        told.add(evidence.place)
        is_old = examination.briefing.anchor(evidence) is not None
        fix = READ_AGAIN if is_old else _ANCHOR
        yield "unanchored-passage", examination.finding(evidence).reason, fix


# -- the articles as a whole -----------------------------------------------------------------------


def check_texts(examination: Examination, places: Whereabouts) -> Iterator[Remark]:
    """Look at the text of each source, and at what changed in it that no passage tells."""
    for source in examination.briefing.sources:
        if examination.corpus.folder is not None:
            yield from _check_reading(source, examination.corpus.read(source))
        flaw = examination.flaw(source.key)
        if flaw is not None:
            code, message, fix = flaw
            severity = Severity.ERROR
            yield Remark(code=code, message=message, fix=fix, severity=severity, source=source.key)
            continue
        text = examination.text(source.key)
        if text is not None:
            yield from _check_language(source)
            yield from _check_article(source, text, examination)
            yield from _check_numbers(source, places)
    yield from _unanchored(examination)


def _check_reading(source: Source, found: TextAtHand) -> Iterator[Remark]:
    """Tell that a text cannot be looked into, or was read by a guess."""
    if found.text is None:
        yield Remark(
            code=MISSING_TEXT,
            message=f"{found.why_not} No passage of @{source.key} was looked at.",
            fix=found.fix,
            severity=Severity.ERROR,
            source=source.key,
            field="corpus",
        )
    elif found.encoding is not None:
        yield Remark(
            code="text-encoding",
            message=f"“{source.corpus}” was read as {found.encoding}.",
            fix="Save it as UTF-8, so that nothing has to be guessed.",
            source=source.key,
            field="corpus",
        )


def _check_language(source: Source) -> Iterator[Remark]:
    if not source.is_english:
        yield Remark(
            code="other-language",
            message=f"@{source.key} is in “{source.language}”: of what rests on it quotations"
            " and digits were looked for, in the commonest languages dates and numbers in words,"
            " and names as far as they are written alike.",
            fix="Have somebody who reads it sign for these claims.",
            severity=Severity.LOOK,
            source=source.key,
            field="language",
        )


def _check_numbers(source: Source, places: Whereabouts) -> Iterator[Remark]:
    """Tell which paragraphs that a source itself names have another number now."""
    present = places.paragraphs(source.key)
    for number in source_paragraphs(source):
        if present.get(number, number) != number:
            message = f"@{source.key}: what was ¶{number} is ¶{present[number]} now."
            yield Remark(code="moved-passage", message=message, fix=_FOLLOW, source=source.key)


def _unanchored(examination: Examination) -> Iterator[Remark]:
    """Say once, of a briefing without any anchor, that no change of a passage would be noticed."""
    briefing = examination.briefing
    cited = {one.source for bearer in bearers(briefing) for one in bearer.evidence}
    if briefing.anchors or all(examination.text(key) is None for key in cited):
        return
    message = "The briefing has no anchors, so no change of a passage would be noticed."
    yield Remark(code="unanchored-passage", message=message, fix=_ANCHOR)


def _check_article(source: Source, text: SourceText, examination: Examination) -> Iterator[Remark]:
    mark = examination.briefing.articles_by_source.get(source.key)
    if mark is None:
        return
    told = _told(source, examination)
    for change in () if told is None else article_changes(mark, text, told):
        message = f"@{source.key}: {change}"
        yield Remark(code="article-changed", message=message, fix=READ_ARTICLE, source=source.key)


def _told(source: Source, examination: Examination) -> Told | None:
    """What the passages cited of a source tell of it; None where they tell of all of it."""
    paragraphs: dict[int, int] = {}
    before: set[str] = set()
    for bearer in bearers(examination.briefing):
        for one in bearer.evidence:
            anchor = examination.briefing.anchor(one)
            finding = examination.finding(one)
            if one.source != source.key or anchor is None:
                continue
            if one.paragraph is None:
                if finding.outcome is Outcome.ALTERED:
                    return None
                continue
            if one.passage is None:
                before.add(anchor.sha256[:16])
            if finding.passage is not None and finding.outcome is not Outcome.UNCHECKED:
                told = _told_by(finding, finding.passage)
                paragraphs.update(dict.fromkeys(told, one.paragraph))
    return Told(paragraphs, before)


def _told_by(finding: Finding, passage: Passage) -> Iterator[int]:
    """The paragraphs of which a finding says whether they changed.

    One that changed tells so of each that it stands in; one that did not, of those that it fills.
    """
    text = passage.text
    for number in range(passage.paragraph, text.paragraph_of(passage.last - 1) + 1):
        whole = text.paragraph(number)
        fills = passage.first <= whole.first and whole.last <= passage.last
        if fills or not finding.is_exact:
            yield number


def source_paragraphs(source: Source) -> list[int]:
    """The paragraphs that a source itself names: of its dateline, and of its slips."""
    dateline = [] if source.dateline is None else [source.dateline.paragraph]
    return list(dict.fromkeys([*dateline, *(slip.paragraph for slip in source.slips)]))
