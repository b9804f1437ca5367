"""The briefing that the tests of evidence read."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.model.briefing import Briefing


@pytest.fixture(scope="session")
def two_towns() -> Briefing:
    """The fixture briefing, which must load without errors."""
    loaded = load_briefing(Path(__file__).parents[2] / "fixtures" / "two-towns")
    assert loaded.briefing is not None
    return loaded.briefing
