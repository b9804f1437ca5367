"""Files that the program writes into a folder, and on which nothing else in it depends.

One that cannot be understood is only warned of, and says nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from briefing.authoring.folder import BriefingFolder
from briefing.authoring.problems import Location, Report, Value


class Generated(NamedTuple):
    """A kind of generated file: JSON with a version of its own.

    Attributes:
        code: Of the warning that a file cannot be understood.
        by: What writes such files.
        so: What follows where one cannot be understood, and what to do; sentences.
    """

    name: str
    version: int
    code: str
    by: str
    so: str
    fix: str


def read_generated(
    folder: BriefingFolder, file: Generated, kind: type[Value], report: Report
) -> Value | None:
    """Read a file of a folder, if there is one that can be understood; `kind` has a version."""
    if not folder.has(file.name):
        return None
    found = Report()
    text = folder.beside(found).read(file.name)
    wrong = " ".join(problem.message for problem in found.problems()[:1])
    if text is not None and not wrong:
        try:
            lock = msgspec.json.decode(text.text.encode(), type=kind)
        except (msgspec.DecodeError, RecursionError) as error:
            wrong = f"This is not what {file.by} has written: {error}."
        else:
            version = getattr(lock, "version", None)
            if version == file.version:
                return lock
            wrong = f"The file has version {version}; this program knows {file.version}."
    location = Location(folder.name(file.name))
    report.warning(location, file.code, f"{wrong} {file.so}", file.fix)
    return None


def as_file(lock: msgspec.Struct) -> bytes:
    """The content of a generated file."""
    return msgspec.json.format(msgspec.json.encode(lock), indent=2) + b"\n"
