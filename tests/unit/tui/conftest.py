"""What the unit tests of the reader share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.model.briefing import Briefing, Revision

FIXTURE = Path(__file__).parents[2] / "fixtures" / "two-towns"


@pytest.fixture(scope="session")
def briefing() -> Briefing:
    """The briefing of two towns."""
    loaded = load_briefing(FIXTURE)
    assert loaded.briefing is not None, loaded.problems
    return loaded.briefing


@pytest.fixture(scope="session")
def revision(briefing: Briefing) -> Revision:
    """Its third revision."""
    return Revision(number=3, published=datetime(2024, 5, 3, tzinfo=UTC), briefing=briefing)
