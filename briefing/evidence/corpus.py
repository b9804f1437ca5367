"""The private folder of source texts, never written to, and the passages looked for in them."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import Final

import msgspec

from briefing.evidence.anchors import Finding, Outcome, find
from briefing.evidence.articles import (
    TextFlaw,
    article_changes,
    other_text,
    paragraphs_kept,
    second_copy,
    text_twice,
)
from briefing.evidence.texts import PassageError, SourceText
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.claims import CitedPlace, Evidence
from briefing.model.text import clean
from briefing.model.untrusted_files import LARGEST_FILE, Refusal, RefusedError, read_inside

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TextAtHand(msgspec.Struct, frozen=True):
    """The text of a source; or why there is none, in a sentence."""

    text: SourceText | None = None
    why_not: str = ""


_REFUSED: Final = {
    Refusal.OUTSIDE: "“{}” leads out of the corpus folder.",
    Refusal.NOT_REGULAR: "The corpus folder has no file “{}”.",
    Refusal.TOO_LARGE: f"“{{}}” has more than {LARGEST_FILE:,} bytes; no source text may.",
}
_SAME_TEXT: Final = 0.2
"""Share of the paragraphs of an article without which it is another."""

_NO_FOLDER: Final = "No text on this machine: `briefing --corpus DIR`."


class Corpus:
    """Source texts by the file names that the sources give. Each is read once, when asked for."""

    def __init__(self, folder: Path | None, why_none: str = _NO_FOLDER) -> None:
        self.folder = folder
        self.why_none = why_none
        self._read: dict[tuple[str, str | None], TextAtHand] = {}

    def read(self, source: Source) -> TextAtHand:
        """Read the text of a source, or say why there is none. Nothing is raised."""
        place = (source.key, source.corpus)
        if place not in self._read:
            self._read[place] = self._reading(source)
        return self._read[place]

    def _reading(self, source: Source) -> TextAtHand:
        if self.folder is None:
            return TextAtHand(why_not=self.why_none)
        name = source.corpus
        if name is None:
            return TextAtHand(why_not=f"The source “{source.key}” names no file of the corpus.")
        # A briefing may come from anywhere, so its file names must not lead out of the folder.
        if not name or set(name) & set("/\\\0") or name in (".", ".."):
            return TextAtHand(why_not=f"“{name}” is a path, not the name of a file in the corpus.")
        return _read_file(self.folder, name)


def _read_file(folder: Path, name: str) -> TextAtHand:
    try:
        return _decoded(read_inside(folder, name), name)
    except RefusedError as error:
        return TextAtHand(why_not=_REFUSED[error.why].format(name))
    except FileNotFoundError:
        if not os.path.isdir(folder):  # noqa: PTH112  # unlike Path.is_dir, it never raises
            return TextAtHand(why_not=clean(f"The corpus folder “{folder}” does not exist."))
        return TextAtHand(why_not=_REFUSED[Refusal.NOT_REGULAR].format(name))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return TextAtHand(why_not=clean(f"“{name}” cannot be read: {reason}."))


def _decoded(data: bytes, name: str) -> TextAtHand:
    if data.startswith(_UTF_16) or b"\0" in data:
        return TextAtHand(why_not=f"“{name}” is UTF-16 or no text. Save it as UTF-8.")
    try:
        return TextAtHand(SourceText(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        return TextAtHand(
            why_not=f"“{name}” is not UTF-8: byte {error.start + 1:,} is wrong. Save it as UTF-8."
        )


class Examination:
    """What came of looking for each passage of a briefing; each is looked for once."""

    def __init__(self, briefing: Briefing, corpus: Corpus) -> None:
        self.briefing = briefing
        self.corpus = corpus
        self._findings: dict[CitedPlace, Finding] = {}
        self._flaws: dict[str, TextFlaw | None] = {}
        self._articles: dict[str, SourceText | None] = {}

    def text(self, source: str) -> SourceText | None:
        """The text of the source with a key; None where there is none that can be looked into."""
        return None if self.flaw(source) else self.article(source)

    def article(self, source: str) -> SourceText | None:
        """The text of the source with a key, whether it can be looked into or not.

        What hyphens at line ends are for is told by what is kept of the article.
        """
        if source not in self._articles:
            known = self.briefing.sources_by_key.get(source)
            text = None if known is None else self.corpus.read(known).text
            mark = self.briefing.articles_by_source.get(source)
            if text is not None and mark is not None:
                text = text.read_as(frozenset(mark.paragraphs))
            self._articles[source] = text
        return self._articles[source]

    def why_no_text(self, source: str) -> str:
        """Why the text of a source is not at hand, in a sentence; empty where it is."""
        known = self.briefing.sources_by_key.get(source)
        if known is None:
            return f"The source “{source}” is not listed."
        flaw = self.flaw(source)
        return self.corpus.read(known).why_not if flaw is None else flaw.message

    def flaw(self, source: str) -> TextFlaw | None:
        """Why no passage of a text is looked for, although it is at hand; None where it is."""
        if source not in self._flaws:
            text = self.article(source)
            self._flaws[source] = None if text is None else self._flaw(source, text)
        return self._flaws[source]

    def _flaw(self, source: str, text: SourceText) -> TextFlaw | None:
        name = self.briefing.sources_by_key[source].corpus or ""
        again = second_copy(text)
        if again is not None:
            return text_twice(name, again)
        mark = self.briefing.articles_by_source.get(source)
        if mark is None:
            return None
        kept, all_ = paragraphs_kept(mark, text), len(mark.paragraphs)
        if kept >= _SAME_TEXT * all_:
            return None
        # Where paragraphs are parted otherwise, all are others, and the passages are there.
        anchors = [one for one in self.briefing.anchors if one.source == source and one.paragraph]
        found = sum(find(one, text).passage is not None for one in anchors)
        return None if 2 * found >= len(anchors) else other_text(name, kept, all_)

    def finding(self, evidence: Evidence) -> Finding:
        """What came of looking for a passage.

        Without a text or an anchor it is unchecked, but a text still gives the passage cited.
        """
        if evidence.place not in self._findings:
            self._findings[evidence.place] = self._find(evidence)
        return self._findings[evidence.place]

    def _find(self, evidence: Evidence) -> Finding:
        text = self.text(evidence.source)
        if text is None:
            return Finding(Outcome.UNCHECKED, self.why_no_text(evidence.source))
        anchor = self.briefing.anchor(evidence)
        if anchor is not None:
            found = find(anchor, text)
            mark = self.briefing.articles_by_source.get(evidence.source)
            if evidence.paragraph is not None or mark is None or found.is_exact:
                return found
            changes = map(str, article_changes(mark, text))
            return msgspec.structs.replace(found, reason=" ".join([found.reason, *changes]))
        try:
            passage = text.passage(evidence.paragraph, evidence.passage, evidence.number)
        except PassageError as error:
            return Finding(Outcome.UNCHECKED, f"It has no anchor. {error}")
        reason = "It has no anchor, so no change would be noticed."
        return Finding(Outcome.UNCHECKED, reason, passage)
