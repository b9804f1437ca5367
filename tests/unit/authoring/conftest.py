from __future__ import annotations

import shutil
from pathlib import Path

import pytest

FIXTURE = Path(__file__).parents[2] / "fixtures" / "two-towns"


@pytest.fixture
def topic(tmp_path: Path) -> Path:
    """A copy of the valid fixture briefing, to make mistakes in."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "two-towns"))
