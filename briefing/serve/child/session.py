"""From a fork to the end of its session: whatever happens, an exit code and never a traceback."""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
import sys
import traceback
from contextlib import suppress
from typing import Final, NoReturn

from briefing.library.pinned import PinnedLibrary
from briefing.model.errors import BriefingError, FaultError
from briefing.model.text import clean
from briefing.plain.table import NOTHING
from briefing.serve.child import reader, verb
from briefing.serve.child.isolation import TALK, isolate
from briefing.serve.protocol import Begin, Fault, Fork, send

INTERNAL: Final = 70
"""A fault of the program (``EX_SOFTWARE`` of sysexits.h)."""

PIPE_CLOSED: Final = 141
_OUT_OF_THE_WAY: Final = 32
_LONGEST_REPORT: Final = 60_000


def live(
    order: Fork, files: list[int], begin: Begin, library: PinnedLibrary, parent: int
) -> NoReturn:
    """Be a session, in a process that has just been forked, and end.

    Args:
        order: What the session may have.
        files: What came with the order.
        begin: How the server is set.
        library: What is read.
        parent: Number of the process that forked this one.
    """
    code = INTERNAL
    # Those who run the host are told what goes wrong before there is a line to the front.
    console = fcntl.fcntl(2, fcntl.F_DUPFD_CLOEXEC, _OUT_OF_THE_WAY)
    try:
        isolate(order, files, parent, console)
        line = socket.socket(fileno=TALK)
        os.close(console)
        code = _run(order, begin, library, line)
    except BaseException:
        with suppress(OSError):
            os.write(console, traceback.format_exc().encode())
    finally:
        # Not by the way of the interpreter: what the parent left behind is not ours to end.
        os._exit(code)


def _run(order: Fork, begin: Begin, library: PinnedLibrary, line: socket.socket) -> int:
    try:
        if order.verb:
            code = verb.run(order, begin, library)
        else:
            code = reader.read(order, begin, library, line)
        with suppress(OSError):
            sys.stderr.flush()
        return code
    except BrokenPipeError:
        return PIPE_CLOSED
    except BriefingError as error:
        _say(str(error))
        return NOTHING
    except BaseException as error:
        report = error.report if isinstance(error, FaultError) else traceback.format_exc()
        id_ = secrets.token_hex(4)
        with suppress(OSError):
            send(line, Fault(id=id_, report=report[-_LONGEST_REPORT:]))
        _say(f"This failed, and it is not your fault. Whoever runs this host may look for {id_}.")
        return INTERNAL


def _say(sentence: str) -> None:
    with suppress(OSError):
        # On a terminal in the state the reader leaves it in, lines end as everywhere.
        print(clean(sentence), file=sys.stderr, flush=True)
