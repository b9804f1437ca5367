"""A folder as it is at this moment: all that can be shown of it, and what is wrong where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from briefing.authoring.drafts import without_drafts
from briefing.authoring.problems import Location, Locations, Problem
from briefing.evidence.corpus import Corpus
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import Severity
from briefing.views.authored import Authored, load_as_typed
from briefing.views.check import CheckedProblem, check_folder

_Placed = TypeVar("_Placed", Problem, CheckedProblem)


class FolderState(msgspec.Struct, frozen=True):
    """What came of reading a folder and holding it against its sources.

    Attributes:
        authored: As read; cards that have errors are the text of their files.
        corpus: The texts as they were read for this.
        problems: What stands out, by path, line and column.
        by_key: The same by the key of the part that it is about, as `Locations` names it; what is
            about none of them is at the empty key.
    """

    authored: Authored
    corpus: Corpus
    problems: Sequence[CheckedProblem]
    by_key: Mapping[str, Sequence[CheckedProblem]]

    @property
    def briefing(self) -> Briefing | None:
        """None where an error stands in the way of all."""
        return self.authored.briefing


def read_state(folder: Path, corpus: Path | None) -> FolderState:
    """Read a folder, and check it against a folder of texts. Nothing is raised or written."""
    authored, texts = load_as_typed(folder, forgiving=True), Corpus(corpus)
    errors = [one for one in authored.problems if one.severity is Severity.ERROR]
    # What names something that is not there cannot be held against anything.
    faulty = {key.partition("#")[0] for key in _by_key(errors, authored)} | authored.broken
    whole = authored.briefing and without_drafts(authored.briefing, faulty)
    checked = check_folder(msgspec.structs.replace(authored, briefing=whole), texts)
    problems = [one for one in checked.problems if one.stands_out]
    return FolderState(authored, texts, problems, _by_key(problems, authored))


def _by_key(problems: Iterable[_Placed], authored: Authored) -> dict[str, list[_Placed]]:
    points = sorted(_points(authored.places, authored))
    places = [place for place, _ in points]
    found: dict[str, list[_Placed]] = {}
    for problem in problems:
        index = bisect_right(places, Location(problem.path, problem.line, problem.column)) - 1
        here = index >= 0 and places[index].path == problem.path
        found.setdefault(points[index][1] if here else "", []).append(problem)
    return found


def _points(locations: Locations, authored: Authored) -> Iterable[tuple[Location, str]]:
    """Where each part stands, and each value and citation of it, with its key."""
    for key, part in locations.parts.items():
        for place in {part.location, *part.fields.values(), *part.citations}:
            yield authored.as_typed(place), key
