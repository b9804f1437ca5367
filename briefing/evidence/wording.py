"""A stretch of text as the readers of numbers, dates and names see it: tokens and their places."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from briefing.evidence.texts import Passage
from briefing.evidence.tokens import Span, token_spans, tokens
from briefing.model.text import quotations


class Wording(msgspec.Struct, frozen=True):
    """Some text in tokens.

    Attributes:
        text: As printed; it may go on before and after the tokens.
        tokens: Normalised.
        spans: Where each token stands in the text.
    """

    text: str
    tokens: Sequence[str]
    spans: Sequence[Span]

    @classmethod
    def of(cls, text: str) -> Wording:
        """Take a whole text."""
        return cls(text, tokens(text), token_spans(text))

    @classmethod
    def of_passage(cls, passage: Passage) -> Wording:
        """Take a passage of a source."""
        spans = passage.text.spans[passage.first : passage.last]
        return cls(passage.text.text, passage.tokens, spans)

    def printed(self, first: int, last: int) -> str:
        """Some tokens as printed, with single spaces for all white space."""
        return " ".join(self.text[self.spans[first].start : self.spans[last - 1].end].split())

    def gap(self, index: int) -> str:
        """What stands between a token and the next one; a full stop where there is none."""
        if index + 1 >= len(self.tokens):
            return "."
        return self.text[self.spans[index].end : self.spans[index + 1].start]

    def capital(self, index: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.text[self.spans[index].start].isupper()


def own_words(text: str) -> str:
    """Blank out what stands between double quotation marks.

    Args:
        text: Of a claim or a position.

    Returns:
        The text in as many characters, so that offsets into one hold for the other. A full stop
        stands for each quotation mark: words before and after a quotation do not go together.
    """
    for offset, words in quotations(text):
        end = offset + len(words)
        text = f"{text[: offset - 1]}.{' ' * len(words)}.{text[end + 1 :]}"
    return text
