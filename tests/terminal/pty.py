"""A program in a pseudo-terminal: keys in, bytes and an emulated screen out.

What the program writes is kept as it came. It is cut into text and control sequences by the grammar
of ECMA-48 and xterm's ctlseqs, so that a test can say which sequences a program used; the screen is
emulated by ``pyte``, which is given only what it understands.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pyte
from rich.cells import split_graphemes

from tests.closing import Closing
from tests.waiting import Patience

SEQUENCE: Final = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # CSI
    "|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)"  # OSC
    "|\x1b[P_^X].*?\x1b\\\\"  # DCS, APC, PM, SOS
    "|\x1b[ -/]+[0-~]"  # character sets and the like
    "|\x1b[0-~]"  # sequences of two characters
    "|\x1b",  # cut off, or not a sequence at all
    re.DOTALL,
)
_UNFINISHED: Final = re.compile("\x1b(?:[\\]P_^X][^\x07]*|\\[[0-?]*[ -/]*|[ -/]*)", re.DOTALL)
_EMULATED: Final = re.compile("\x1b(?:\\[\\??[0-9;]*[A-HJKLMPXdfhlmr@]|[78DEMc])")
_AFTER_ESCAPE: Final = 0.15
"""Seconds after which a program no longer takes an escape for the beginning of a sequence: 0.1."""

KEYS: Final = {
    "space": " ",
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "ctrl+l": "\x0c",
}
"""What a terminal sends for a key."""

_ANSWERS: Final = {
    "\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronised output: there is, and it is off
    "\x1b[?2048$p": b"\x1b[?2048;0$y",  # resizes reported in band: unknown
}


def _read(file: Path) -> str:
    """What a file of a thread has; nothing if the thread is gone, or the system has no such."""
    with suppress(OSError):
        return file.read_text()
    return ""


def _works(pid: int) -> bool:
    """Whether a thread of a process runs (R), would like to (R) or waits for a disk (D)."""
    # The state of a thread is the first letter after its name, which stands in parentheses.
    states = map(_read, Path(f"/proc/{pid}/task").glob("*/stat"))
    return any(state.rpartition(")")[2].strip()[:1] in ("R", "D") for state in states)


def cut(text: str) -> Iterator[tuple[str, bool]]:
    """Cut output into its parts.

    Args:
        text: What a program wrote, decoded.

    Yields:
        Runs of text (False) and control sequences (True), in order.
    """
    end = 0
    for match in SEQUENCE.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(text):
        yield text[end:], False


class Screen(pyte.Screen):
    """pyte's screen, with characters of any width.

    pyte loses what follows a character without width. Terminals differ on the width of joined
    emoji; this one agrees with the reader, so that a test sees what the reader means to show.
    """

    def draw(self, data: str) -> None:
        if data.isascii():
            super().draw(data)
            return
        for start, end, width in split_graphemes(data)[0]:
            self.draw_cluster(data[start:end], width)
        self.dirty.add(self.cursor.y)

    def draw_cluster(self, cluster: str, width: int) -> None:
        cursor = self.cursor
        if cursor.x + width > self.columns:
            if pyte.modes.DECAWM in self.mode:
                self.carriage_return()
                self.linefeed()
            else:
                cursor.x = self.columns - width
        line = self.buffer[cursor.y]
        if width:
            line[cursor.x] = cursor.attrs._replace(data=cluster)
            for x in range(cursor.x + 1, cursor.x + width):
                line[x] = cursor.attrs._replace(data="")
        elif cursor.x:
            # A wide character stands in the first of its two cells.
            x = cursor.x - (1 if line[cursor.x - 1].data else 2)
            line[x] = line[x]._replace(data=line[x].data + cluster)
        cursor.x += width


class Terminal(Closing):
    """A program that runs in a pseudo-terminal. Leave the context, and it is dead.

    Attributes:
        process: The program.
        raw: All that it wrote so far; `pump` and what waits bring more.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        *,
        answers: bool = False,
        controls: bool = True,
        others: Callable[[], Iterable[int]] = tuple,
    ) -> None:
        """Start a program.

        Args:
            command: The program with its arguments.
            environment: All the variables it has.
            columns: Width of the screen.
            rows: Height of the screen.
            answers: Whether the terminal answers what programs ask, or is silent like an old one.
            controls: Whether the terminal controls the program, which has signals from it then.
            others: Numbers of the processes that work for it elsewhere, at any time.
        """
        self._others = others
        self._taken = -1
        self.raw = bytearray()
        self._master, self._slave = os.openpty()
        self._shown = 0
        self._pending = ""
        self._answers = answers
        self._screen = Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._lines: dict[int, str] = {}
        self.before = termios.tcgetattr(self._slave)
        self._set_size(columns, rows)
        # The shell leads a session of its own, so the terminal it opens first becomes that which
        # controls it: then changes of size and hang-ups reach the program as signals.
        name = os.ttyname(self._slave)
        opened = ["sh", "-c", 'tty=$1; shift; exec "$@" <"$tty" >"$tty" 2>&1', "sh", name]
        stream = subprocess.DEVNULL if controls else self._slave
        self.process = subprocess.Popen(
            [*(opened if controls else ()), *command],
            env=dict(environment),
            start_new_session=True,
            stdin=stream,
            stdout=stream,
            stderr=stream,
        )

    def close(self) -> None:
        """End the program, and the terminal."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.hang_up()
        os.close(self._slave)

    # -- to the program ----------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: names of `KEYS`, or any text as it is."""
        for key in keys:
            self._taken = self.wake_ups
            os.write(self._master, KEYS.get(key, key).encode())
            if key == "escape":
                self.settle()  # from here on the program waits for more of a sequence
                self.pump_for(_AFTER_ESCAPE)
                self.settle()

    def resize(self, columns: int, rows: int) -> None:
        """Give the screen another size; the program gets SIGWINCH."""
        self._show()
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)

    def hang_up(self) -> None:
        """Cut the line; the program gets SIGHUP."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # -- from the program --------------------------------------------------------------------------

    def pump(self, seconds: float) -> bool:
        """Read what comes within some seconds; tell whether anything came."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        data = os.read(self._master, 1 << 16)
        self.raw += data
        if self._answers:
            for query, answer in _ANSWERS.items():
                if query.encode() in data:
                    os.write(self._master, answer)
        return True

    def pump_for(self, seconds: float) -> int:
        """Read for so long; give the number of bytes that came."""
        before, end = len(self.raw), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.pump(left)
        return len(self.raw) - before

    def settle(self, quiet: float = 0.05) -> None:
        """Read until the program is at rest: nothing comes, and all its threads sleep.

        It has then heard of the last key, too: on a busy machine it may sleep on for a while.
        """
        patience = Patience()
        while self.pump(quiet) or self.is_busy():
            assert not patience.over, f"it never rests:\n{self.text}"

    def is_busy(self) -> bool:
        """Whether a thread of the program runs or would like to, or a key has not woken it yet."""
        if 0 <= self._taken == self.wake_ups and self.process.poll() is None:
            return True
        return any(map(_works, (self.process.pid, *self._others())))

    def wait_calm(self, seconds: float = 0.5) -> None:
        """Wait until the program has slept for so long; read nothing."""
        patience = Patience()
        since = time.monotonic()
        while time.monotonic() - since < seconds:
            assert not patience.over, "it is never calm"
            time.sleep(0.01)
            if self.is_busy():
                since = time.monotonic()

    @property
    def wake_ups(self) -> int:
        """How often threads of the program have gone to sleep so far; -1 where nobody counts."""
        counts = [
            int(count[1])
            for task in Path(f"/proc/{self.process.pid}/task").glob("*/status")
            if (count := re.search(r"^voluntary_ctxt\w+:\s+(\d+)", _read(task), re.MULTILINE))
        ]
        return sum(counts) if counts else -1

    def wait_for(self, *texts: str) -> None:
        """Read until some texts are on the screen, all at once."""
        patience = Patience()
        while not all(text in self.text for text in texts):
            assert not patience.over, f"never shown: {texts}\n{self.text}"
            assert self.process.poll() is None or self.pump(0), f"it ended:\n{self.text}"
            self.pump(0.05)

    def wait_until(self, condition: Callable[[], bool], otherwise: str) -> None:
        """Read until something holds of the screen."""
        patience = Patience()
        while not condition():
            assert not patience.over, f"{otherwise}\n{self.text}"
            self.pump(0.05)

    def wait_end(self) -> int:
        """Read until the program ends; give its exit code, negative for a signal."""
        patience = Patience()
        while self.process.poll() is None:
            assert not patience.over, f"it does not end:\n{self.text}"
            if self._master >= 0:
                self.pump(0.05)
            else:
                time.sleep(0.05)
        while self._master >= 0 and self.pump(0):
            pass
        return self.process.returncode

    # -- what is to be seen ------------------------------------------------------------------------

    @property
    def written(self) -> str:
        """All that was written, decoded; what is not UTF-8 fails the test."""
        return self.raw.decode()

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        self._show()
        for y in self._screen.dirty:
            row = self._screen.buffer[y]
            # Of a wide character the second cell is empty.
            self._lines[y] = "".join(row[x].data for x in range(self._screen.columns))
        self._screen.dirty.clear()
        return [self._lines.get(y, "") for y in range(self._screen.lines)]

    @property
    def text(self) -> str:
        """The screen as one text, blanks at the ends of lines left out."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        """The screen, cell by cell, with colours and styles."""
        self._show()
        columns = range(self._screen.columns)
        return [[self._screen.buffer[y][x] for x in columns] for y in range(self._screen.lines)]

    @property
    def cursor_hidden(self) -> bool:
        """Whether the terminal's own cursor is hidden."""
        self._show()
        return bool(self._screen.cursor.hidden)

    @property
    def attributes(self) -> list[Any]:
        """How the terminal is set (termios); `before` has it from before the program."""
        return termios.tcgetattr(self._slave)

    def _show(self) -> None:
        new = bytes(self.raw[self._shown :])
        self._shown = len(self.raw)
        pending = self._pending.encode(errors="surrogateescape")
        text = (pending + new).decode(errors="surrogateescape")
        # A character or a sequence may have been cut by the end of what was read.
        half = re.search("[\udc80-\udcff]{1,3}$", text)
        end = half.start() if half else len(text)
        sequence = re.search("\x1b[^\x1b]*$", text[:end])
        if sequence and _UNFINISHED.fullmatch(sequence.group()):
            end = sequence.start()
        text, self._pending = text[:end], text[end:]
        for part, is_sequence in cut(text):
            if not is_sequence or _EMULATED.fullmatch(part):
                self._stream.feed(part)
