"""The folder of a briefing that is only begun."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import Final

from briefing.authoring.load import name_mistake
from briefing.authoring.problems import OUTLINE, Report, joined
from briefing.authoring.rules import check_prose, check_title
from briefing.authoring.writing import FileNotWrittenError, write_files
from briefing.desk.forms import as_yaml
from briefing.model.errors import BriefingError, UsageError
from briefing.model.text import unsafe_characters
from briefing.model.vocabulary import SectionKind

_BRIEFING: Final = """\
---
# What is new, as an assertion of at most 80 characters.
title:{title}
# Nothing later was taken in; move it on with your newest source.
cut-off: {cutoff}
# In reading order, such as [{{id: terms, title: What was agreed}}]; the cards of each stand in
# cards/<id>/<card>.md. The ids:
{kinds}
sections: []
# Below the line: the bottom line. What is new and why it matters, in 40 to 90 words, each
# sentence with its source, such as [@herald, ¶2].
---
"""
_SOURCES: Final = """\
# An entry for each article, by its citation key: `briefing add` writes it.
"""
_ACTORS: Final = """\
# People, organisations, states, blocs and places, with all spellings of their names, such as
# mayor: {type: person, names: [Ann Lee, Lee]}
"""


def begin_folder(folder: Path, title: str | None, today: date) -> list[Path]:
    """Write a folder that lacks nothing but what only its author knows; give its files.

    Raises:
        UsageError: No briefing can have that name or that title, or something is there already.
        FileNotWrittenError: It cannot be written; nothing is left of it.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100  # unlike resolve, it keeps a link's name
    _insist_on_name(folder)
    if title is not None:
        _insist_on_title(title)
    contents = {
        OUTLINE: _BRIEFING.format(
            title="" if title is None else f" {as_yaml(title)}",
            cutoff=today,
            kinds=_kinds(),
        ),
        "sources.yaml": _SOURCES,
        "actors.yaml": _ACTORS,
    }
    made = _make(folder)
    try:
        write_files({folder / name: text.encode() for name, text in contents.items()})
    except FileNotWrittenError:
        _remove(made)
        raise
    return [folder / name for name in contents]


def _kinds() -> str:
    kinds = [kind for kind in SectionKind if kind is not SectionKind.BOTTOM_LINE]
    return fill(", ".join(kinds), 80, initial_indent="# ", subsequent_indent="# ")


def _insist_on_name(folder: Path) -> None:
    if mistake := name_mistake(folder.name):
        raise UsageError(f"{mistake.message} {mistake.fix}")
    try:
        taken = os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise BriefingError(f"“{folder}” cannot be looked into: {error.strerror}.") from error
    if taken:
        raise UsageError(
            f"There is something in “{folder}” already, and it is left as it is. Name a folder"
            " that is new or empty; or `briefing check` says what this one lacks."
        )


def _insist_on_title(title: str) -> None:
    report, typed = Report(), joined("--title", [(title, 1, 1)])
    check_title(typed, report)
    check_prose(typed, len(title), report)
    if not typed.text or unsafe_characters(title) or "\n" in title:
        raise UsageError("A title is a line of text: --title “Two towns share the dam”.")
    for problem in report.problems():
        raise UsageError(f"--title: {problem.message} {problem.fix}")


def _make(folder: Path) -> list[Path]:
    """Make a folder with those above it; give those that were not there, innermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    made: list[Path] = []
    try:
        for one in reversed(missing):
            one.mkdir()
            made.insert(0, one)
    except OSError as error:
        _remove(made)
        raise FileNotWrittenError(
            f"The folder “{folder}” cannot be made: {error.strerror}. Name one where you may write."
        ) from error
    return made


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
