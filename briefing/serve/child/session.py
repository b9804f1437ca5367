"""From an order to the end of its session: whatever happens, an exit code and never a traceback."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from typing import Final, NoReturn

from briefing.library.library import Library
from briefing.library.pinned import PinnedLibrary
from briefing.model.errors import BriefingError, FaultError
from briefing.model.text import clean
from briefing.plain.table import NOTHING
from briefing.serve.child import verb
from briefing.serve.child.isolation import TALK, isolate
from briefing.serve.child.talk import Line
from briefing.serve.child.upstream import Upstream
from briefing.serve.faults import new_id
from briefing.serve.leaving import FAULT, failed
from briefing.serve.protocol import Begin, Fork
from briefing.serve.request import for_remote

PIPE_CLOSED: Final = 141
_OUT_OF_THE_WAY: Final = 32
_GONE: Final = 128 + signal.SIGHUP


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
    code = FAULT
    # Those who run the host are told what goes wrong before there is a line to the front.
    console = fcntl.fcntl(2, fcntl.F_DUPFD_CLOEXEC, _OUT_OF_THE_WAY)
    try:
        if not isolate(order, files, parent, console):
            os._exit(_GONE)
        line = Line(order, socket.socket(fileno=TALK))
        os.close(console)
        code = conduct(order, begin, library, line)
    except BaseException:
        with suppress(OSError):
            os.write(console, traceback.format_exc().encode())
    finally:
        # Not by the way of the interpreter: what the parent left behind is not ours to end.
        os._exit(code)


def conduct(order: Fork, begin: Begin, library: Library, upstream: Upstream) -> int:
    """Show the reader, or run a verb, in a process that has no more than its order allows.

    Args:
        order: What is wanted.
        begin: How the server is set.
        library: What is read.
        upstream: What the session has behind it.

    Returns:
        The exit code.
    """
    try:
        if order.verb:
            code = verb.run(order, begin, library, upstream)
        else:
            # Textual looks at the variables when it is imported: only now they are the reader's.
            from briefing.serve.child.reader import read  # noqa: PLC0415

            code = read(order, begin, library, upstream)
        with suppress(OSError):
            sys.stderr.flush()
        return code
    except BrokenPipeError:
        return PIPE_CLOSED
    except BriefingError as error:
        say(for_remote(str(error), (begin.library, begin.state)))
        return NOTHING
    except BaseException as error:
        report = error.report if isinstance(error, FaultError) else traceback.format_exc()
        id_ = new_id()
        upstream.report(id_, report)
        say(failed(id_))
        return FAULT


def say(sentence: str) -> None:
    """Tell whoever sits there something that is no data."""
    with suppress(OSError):
        print(clean(sentence), file=sys.stderr, flush=True)
