"""What holds for all tests: no user's folders, Ctrl-C, no deadlines that a busy machine misses."""

from __future__ import annotations

import gc
import importlib
import itertools
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from textual import _time
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.resting import RestingLoop, now
from tests.thorough import load_profile

load_profile()

# A shell has what it starts in the background ignore Ctrl-C, nohup has it ignore hang-ups; and so
# would all that tests start, which does not inherit a handler.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)


def pytest_collection(session: pytest.Session) -> None:
    """Have each worker import other modules first, and so rewrite the assertions of its share only.

    Those that the others have rewritten by then it reads from ``__pycache__``.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker and session.config.args_source is session.config.ArgsSource.TESTPATHS:
        root = session.config.rootpath
        paths = sorted((root / "tests").rglob("test_*.py"))
        share = int(worker["workerid"].removeprefix("gw")) * len(paths) // worker["workercount"]
        for path in paths[share:] + paths[:share]:
            with suppress(Exception):  # collection tells
                importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))


def pytest_collection_finish() -> None:
    """Thousands of tests and all that they import are for good: no need to look for them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], RestingLoop]]:
    """Tests of the application can wait until it is at rest."""
    return {"resting": RestingLoop}


@pytest.fixture(scope="session", autouse=True)
def _one_clock() -> Iterator[None]:
    """Textual's timers go by the clock of the event loop, which tests put forward."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_time, "get_time", now)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """No power cut comes, so nobody waits until the disk has kept what tests write in passing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for each test, made only where something is written there."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(scope="session", autouse=True)
def _known_texts() -> Iterator[None]:
    """Fixtures and style sheets are read hundreds of times; what is made of a text is kept."""
    parse, known = Stylesheet._parse_rules, dict[object, list[RuleSet]]()

    def parse_once(sheet: Stylesheet, *text: object, **kind: object) -> list[RuleSet]:
        key = (text, *kind.values(), frozenset(sheet._variables.items()))
        if key not in known:
            known[key] = parse(sheet, *text, **kind)  # type: ignore[arg-type]
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "compose", lru_cache(1000)(yaml.compose))
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(autouse=True)
def _own_folders(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Library, state, configuration and corpus of whoever runs the tests are out of reach."""
    home = next(_homes)
    monkeypatch.setenv("BRIEFING_LIBRARY", str(home / "library"))
    monkeypatch.setenv("BRIEFING_STATE", str(home / "state"))
    monkeypatch.setenv("BRIEFING_CONFIG", str(home / "config.toml"))
    monkeypatch.delenv("BRIEFING_CORPUS", raising=False)
