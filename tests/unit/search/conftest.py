"""What the tests of the index share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the index of a library is to be."""
    return tmp_path / "library" / "index.sqlite3"
