"""Reading the falsifications, applying each, and telling what is said of it that was not before."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from briefing.authoring.load import load_briefing
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.verify import verify
from briefing.model.vocabulary import Severity

_HERE: Final = Path(__file__).parent
_BUNDLED: Final = Path(__file__).parents[2] / "content" / "armenia-azerbaijan-joint-statement"
INVENTED: Final = (
    *("river-mine-accord", "heart-drug-suspension", "port-strike-deal", "water-buyback"),
)
HARMLESS: Final = "harmless"
SILENT: Final = "silent"

Said = Counter[tuple[str, str, str, str]]
"""Severity, code, what it is about, and the message of all that is said of a folder."""


class Falsification(msgspec.Struct, frozen=True):
    """One change of one file of a briefing.

    Attributes:
        half: ``seen`` while the checker was written, or ``unseen``.
        old: What stands once in the file.
        note: What is false after the change, and against which passage.
    """

    id: str
    kind: str
    half: str
    file: str
    old: str
    new: str
    note: str


class Subject(msgspec.Struct, frozen=True):
    """A briefing, the texts that it is made from, and its falsifications."""

    folder: Path
    texts: Path
    falsifications: tuple[Falsification, ...]

    def changed(self, one: Falsification, into: Path) -> Path:
        """Copy the folder with one change; a `ValueError` where there is nothing to change."""
        copy = Path(shutil.copytree(self.folder, into / self.folder.name))
        file = copy / one.file
        text = file.read_text(encoding="utf-8")
        if text.count(one.old) != 1:
            raise ValueError(f"{one.id}: {one.file} does not have “{one.old}” once")
        file.write_text(text.replace(one.old, one.new), encoding="utf-8")
        return copy

    def said(self, folder: Path) -> Said:
        """All that is said of a folder and not explained, its passages being anchored anew."""
        loaded = load_briefing(folder)
        found: Said = Counter(
            (str(one.severity), one.code, one.path, one.message) for one in loaded.problems
        )
        if loaded.briefing is not None:
            briefing = msgspec.structs.replace(loaded.briefing, anchors=())
            for one in verify(Examination(briefing, Corpus(self.texts))).remarks:
                if one.is_error or one.reason is None:
                    about = one.bearer.key if one.bearer else one.source or ""
                    found[str(one.severity), one.code, about, one.message] += 1
        return found


def subjects(private: Path | None) -> Iterator[Subject]:
    """The briefings; the bundled one where its private articles are given."""
    places = {name: (_HERE / name, _HERE / "texts") for name in INVENTED}
    if private is not None:
        places[_BUNDLED.name] = (_BUNDLED, private)
    for name, (folder, texts) in places.items():
        file = _HERE / f"{name}.jsonl"
        lines = file.read_bytes().splitlines() if file.is_file() else []
        made = tuple(msgspec.json.decode(line, type=Falsification) for line in lines)
        yield Subject(folder, texts, made)


def gravest(said: Said) -> str:
    """The gravest severity of what is said, or that nothing is."""
    grades = {severity for severity, *_ in said}
    return next((str(one) for one in Severity if one in grades), SILENT)
