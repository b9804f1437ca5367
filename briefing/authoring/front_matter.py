"""Parting a Markdown file into its front matter and its body."""

from __future__ import annotations

from typing import Final

import msgspec

from briefing.authoring.files import SourceFile
from briefing.authoring.problems import Place, Report

_FENCE: Final = "---"


class Parts(msgspec.Struct, frozen=True):
    """A file in two parts.

    Attributes:
        front_matter: The YAML between the fences; it begins in line 2.
        body: The Markdown after it.
        body_line: Line at which the Markdown begins, counted from 1.
    """

    front_matter: str
    body: str
    body_line: int


def split_front_matter(file: SourceFile, report: Report) -> Parts | None:
    """Part a file at the two lines of three hyphens.

    Args:
        file: A card or a ``briefing.md``.
        report: Takes the problem.

    Returns:
        The parts; None where the file has no front matter.
    """
    lines = file.text.split("\n")
    if lines[0].rstrip() != _FENCE:
        report.error(
            Place(file.path),
            "missing-front-matter",
            "The file does not begin with front matter.",
            "Begin it with “---”, the fields, and “---” again.",
        )
        return None
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() == _FENCE), None)
    if end is None:
        report.error(
            Place(file.path),
            "missing-front-matter",
            "The front matter that begins here is never closed.",
            "Write “---” in a line of its own after the last field.",
        )
        return None
    return Parts("\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2)
