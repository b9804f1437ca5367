"""The private folder of source texts, never written to, and the passages looked for in them."""

from __future__ import annotations

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
from briefing.evidence.decoding import decode
from briefing.evidence.texts import PassageError, SourceText
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.claims import CitedPlace, Evidence
from briefing.model.text import clean, nearest
from briefing.model.untrusted_files import (
    LARGEST_FILE,
    Refusal,
    RefusedError,
    names_inside,
    read_inside,
)


class TextAtHand(msgspec.Struct, frozen=True):
    """The text of a source; or why there is none, in a sentence, and what to do about it.

    Attributes:
        encoding: Name of the encoding that it was read in, where it is not UTF-8.
    """

    text: SourceText | None = None
    why_not: str = ""
    fix: str = ""
    encoding: str | None = None

    @property
    def advice(self) -> str:
        """Why there is none, and what to do about it, in one or two sentences."""
        return f"{self.why_not} {self.fix}".strip()


_SAME_TEXT: Final = 0.2
"""Share of the paragraphs of an article without which it is another."""

_NO_FOLDER: Final = "No text on this machine: `briefing --corpus DIR`."
_NO_FILE: Final = "The corpus folder has no file “{}”."
_WHERE: Final = "See whether `corpus` in sources.yaml names the right file."
_MOST_NAMES: Final = 10_000
"""Most names of a corpus that are looked through for the one that was meant."""


class Corpus:
    """Source texts by the file names that the sources give. Each is read once, when asked for."""

    def __init__(
        self, folder: Path | None, why_none: str = _NO_FOLDER, *, advises: bool = True
    ) -> None:
        """Take a folder, or none.

        Args:
            why_none: What is said of every text where there is no folder.
            advises: Whether to say what to do about a text that cannot be read, which may name
                another file of the folder: not to readers who have no hand in it.
        """
        self.folder = folder
        self.why_none = why_none
        self._advises = advises
        self._read: dict[tuple[str, str | None], TextAtHand] = {}

    def read(self, source: Source) -> TextAtHand:
        """Read the text of a source, or say why there is none. Nothing is raised."""
        place = (source.key, source.corpus)
        if place not in self._read:
            found = self._reading(source)
            self._read[place] = found if self._advises else msgspec.structs.replace(found, fix="")
        return self._read[place]

    def _reading(self, source: Source) -> TextAtHand:
        if self.folder is None:
            return TextAtHand(why_not=self.why_none)
        name = source.corpus
        if name is None:
            return TextAtHand(
                why_not=f"The source “{source.key}” names no file of the corpus.",
                fix="Save its text there, and name the file with `corpus` in sources.yaml.",
            )
        # A briefing may come from anywhere, so its file names must not lead out of the folder.
        if not name or set(name) & set("/\\\0") or name in (".", ".."):
            return TextAtHand(
                why_not=f"“{name}” is a path, not the name of a file in the corpus.",
                fix="Write the file's name alone.",
            )
        return _read_file(self.folder, name)


def _read_file(folder: Path, name: str) -> TextAtHand:
    try:
        found = decode(read_inside(folder, name))
    except FileNotFoundError:
        return _not_there(folder, name)
    except RefusedError as error:
        return _refused(error.why, name)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return TextAtHand(why_not=clean(f"“{name}” cannot be read: {reason}."), fix=_WHERE)
    if found.text is None:
        return TextAtHand(why_not=f"“{name}” {found.wrong}.", fix=found.fix)
    return TextAtHand(SourceText(found.text), encoding=found.encoding)


def _refused(why: Refusal, name: str) -> TextAtHand:
    if why is Refusal.OUTSIDE:
        return TextAtHand(
            why_not=f"“{name}” leads out of the corpus folder.",
            fix="Put the file itself there, not a link.",
        )
    if why is Refusal.TOO_LARGE:
        return TextAtHand(
            why_not=f"“{name}” has more than {LARGEST_FILE:,} bytes; no source text may.",
            fix="Save the text of the article alone.",
        )
    return TextAtHand(why_not=_NO_FILE.format(name), fix=_WHERE)


def _not_there(folder: Path, name: str) -> TextAtHand:
    try:
        names = names_inside(folder, most=_MOST_NAMES)
    except FileNotFoundError:
        return TextAtHand(why_not=clean(f"The corpus folder “{folder}” does not exist."))
    except (RefusedError, OSError):
        names = []
    # A link to nothing has the very name.
    match = nearest(name, [one for one in names if not one.startswith(".") and one != name])
    return TextAtHand(
        why_not=_NO_FILE.format(name),
        fix=clean(f"Write “{match}” in sources.yaml, if that is it.") if match else _WHERE,
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
            text = self._read(source).text
            mark = self.briefing.articles_by_source.get(source)
            if text is not None and mark is not None:
                text = text.read_as(frozenset(mark.paragraphs))
            self._articles[source] = text
        return self._articles[source]

    def why_no_text(self, source: str) -> str:
        """Why the text of a source is not at hand, and what to do; empty where it is."""
        flaw = self.flaw(source)
        return self._read(source).advice if flaw is None else flaw.message

    def _read(self, source: str) -> TextAtHand:
        known = self.briefing.sources_by_key.get(source)
        if known is None:
            return TextAtHand(why_not=f"The source “{source}” is not listed.")
        return self.corpus.read(known)

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
            flaw = self.flaw(evidence.source)
            why_not = self._read(evidence.source).why_not if flaw is None else flaw.message
            return Finding(Outcome.UNCHECKED, why_not)
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
