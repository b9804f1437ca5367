"""Folders in the authoring format, with their files named as the user would name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

import msgspec

from briefing.authoring.drafts import without_drafts
from briefing.authoring.folder import Contents
from briefing.authoring.load import Loaded, load_briefing
from briefing.authoring.problems import Location, Locations, Problem
from briefing.authoring.verified_lock import Fingerprints
from briefing.evidence.support import Bearer, BearerKind
from briefing.model.briefing import Briefing, Revision, Verified
from briefing.model.errors import BriefingError
from briefing.model.vocabulary import Severity

BY_PLACE: Final = attrgetter("path", "line", "column", "code", "message")
"""Key of the order of problems in a report."""


class _Graded(Protocol):
    @property
    def severity(self) -> str: ...


class Authored(msgspec.Struct, frozen=True):
    """What came of reading a folder.

    Attributes:
        briefing: None where there is any error that stands in the way.
        problems: All errors and warnings; their paths begin with the folder as typed, so that an
            editor finds them from where the user is.
        places: Where its parts were typed, by paths that begin with the folder's name alone.
        files: How many files were looked at.
        fingerprints: Of what was read.
        void: What was verified of the folder before it changed, as in `Loaded`.
        loaded: The same, with paths as reading gives them.
    """

    folder: Path
    briefing: Briefing | None
    problems: tuple[Problem, ...]
    places: Locations
    files: int
    fingerprints: Fingerprints
    void: Verified | None
    loaded: Loaded

    @property
    def drafts(self) -> frozenset[str]:
        return self.loaded.drafts

    @property
    def broken(self) -> frozenset[str]:
        """Ids of the cards that are the text of their files."""
        return self.loaded.broken

    @property
    def without_drafts(self) -> Briefing | None:
        """The briefing as it would be published."""
        return self.briefing and without_drafts(self.briefing, self.drafts)

    def as_typed(self, place: Location) -> Location:
        """Name the file of one of `places` as `problems` do."""
        return place._replace(path=_as_typed(self.folder, place.path))

    def problem(
        self, place: Location, severity: Severity, code: str, message: str, fix: str
    ) -> Problem:
        """Say that something is wrong at one of `places`."""
        return Problem.at(self.as_typed(place), severity, code, message, fix)


def load_as_typed(
    folder: Path,
    *,
    repairing: bool = False,
    forgiving: bool = False,
    instead: Contents = MappingProxyType({}),
) -> Authored:
    """Read a folder; what cannot be read is a problem like any other, and nothing is raised.

    With `repairing` there is a briefing although its file of anchors is damaged, with `forgiving`
    although there are errors in cards. Files that `instead` names are read as if they had that
    content.
    """
    loaded = load_briefing(folder, repairing=repairing, forgiving=forgiving, instead=instead)
    problems = tuple(
        msgspec.structs.replace(problem, path=_as_typed(folder, problem.path))
        for problem in loaded.problems
    )
    return Authored(
        folder,
        loaded.briefing,
        problems,
        loaded.locations,
        loaded.files,
        loaded.fingerprints,
        loaded.void,
        loaded,
    )


def read_unpublished(folder: Path, say: Callable[[str], None]) -> Revision:
    """Read a folder as it would be published; its errors are told as `check` does.

    Raises:
        BriefingError: It has errors.
    """
    authored = load_as_typed(folder)
    if authored.briefing is None:
        for problem in authored.problems:
            if problem.severity is Severity.ERROR:
                say(str(problem))
        raise BriefingError(f"“{folder}” has errors; correct them first.")
    if authored.drafts:
        few = "a draft" if len(authored.drafts) == 1 else f"{len(authored.drafts)} drafts"
        say(f"“{folder}” has {few}, left out here; `briefing preview` shows all.")
    briefing = without_drafts(authored.briefing, authored.drafts)
    return Revision(number=0, published=datetime.now(UTC), briefing=briefing)


def place_key(briefing: Briefing, bearer: Bearer) -> str:
    """Name what rests on evidence as `Locations` does, which knows each name of an actor apart."""
    if bearer.kind is not BearerKind.NAME:
        return bearer.key
    actor = briefing.actors_by_id[bearer.item.removeprefix("actor:")]
    return f"{bearer.key}#name:{[name.text for name in actor.names].index(bearer.text)}"


def count_errors(problems: Iterable[_Graded]) -> int:
    """Count the problems that block publishing."""
    return sum(problem.severity == Severity.ERROR for problem in problems)


def _as_typed(folder: Path, path: str) -> str:
    return str(folder.joinpath(*Path(path).parts[1:]))
