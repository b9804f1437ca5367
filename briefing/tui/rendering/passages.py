"""Passages as they stand in their source: what is cited, what stands around it, what is shared."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

import msgspec
from textual.content import Content

from briefing.evidence.texts import ELLIPSIS, Passage, SourceText
from briefing.evidence.tokens import Span
from briefing.model.claims import Anchor, Evidence
from briefing.tui.rendering.text import one_line

BEGIN: Final = "▸"
END: Final = "◂"
"""A passage stands between these two, so that nobody needs colours to see where it ends."""

_BLANKS: Final = re.compile(r"\s+")
_BEGINNING: Final = 40
"""Words that stand for a whole text."""


class Part(msgspec.Struct, frozen=True):
    """A paragraph that a passage stands in, or a part of it.

    Attributes:
        paragraph: Counted from 1.
        content: Its text on one line.
    """

    paragraph: int
    content: Content


def parts(passage: Passage, shared: Collection[int]) -> Iterator[Part]:
    """Draw a passage with the rest of its paragraphs.

    Args:
        passage: Any passage.
        shared: Indices of the tokens to mark.

    Yields:
        Each paragraph, in order; the passage stands between `BEGIN` and `END`, what is around it
        may be overlooked.
    """
    text = passage.text
    span = passage.printed_span
    last = text.paragraph_of(passage.last - 1)
    for number in range(passage.paragraph, last + 1):
        whole = text.paragraphs[number - 1]
        start, end = max(span.start, whole.start), min(span.end, whole.end)
        yield Part(
            number,
            Content.assemble(
                (_printed(text, whole.start, start), "quiet"),
                (BEGIN if start == span.start else "", "mark"),
                marked(text, Span(start, end), shared),
                (END if end == span.end else "", "mark"),
                (_printed(text, end, whole.end), "quiet"),
            ),
        )


def paragraph_line(text: SourceText, number: int) -> Content:
    """Draw a paragraph of a source on one line."""
    start, end = text.paragraphs[number - 1]
    return Content(_printed(text, start, end))


def beginning(passage: Passage) -> str:
    """The first words of a passage that is too long to be shown."""
    words = passage.text.slice(passage.first, min(passage.first + _BEGINNING, passage.last))
    return f"{words} {ELLIPSIS}" if len(passage.tokens) > _BEGINNING else words


def ends(evidence: Evidence, anchor: Anchor | None) -> str:
    """The first and last words of a passage, as far as they are kept without its text.

    Args:
        evidence: Cites it.
        anchor: Of the passage; None where there is none.

    Returns:
        In quotation marks, with the number of words; empty where none are kept.
    """
    if anchor is not None:
        return (
            f"“{one_line(anchor.head)} {ELLIPSIS} {one_line(anchor.tail)}” ({anchor.words} words)"
        )
    return f"“{one_line(evidence.passage)}”" if evidence.passage else ""


def marked(text: SourceText, span: Span, shared: Collection[int]) -> Content:
    """Draw some of a source's text on one line, some of its words marked.

    Args:
        text: The text.
        span: What of it to draw.
        shared: Indices of the tokens to mark; those outside the span do not matter.
    """
    pieces: list[tuple[str, str] | str] = []
    at = span.start
    for index in sorted(shared):
        token = text.spans[index]
        if span.start <= token.start and token.end <= span.end:
            pieces += [_printed(text, at, token.start), (_printed(text, *token), "match")]
            at = token.end
    return Content.assemble(*pieces, _printed(text, at, span.end))


def _printed(text: SourceText, start: int, end: int) -> str:
    """Some of a text with single spaces for all white space."""
    return _BLANKS.sub(" ", text.text[start:end])
