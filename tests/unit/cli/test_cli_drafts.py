"""Drafts: counted by check, told apart, never published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing.library.library import Library
from tests.curating import Desk, lay_out

from .conftest import Run

CARD = """---
title: The sluice opens in May
status: draft
---
The mayor of Lakeside speaks of {} jobs at the sluice. [@herald, ¶2]
"""


@pytest.fixture
def desk(home: Path) -> Desk:
    return lay_out(home)


def test_a_draft_is_counted_checked_and_not_published(desk: Desk, run: Run, home: Path) -> None:
    options = (str(desk.draft), "--corpus", str(desk.corpus))
    assert run("check", *options).code == 0
    card = desk.draft / "cards/terms/sluice.md"
    card.write_text(CARD.format(4711), "utf-8")
    found = run("check", *options, "--strict")
    assert found.code == 0
    assert "sluice.md:5:33: draft: “4711” is not in the passage cited" in found.out
    assert "0 errors, 0 warnings, 2 looks (--look lists them), 1 draft in" in found.err
    assert "was verified on" in found.err
    report = json.loads(run("check", *options, "--format", "json").out)
    assert (report["drafts"], report["errors"]) == (1, 0)
    assert run("publish", *options).code == 0
    briefing = Library(home / "library").open("two-towns").briefing
    assert "sluice" not in {one.id for _, one in briefing.cards()}
    assert briefing.verified is not None


def test_a_draft_that_cannot_be_read_does_not_stop_publishing(desk: Desk, run: Run) -> None:
    (desk.draft / "cards/terms/sluice.md").write_text(
        CARD.format("**many**").replace("---\nThe", "fields: [none]\n---\nThe"), "utf-8"
    )
    found = run("publish", str(desk.draft), "--corpus", str(desk.corpus))
    assert found.code == 0
    assert "draft: " in found.err
