"""The briefing that the tests of evidence read."""

from __future__ import annotations

import pytest

from briefing.model.briefing import Briefing
from tests import samples


@pytest.fixture(scope="session")
def two_towns() -> Briefing:
    """The fixture briefing, which must load without errors."""
    return samples.two_towns()
