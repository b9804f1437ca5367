"""The file ``sources.yaml``, changed as text: an entry is appended, or fields of one are set.

What would be written is read back as `check` reads it; if any other entry were not what it was,
it is refused. Comments and the curator's way of writing stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
import yaml

from briefing.authoring.folder import as_source_file
from briefing.authoring.problems import ParseContext, Problem, Report
from briefing.authoring.sources_and_actors import ReadSources, read_sources
from briefing.desk.forms import Given, as_fields, as_value, keyed
from briefing.desk.typed import Typed, list_items
from briefing.model.actors import Source
from briefing.model.errors import BriefingError
from briefing.model.untrusted_files import RefusedError, read_inside
from briefing.model.vocabulary import Severity

SOURCES: Final = "sources.yaml"
_BY_HAND: Final = (
    f"{SOURCES} is written in a way that this does not change. Write one entry a block, each with"
    " its key at the beginning of a line and its fields on lines of their own."
)


class SourceListError(BriefingError):
    """The file cannot be read, or not be changed for sure; it is as it was."""


class FactError(BriefingError):
    """What is said of a source does not do, or what it needs is not said.

    Attributes:
        lacking: What is not said: its title, its outlet.
    """

    def __init__(self, message: str, lacking: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.lacking = lacking


class SourceList(msgspec.Struct, frozen=True):
    """The sources of a folder, and the bytes that they were read from."""

    folder: Path
    typed: bytes
    sources: Mapping[str, Source]

    @classmethod
    def read(cls, folder: Path) -> SourceList:
        """Read the list of a folder; a file that is not there yet is an empty one."""
        if not folder.is_dir():
            raise SourceListError(f"There is no folder “{folder}” of a briefing.")
        try:
            typed = read_inside(folder, SOURCES)
        except FileNotFoundError:
            typed = b""
        except (RefusedError, OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SourceListError(f"“{folder / SOURCES}” cannot be read: {reason}.") from error
        sources, problem = _read(folder, typed)
        if problem is not None:
            raise SourceListError(f"First correct this: {problem}")
        return cls(folder, typed, sources)

    @property
    def path(self) -> Path:
        return self.folder / SOURCES

    def appended(self, key: str, entry: Given) -> SourceList:
        file = Typed(SOURCES, self.typed)
        file.add_field(file.fields, keyed(key, as_fields(entry)))
        return self._changed(key, file)

    def with_fields(self, key: str, fields: Given) -> SourceList:
        """Set fields of an entry: in place of those that it has, else after its last line.

        One that is None stays as it is; one that is empty is removed.
        """
        file = Typed(SOURCES, self.typed)
        pair = file.pairs(file.fields).get(key)
        if pair is None or not isinstance(pair.value, yaml.MappingNode) or pair.value.flow_style:
            raise SourceListError(_BY_HAND)
        there = file.pairs(pair.value)
        for name, value in fields.items():
            if value and not (name in there and _has(there[name].value, value)):
                file.set_value(pair.value, name, as_value(value))
            elif value is not None and not value and name in there:
                file.remove_field(pair.value, name)
        return self._changed(key, file)

    def _changed(self, key: str, file: Typed) -> SourceList:
        typed = file.became().encode()
        sources, problem = _read(self.folder, typed)
        if key not in sources or _but(key, sources) != _but(key, self.sources):
            raise SourceListError(_BY_HAND)
        if problem is not None:
            raise FactError(f"{problem.message} {problem.fix}")
        return SourceList(self.folder, typed, sources)


def _has(node: yaml.Node, value: str | Sequence[str]) -> bool:
    """Whether a field has a value already, however that is typed."""
    return list(list_items(node)) == ([value] if isinstance(value, str) else list(value))


def _but(key: str, sources: Mapping[str, Source]) -> dict[str, Source]:
    return {name: one for name, one in sources.items() if name != key}


def _read(folder: Path, typed: bytes) -> tuple[dict[str, Source], Problem | None]:
    """Read the sources by their keys; with the first error, if there is one."""
    report = Report()
    file = as_source_file(typed, str(folder / SOURCES), report)
    found = ReadSources()
    if file and any(line.lstrip()[:1] not in ("", "#") for line in file.text.split("\n")):
        found = read_sources(file, ParseContext(report))
    errors = (one for one in report.problems() if one.severity is Severity.ERROR)
    return {one.key: one for one in (*found.sources, *found.not_held)}, next(errors, None)
