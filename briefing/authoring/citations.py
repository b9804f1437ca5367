"""Citations in Pandoc's syntax with a paragraph as locator: ``@herald, ¶2; contradicts @post, ¶6``.

A passage of the paragraph is named by its first and last words: ``@herald, ¶2 "the two … then"``,
and by a number where several begin there with the same words: ``@herald, ¶2 "the two … then" (2)``.
In a card's Markdown citations stand in square brackets; in front matter (``cite: "herald ¶2"``)
they have none, and there the at sign may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from briefing.authoring.fields import Fields, is_id, slug
from briefing.authoring.problems import (
    IdKind,
    Located,
    Location,
    MistakeError,
    ParseContext,
    Report,
)
from briefing.model.claims import Allowance, Evidence
from briefing.model.text import nearest, words
from briefing.model.vocabulary import Mode, Support

END_LIMIT: Final = 4
"""Most words at either end: the texts of articles are copyrighted and stay out of the briefing."""

UNBROKEN_LIMIT: Final = 2 * END_LIMIT
"""Most words of a passage that is named as a whole."""

MARK: Final = re.compile("[\"“”„«»‘’']")
"""What somebody may begin a passage with; only “ and \" are right."""

QUOTED: Final = '"[^"]*"|“[^“”]*”'
"""Pattern of a stretch between quotation marks, in which brackets and semicolons are text."""

_PASSAGE: Final = re.compile(f"(?P<quoted>{QUOTED})(?P<rest>.*)")
_DOUBLE: Final = re.compile('["“”„«»]')
_ELLIPSIS: Final = re.compile(r"…|\.{3,}")
_CODE: Final = "bad-passage"
_PART: Final = re.compile(f"(?>{QUOTED}|[^;])*+")
_CITATION: Final = re.compile(r"(?:(?P<word>[^\s@¶,]+)\s+)?(?P<key>@?[^\s@¶,]+)(?P<rest>.*)")
_PARAGRAPH: Final = re.compile(r"\s*,?\s*¶\s*(?P<number>[0-9]{1,5})\s*")
_SEVERAL: Final = re.compile(
    r"\s*,?\s*¶+\s*(?P<first>[0-9]+)\s*(?P<between>[-–,&]|and)\s*¶*\s*(?P<second>[0-9]+).*"
)
_NUMBER: Final = re.compile(r"\(\s*(?P<number>[1-9][0-9]{0,3})\s*\)")
_MOST_PROPOSED: Final = 6
"""Paragraphs of a range that are proposed one by one."""

REASON_WORDS: Final = 3
"""Fewest words of a reason; "ok" explains nothing to a reader."""

_PROBLEM: Final = "bad-allowance"


def read_passage(text: Located) -> tuple[str, int | None]:
    """Read what stands after a paragraph's number, from a quotation mark on.

    Returns:
        The passage's words, singly spaced, and its number if one is given.
    """
    match = _PASSAGE.fullmatch(text.text)
    if match is None:
        message = "The passage is not between two quotation marks."
        fix = 'Write “first words … last words”, or the same between two ".'
        raise MistakeError(text.at(), _CODE, message, fix)
    rest = text.part(match.start("rest"))
    number = _NUMBER.fullmatch(rest.text)
    if rest.text and number is None:
        raise MistakeError(
            rest.at(),
            _CODE,
            f"“{rest.text}” follows the passage.",
            "End the passage with one quotation mark, and write a semicolon before the next"
            " citation.",
        )
    typed = _read_words(text.part(1, match.end("quoted") - 1))
    return typed, None if number is None else int(number["number"])


def _read_words(text: Located) -> str:
    if mark := _DOUBLE.search(text.text):
        message = "The passage contains a quotation mark."
        fix = "Leave it out; marks do not count when the passage is looked for."
        raise MistakeError(text.at(mark.start()), _CODE, message, fix)
    gaps = list(_ELLIPSIS.finditer(text.text))
    if len(gaps) > 1:
        message = "The passage has a second “…”."
        fix = "Write its first words, one “…” and its last words."
        raise MistakeError(text.at(gaps[1].start()), _CODE, message, fix)
    if not gaps:
        return _read_unbroken(text)
    start, end = gaps[0].span()
    head, tail = text.part(0, start), text.part(end)
    if not words(head.text) or not words(tail.text):
        message = f"There are no words {'after' if words(head.text) else 'before'} the “…”."
        fix = "Write the passage's first words, “…” and its last words."
        raise MistakeError(text.at(start), _CODE, message, fix)
    return _join_ends(head, tail)


def _read_unbroken(text: Located) -> str:
    found = words(text.text)
    if not found:
        message = "The passage has no words."
        fix = "Write its first and last words, or remove the marks to cite the whole paragraph."
        raise MistakeError(text.at(), _CODE, message, fix)
    if len(found) <= UNBROKEN_LIMIT:
        return _spaced(text.text)
    ends = f"{' '.join(found[:END_LIMIT])} … {' '.join(found[-END_LIMIT:])}"
    message = f"The passage has {len(found)} words; {UNBROKEN_LIMIT} in a row are the most."
    fix = f"Write “{ends}”."
    raise MistakeError(text.at(_word_offset(text.text, UNBROKEN_LIMIT)), _CODE, message, fix)


def _join_ends(head: Located, tail: Located) -> str:
    first, last = words(head.text), words(tail.text)
    mistakes = []
    if len(first) > END_LIMIT:
        location = head.at(_word_offset(head.text, END_LIMIT))
        fix = f"Write “{' '.join(first[:END_LIMIT])}” before the “…”."
        mistakes.append(_long_end(location, len(first), "before", fix))
    if len(last) > END_LIMIT:
        fix = f"Write “{' '.join(last[-END_LIMIT:])}” after the “…”."
        mistakes.append(_long_end(tail.at(), len(last), "after", fix))
    if mistakes:
        raise ExceptionGroup("the ends of a passage", mistakes)
    return f"{_spaced(head.text)} … {_spaced(tail.text)}"


def _long_end(location: Location, count: int, side: str, fix: str) -> MistakeError:
    message = f"{count} words are {side} the “…”; {END_LIMIT} are the most."
    return MistakeError(location, _CODE, message, fix)


def _word_offset(text: str, number: int) -> int:
    """Where the word of a number, counted from 0, begins."""
    starts = [match.start() for match in re.finditer(r"\S+", text) if words(match[0])]
    return starts[number]


def _spaced(text: str) -> str:
    return " ".join(text.split())


class Citation(NamedTuple):
    """A citation as typed.

    Attributes:
        paragraph: Counted from 1; None cites the source as a whole.
        number: Which of the passages it is that begin in the paragraph with the same words.
    """

    key: Located
    paragraph: int | None
    stance: Support
    passage: str | None = None
    number: int | None = None


def parse_citations(text: Located, report: Report, *, at_sign: bool) -> tuple[Citation, ...]:
    """Read citations parted by semicolons, without brackets; those with problems are left out.

    With `at_sign` each key must have its at sign.
    """
    parse = partial(_parse_citation, report=report, at_sign=at_sign)
    found = (report.value(part, parse) for part in _split(text))
    return tuple(citation for citation in found if citation is not None)


def as_evidence(
    citations: Sequence[Citation], mode: Mode, context: ParseContext
) -> tuple[tuple[Evidence, ...], tuple[Location, ...]]:
    """Take citations as evidence got in one way, and where their keys stand."""
    evidence = [
        Evidence(
            source=context.ledger.name(IdKind.SOURCE, one.key),
            paragraph=one.paragraph,
            passage=one.passage,
            number=one.number,
            stance=one.stance,
            mode=mode,
        )
        for one in citations
    ]
    return tuple(evidence), tuple(citation.key.at() for citation in citations)


def read_citations(
    fields: Fields, mode: Mode, context: ParseContext
) -> tuple[tuple[Evidence, ...], tuple[Location, ...]]:
    """Take the field ``cite`` of any mapping; see `as_evidence`."""
    text = fields.text("cite")
    citations = () if text is None else parse_citations(text, context.report, at_sign=False)
    return as_evidence(citations, mode, context)


def _split(text: Located) -> Iterator[Located]:
    start = 0
    while start <= len(text.text):
        match = _PART.match(text.text, start)
        assert match is not None
        yield text.part(*match.span())
        start = match.end() + 1


def _parse_citation(text: Located, report: Report, *, at_sign: bool) -> Citation | None:
    mark = MARK.search(text.text)
    if mark is None:
        return _parse_cited_place(text, report, at_sign=at_sign)
    before = text.text[: mark.start()].rstrip(" ,")
    parse = partial(_parse_cited_place, report=report, at_sign=at_sign)
    citation = report.value(text.part(0, len(before)), parse)
    passage = report.value(text.part(mark.start()), read_passage)
    if citation is not None and citation.paragraph is None:
        message = "The passage has no paragraph."
        fix = f"Write “@{citation.key.text}, ¶4” before it, with the paragraph that it begins in."
        raise MistakeError(text.at(mark.start()), "bad-passage", message, fix)
    if citation is None or passage is None:
        return None
    return citation._replace(passage=passage[0], number=passage[1])


def _parse_cited_place(text: Located, report: Report, *, at_sign: bool) -> Citation:
    """A citation up to its paragraph."""
    match = _CITATION.fullmatch(text.text)
    if match is None:
        raise MistakeError(
            text.at(), "bad-citation", "A citation is missing here.", "Write “@key, ¶4”."
        )
    key = text.part(*match.span("key"))
    if match["word"] and key.text.isdigit():
        proposed = key.text if _is_paragraph(key.text) else "4"
        fix = f"Write “@{match['word']}, ¶{proposed}”."
        raise MistakeError(key.at(), "bad-citation", "A paragraph needs its sign.", fix)
    if not key.text.startswith("@") and at_sign:
        report.error(
            key.at(), "bad-citation", "A citation key needs its at sign.", f"Write “@{key.text}”."
        )
    key = key.part(1) if key.text.startswith("@") else key
    stance = _stance(text.part(*match.span("word")), report) if match["word"] else Support.SUPPORTS
    rest = match["rest"]
    paragraph = _PARAGRAPH.fullmatch(rest)
    if rest.strip() and paragraph is None:
        word = match["word"] if stance is not Support.SUPPORTS else None
        raise _not_one_paragraph(text.part(match.start("rest")), key.text, word)
    if paragraph is None:
        return Citation(key, None, stance)
    number = int(paragraph["number"])
    if number == 0:
        message = "Paragraphs are counted from 1; there is no paragraph 0."
        fix = "Write “¶1” for the first."
        raise MistakeError(text.at(text.text.index("¶")), "bad-citation", message, fix)
    return Citation(key, number, stance)


def _stance(word: Located, report: Report) -> Support:
    if word.text in set(Support):
        return Support(word.text)
    match = nearest(word.text, Support)
    report.error(
        word.at(),
        "bad-citation",
        f"“{word.text}” does not say what a passage does for a claim.",
        f"Write “{match}”." if match else "Write “contradicts”, “context” or nothing before a key.",
    )
    return Support.SUPPORTS


def _not_one_paragraph(rest: Located, key: str, word: str | None) -> MistakeError:
    named = f"{word} @{key}" if word else f"@{key}"
    if several := _SEVERAL.fullmatch(rest.text):
        proposed = "; ".join(f"{named}, ¶{number}" for number in _each(several))
        message = "A citation names exactly one paragraph."
        fix = f"Cite each by itself: “{proposed or f'{named}, ¶4; {named}, ¶5'}”."
        return MistakeError(rest.at(rest.text.index("¶")), "bad-citation", message, fix)
    typed = rest.text.lstrip(", ")
    offset = len(rest.text) - len(typed)
    if typed.endswith(")") and _NUMBER.search(typed):
        return MistakeError(
            rest.at(offset),
            "bad-citation",
            f"“{typed}” has a number, but no passage.",
            "Write the passage's first and last words, between quotation marks, before the number.",
        )
    numbers = [one for one in re.findall("[0-9]+", typed) if _is_paragraph(one)]
    place = f"{named}, ¶{numbers[0] if numbers else 4}"
    message = f"“{typed}” is not a paragraph."
    fix = f"Write “{place}”, and a semicolon before the next citation."
    return MistakeError(rest.at(offset), "bad-citation", message, fix)


def _each(several: re.Match[str]) -> Sequence[int]:
    """The paragraphs that somebody meant by a range or a list; none where that is unclear."""
    first, second = several["first"], several["second"]
    if not _is_paragraph(first) or not _is_paragraph(second):
        return ()
    low, high = sorted((int(first), int(second)))
    if several["between"] in "-–" and high - low < _MOST_PROPOSED:
        return range(low, high + 1)
    return int(first), int(second)


def _is_paragraph(digits: str) -> bool:
    return _PARAGRAPH.fullmatch(f"¶{digits}") is not None and int(digits) > 0


def read_allowances(text: Located | None, report: Report) -> tuple[Allowance, ...]:
    """Read which warnings may stand; those with problems are left out."""
    found: dict[str, Allowance] = {}
    for code, reason in _pairs(text, report) if text is not None else ():
        if code.text in found:
            message = f"The warning “{code.text}” is allowed twice."
            fix = "Keep one of the two, with one reason for both."
            report.error(code.at(), _PROBLEM, message, fix)
        elif _is_code(code, report) and _is_reason(reason, report):
            found[code.text] = Allowance(code=code.text, reason=reason.text)
    return tuple(found.values())


def _pairs(text: Located, report: Report) -> Iterator[tuple[Located, Located]]:
    start = 0
    for typed in text.text.split(";"):
        end = start + len(typed)
        code, colon, _ = typed.partition(":")
        if colon:
            yield text.part(start, start + len(code)), text.part(start + len(code) + 1, end)
        else:
            message = "A warning can be allowed only by its code and a reason."
            fix = "Write “code: reason”; a semicolon separates two, so use commas within a reason."
            report.error(text.part(start, end).at(), _PROBLEM, message, fix)
        start = end + 1


def _is_code(code: Located, report: Report) -> bool:
    if is_id(code.text):
        return True
    proposal = slug(code.text) or "number-not-in-passage"
    report.error(
        code.at(),
        _PROBLEM,
        f"“{code.text}” is not the code of a warning: codes are lower-case words with hyphens.",
        f"Write it as the warning has it in brackets, for example “{proposal}”.",
    )
    return False


def _is_reason(reason: Located, report: Report) -> bool:
    count = len(words(reason.text))
    if count >= REASON_WORDS:
        return True
    message = "The reason for allowing the warning is missing."
    if count:
        message = f"“{reason.text}” does not explain why the warning is allowed."
    fix = f"Say it in {REASON_WORDS} words or more, so that a reader can judge."
    report.error(reason.at(), _PROBLEM, message, fix)
    return False
