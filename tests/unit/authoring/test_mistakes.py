"""Each deliberate mistake is found where it is, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.model.vocabulary import Severity
from tests.unit.authoring.mistakes import CARET, MISTAKES, Mistake


def make(mistake: Mistake, topic: Path) -> tuple[int, int]:
    """Make a mistake; returns line and column at which it is, both counted from 1."""
    file = topic / mistake.file
    typed = file.read_text(encoding="utf-8")
    old, new = mistake.change.split(" → ")
    assert old in typed
    changed = typed.replace(old, new, 1)
    before, caret, after = changed.partition(CARET)
    assert caret
    file.write_text(before + after, encoding="utf-8")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_mistake_is_found_where_it_is(mistake: Mistake, topic: Path) -> None:
    line, column = make(mistake, topic)
    loaded = load_briefing(topic)
    errors = [p for p in loaded.problems if p.severity is Severity.ERROR]
    found = [(p.path, p.line, p.column, p.code) for p in errors]
    assert (f"two-towns/{mistake.file}", line, column, mistake.code) in found
    assert any(p.code == mistake.code and mistake.fix in p.fix for p in errors)
    assert loaded.briefing is None


def test_no_mistake_gives_a_briefing(topic: Path) -> None:
    loaded = load_briefing(topic)
    assert loaded.problems == ()
    assert loaded.briefing is not None
    assert loaded.briefing.id == "two-towns"


def test_all_mistakes_of_all_files_are_found_in_one_run(topic: Path) -> None:
    chosen = {m.name: m for m in MISTAKES}
    names = ("unknown value", "unknown citation", "impossible date", "emphasis", "wrong country")
    for name in names:
        make(chosen[name], topic)
    found = {problem.code for problem in load_briefing(topic).problems}
    assert found >= {chosen[name].code for name in names}
