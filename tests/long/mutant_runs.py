"""The switch of the mutants, and the pytest plugin that turns them on one after the other.

Stands at the top of the temporary copy that `mutants` makes, and knows nothing of `briefing`.
Collects the tests once and forks: a process that runs them all with every mutant off, then one for
each mutant, which so begins without importing anything.
"""

from __future__ import annotations

import contextlib
import functools
import json
import math
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pytest

FOLDER: Final = Path(__file__).parent
MET: Final = FOLDER / "met.jsonl"
RAN: Final = FOLDER / "ran.jsonl"
FAILED: Final = FOLDER / "failed.txt"
VERDICTS: Final = FOLDER / "verdicts.jsonl"
ON: Final = "BRIEFING_MUTANT"
"""Environment variable with the number of the mutant that is on while all modules are imported."""
MARK: Final = "mutant-{}"
"""File that is there while a mutant is on, for processes whose variables a test chooses."""
TEST: Final = FOLDER / "test.txt"
"""What is run now, for them too."""

MOST_SECONDS: Final = 40
"""Processor time of the tests that one mutant is tried on: of its room first, the fastest first."""
LONGER: Final = 4
"""How many times as long as without it tests may take with a mutant, until it is taken to hang."""
LONGEST: Final = 60
"""Seconds after which a mutant that only waits is taken to hang, where tests take no time."""
_CACHED: Final = type(functools.cache(str))

_met: set[tuple[int, str]] = set()


def on(number: int) -> bool:
    """Whether a mutant is on; while none is, keeps which test asked."""
    if (active := _active()) is not None:
        return number == active
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0] or _test_of_parent()
    if (number, test) not in _met:
        _met.add((number, test))
        with contextlib.suppress(OSError):  # of a process that may write nowhere
            _append(MET, [number, test])
    return False


@functools.cache
def _active() -> int | None:
    numbers = [int(one.name.partition("-")[2]) for one in FOLDER.glob(MARK.format("*"))]
    return numbers[0] if numbers else None


@functools.cache
def _test_of_parent() -> str:
    return TEST.read_text() if TEST.exists() else ""


def _append(file: Path, value: object) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(value) + "\n")


def _read(file: Path) -> list[list[object]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run all tests without a mutant, then each mutant on the tests that meet it."""
    if ON in os.environ:  # one mutant, of what runs when a module is imported
        _limit(MOST_SECONDS)
        return None
    tests = {item.nodeid: item for item in session.items}
    if not RAN.exists():
        _fork(session, tests.values())
    seconds = {str(test): float(str(took)) for test, took, failed in _read(RAN) if not failed}
    meeting: dict[int, set[str]] = defaultdict(set)
    for number, test in _read(MET):
        if test in seconds:
            meeting[int(str(number))].add(str(test))
    for number, own in json.loads((FOLDER / "numbers.json").read_text()):
        left = float(MOST_SECONDS)
        chosen: list[pytest.Item] = []
        # What a fixture of a whole file meets, only the first test of the file is seen to meet.
        # A process that may write nowhere cannot tell what it meets.
        seen = meeting[number] or {test for test in seconds if test.startswith(tuple(own))}
        files = {test.partition("::")[0] for test in seen}
        in_order = sorted(
            (not test.startswith(tuple(own)), took, test)
            for test, took in seconds.items()
            if test.partition("::")[0] in files
        )
        for _, _, test in in_order:
            left -= seconds[test]
            if left < 0 and chosen:
                break
            chosen.append(tests[test])
        within = MOST_SECONDS - left
        _append(VERDICTS, [number, _fork(session, chosen, number, within), len(chosen)])
    return True


def _fork(
    session: pytest.Session,
    tests: Iterable[pytest.Item],
    number: int | None = None,
    seconds: float = 0,
) -> str:
    """Run tests in a child, and give the first that fails with a mutant, after which it ends.

    Without the mutant they take so many seconds of processor time.
    """
    items = list(tests)
    FAILED.write_text("")
    if not items:
        return ""
    child = os.fork()
    if child:
        status = _wait(child, math.inf if number is None else LONGEST + LONGER**2 * seconds)
        (FOLDER / MARK.format(number)).unlink(missing_ok=True)
        return FAILED.read_text() or ("a time limit" if status else "")
    if number is not None:
        (FOLDER / MARK.format(number)).touch()
        _active.cache_clear()
        _limit(seconds)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    for item, following in zip(items, [*items[1:], None], strict=True):
        if number is None:
            _forget()
            TEST.write_text(item.nodeid)
        failed, begun = session.testsfailed, _spent()
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        failing = session.testsfailed > failed
        if number is None:
            _append(RAN, [item.nodeid, _spent() - begun, failing])
        elif failing:
            FAILED.write_text(item.nodeid)
            break
    sys.stdout.flush()
    os._exit(0)


def _forget() -> None:
    """Empty all caches of functions, so that a test meets what it would meet alone."""
    for module in list(sys.modules.values()):
        if (getattr(module, "__file__", None) or "").startswith(str(FOLDER)):
            for value in list(vars(module).values()):
                if isinstance(value, _CACHED):
                    value.cache_clear()


def _spent() -> float:
    """Processor time of this process and of its children that have ended."""
    return sum(os.times()[:4])


def _wait(child: int, seconds: float) -> int:
    """Wait for a child, which is killed after some seconds, and give its status."""
    until = time.monotonic() + seconds
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.02)
    return ended[1]


def _limit(seconds: float) -> None:
    last = int(time.process_time() + LONGER * (seconds + 2))
    resource.setrlimit(resource.RLIMIT_CPU, (last, last))


_active()  # while files can still be read: a process may confine itself
