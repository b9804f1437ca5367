"""The private folder of source texts. Nothing is ever written to it."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import Final

import msgspec

from briefing.evidence.texts import SourceText
from briefing.model.actors import Source
from briefing.model.text import clean
from briefing.model.untrusted_files import LARGEST_FILE, Refusal, RefusedError, read_inside

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Reading(msgspec.Struct, frozen=True):
    """What came of looking for a source's text.

    Attributes:
        text: The text; None where there is none.
        why_not: Why there is none, in a sentence; empty where there is one.
    """

    text: SourceText | None = None
    why_not: str = ""


_REFUSED: Final = {
    Refusal.OUTSIDE: "“{}” leads out of the corpus folder.",
    Refusal.NOT_REGULAR: "The corpus folder has no file “{}”.",
    Refusal.TOO_LARGE: f"“{{}}” has more than {LARGEST_FILE:,} bytes; no source text may.",
}
_NO_FOLDER: Final = "No text on this machine: `briefing --corpus DIR`."


class Corpus:
    """Source texts by the file names that the sources give. Each is read once, when asked for.

    Attributes:
        folder: Where the texts are; None where the reader has none.
        why_none: What is said of a text where there is no folder.

    Args:
        folder: The same.
        why_none: The same.
    """

    def __init__(self, folder: Path | None, why_none: str = _NO_FOLDER) -> None:
        self.folder = folder
        self.why_none = why_none
        self._read: dict[tuple[str, str | None], Reading] = {}

    def read(self, source: Source) -> Reading:
        """Read the text of a source.

        Args:
            source: Names the file.

        Returns:
            The text, or why there is none. Nothing is raised.
        """
        place = (source.key, source.corpus)
        if place not in self._read:
            self._read[place] = self._reading(source)
        return self._read[place]

    def _reading(self, source: Source) -> Reading:
        if self.folder is None:
            return Reading(why_not=self.why_none)
        name = source.corpus
        if name is None:
            return Reading(why_not=f"The source “{source.key}” names no file of the corpus.")
        # A briefing may come from anywhere, so its file names must not lead out of the folder.
        if not name or set(name) & set("/\\\0") or name in (".", ".."):
            return Reading(why_not=f"“{name}” is a path, not the name of a file in the corpus.")
        return _read_file(self.folder, name)


def _read_file(folder: Path, name: str) -> Reading:
    try:
        return _decoded(read_inside(folder, name), name)
    except RefusedError as error:
        return Reading(why_not=_REFUSED[error.why].format(name))
    except FileNotFoundError:
        if not os.path.isdir(folder):  # noqa: PTH112  # unlike Path.is_dir, it never raises
            return Reading(why_not=clean(f"The corpus folder “{folder}” does not exist."))
        return Reading(why_not=_REFUSED[Refusal.NOT_REGULAR].format(name))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return Reading(why_not=clean(f"“{name}” cannot be read: {reason}."))


def _decoded(data: bytes, name: str) -> Reading:
    if data.startswith(_UTF_16) or b"\0" in data:
        return Reading(why_not=f"“{name}” is UTF-16 or no text. Save it as UTF-8.")
    try:
        return Reading(SourceText(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        return Reading(
            why_not=f"“{name}” is not UTF-8: byte {error.start + 1:,} is wrong. Save it as UTF-8."
        )
