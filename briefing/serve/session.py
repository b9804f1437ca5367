"""One session: from what sshd says of the client to an exit code, never a traceback.

Its thin client writes what it says into the log: who came, what was opened and why it ended, one
JSON object a line; never what was typed or shown. Text from outside is cut and has its control
characters escaped, so that no line can be made to look like two (CWE-117).
"""

from __future__ import annotations

import asyncio
import io
import os
import resource
import secrets
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn, Protocol

import msgspec

from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.errors import BriefingError, FaultError
from briefing.model.text import clean
from briefing.search.index.database import open_to_read
from briefing.serve.client import Client, ClientTerminal, clamped, read_terminal
from briefing.serve.marks import folder_of_marks, open_marks, prepare_marks
from briefing.serve.options import SharedSettings
from briefing.serve.request import (
    BUSY,
    NOT_ALLOWED,
    Answer,
    Reading,
    Request,
    for_remote,
    help_text,
    parse,
    read_request,
)
from briefing.serve.sandbox import Share, confine, limit_cpu
from briefing.serve.slots import take_slot
from briefing.serve.thin_client import HELLO, LARGEST
from briefing.settings.config import Config, Places
from briefing.views.context import NARROWEST, Context
from briefing.views.indexing import index_files
from briefing.views.moments import AsOf
from briefing.views.verbs import NOTHING, OK, USAGE, load

FAULT: Final = 70  # EX_SOFTWARE of sysexits.h
NOTICE: Final = 60  # seconds before the end of an idle session at which the reader is warned
TOO_MANY: Final = "This host keeps the marks of no more readers; yours are lost when you leave."
NO_KEY: Final = "You have not proved a key, and this account is for readers with a key."
KEY_GONE: Final = "Your key has been revoked."
IDLE: Final = "The session was idle for too long and has ended."
IDLE_SOON: Final = "The session is idle and ends in a minute; any key keeps it."
LONG: Final = "The session has reached its time limit; log in again."
STOPPING: Final = "The server is shutting down."
SPENT: Final = "The session has used all the processor time it is allowed."
SLOW: Final = "The command was ended after {} seconds, the most it may take."
CUT: Final = "A command can write at most {:,} bytes, so the output is cut."
FAILED: Final = "This stopped because of an internal error; the administrator can look up {}."
KEPT: Final = "Your place is kept."  # follows IDLE, LONG and STOPPING where it is so

_PIPE_CLOSED: Final = 141
_GONE: Final = 128 + signal.SIGHUP
_LAST_RESORT: Final = 10
"""Seconds after which a session that is to end, and does not, is ended."""


def main() -> None:
    """Be a session as a program of its own, where no pool answers its thin client.

    The last words are the file `SharedSettings` and the number of the channel's file.
    """
    path, number = sys.argv[-2:]
    end = socket.socket(fileno=int(number))
    try:
        shared = SharedSettings.read(path)
    except BriefingError as error:
        channel = Channel(end)
        print(FAILED.format(channel.fault(str(error))), file=sys.stderr)
        channel.end(FAULT, "fault", 0)
        sys.exit(FAULT)
    library = Library(shared.places.library)
    held = hold_index(library, shared.places)
    run_session(Client.of(os.environ), end, shared, library, held)


def hold_index(library: Library, places: Places) -> list[object]:
    """Have the index open, without which who may write nothing could not read it."""
    held: list[object] = []
    for path in index_files(library, places):
        with suppress(BriefingError):
            held.append(open_to_read(path))
    return held


def run_session(
    client: Client,
    end: socket.socket,
    shared: SharedSettings,
    library: Library,
    held: object = None,
) -> NoReturn:
    """Be the session of a client, in a process of its own whose files 0, 1 and 2 are the client's.

    The socket is the channel to the thin client; what is held is held until the end.
    """
    del held  # by the caller
    channel = Channel(end)
    code = FAULT
    try:
        channel.say(f"#{os.getpid()}".encode())
        if end.recv(1) != HELLO:
            os._exit(code)  # nobody waited so long, and somebody else has the terminal now
        code = ClientSession(client, channel, shared, library).run()
    except BaseException:
        # Before it is confined, or by a fault of what tells of faults.
        with suppress(Exception):
            _say(FAILED.format(channel.fault(traceback.format_exc())))
            channel.end(code, "fault", 0)
    finally:
        # Not by the way of the interpreter: what the parent left behind is not ours to end.
        os._exit(code)


class Endable(Protocol):
    """A reader whose session may end."""

    def warn(self, sentence: str) -> None: ...

    def leave(self, code: int) -> None: ...

    def hang_up(self) -> None: ...


class ClientSession:
    """What one client gets, and how long."""

    def __init__(
        self, client: Client, channel: Channel, shared: SharedSettings, library: Library
    ) -> None:
        self.shared = shared
        self.library = library
        self.notices: tuple[str, ...] = ()
        self._client = client
        self._channel = channel
        self._limits = shared.limits
        self._marks: Path | None = None
        self._typed = 0.0
        self._warned: Callable[[], None] | None = None
        self._why = "left"
        self._farewell = ""
        self._sent = 0

    def run(self) -> int:
        """Give the client what it wants; give the exit code."""
        client, state = self._client, self.shared.places.state
        terminal = read_terminal(client.variables, self._limits)
        if client.key is None:
            return self._end(NOT_ALLOWED, "no key", NO_KEY)
        entry = take_slot(state, client.key, client.counted_to, self._limits)
        if entry.logged:
            self._channel.begin(
                entry.slot.id,
                "refuse" if entry.refused else "open",
                why=entry.refused or None,
                key=client.key,
                address=client.host or None,
                command=client.command,
                term=terminal.name if terminal.is_there else None,
                unlogged=entry.unlogged or None,
            )
        if entry.refused:
            return self._end(BUSY, entry.refused, entry.sentence)
        self._confine(terminal, client.key)
        code = self._serve(terminal)
        return self._end(code, self._why, self._farewell)

    def _end(self, code: int, why: str, sentence: str) -> int:
        if sentence:
            _say(sentence)
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        self._channel.end(code, why, self._sent)
        return code

    def _confine(self, terminal: ClientTerminal, key: str) -> None:
        limits, places = self._limits, self.shared.places
        folder = folder_of_marks(places.state, key)
        if prepare_marks(folder, limits.readers) if terminal.is_there else folder.is_dir():
            self._marks = folder
        else:
            self.notices = (TOO_MANY,)  # which who reads is told
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

    def _serve(self, terminal: ClientTerminal) -> int:
        try:
            request = self._request(terminal)
            if isinstance(request, Answer):
                stream = sys.stdout if request.status == OK else sys.stderr
                print(request.text.removesuffix("\n"), file=stream, flush=True)
                return request.status
            if isinstance(request, Reading):
                # Textual looks at the variables when it is imported: now they are the reader's.
                read: Callable[[ClientSession, str | None, AsOf | None], int]
                read = load("briefing.serve.served_app:read")
                return read(self, request.address, request.as_of)
            self._limit_command()
            return self._run_verb(request.words, terminal.columns)
        except BrokenPipeError:
            self._why = "gone"
            return _PIPE_CLOSED
        except BriefingError as error:
            _say(for_remote(str(error), (self.shared.library, self.shared.state)))
            return NOTHING
        except BaseException as error:
            report = error.report if isinstance(error, FaultError) else traceback.format_exc()
            self._why = "fault"
            _say(FAILED.format(self._channel.fault(report)))
            return FAULT

    def _request(self, terminal: ClientTerminal) -> Request:
        host = f"{self._client.variables.get('LOGNAME', 'USER')}@HOST"
        names = [entry.id for entry in self.library.entries() if entry.problem is None]
        request = read_request(self._client.command, names, host)
        if isinstance(request, Reading) and (problem := terminal.why_no_reader):
            return Answer(USAGE, f"{problem}\n\n{help_text(host=host)}")
        return request

    # -- a verb: data to standard output, messages to standard error -------------------------------

    def _limit_command(self) -> None:
        def end(number: int, _: object) -> NoReturn:
            os._exit(self._end(*whys[signal.Signals(number)]))

        whys = {
            signal.SIGALRM: (BUSY, "time", SLOW.format(self._limits.command_time)),
            signal.SIGXCPU: (BUSY, "cpu", SPENT),
            signal.SIGTERM: (BUSY, "stop", STOPPING),
            signal.SIGUSR1: (BUSY, "key", KEY_GONE),
            signal.SIGHUP: (_GONE, "gone", ""),
        }
        for number in whys:
            signal.signal(number, end)
        signal.alarm(self._limits.command_time)
        limit_cpu(self._limits.command_cpu)
        raw = io.BufferedWriter(_Counted(self._write))  # type: ignore[type-var] # it is a raw stream
        sys.stdout = io.TextIOWrapper(
            raw, sys.stdout.encoding, "replace", "\n", line_buffering=sys.stdout.isatty()
        )

    def _write(self, data: memoryview) -> int:
        """Write for a command; what is too much is cut, and the command ended."""
        most = self._limits.command_output or sys.maxsize
        written = os.write(1, data[: most - self._sent])
        self._sent += written
        if self._sent >= most and written < len(data):
            os._exit(self._end(BUSY, "output", CUT.format(most)))
        return written

    def _run_verb(self, words: Sequence[str], columns: int) -> int:
        verb, arguments = parse(words)
        context = Context(
            places=self.shared.places,
            config=Config(),
            complaints=(),
            open_to_read=lambda _: self.library,
            open_to_write=_refuse,
            stdout=sys.stdout,
            stderr=sys.stderr,
            width=max(columns, NARROWEST),
            open_marks=self.open_state,
            makes_index=False,
            open_texts=self.shared.texts,
        )
        code = verb.run(context, arguments)
        sys.stdout.flush()
        return code

    # -- the reader --------------------------------------------------------------------------------

    def open_state(self) -> ReaderState:
        return open_marks(self._marks, self._channel.fault)

    def fitted(self, size: tuple[int, int]) -> tuple[int, int]:
        """Bring the size of the terminal, which sshd only passes on, into bounds."""
        return clamped(size, self._limits)

    def typed(self) -> None:
        """Hear that the reader did something."""
        self._typed = asyncio.get_running_loop().time()
        if self._warned is not None:
            self._warned()

    def sent(self, count: int) -> None:
        """Hear how many bytes went to the reader."""
        self._sent += count

    def attach(self, shown: Endable) -> None:
        """End what is shown when its time is up, from now on; the event loop runs."""
        loop, longest = asyncio.get_running_loop(), self._limits.longest

        def end(why: str, sentence: str) -> None:
            if not self._farewell:
                stays = self._marks and sentence in (IDLE, LONG, STOPPING)
                self._why, self._farewell = why, f"{sentence} {KEPT if stays else ''}"
            signal.alarm(_LAST_RESORT)
            shown.leave(BUSY)

        def gone() -> None:
            loop.remove_reader(self._channel)
            self._why = "gone"
            signal.alarm(_LAST_RESORT)
            shown.hang_up()

        def look() -> None:
            self._warned = None
            now, due = loop.time(), self._typed + self._limits.idle
            notice = due - NOTICE if self._limits.idle > NOTICE else due
            if now >= due:
                end("idle", IDLE)
            elif now < notice:
                loop.call_at(notice, look)
            else:
                shown.warn(IDLE_SOON)
                last = loop.call_at(due, look)

                # Where the limit is short, the next warning may be due before that look.
                def look_anew() -> None:
                    last.cancel()
                    look()

                self._warned = look_anew

        self.typed()
        if self._limits.idle:
            look()
        if longest:
            loop.call_later(longest, end, "longest", LONG)
        loop.add_signal_handler(signal.SIGXCPU, end, "cpu", SPENT)
        loop.add_signal_handler(signal.SIGTERM, end, "stop", STOPPING)
        loop.add_signal_handler(signal.SIGUSR1, end, "key", KEY_GONE)
        loop.add_signal_handler(signal.SIGHUP, gone)
        loop.add_reader(self._channel, gone)


class _Counted(io.RawIOBase):
    """A stream whose every write goes through a function that is as ``write(2)``."""

    def __init__(self, write: Callable[[memoryview], int]) -> None:
        self._write = write

    def writable(self) -> bool:
        return True

    def write(self, data: memoryview) -> int:  # type: ignore[override] # all that BufferedWriter gives
        return self._write(data)


def _refuse() -> NoReturn:
    raise AssertionError("no verb that is offered publishes")


def _say(sentence: str) -> None:
    """Tell whoever sits there something that is no data."""
    with suppress(OSError):
        print(clean(sentence), file=sys.stderr, flush=True)


# -- what its thin client writes down --------------------------------------------------------------


_LONGEST: Final = 200
"""Characters of one value that are logged."""


class Channel:
    """From a session to its thin client."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._began = time.monotonic()
        self._session = ""

    def fileno(self) -> int:
        """When the file can be read, nobody is there any more."""
        return self._end.fileno()

    def say(self, message: bytes) -> None:
        """Say something, as `thin_client` understands it."""
        with suppress(OSError):
            self._end.send(message)

    def begin(self, session: str, event: str, **values: object) -> None:
        """Have it logged that there is a session, or that there is none."""
        self._session = session
        entry = _entry(event, session=session, **values)
        self.say(f"*{session} ".encode() + entry)

    def fault(self, report: str) -> str:
        """Have a fault written down; give the id by which the reader may ask about it."""
        id_ = secrets.token_hex(4)
        text = report.encode("utf-8", "backslashreplace")[-LARGEST // 2 :]
        self.say(f"!{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC {id_}\n".encode() + text)
        return id_

    def end(self, code: int, why: str, sent: int) -> None:
        """Say that the session ends: its exit code, why in a word, and how many bytes it wrote."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        entry = _entry(
            "close",
            session=self._session,
            why=why,
            exit=code,
            seconds=round(time.monotonic() - self._began, 1),
            sent=sent,
            cpu=round(used.ru_utime + used.ru_stime, 2),
            memory=used.ru_maxrss * 1024,
        )
        self.say(b"=" + bytes([code]) + entry)


def _entry(event: str, **values: object) -> bytes:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    kept = {name: _kept(value) for name, value in values.items() if value is not None}
    return msgspec.json.encode({"time": now, "event": event, **kept})


def _kept(value: object) -> object:
    if isinstance(value, str):
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value[:_LONGEST])
        return shown if len(value) <= _LONGEST else f"{shown}…"
    return value
