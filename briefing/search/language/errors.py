"""What is wrong with a query, and where."""

from __future__ import annotations

import msgspec

from briefing.model.errors import BriefingError


class QueryError(msgspec.Struct, frozen=True):
    """Why a text is no query; a value, since a query is wrong at every other keystroke.

    Attributes:
        offset: Where the token begins that is at fault, in code points of the text.
        length: Of the token; at least 1.
        message: What is wrong and what to do, in one or two sentences that quote the token.
        suggestion: What to write in the token's place, where something known is near.
        incomplete: Whether the token ends the text and may become right by typing on.
    """

    offset: int
    length: int
    message: str
    suggestion: str | None = None
    incomplete: bool = False

    def __str__(self) -> str:
        return self.message

    @property
    def span(self) -> tuple[int, int]:
        """Start and end of the token in the text."""
        return self.offset, self.offset + self.length


class ParseError(BriefingError):
    """Carries an error out of the parser; `parse` returns it.

    Attributes:
        error: What is wrong, and where.
    """

    def __init__(self, error: QueryError) -> None:
        super().__init__(error.message)
        self.error = error


class FieldValueError(BriefingError):
    """The value of a field makes no sense; the message says what to write.

    Attributes:
        suggestion: The nearest value that does, where there is one.
        unfinished: Whether the value is the beginning of one that does.
    """

    def __init__(
        self, message: str, suggestion: str | None = None, *, unfinished: bool = False
    ) -> None:
        super().__init__(message)
        self.suggestion = suggestion
        self.unfinished = unfinished
