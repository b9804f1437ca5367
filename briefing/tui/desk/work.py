"""What is in the folder that is worked on: its files, what the checks say, what was done to it.

Knows no screen. The files are the truth: nothing is kept here that a look at them would not give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from briefing.authoring.anchor_lock import LOCK_NAME, STALE, lock_content, write_lock
from briefing.authoring.drafts import without_drafts
from briefing.authoring.folder import Contents
from briefing.authoring.problems import OUTLINE
from briefing.authoring.writing import FileNotWrittenError, write_files
from briefing.desk.change import FILE_OF
from briefing.desk.edits import Edit, History
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import WHOLE, Bearer, by_paragraph, card_bearers, citing
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.errors import BriefingError
from briefing.model.text import count
from briefing.model.vocabulary import SectionKind, Severity
from briefing.views.anchor import Anchoring, anchored
from briefing.views.authored import Authored, load_as_typed
from briefing.views.check import CheckedFolder, CheckedProblem, check_folder

FILES: Final = (OUTLINE, *FILE_OF.values())
"""The files that are no cards."""


_WORST_FIRST: Final = (Severity.ERROR, Severity.DRAFT, Severity.WARNING, Severity.LOOK)


class NotTextError(BriefingError):
    """A file that cannot be edited here, because it is not text in UTF-8."""


class Coverage(NamedTuple):
    """How often each paragraph of a source is cited that is, and how many there are."""

    times: Mapping[int, int]
    paragraphs: int


class Look(msgspec.Struct, frozen=True):
    """What was found in the folder at one time.

    Attributes:
        checked: What the checks say; None where nobody has asked them yet.
        anchoring: The anchors that what is cited now should have; None where there is no briefing.
        examination: Of the cards without errors.
        coverages: By source whose text is at hand, what cites its paragraphs, drafts left out.
    """

    authored: Authored
    checked: CheckedFolder | None = None
    anchoring: Anchoring | None = None
    examination: Examination | None = None
    coverages: Mapping[str, Coverage] = MappingProxyType({})

    @property
    def briefing(self) -> Briefing | None:
        return self.authored.briefing

    def problems(self, path: str, *, looks: bool = False) -> list[CheckedProblem]:
        """What stands out in a file, the worst first; also what is only worth a look."""
        whole = str(self.authored.folder / path)
        found = [
            one
            for one in (self.checked.problems if self.checked else ())
            if one.path == whole and (one.stands_out or (looks and one.reason is None))
        ]
        once = {(one.line, one.message): one for one in found}.values()
        return sorted(once, key=lambda one: (_WORST_FIRST.index(one.severity), one.line))


def glance(folder: Path, corpus: Corpus) -> Look:
    """Read the folder, and check nothing yet: nobody waits for that to begin."""
    authored = load_as_typed(folder, forgiving=True)
    if authored.briefing is None:
        return Look(authored)
    sound = _sound(authored.briefing, authored)
    return Look(
        authored,
        examination=Examination(sound, corpus),
        coverages=_coverages(sound, authored, corpus),
    )


def look(folder: Path, corpus: Corpus, typed: Contents) -> Look:
    """Read the folder, with what is typed in place of its files, and check it.

    What is cited anew is anchored before it is checked: nobody at the desk runs `briefing anchor`.
    """
    authored = load_as_typed(folder, instead=typed, forgiving=True)
    authored = replace(
        authored, problems=tuple(one for one in authored.problems if one.code != STALE)
    )
    if authored.briefing is None:
        return Look(authored, check_folder(authored, corpus))
    sound = _sound(authored.briefing, authored)
    done = anchored(authored, sound, corpus)
    sound = replace(sound, anchors=tuple(done.anchors), articles=tuple(done.articles))
    checked = check_folder(replace(authored, briefing=sound), corpus)
    covered = _coverages(sound, authored, corpus)
    return Look(authored, checked, done, Examination(sound, corpus), covered)


def _coverages(sound: Briefing, authored: Authored, corpus: Corpus) -> dict[str, Coverage]:
    examination = Examination(without_drafts(sound, authored.drafts), corpus)
    found = {}
    for source in sound.sources:
        text = examination.text(source.key)
        if text is not None:
            cited = by_paragraph(citing(examination, source.key))
            times = {number: len(ones) for number, ones in cited.items() if number != WHOLE}
            found[source.key] = Coverage(times, len(text.paragraphs))
    return found


def _sound(briefing: Briefing, authored: Authored) -> Briefing:
    """The cards without errors."""
    return without_drafts(briefing, authored.broken)


class OpenFile(msgspec.Struct, frozen=True):
    """A file in the editor.

    Attributes:
        path: Within the folder, with forward slashes.
        data: What it held when it was read or written last; None where it was not there.
    """

    path: str
    data: bytes | None

    @property
    def text(self) -> str:
        data = self.data or b""
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise NotTextError(f"“{self.path}” is not text in UTF-8; save it as that.") from error

    def encoded(self, text: str) -> bytes:
        """What the file is to hold for a text: with the mark at its start that it had."""
        has_mark = (self.data or b"").startswith(b"\xef\xbb\xbf")
        return text.encode("utf-8-sig" if has_mark else "utf-8", errors="replace")

    @property
    def name(self) -> str:
        """The card, or the file where it is none."""
        return PurePosixPath(self.path).stem if "/" in self.path else self.path

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.split("/"))


class Work:
    """A folder that is being worked on."""

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self.folder = folder
        self.corpus = corpus
        self.history = History(folder)
        self.look = self._readable = glance(folder, corpus)

    @property
    def examination(self) -> Examination | None:
        """What came of looking for the passages, when the folder could be read last."""
        return self._readable.examination

    @property
    def briefing(self) -> Briefing | None:
        return self._readable.briefing

    @property
    def drafts(self) -> frozenset[str]:
        return self._readable.authored.drafts

    @property
    def state(self) -> str:
        """How the folder stands, in a few words."""
        checked = self.look.checked
        if checked is None:
            return "checking …"
        problems = [one for one in checked.problems if one.stands_out]
        errors = sum(one.severity == Severity.ERROR for one in problems)
        said = f"{count(errors, 'error')}, {count(len(problems) - errors, 'warning')}"
        return f"{said}, {count(len(self.drafts), 'draft')}" if self.drafts else said

    @property
    def sections(self) -> Sequence[Section]:
        return () if self.briefing is None else self.briefing.sections

    @property
    def paths(self) -> list[str]:
        """The files, in the order of the list."""
        cards = (
            f"cards/{section.id}/{card.id}.md"
            for section in self.sections
            if section.kind is not SectionKind.BOTTOM_LINE
            for card in section.cards
        )
        return [*FILES, *cards]

    def card_at(self, path: str) -> Card | None:
        """The card of a file, if it can be read."""
        name = "bottom-line" if path == OUTLINE else Path(path).stem
        cards = (one for section in self.sections for one in section.cards)
        is_card = path == OUTLINE or path.startswith("cards/")
        return next((one for one in cards if is_card and one.id == name), None)

    def section_of(self, card: Card) -> Section:
        """The section of a card that is there."""
        return next(one for one in self.sections if card in one.cards)

    def bearer_at(self, card: Card, line: int) -> Bearer | None:
        """What cites in a line of the card's file, or before it."""
        places = self.look.authored.places
        begun = [
            (places.at(one.key).line, one)
            for one in card_bearers(self.section_of(card), card)
            if places.at(one.key).line <= line
        ]
        return max(begun, key=lambda one: one[0])[1] if begun else None

    def section_at(self, path: str) -> Section | None:
        return next((one for one in self.sections if path.startswith(f"cards/{one.id}/")), None)

    def open(self, path: str) -> OpenFile:
        """Read a file to edit it; one that is not there yet is empty."""
        try:
            return OpenFile(path, self.folder.joinpath(path).read_bytes())
        except FileNotFoundError:
            return OpenFile(path, None)
        except OSError as error:
            raise NotTextError(f"“{path}” cannot be read: {error.strerror}.") from error

    def write(self, file: OpenFile, text: str, says: str) -> OpenFile:
        """Write a file and remember what it held.

        Raises:
            BriefingError: It was changed elsewhere meanwhile, or cannot be written.
        """
        data = file.encoded(text)
        self.history.do(Edit({file.path: file.data}, {file.path: data}, says))
        return replace(file, data=data)

    def keep_beside(self, file: OpenFile, text: str) -> None:
        """Write a text beside its file, which was changed elsewhere: nobody is there to ask."""
        path = self.folder / file.path
        with suppress(FileNotWrittenError):
            write_files({path.with_name(f"{path.name}.typed~"): file.encoded(text)})

    def look_again(self, typed: Contents | None = None) -> Look:
        """Look at the folder, with what is typed and not saved yet; for any thread."""
        return look(self.folder, self.corpus, typed or {})

    def take(self, found: Look, *, saved: bool) -> None:
        """Take what was found; where all of it is saved, keep its anchors, too.

        Raises:
            BriefingError: The file of anchors cannot be written.
        """
        self.look = found
        if found.briefing is not None:
            self._readable = found
        done = found.anchoring
        # What is cited in a card that cannot be read is to keep its anchor.
        if not saved or done is None or done.is_refused or found.authored.broken:
            return
        path = self.folder / LOCK_NAME
        known = path.read_bytes() if path.is_file() else b""
        if known != lock_content(done.anchors, done.articles):
            write_lock(self.folder, done.anchors, done.articles)

    def reread_texts(self) -> None:
        """Read the texts of sources anew, since one may have changed."""
        self.corpus = Corpus(self.corpus.folder, self.corpus.why_none)
