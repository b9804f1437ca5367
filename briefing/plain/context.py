"""What a verb needs of the world around it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from briefing.model.text import clean
from briefing.plain.opening import open_corpus

if TYPE_CHECKING:
    from briefing.evidence.corpus import Corpus
    from briefing.library.library import Library
    from briefing.library.state import ReaderState
    from briefing.settings.config import Config, Places

NARROWEST: Final = 20
"""Under this many cells labelled lines fall apart, so they are never laid out narrower."""


class Context(NamedTuple):
    """Library, streams and width for one run of a verb.

    Attributes:
        places: Where library, state and configuration are.
        config: What the user has configured.
        complaints: What is wrong with the configuration, in sentences.
        open_to_read: Opens a library that there is something to read in, and tells the function
            it is given if that is not the one asked for.
        open_to_write: Opens the library to publish to.
        stdout: Takes data, nothing else.
        stderr: Takes messages.
        width: Most cells of a line of text.
        open_marks: Opens the marks of whoever asks; None for those in `places`.
        makes_index: Whether an index may be made for a search.
        open_texts: Opens the texts of sources for whoever asks; None for those in `places`.
    """

    places: Places
    config: Config
    complaints: tuple[str, ...]
    open_to_read: Callable[[Callable[[str], None]], Library]
    open_to_write: Callable[[], Library]
    stdout: TextIO
    stderr: TextIO
    width: int
    open_marks: Callable[[], ReaderState] | None = None
    makes_index: bool = True
    open_texts: Callable[[], Corpus] | None = None

    def library(self) -> Library:
        """Open a library to read in."""
        return self.open_to_read(self.say)

    def corpus(self) -> Corpus:
        """Open the folder of source texts; one that is missing is told, and holds no text."""
        if self.open_texts is not None:
            return self.open_texts()
        return open_corpus(self.places.corpus, self.say)

    def marks(self) -> ReaderState:
        """Open the reader's marks; what is wrong with them is told."""
        if self.open_marks is not None:
            return self.open_marks()
        # Few verbs ask for them, so the others do not pay for this.
        from briefing.library.state import ReaderState  # noqa: PLC0415

        state = ReaderState.open(self.places.marks)
        for notice in state.notices:
            self.say(notice)
        return state

    def write(self, text: str) -> None:
        """Write data; no control character or bidi override gets out, whoever wrote it.

        Args:
            text: One or more lines; the newline at the end is added where it is missing.
        """
        self.stdout.write(_whole_lines(clean(text)))

    def write_lines(self, lines: Iterable[str]) -> None:
        """Write lines of data.

        Args:
            lines: Without newlines.
        """
        self.write("\n".join(lines))

    def say(self, sentence: str) -> None:
        """Tell the user something that is no data.

        Args:
            sentence: Whole, with its full stop.
        """
        self.stderr.write(_whole_lines(clean(sentence)))


def text_width() -> int:
    """Width for text: ``COLUMNS``, else the terminal's, else 80 cells."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns):
        return max(int(columns), NARROWEST)
    # `shutil` has this too, and loads three compressors for it.
    with suppress(AttributeError, ValueError, OSError):
        return max(os.get_terminal_size(sys.__stdout__.fileno()).columns or 80, NARROWEST)  # type: ignore[union-attr] # suppressed
    return 80


def _whole_lines(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
