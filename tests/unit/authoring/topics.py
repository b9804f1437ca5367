"""Changes of a folder with a briefing, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

from briefing.authoring.load import load_briefing
from briefing.model.briefing import Briefing


def change(topic: Path, file: str, old: str, new: str) -> None:
    """Write something else where some words stand first in a file."""
    path = topic / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def loaded(topic: Path) -> Briefing:
    """The briefing of a folder that has no errors."""
    found = load_briefing(topic)
    assert found.briefing is not None, found.problems
    return found.briefing
