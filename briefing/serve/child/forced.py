"""``briefing served``: the session of one reader whom a stock sshd has let in (``ForceCommand``).

The same as behind a front, from the same parts, in a process of its own. What the front would watch
this watches itself; how many may come, and how often, is for sshd to say.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

import msgspec

from briefing.library.library import Library
from briefing.library.memory_keeper import MemoryKeeper
from briefing.library.state import ReaderState
from briefing.model.errors import BriefingError
from briefing.plain.context import Context
from briefing.plain.table import OK, USAGE
from briefing.serve.child.isolation import confine
from briefing.serve.child.session import conduct, say
from briefing.serve.child.upstream import Shown
from briefing.serve.faults import FaultLog, new_id
from briefing.serve.leaving import (
    FAULT,
    IDLE,
    IDLE_SOON,
    LONG,
    NOTICE,
    SPENT,
    failed,
    farewell,
    slow,
)
from briefing.serve.limits import Limits
from briefing.serve.marks import file_of_marks
from briefing.serve.options import OptionsError, read_options
from briefing.serve.ordering import order_for
from briefing.serve.patience import Patience
from briefing.serve.protocol import Begin, Fork
from briefing.serve.request import BUSY, Answer, Reading, help_text, read_request
from briefing.serve.terminal import Terminal, accepted, clamped, read_terminal, why_no_reader

_FILES: Final = 4 << 20
"""Bytes of the largest file that a session may write: marks, and the log of faults."""

_LARGEST_KEY: Final = 16 << 10
_LAST_RESORT: Final = 60
"""Seconds after its longest time at which a session that does not end is ended."""


def run(context: Context, arguments: Namespace) -> int:
    """Be the session that sshd asks for: the reader, or the verb in ``SSH_ORIGINAL_COMMAND``.

    Args:
        context: Places and configuration of the account that readers log in to.
        arguments: The flags of the verb.

    Returns:
        The exit code.
    """
    faults = FaultLog(context.places.state)
    try:
        return _run(context, arguments, faults)
    except BriefingError as error:
        # A mistake of those who run the host is none of the reader's business.
        faults.write(id_ := new_id(), str(error))
        say(failed(id_))
        return FAULT
    except Exception as error:
        say(failed(faults.write_exception(error)))
        return FAULT


def _run(context: Context, arguments: Namespace, faults: FaultLog) -> int:
    if context.complaints:
        # What was meant to limit somebody must never be passed over.
        complaints = " ".join(context.complaints)
        raise OptionsError(f"{complaints} Nobody can log in until that is corrected.")
    options = read_options(context.config.serve, arguments, context.places)
    library = context.open_to_read(lambda _: None)
    name, terminal, sent = _client(os.environ, options.limits)
    user = os.environ.get("LOGNAME")
    host = f"{user}@HOST" if user else "HOST"
    request = read_request(os.environ.get("SSH_ORIGINAL_COMMAND"), _names(library), host)
    if isinstance(request, Reading) and (problem := why_no_reader(name, terminal)):
        request = Answer(USAGE, f"{problem}\n\n{help_text(host=host)}")
    if isinstance(request, Answer):
        stream = sys.stdout if request.status == OK else sys.stderr
        print(request.text.removesuffix("\n"), file=stream)
        return request.status
    key = fingerprint_of(os.environ.get("SSH_USER_AUTH"))
    order = msgspec.structs.replace(
        order_for(request, terminal, sent, options.limits),
        keeps=isinstance(request, Reading) and key is not None,
        terminal=name is not None,
    )
    begin = Begin(
        library=str(library.folder.absolute()),
        state=str(context.places.state.absolute()),
        corpus=str(options.corpus) if options.corpus else None,
        theme=context.config.theme,
        mouse=context.config.mouse,
        version=context.config.version,
    )
    marks = file_of_marks(Path(begin.state), key) if key else None
    nobody = Nobody(order, options.limits, marks, faults)
    confine(order, largest_file=_FILES)
    code = conduct(order, begin, Library(Path(begin.library)), nobody)
    if nobody.farewell:
        say(nobody.farewell)
    return code


class Nobody:
    """Nobody is behind the session; see `briefing.serve.child.upstream.Upstream`.

    Attributes:
        farewell: Why the session was ended, if it did not end by itself.

    Args:
        order: What the session may have.
        limits: How long it may take.
        marks: File of the marks of the reader; None for a guest.
        faults: Where faults are written down.
    """

    tells_news = False

    def __init__(self, order: Fork, limits: Limits, marks: Path | None, faults: FaultLog) -> None:
        self.farewell = ""
        self._limits = limits
        self._marks = marks
        self._faults = faults
        self._patience = Patience()
        if order.verb:
            signal.signal(signal.SIGALRM, self._end_slow)
            signal.alarm(limits.command_time)
        elif limits.longest:
            # The reader ends by itself; one that hangs is ended by the system.
            signal.alarm(limits.longest + _LAST_RESORT)

    def open_state(self) -> ReaderState:
        """Open the marks where they are kept; those of a guest are forgotten."""
        if self._marks is None:
            return ReaderState(MemoryKeeper())
        return ReaderState.open(self._marks)

    def attach(self, shown: Shown) -> None:
        """Be patient for so long, and no longer."""
        limits, patience = self._limits, self._patience

        def end(sentence: str) -> None:
            self.farewell = farewell(sentence, kept=self._marks is not None)
            shown.leave(BUSY)

        patience.limit(
            "idle", limits.idle, lambda: end(IDLE), NOTICE, lambda: shown.warn(IDLE_SOON)
        )
        patience.limit("longest", limits.longest, lambda: end(LONG))
        asyncio.get_running_loop().add_signal_handler(signal.SIGXCPU, end, SPENT)

    def fitted(self, size: tuple[int, int]) -> tuple[int, int]:
        """Bring the size of the terminal, which sshd only passes on, into bounds."""
        return clamped(size, self._limits)

    def typed(self) -> None:
        """Begin to wait anew."""
        self._patience.renew("idle")

    def report(self, id_: str, report: str) -> None:
        """Write it down here."""
        self._faults.write(id_, report)

    def _end_slow(self, *_: object) -> NoReturn:
        say(slow(self._limits.command_time))
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(BUSY)


def fingerprint_of(path: str | None) -> str | None:
    """Say by which key the reader logged in.

    Args:
        path: Of the file that sshd names in ``SSH_USER_AUTH`` (``ExposeAuthInfo`` of
            ``sshd_config(5)``): a line for each method, such as ``publickey ssh-ed25519 AAAA…``.

    Returns:
        Its fingerprint, ``SHA256:…`` as ``ssh-keygen -l`` prints it; None where there is no key, or
        it is not told.
    """
    if not path:
        return None
    try:
        with Path(path).open(encoding="ascii") as file:
            lines = file.read(_LARGEST_KEY).splitlines()
        words = next(line.split() for line in lines if line.startswith("publickey "))
        blob = base64.b64decode(words[2], validate=True)
    except (OSError, ValueError, StopIteration, IndexError):
        return None
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    return f"SHA256:{digest}"


def _client(
    environment: Mapping[str, str], limits: Limits
) -> tuple[str | None, Terminal | None, dict[str, str]]:
    """Say what is known of the client: the name of its terminal, the terminal, its variables."""
    sent = accepted(environment)
    if not all(os.isatty(file) for file in (0, 1, 2)):
        return None, None, sent
    name = environment.get("TERM", "")
    user = environment.get("LOGNAME", "")
    return name, read_terminal(name, os.get_terminal_size(0), sent, user, limits), sent


def _names(library: Library) -> list[str]:
    return [entry.id for entry in library.entries() if entry.problem is None]
