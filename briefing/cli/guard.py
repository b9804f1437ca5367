"""What stands between the program's failures and its user: a sentence and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TextIO, TypeGuard

from briefing.model.errors import BriefingError, FaultError
from briefing.model.text import clean
from briefing.plain.parsing import UsageError
from briefing.plain.table import NOTHING, USAGE
from briefing.prelude.curtain import CURTAIN

if TYPE_CHECKING:
    from pathlib import Path

INTERNAL: Final = 70
"""A fault of the program (``EX_SOFTWARE`` of sysexits.h)."""
INTERRUPTED: Final = 130
"""What a shell reports for a program ended by SIGINT."""
PIPE_CLOSED: Final = 141
"""What a shell reports for a program ended by SIGPIPE."""


def guarded(action: Callable[[], int], log_folder: Callable[[], Path]) -> int:
    """Run the program so that no traceback reaches its user.

    Args:
        action: The program.
        log_folder: Says where a log may be kept; the folder need not exist.

    Returns:
        The exit code.
    """
    try:
        return _with_output_flushed(action)
    except BrokenPipeError:
        _let_go_of(sys.stdout, sys.stderr)
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BriefingError as error:
        return _explained(str(error), USAGE if isinstance(error, UsageError) else NOTHING)
    except Exception as error:
        if _is_full_disk(error):
            _let_go_of(sys.stdout)
            return _explained(f"The output could not be written: {error.strerror}.", NOTHING)
        return _explained(_sentence_for_fault(error, log_folder), INTERNAL)


def _is_full_disk(error: Exception) -> TypeGuard[OSError]:
    """Whether standard output has no room: of files, which have names, the library tells itself."""
    if not isinstance(error, OSError) or error.filename is not None:
        return False
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def prepare_streams() -> None:
    """Make sure that there is something to write to and that writing knows every character.

    A stream that was closed by the caller is replaced by one that swallows everything. ASCII is
    what Python falls back to where no locale is set, and there UTF-8 is what is meant.
    """
    sys.stdout = _usable(sys.stdout)
    sys.stderr = _usable(sys.stderr)


def _usable(stream: TextIO | None) -> TextIO:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - kept open
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        ascii_only = stream.encoding.lower() in ("ascii", "us-ascii", "ansi_x3.4-1968")
        reconfigure(encoding="utf-8" if ascii_only else stream.encoding, errors="replace")
    return stream


def _with_output_flushed(action: Callable[[], int]) -> int:
    try:
        code = action()
    finally:
        # What is said from here on would be lost with the screen of the reader.
        CURTAIN.fall()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _let_go_of(sys.stdout)
        raise BriefingError(f"The output could not be written: {error.strerror}.") from error
    return code


def _let_go_of(*streams: TextIO) -> None:
    """Keep the interpreter from writing once more, in vain and loudly, when it exits."""
    for stream in streams:
        with suppress(OSError, ValueError):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, stream.fileno())
            os.close(null)


def _explained(sentence: str, code: int) -> int:
    try:
        print(clean(sentence), file=sys.stderr, flush=True)
    except OSError:
        _let_go_of(sys.stderr)
    return code


def _sentence_for_fault(error: Exception, log_folder: Callable[[], Path]) -> str:
    # Most runs do not fail, so they do not pay for what a report needs.
    import traceback  # noqa: PLC0415

    report = error.report if isinstance(error, FaultError) else traceback.format_exc()
    log = _write_log(report, log_folder)
    if log is None:
        last = report.rstrip().splitlines()[-1]
        return f"briefing stopped because of an internal error: {last}"
    return f"briefing stopped because of an internal error. Details are in “{log}”."


def _write_log(report: str, log_folder: Callable[[], Path]) -> Path | None:
    from datetime import UTC, datetime  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415
    from tempfile import mkstemp  # noqa: PLC0415

    entry = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n{report}\n"
    with suppress(Exception):
        log = log_folder() / "errors.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="replace") as file:
            file.write(entry)
        return log
    with suppress(OSError):
        handle, name = mkstemp(prefix="briefing-", suffix=".log")
        with open(handle, "w", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - a handle
            file.write(entry)
        return Path(name)
    return None
