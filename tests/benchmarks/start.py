"""How long a start takes, beside Python's own in the same run.

Run by hand: ``python -m tests.benchmarks.start [ROUNDS]``. Every round starts each program once, in
turn, so that a machine that slows down slows all of them; ratios are taken round by round, and what
is printed is the median of each. A terminal is emulated that reads at once and answers nothing.
"""

from __future__ import annotations

import os
import select
import statistics
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from briefing.library.library import Library
from tests.samples import TWO_TOWNS, two_towns

ROOT: Final = Path(__file__).parents[2]
READER: Final = ("-m", "briefing")
FIRST_PAINT: Final = b"Lakeside and Hilltop"
COPIED: Final = b"clipboard"
"""What the reader writes when it has taken the key for copying."""

_PATIENCE: Final = 3.0
"""Seconds after which no frame is going to be kept."""

VERBS: Final = (
    ("--version",),
    ("--help",),
    ("config",),
    ("completion", "bash"),
    ("keys",),
    ("list",),
    ("show", "two-towns"),
    ("figures", "two-towns"),
    ("search", "dam"),
    ("evidence", "two-towns"),
    ("health", "two-towns"),
    ("without", "two-towns", "herald"),
    ("check", str(TWO_TOWNS)),
)


class Cost(NamedTuple):
    """What one run of a program took.

    Attributes:
        seconds: From its start to what was waited for.
        processor: Seconds of processor time until it ended.
        memory: Most memory that it had at a time, in megabytes.
    """

    seconds: float
    processor: float
    memory: float


def main(words: list[str]) -> None:
    """Print the table."""
    rounds = int(words[0]) if words else 15
    with tempfile.TemporaryDirectory() as home:
        measured = measure(programs(environment_in(Path(home))), rounds)
    nothing, loading = measured["python -c pass"], measured["import textual.app"]
    print(f"{'':44} {'ms':>7} {'CPU ms':>7} {'MB':>5} {'× pass':>7} {'CPU':>5} {'× textual':>9}")
    for name, costs in measured.items():
        print(
            f"{name:44} {middle(costs, 0) * 1e3:7.1f} {middle(costs, 1) * 1e3:7.1f}"
            f" {middle(costs, 2):5.0f} {ratio(costs, nothing, 0):7.2f}"
            f" {ratio(costs, nothing, 1):5.2f} {ratio(costs, loading, 0):9.2f}"
        )


def programs(environment: Mapping[str, str]) -> dict[str, Callable[[], Cost]]:
    """All that is measured, by its name."""

    def run(*words: str) -> Callable[[], Cost]:
        return lambda: at_terminal(words, environment)

    def read(until: bytes, *, frame: bool) -> Callable[[], Cost]:
        def start() -> Cost:
            if not frame:
                kept_frame(environment).unlink(missing_ok=True)
            cost = at_terminal(READER, environment, until)
            await_frame(environment)
            return cost

        return start

    # What is kept for the first paint is there from this run on.
    at_terminal(READER, environment, COPIED)
    await_frame(environment)
    return {
        "python -c pass": run("-c", "pass"),
        "import textual.app": run("-c", "import textual.app"),
        "reader, first paint": read(FIRST_PAINT, frame=True),
        "reader, a key typed at once has its effect": read(COPIED, frame=True),
        "reader, first paint, no frame kept": read(FIRST_PAINT, frame=False),
        "reader, key, no frame kept": read(COPIED, frame=False),
        **{f"briefing {' '.join(words)}"[:44]: run(*READER, *words) for words in VERBS},
    }


def measure(programs: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, list[Cost]]:
    """Run all programs in turn, once for the caches and then so many rounds."""
    measured: dict[str, list[Cost]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, program in programs.items():
            cost = program()
            if number:
                measured[name].append(cost)
    return measured


def at_terminal(
    words: tuple[str, ...], environment: Mapping[str, str], until: bytes | None = None
) -> Cost:
    """Start Python in a terminal of 80 by 24 cells, press ``y``, wait, and end it.

    Args:
        words: What Python is to run.
        environment: All the variables it has.
        until: What it writes that ends the time taken; None for its end.
    """
    terminal, other_end = os.openpty()
    name = os.ttyname(other_end)
    termios.tcsetwinsize(other_end, (24, 80))
    # The first terminal that the leader of a session opens is the one that controls it.
    files = [(os.POSIX_SPAWN_OPEN, number, name, os.O_RDWR, 0) for number in (0, 1, 2)]
    begun = time.perf_counter()
    child = os.posix_spawn(
        sys.executable, (sys.executable, *words), environment, file_actions=files, setsid=True
    )
    os.close(other_end)
    os.write(terminal, b"y")
    written, reached = b"", None
    while True:
        select.select([terminal], [], [])
        try:
            written += os.read(terminal, 1 << 16)
        except OSError:  # what Linux says when nobody has the other end any more
            break
        if reached is None and until is not None and until in written:
            reached = time.perf_counter()
            os.write(terminal, b"q")
    _, _, usage = os.wait4(child, 0)
    ended = time.perf_counter()
    os.close(terminal)
    if until is not None and reached is None:
        raise SystemExit(f"{words} never wrote {until!r}, but {written!r}")
    return Cost((reached or ended) - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def environment_in(home: Path) -> dict[str, str]:
    """Variables for a home with a library of one briefing."""
    Library(home / "library").publish([two_towns()])
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "BRIEFING_LIBRARY": str(home / "library"),
        "BRIEFING_STATE": str(home / "state"),
        "BRIEFING_CONFIG": str(home / "config.toml"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "LINES": "24",
    }


def kept_frame(environment: Mapping[str, str]) -> Path:
    """Where the reader keeps what it will show first."""
    return Path(environment["BRIEFING_STATE"]) / "first-frame"


def await_frame(environment: Mapping[str, str]) -> None:
    """Wait for the frame that is drawn when the reader has left, so that it disturbs nothing."""
    end = time.monotonic() + _PATIENCE
    while not kept_frame(environment).exists() and time.monotonic() < end:
        time.sleep(0.01)


def middle(costs: list[Cost], field: int) -> float:
    """Median of one field."""
    return statistics.median(cost[field] for cost in costs)


def ratio(costs: list[Cost], others: list[Cost], field: int) -> float:
    """Median of the ratios round by round."""
    pairs = zip(costs, others, strict=True)
    return statistics.median(one[field] / other[field] for one, other in pairs)


if __name__ == "__main__":
    main(sys.argv[1:])
