"""What the unit tests of the reader share."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefing.model.briefing import Briefing, Revision
from tests.samples import two_towns


@pytest.fixture(scope="session")
def briefing() -> Briefing:
    """The briefing of two towns."""
    return two_towns()


@pytest.fixture(scope="session")
def revision(briefing: Briefing) -> Revision:
    """Its third revision."""
    return Revision(number=3, published=datetime(2024, 5, 3, tzinfo=UTC), briefing=briefing)
