"""What the reader sends over the line, beside stock output and programs written with curses.

Run by hand: ``python -m tests.benchmarks.wire [FOLDER]``, where FOLDER holds a briefing; without
one, the bundled briefing is read. newsboat and neomutt are measured where they are installed. It
takes about four minutes.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from briefing.authoring.load import load_briefing
from briefing.library.library import Library
from tests.terminal.conftest import COMMAND, ROOT, environment_of
from tests.terminal.pty import Terminal

RUNS: Final = 5
HELD: Final = 60
"""How often a key that is held repeats."""

RATE: Final = 30
"""Repeats in a second."""

IDLE: Final = 15.0
"""Seconds of rest that are watched."""

LINE: Final = ("64", "150")
"""Kilobits in a second, and milliseconds for a round trip."""

_DOWN: Final = "\x1bOB"
"""The key as curses asks terminals to send it."""


@dataclass(frozen=True)
class Action:
    """Something the reader does.

    Attributes:
        label: What it is.
        target: Bytes that it should cost at most.
        before: Keys that lead there.
        keys: Keys that are measured, one after the other.
    """

    label: str
    target: int
    before: tuple[str, ...]
    keys: tuple[str, ...]


ACTIONS: Final = (
    Action("cursor move, open card follows", 1500, ("a", "5"), ("j", "j", "k", "j", "k")),
    Action("cursor move, nothing follows", 300, ("a", "9", "tab"), ("j", "j", "k", "j", "k")),
    Action("next pane", 2000, ("a", "5"), ("tab", "tab", "tab", "tab")),
    Action("next section", 3000, ("a", "2"), (">", ">", ">", ">", ">")),
    Action("page of text", 2500, ("a", "3", "tab"), ("pagedown", "pageup", "pagedown", "space")),
    Action("short: cursor move in a list", 500, ("5",), ("j", "j", "k", "j", "k")),
    Action("short: read on", 3000, (), ("space", "space", "space", "space", "space")),
)
"""A reader who has read nothing opens the short version; ``a`` switches to the full one."""


@dataclass(frozen=True)
class Program:
    """A program that is measured.

    Attributes:
        name: For the table.
        command: With its arguments.
        environment: All its variables.
        ready: What it shows when it has started.
        actions: What is done with it.
    """

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    ready: str
    actions: tuple[Action, ...]


def main(arguments: list[str]) -> None:
    """Print the tables."""
    folder = Path(arguments[0]) if arguments else next((ROOT / "content").iterdir())
    with TemporaryDirectory() as name:
        readers = [reader(Path(name), folder, output) for output in ("lean", "stock")]
        bytes_table(readers)
        for peer in (newsboat(Path(name)), neomutt(Path(name))):
            if peer is not None:
                peer_table(peer)
        rest_table(readers)
        line_table(readers)


# -- what is measured ------------------------------------------------------------------------------


def reader(home: Path, folder: Path, output: str) -> Program:
    """The reader with one of its outputs, in a home of its own."""
    home = home / output
    briefing = load_briefing(folder).briefing
    if briefing is None:
        raise SystemExit(f"{folder} has mistakes; run “briefing check” on it.")
    Library(home / "library").publish([briefing])
    (home / "config.toml").write_text(f'output = "{output}"\n')
    return Program(output, (*COMMAND, briefing.id), environment_of(home), "read on", ACTIONS)


def newsboat(home: Path) -> Program | None:
    """A reader of feeds, with a hundred articles."""
    if (command := shutil.which("newsboat")) is None:
        return None
    text = "All of this was said before, and will be said again. " * 30
    items = "".join(
        f"<item><title>Article {n} of the feed</title><guid>{n}</guid>"
        f"<description>{text}</description></item>"
        for n in range(100)
    )
    feed = home / "feed.xml"
    feed.write_text(f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>")
    (home / "urls").write_text(f"file://{feed}\n")
    (home / "rc").write_text("")
    files = ("-u", str(home / "urls"), "-c", str(home / "cache"), "-C", str(home / "rc"))
    actions = (
        Action("cursor move", 0, ("enter",), (_DOWN, _DOWN, _DOWN)),
        Action("page of a list", 0, ("enter",), ("pagedown", "pagedown")),
        Action("page of text", 0, ("enter", "enter"), ("pagedown", "pagedown")),
    )
    return Program("newsboat", (command, *files, "-r"), environment_of(home), "Feed", actions)


def neomutt(home: Path) -> Program | None:
    """A reader of mail, with a hundred messages."""
    if (command := shutil.which("neomutt")) is None:
        return None
    text = "All of this was said before, and will be said again.\n" * 60
    messages = (
        f"From a@b.example Mon Jan  1 00:00:00 2024\nFrom: A <a@b.example>\n"
        f"Date: Mon, 1 Jan 2024 00:00:{n % 60:02}\nSubject: Message {n}\n\n{text}\n"
        for n in range(100)
    )
    (home / "Mail").mkdir()  # it would ask for it
    (home / "box").write_text("".join(messages))
    actions = (
        Action("cursor move", 0, (), ("j", "j", "j")),
        Action("page of a list", 0, (), ("pagedown", "pagedown")),
        Action("page of text", 0, ("enter",), ("pagedown", "pagedown")),
    )
    start = (command, "-n", "-F", "/dev/null", "-R", "-f", str(home / "box"))
    return Program("neomutt", start, environment_of(home), "Message", actions)


@contextmanager
def running(program: Program, through: tuple[str, ...] = ()) -> Iterator[Terminal]:
    """A program that has started, at 80 by 24 in all colours; `through` another one, if given."""
    with Terminal((*through, *program.command), program.environment, answers=True) as terminal:
        terminal.wait_for(program.ready)
        rest(terminal)
        yield terminal


def rest(terminal: Terminal, quiet: float = 0.25) -> float:
    """Wait until nothing comes any more; give the time when the last came (or it was called)."""
    last = time.monotonic()
    while terminal.pump(quiet):
        last = time.monotonic()
    return last


def cost(terminal: Terminal, *keys: str) -> int:
    """Bytes that keys cost."""
    before = len(terminal.raw)
    terminal.press(*keys)
    rest(terminal)
    return len(terminal.raw) - before


def costs(program: Program, action: Action) -> int:
    """Bytes that an action costs: the median of its keys."""
    with running(forgotten(program)) as terminal:
        for key in action.before:
            cost(terminal, key)
        return round(statistics.median(cost(terminal, key) for key in action.keys))


def start_cost(program: Program) -> int:
    """Bytes until the program has started; leaving it lets it keep things for the next start."""
    with running(program) as terminal:
        sent = len(terminal.raw)
        terminal.press("q")
        rest(terminal, 1.5)
        return sent


def forgotten(program: Program) -> Program:
    """The same reader, which has never been opened."""
    for name in ("state", "cache"):
        shutil.rmtree(Path(program.environment["HOME"]) / name, ignore_errors=True)
    return program


def cpu_seconds(terminal: Terminal) -> float:
    """Processor time of all threads so far, to the nanosecond."""
    tasks = Path(f"/proc/{terminal.process.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


# -- tables ----------------------------------------------------------------------------------------


def bytes_table(readers: list[Program]) -> None:
    """Bytes of starts and keys, with each output."""
    lean, stock = readers
    print("Bytes at 80×24 in 16 million colours           target    lean   stock  stock/lean")
    starts: list[tuple[str, int, Callable[[Program], int]]] = [
        ("whole start", 8000, lambda program: start_cost(forgotten(program))),
        ("whole start, opened before", 8000, start_cost),
    ]
    for label, target, measure in starts:
        row(label, target, measure(lean), measure(stock))
    for action in ACTIONS:
        row(action.label, action.target, costs(lean, action), costs(stock, action))
    print()


def row(label: str, target: int, lean: int, stock: int) -> None:
    """Print one line of the table of bytes."""
    miss = "  MISSED" if lean > target else ""
    print(f"{label:<45}{target:>8,}{lean:>8,}{stock:>8,}{stock / max(1, lean):>9.1f} ×{miss}")


def peer_table(peer: Program) -> None:
    """Bytes that another program sends."""
    start_cost(peer)  # it fills its cache
    print(f"{peer.name}: start {start_cost(peer):,}", end="")
    for action in peer.actions:
        print(f", {action.label} {costs(peer, action):,}", end="")
    print("\n")


def rest_table(readers: list[Program]) -> None:
    """A key that is held, and what is done when nothing happens."""
    print("                                                           lean   stock")
    held = [hold(program) for program in readers]
    print(f"held key at {RATE} Hz, bytes a key{held[0][0]:>34,.0f}{held[1][0]:>8,.0f}")
    print(f"  last output after release, ms{held[0][1]:>32,.0f}{held[1][1]:>8,.0f}")
    for label, keys in (("at rest", ()), ("at rest in the search box", ("/", "p", "r"))):
        both = [idle(program, keys) for program in readers]
        print(f"{label}, bytes a minute{both[0][0]:>{47 - len(label)},.0f}{both[1][0]:>8,.0f}")
        print(f"  processor, ms a second{both[0][1]:>39.2f}{both[1][1]:>8.2f}")
    print()


def hold(program: Program) -> tuple[float, float]:
    """Hold a key in a list of cards: bytes a key, and milliseconds of backlog."""
    with running(forgotten(program)) as terminal:
        cost(terminal, "a")
        cost(terminal, "5")
        before = len(terminal.raw)
        for number in range(HELD):
            terminal.press("J" if number // 10 % 2 == 0 else "K")
            end = time.monotonic() + 1 / RATE
            while (left := end - time.monotonic()) > 0:
                terminal.pump(left)
        released = time.monotonic()
        last = rest(terminal)
        return (len(terminal.raw) - before) / HELD, max(0.0, last - released) * 1e3


def idle(program: Program, keys: tuple[str, ...]) -> tuple[float, float]:
    """Do nothing: bytes a minute, and milliseconds of processor time a second."""
    with running(program) as terminal:
        for key in keys:
            cost(terminal, key)
        rest(terminal, 1.0)
        before = cpu_seconds(terminal)
        sent = terminal.pump_for(IDLE)
        return sent * 60 / IDLE, (cpu_seconds(terminal) - before) / IDLE * 1e3


def line_table(readers: list[Program]) -> None:
    """How long it takes over a slow line until the effect of a key is complete."""
    print(f"{LINE[0]} kbit/s, {LINE[1]} ms round trip: ms until complete      lean   stock")
    through = (sys.executable, "-m", "tests.benchmarks.slow_line", *LINE)
    for action in ACTIONS:
        both = [delays(program, action, through) for program in readers]
        middle = [statistics.median(one) for one in both]
        miss = "  MISSED" if middle[0] > 450 else ""
        print(f"{action.label:<45}{middle[0]:>18,.0f}{middle[1]:>8,.0f}{miss}")


def delays(program: Program, action: Action, through: tuple[str, ...]) -> list[float]:
    """Milliseconds from each key of an action to the last of what it changes."""
    found = []
    with running(forgotten(program), through) as terminal:
        for key in action.before:
            terminal.press(key)
            rest(terminal, 1.0)
        for key in action.keys:
            pressed = time.monotonic()
            terminal.press(key)
            found.append((rest(terminal, 0.7) - pressed) * 1e3)
    return found


if __name__ == "__main__":
    os.chdir(ROOT)
    main(sys.argv[1:])
