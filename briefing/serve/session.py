"""One session: from what sshd says of the client to an exit code, never a traceback."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.errors import BriefingError, FaultError
from briefing.model.text import clean
from briefing.plain.indexing import index_files
from briefing.plain.remote import (
    BUSY,
    NOT_ALLOWED,
    Answer,
    Reading,
    Request,
    for_remote,
    help_text,
    read_request,
)
from briefing.plain.table import NOTHING, OK, USAGE
from briefing.sandbox.confine import Share, confine, limit_cpu
from briefing.search.index.database import open_to_read
from briefing.serve import leaving, verb
from briefing.serve.client import Client
from briefing.serve.line import Line
from briefing.serve.marks import folder_of_marks, open_marks, prepare_marks
from briefing.serve.seats import take_seat
from briefing.serve.served import Served
from briefing.serve.terminal import Terminal, clamped, read_terminal
from briefing.serve.thin import HELLO
from briefing.settings.config import Places

if TYPE_CHECKING:
    from briefing.serve.reader import ServedApp

PIPE_CLOSED: Final = 141
_GONE: Final = 128 + signal.SIGHUP
_LAST_RESORT: Final = 10
"""Seconds after which a session that is to end, and does not, is ended."""


def hold_index(library: Library, places: Places) -> list[object]:
    """Have the index open, without which who may write nothing could not read it."""
    held: list[object] = []
    for path in index_files(library, places):
        with suppress(BriefingError):
            held.append(open_to_read(path))
    return held


def live(
    client: Client, end: socket.socket, served: Served, library: Library, held: object = None
) -> NoReturn:
    """Be the session of a client, in a process of its own whose files 0, 1 and 2 are the client's.

    The socket is the line to the thin client; what is held is held until the end.
    """
    del held  # by the caller
    line = Line(end)
    code = leaving.FAULT
    try:
        line.say(f"#{os.getpid()}".encode())
        if end.recv(1) != HELLO:
            os._exit(code)  # nobody waited so long, and somebody else has the terminal now
        code = Session(client, line, served, library).run()
    except BaseException:
        # Before it is confined, or by a fault of what tells of faults.
        with suppress(Exception):
            _say(leaving.FAILED.format(line.fault(traceback.format_exc())))
            line.end(code, "fault", 0)
    finally:
        # Not by the way of the interpreter: what the parent left behind is not ours to end.
        os._exit(code)


class Session:
    """What one client gets, and how long.

    Attributes:
        notices: Sentences for the reader to see at start.
    """

    def __init__(self, client: Client, line: Line, served: Served, library: Library) -> None:
        self.served = served
        self.library = library
        self.notices: tuple[str, ...] = ()
        self._client = client
        self._line = line
        self._limits = served.limits
        self._marks: Path | None = None
        self._typed = 0.0
        self._why = "left"
        self._farewell = ""
        self._sent = 0

    def run(self) -> int:
        """Give the client what it wants; give the exit code."""
        client, state = self._client, self.served.places.state
        terminal = read_terminal(client.variables, self._limits)
        if client.key is None:
            return self._end(NOT_ALLOWED, "no key", leaving.NO_KEY)
        taken = take_seat(state, client.key, client.counted_to, self._limits)
        if taken.logged:
            self._line.begin(
                taken.seat.id,
                "refuse" if taken.refused else "open",
                why=taken.refused or None,
                key=client.key,
                address=client.host or None,
                command=client.command,
                term=terminal.name if terminal.is_there else None,
                unlogged=taken.unlogged or None,
            )
        if taken.refused:
            return self._end(BUSY, taken.refused, taken.sentence)
        self._confine(terminal)
        code = self._conduct(terminal)
        return self._end(code, self._why, self._farewell)

    def _end(self, code: int, why: str, sentence: str) -> int:
        if sentence:
            _say(sentence)
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        self._line.end(code, why, self._sent)
        return code

    def _confine(self, terminal: Terminal) -> None:
        limits, places, key = self._limits, self.served.places, self._client.key
        assert key is not None, "nobody is here without one"
        folder = folder_of_marks(places.state, key)
        if prepare_marks(folder, limits.readers) if terminal.is_there else folder.is_dir():
            self._marks = folder
        elif terminal.is_there:
            self.notices = (leaving.TOO_MANY,)
        aside = index_files(self.library, places)[1]
        index = (Path(f"{aside}{end}") for end in ("", "-wal", "-shm"))
        confine(
            Share(
                environment=terminal.environment,
                encoding=terminal.encoding,
                memory=limits.memory,
                cpu=limits.cpu,
                files=limits.files,
                largest=limits.marks,
                reads=(places.library, *index, *([places.corpus] if places.corpus else [])),
                writes=self._marks,
            )
        )
        if limits.longest:
            # The reader ends by itself; one that hangs is ended by the system.
            signal.alarm(limits.longest + 60)

    def _request(self, terminal: Terminal) -> Request:
        host = f"{self._client.variables.get('LOGNAME', 'USER')}@HOST"
        names = [entry.id for entry in self.library.entries() if entry.problem is None]
        request = read_request(self._client.command, names, host)
        if isinstance(request, Reading) and (problem := terminal.why_no_reader):
            return Answer(USAGE, f"{problem}\n\n{help_text(host=host)}")
        return request

    def _limit_command(self) -> None:
        def end(number: int, _: object) -> NoReturn:
            os._exit(self._end(*whys[signal.Signals(number)]))

        whys = {
            signal.SIGALRM: (BUSY, "time", leaving.SLOW.format(self._limits.command_time)),
            signal.SIGXCPU: (BUSY, "cpu", leaving.SPENT),
            signal.SIGTERM: (BUSY, "stop", leaving.STOPPING),
            signal.SIGUSR1: (BUSY, "key", leaving.KEY_GONE),
            signal.SIGHUP: (_GONE, "gone", ""),
        }
        for number in whys:
            signal.signal(number, end)
        signal.alarm(self._limits.command_time)
        limit_cpu(self._limits.command_cpu)
        verb.count_output(self._write)

    def _conduct(self, terminal: Terminal) -> int:
        try:
            request = self._request(terminal)
            if isinstance(request, Answer):
                stream = sys.stdout if request.status == OK else sys.stderr
                print(request.text.removesuffix("\n"), file=stream, flush=True)
                return request.status
            if isinstance(request, Reading):
                # Textual looks at the variables when it is imported: now they are the reader's.
                from briefing.serve.reader import read  # noqa: PLC0415

                return read(self, request.address)
            self._limit_command()
            return verb.run(self, request.words, terminal.columns)
        except BrokenPipeError:
            self._why = "gone"
            return PIPE_CLOSED
        except BriefingError as error:
            _say(for_remote(str(error), (self.served.library, self.served.state)))
            return NOTHING
        except BaseException as error:
            report = error.report if isinstance(error, FaultError) else traceback.format_exc()
            self._why = "fault"
            _say(leaving.FAILED.format(self._line.fault(report)))
            return leaving.FAULT

    def _write(self, data: memoryview) -> int:
        """Write for a command; what is too much is cut, and the command ended."""
        most = self._limits.command_output or sys.maxsize
        written = os.write(1, data[: most - self._sent])
        self._sent += written
        if self._sent >= most and written < len(data):
            os._exit(self._end(BUSY, "output", leaving.CUT.format(most)))
        return written

    # -- for what is shown -------------------------------------------------------------------------

    def open_state(self) -> ReaderState:
        """Open the reader's marks."""
        return open_marks(self._marks, self._line.fault)

    def fitted(self, size: tuple[int, int]) -> tuple[int, int]:
        """Bring the size of the terminal, which sshd only passes on, into bounds."""
        return clamped(size, self._limits)

    def typed(self) -> None:
        """Hear that the reader did something."""
        self._typed = asyncio.get_running_loop().time()

    def sent(self, count: int) -> None:
        """Hear how many bytes went to the reader."""
        self._sent += count

    def attach(self, shown: ServedApp) -> None:
        """Have a say in what is shown, from now on; the event loop runs."""
        loop, longest = asyncio.get_running_loop(), self._limits.longest

        def end(why: str, sentence: str) -> None:
            if not self._farewell:
                stays = self._marks and sentence in (leaving.IDLE, leaving.LONG, leaving.STOPPING)
                self._why, self._farewell = why, f"{sentence} {leaving.KEPT if stays else ''}"
            signal.alarm(_LAST_RESORT)
            shown.leave(BUSY)

        def gone() -> None:
            loop.remove_reader(self._line)
            self._why = "gone"
            signal.alarm(_LAST_RESORT)
            shown.hang_up()

        def look() -> None:
            now, due = loop.time(), self._typed + self._limits.idle
            notice = due - leaving.NOTICE if self._limits.idle > leaving.NOTICE else due
            if now >= due:
                end("idle", leaving.IDLE)
            elif now < notice:
                loop.call_at(notice, look)
            else:
                shown.warn(leaving.IDLE_SOON)
                loop.call_at(due, look)

        self.typed()
        if self._limits.idle:
            look()
        if longest:
            loop.call_later(longest, end, "longest", leaving.LONG)
        loop.add_signal_handler(signal.SIGXCPU, end, "cpu", leaving.SPENT)
        loop.add_signal_handler(signal.SIGTERM, end, "stop", leaving.STOPPING)
        loop.add_signal_handler(signal.SIGUSR1, end, "key", leaving.KEY_GONE)
        loop.add_signal_handler(signal.SIGHUP, gone)
        loop.add_reader(self._line, gone)


def _say(sentence: str) -> None:
    """Tell whoever sits there something that is no data."""
    with suppress(OSError):
        print(clean(sentence), file=sys.stderr, flush=True)
