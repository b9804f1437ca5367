"""A library that is the same on every machine, in a terminal that is."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.library.library import Library
from tests.articles import anchored
from tests.samples import TEXTS, two_towns


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """All colours, and nothing of the user's."""
    for name in [*os.environ]:
        if re.match("TEXTUAL_(?!SNAPSHOT)|NO_COLOR$|TMUX$", name):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two towns, published on a day of its own."""
    library = Library(tmp_path / "library")
    library.publish([anchored(two_towns(), TEXTS)], now=datetime(2024, 5, 3, 12, tzinfo=UTC))
    return library
