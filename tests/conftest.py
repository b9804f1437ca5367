"""What holds for all tests: no user's folders, Ctrl-C, no deadlines that a busy machine misses."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("briefing", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("briefing")

# A shell has what it starts in the background ignore Ctrl-C, and so would all that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Library, state, configuration and corpus of whoever runs the tests are out of reach."""
    home: Path = tmp_path_factory.mktemp("home", numbered=True)
    monkeypatch.setenv("BRIEFING_LIBRARY", str(home / "library"))
    monkeypatch.setenv("BRIEFING_STATE", str(home / "state"))
    monkeypatch.setenv("BRIEFING_CONFIG", str(home / "config.toml"))
    monkeypatch.delenv("BRIEFING_CORPUS", raising=False)
