"""Citations in Pandoc's syntax with a paragraph as locator: ``@herald, ¶2; contradicts @post, ¶6``.

A passage of the paragraph is named by its first and last words: ``@herald, ¶2 "the two … then"``.
In a card's Markdown citations stand in square brackets; in front matter (``cite: "herald ¶2"``)
they have none, and there the at sign may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from briefing.authoring.located import Located
from briefing.authoring.passages import MARK, QUOTED, read_passage
from briefing.authoring.problems import Place, Report
from briefing.model.claims import Evidence
from briefing.model.likeness import nearest
from briefing.model.vocabulary import Mode, Support

_PART: Final = re.compile(f"(?>{QUOTED}|[^;])*+")
_CITATION: Final = re.compile(r"(?:(?P<word>[^\s@¶,]+)\s+)?(?P<key>@?[^\s@¶,]+)(?P<rest>.*)")
_PARAGRAPH: Final = re.compile(r"\s*,?\s*¶\s*(?P<number>[0-9]{1,5})\s*")
_SEVERAL: Final = re.compile(r"\s*,?\s*¶+\s*[0-9]+\s*(?:[-–,&]|and)\s*¶*\s*[0-9]+.*")


class Citation(NamedTuple):
    """A citation as typed.

    Attributes:
        key: Citation key, with its place.
        paragraph: Counted from 1; None cites the source as a whole.
        stance: What the passage does for what cites it.
        passage: First and last words; None cites the whole paragraph.
    """

    key: Located
    paragraph: int | None
    stance: Support
    passage: str | None = None

    def evidence(self, mode: Mode) -> Evidence:
        """The citation as evidence, taken from its passage in one way."""
        return Evidence(
            source=self.key.text,
            paragraph=self.paragraph,
            passage=self.passage,
            stance=self.stance,
            mode=mode,
        )


def parse_citations(text: Located, report: Report, *, at_sign: bool) -> tuple[Citation, ...]:
    """Read citations.

    Args:
        text: Citations parted by semicolons, without brackets.
        report: Takes the problems, each at the token that is wrong.
        at_sign: Whether each key must have its at sign.

    Returns:
        Those citations that could be read, in order.
    """
    found = (_parse_citation(part, report, at_sign=at_sign) for part in _split(text))
    return tuple(citation for citation in found if citation is not None)


def format_citations(evidence: Iterable[Evidence]) -> str:
    """Write evidence as it is cited in a card, without the brackets.

    Args:
        evidence: In the order to cite it.

    Returns:
        For example ``@herald, ¶2 "the two … then"; contradicts @post, ¶6``.
    """
    return "; ".join(_format_citation(item) for item in evidence)


def citation_places(citations: Iterable[Citation]) -> tuple[Place, ...]:
    """Where the keys of citations stand, in their order."""
    return tuple(citation.key.at() for citation in citations)


def _format_citation(evidence: Evidence) -> str:
    word = "" if evidence.stance is Support.SUPPORTS else f"{evidence.stance} "
    paragraph = "" if evidence.paragraph is None else f", ¶{evidence.paragraph}"
    passage = "" if evidence.passage is None else f' "{evidence.passage}"'
    return f"{word}@{evidence.source}{paragraph}{passage}"


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
        return _parse_place(text, report, at_sign=at_sign)
    before = text.text[: mark.start()].rstrip(" ,")
    citation = _parse_place(text.part(0, len(before)), report, at_sign=at_sign)
    passage = read_passage(text.part(mark.start()), report)
    if citation is not None and citation.paragraph is None:
        report.error(
            text.at(mark.start()),
            "bad-passage",
            "The passage has no paragraph.",
            f"Write “@{citation.key.text}, ¶4” before it, with the paragraph that it begins in.",
        )
        return None
    return None if citation is None or passage is None else citation._replace(passage=passage)


def _parse_place(text: Located, report: Report, *, at_sign: bool) -> Citation | None:
    """A citation up to its paragraph."""
    match = _CITATION.fullmatch(text.text)
    if match is None:
        report.error(text.at(), "bad-citation", "A citation is missing here.", "Write “@key, ¶4”.")
        return None
    key = text.part(*match.span("key"))
    if match["word"] and key.text.isdigit():
        fix = f"Write “@{match['word']}, ¶{key.text}”."
        report.error(key.at(), "bad-citation", "A paragraph needs its sign.", fix)
        return None
    if not key.text.startswith("@") and at_sign:
        report.error(
            key.at(), "bad-citation", "A citation key needs its at sign.", f"Write “@{key.text}”."
        )
    key = key.part(1) if key.text.startswith("@") else key
    stance = _stance(text.part(*match.span("word")), report) if match["word"] else Support.SUPPORTS
    rest = match["rest"]
    paragraph = _PARAGRAPH.fullmatch(rest)
    if rest.strip() and paragraph is None:
        _report_locator(text.part(match.start("rest")), key.text, report)
        return None
    if paragraph is None:
        return Citation(key, None, stance)
    number = int(paragraph["number"])
    if number == 0:
        report.error(
            text.at(text.text.index("¶")),
            "bad-citation",
            "Paragraphs are counted from 1; there is no paragraph 0.",
            "Write “¶1” for the first.",
        )
        return None
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


def _report_locator(rest: Located, key: str, report: Report) -> None:
    if _SEVERAL.fullmatch(rest.text):
        report.error(
            rest.at(rest.text.index("¶")),
            "bad-citation",
            "A citation names exactly one paragraph.",
            f"Cite each by itself: “@{key}, ¶4; @{key}, ¶5”.",
        )
        return
    number = re.search("[0-9]+", rest.text)
    digits = number[0] if number else "4"
    offset = len(rest.text) - len(rest.text.lstrip(", "))
    report.error(
        rest.at(offset),
        "bad-citation",
        f"“{rest.text.lstrip(', ')}” is not a paragraph.",
        f"Write “@{key}, ¶{digits}”, and a semicolon before the next citation.",
    )
