"""What holds for all tests: no user's folders, Ctrl-C, no deadlines that a busy machine misses."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.resting import RestingLoop
from tests.thorough import load_profile

load_profile()

# A shell has what it starts in the background ignore Ctrl-C, and so would all that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Thousands of tests and all that they import are for good: no need to look for them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], RestingLoop]]:
    """Tests of the application can wait until it is at rest."""
    return {"resting": RestingLoop}


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Library, state, configuration and corpus of whoever runs the tests are out of reach."""
    home: Path = tmp_path_factory.mktemp("home", numbered=True)
    monkeypatch.setenv("BRIEFING_LIBRARY", str(home / "library"))
    monkeypatch.setenv("BRIEFING_STATE", str(home / "state"))
    monkeypatch.setenv("BRIEFING_CONFIG", str(home / "config.toml"))
    monkeypatch.delenv("BRIEFING_CORPUS", raising=False)
