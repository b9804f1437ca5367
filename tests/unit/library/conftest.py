"""What the tests of the library share."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.library.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library that waits for nobody."""
    return Library(tmp_path / "library", patience=0.1)
