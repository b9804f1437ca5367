"""A source's text, by paragraph and by word, and the passages that citations name in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

import msgspec

from briefing.evidence.tokens import Span, is_word, token_spans, tokens
from briefing.model.errors import BriefingError
from briefing.model.text import clean

ELLIPSIS: Final = "…"
"""Stands between the first and the last words of a passage."""

FEWEST_WORDS: Final = 6
"""A shorter passage could stand anywhere; with a "not" put in, it could still be found."""

_SHORT: Final = 4
"""A full stop after at most so many letters may be an abbreviation's, and ends no sentence."""

_QUOTES: Final = '"“”„«»'
_SENTENCE_END: Final = re.compile(rf"[.!?][{_QUOTES}’'›)\]]*\s+|[{_QUOTES}]")
"""Where a sentence may end; or a quotation mark."""

_QUOTE: Final = re.compile(f"[{_QUOTES}]")
_PARAGRAPH: Final = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*")


class PassageError(BriefingError):
    """A citation names no passage that an anchor could hold; `fix` says what to write instead."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


class Passage(msgspec.Struct, frozen=True, dict=True):
    """A stretch of a text, from the token with one index up to that with another.

    What is read in a passage (numbers, dates, names) has indices that count from its first token.
    """

    text: SourceText
    first: int
    last: int

    @classmethod
    def of(cls, text: str) -> Passage:
        """Take the whole of a text, such as that of a claim."""
        return SourceText(text).whole

    @cached_property
    def tokens(self) -> list[str]:
        return self.text.tokens[self.first : self.last]

    @property
    def span(self) -> Span:
        return self.text.span(self.first, self.last)

    @property
    def printed_span(self) -> Span:
        """Where it stands, with the quotation marks and full stops that cling to its ends."""
        text, (start, end) = self.text.text, self.span
        while start > 0 and _opens(text[start - 1]):
            start -= 1
        while end < len(text) and _closes(text[end]):
            end += 1
        return Span(start, end)

    @property
    def words(self) -> str:
        return self.text.slice(self.first, self.last)

    @property
    def sentences(self) -> Passage:
        """The whole sentences that it is part of; more of them where their ends are not certain."""
        starts = self.text.sentence_starts
        first = starts[bisect_right(starts, self.first) - 1]
        return Passage(self.text, first, starts[bisect_left(starts, self.last)])

    @property
    def paragraph(self) -> int:
        """The number of the paragraph that it begins in, from 1."""
        return self.text.paragraph_of(self.first)

    def printed(self, first: int, last: int) -> str:
        return self.text.slice(self.first + first, self.first + last)

    def gap(self, index: int) -> str:
        """What stands between a token and the next one; a full stop after the last."""
        if index + 1 >= len(self.tokens):
            return "."
        token, following = self.text.spans[self.first + index : self.first + index + 2]
        return self.text.text[token.end : following.start]

    def capital(self, index: int) -> bool:
        return self.text.text[self.text.spans[self.first + index].start].isupper()


def _opens(char: str) -> bool:
    return char in "\"'" or unicodedata.category(char) in ("Ps", "Pi")


def _closes(char: str) -> bool:
    return unicodedata.category(char) in ("Pe", "Pf", "Po")


class SourceText:
    """The text of a source, cleaned as all text is that reaches a terminal."""

    def __init__(self, text: str) -> None:
        # A page break is white space.
        self.text: Final = clean(text.removeprefix("\ufeff").replace("\f", " "))

    @cached_property
    def paragraphs(self) -> Sequence[Span]:
        """Where the paragraphs stand: the blocks between blank lines, in order."""
        return [Span(*one.span()) for one in _PARAGRAPH.finditer(self.text)]

    @cached_property
    def tokens(self) -> list[str]:
        return tokens(self.text)

    @cached_property
    def spans(self) -> list[Span]:
        return token_spans(self.text)

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Indices of each token, in ascending order."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for index, token in enumerate(self.tokens):
            found[token].append(index)
        return dict(found)

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The index of each sentence's first token, and the number of tokens at the end."""
        found = {0, len(self.tokens)}
        for paragraph, first in zip(self.paragraphs, self._first_tokens, strict=False):
            found.add(first)
            found.update(self._sentences_in(paragraph))
        return sorted(found)

    @cached_property
    def quoted(self) -> Sequence[Span]:
        """Where it puts words between double quotation marks, in order.

        A quotation that goes on in the next paragraph is not closed at the end of the first.
        """
        found = []
        for start, end in self.paragraphs:
            opened: int | None = None
            for mark in _QUOTE.finditer(self.text, start, end):
                if opened is None:
                    opened = mark.end()
                else:
                    found.append(Span(opened, mark.start()))
                    opened = None
            if opened is not None:
                found.append(Span(opened, end))
        return found

    def is_quoted(self, first: int, last: int) -> bool:
        """Whether all of some tokens stand in one quotation."""
        start, end = self.span(first, last)
        return any(one.start <= start and end <= one.end for one in self.quoted)

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

    @cached_property
    def _first_tokens(self) -> list[int]:
        starts = self._starts
        return [bisect_left(starts, one.start) for one in self.paragraphs] + [len(starts)]

    @property
    def whole(self) -> Passage:
        return Passage(self, 0, len(self.tokens))

    def span(self, first: int, last: int) -> Span:
        """Where the tokens stand from one index up to another."""
        if first >= last:
            return Span(0, 0)
        return Span(self.spans[first].start, self.spans[last - 1].end)

    def slice(self, first: int, last: int) -> str:
        """The words of some tokens as printed, with single spaces for all white space."""
        start, end = self.span(max(0, first), min(last, len(self.tokens)))
        return " ".join(self.text[start:end].split())

    def paragraph_of(self, token: int) -> int:
        """The number, from 1, of the paragraph that a token stands in."""
        return bisect_right(self._first_tokens, token)

    def paragraph(self, number: int) -> Passage:
        return Passage(self, self._first_tokens[number - 1], self._first_tokens[number])

    def passage(self, paragraph: int | None, ends: str | None = None) -> Passage:
        """Find what a citation names: the whole text, a paragraph of it, or what has some ends.

        Those are the first and the last words, with an ellipsis between them where they are not all
        of the passage. It begins in the paragraph, and may end in a later one.

        Raises:
            PassageError: There is no such paragraph, the words are not in it or in it twice, or
                the passage is too short to be told from others.
        """
        if paragraph is None:
            return self._long_enough(self.whole, None)
        if not 1 <= paragraph <= len(self.paragraphs):
            raise PassageError(
                f"There is no paragraph {paragraph}; the text has {len(self.paragraphs)}.",
                "Count the blocks between blank lines, from 1.",
            )
        if ends is None:
            return self._long_enough(self.paragraph(paragraph), paragraph)
        head, ellipsis, tail = ends.partition(ELLIPSIS)
        start = self._begin(tokens(head), paragraph)
        if not ellipsis:
            return self._long_enough(Passage(self, start, start + len(tokens(head))), paragraph)
        last = self._end(tokens(tail), start + len(tokens(head)))
        return self._long_enough(Passage(self, start, last), paragraph)

    def find(self, words: Sequence[str], first: int = 0, last: int | None = None) -> list[int]:
        """Find the indices at which some tokens stand in a row, in ascending order."""
        if not words:
            return []
        end = len(self.tokens) if last is None else last
        count = len(words)
        wanted = list(words)
        return [
            index
            for index in self.positions.get(words[0], ())
            if first <= index <= end - count and self.tokens[index : index + count] == wanted
        ]

    def _sentences_in(self, paragraph: Span) -> Iterator[int]:
        """Find the first tokens of a paragraph's sentences, but for the very first.

        A sentence ends only where that is certain and the same however the text is typeset: not
        after a short word, and not inside a quotation, all of which somebody said or did not say.
        """
        quoted = False
        for found in _SENTENCE_END.finditer(self.text, *paragraph):
            quoted ^= len(_QUOTE.findall(found.group())) % 2 == 1
            if quoted or found.group() in _QUOTES:
                continue
            following = bisect_left(self._starts, found.end())
            before = bisect_left(self._starts, found.start()) - 1
            if before >= 0 and len(self.tokens[before]) > _SHORT:
                between = self.text[self.spans[before].end : found.start()]
                if not {".", "…"} & set(between):
                    yield following

    def _begin(self, head: Sequence[str], paragraph: int) -> int:
        within = self.paragraph(paragraph)
        found = self.find(head, within.first, within.last)
        if len(found) == 1:
            return found[0]
        if found:
            raise PassageError(
                f"The passage's first words occur {len(found)} times in ¶{paragraph}.",
                "Begin with words that occur there once.",
            )
        elsewhere = [self.paragraph_of(index) for index in self.find(head)]
        raise PassageError(
            f"The passage's first words are not in ¶{paragraph}.",
            f"They are in ¶{elsewhere[0]}: cite that."
            if len(set(elsewhere)) == 1
            else "Copy them from the paragraph, word for word.",
        )

    def _end(self, tail: Sequence[str], start: int) -> int:
        within = self.paragraph(self.paragraph_of(start - 1))
        for end in (within.last, len(self.tokens)):
            if found := self.find(tail, start, end):
                return found[0] + len(tail)
        raise PassageError(
            "The passage's last words do not follow its first ones.",
            "Copy them from the text, word for word.",
        )

    def _long_enough(self, passage: Passage, paragraph: int | None) -> Passage:
        count = sum(map(is_word, passage.tokens))
        if count >= FEWEST_WORDS:
            return passage
        raise PassageError(
            f"The passage has {count} words; under {FEWEST_WORDS} it could be anywhere.",
            self._longer(passage, paragraph),
        )

    def _longer(self, passage: Passage, paragraph: int | None) -> str:
        """Suggest the passage with what follows it, or with what goes before it at the end."""
        if paragraph is None or len(self.tokens) < 2 * FEWEST_WORDS:
            return "Cite a longer text."
        first, last = passage.first, min(passage.last + 2 * FEWEST_WORDS, len(self.tokens))
        if last - first < 2 * FEWEST_WORDS:
            first = last - 2 * FEWEST_WORDS
        head, tail = self.slice(first, first + 4), self.slice(last - 4, last)
        number = self.paragraph_of(first)
        return f"Cite more of it, for example ¶{number} “{head} {ELLIPSIS} {tail}”."
