"""What a child gives up before it does anything else. Linux only.

A fork inherits all that its parent had. Left to it are three files, a socket to the front, the
variables it is given, and no more than its share of memory, time and files.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import random
import resource
import signal
import sys
import termios
from typing import Final

from briefing.serve.protocol import Fork

TALK: Final = 3
"""File descriptor of the socket to the front."""

MARKS: Final = 4
"""File descriptor of the reader's state, where there is one."""

_PDEATHSIG: Final = 1
_NO_NEW_PRIVILEGES: Final = 38
"""Options of ``prctl(2)``."""

_LAST_WORDS: Final = 2
"""Seconds of processor time that a process has left once it is told that there is none left."""

_DEFAULT: Final = (
    *(signal.SIGCHLD, signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGTSTP),
    *(signal.SIGCONT, signal.SIGWINCH, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2),
)
_LIBC: Final = ctypes.CDLL(None, use_errno=True)


def isolate(order: Fork, files: list[int], parent: int, spared: int) -> bool:
    """Make a process of its own of what has just been forked.

    Args:
        order: What the session may have.
        files: What came with the order: they get the numbers from 0 up.
        parent: Number of the process that forked this one.
        spared: Another file that is left open, for the caller to close.

    Returns:
        Whether anybody is there: the client may have gone meanwhile, and its terminal with it.

    Raises:
        OSError: It cannot be done; the child must end.
    """
    signal.set_wakeup_fd(-1)
    for number in _DEFAULT:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.setsid()
    _take_files(files, spared)
    if order.terminal and not _take_terminal():
        return False
    # Whatever becomes of the fork server, no child outlives it.
    _prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(128 + signal.SIGKILL)
    random.seed()
    # Nothing of a child is ever written to a disk; terminals and pipes are no files.
    confine(order, largest_file=0)
    return True


def confine(order: Fork, *, largest_file: int) -> None:
    """Leave this process no more than its order allows.

    Args:
        order: What the session may have.
        largest_file: Bytes of the largest file that it may write.

    Raises:
        OSError: It cannot be done; the process must end.
    """
    _prctl(_NO_NEW_PRIVILEGES, 1)
    _limit(order, largest_file)
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir("/")
    os.umask(0o077)
    _open_streams(order.encoding)


def _take_terminal() -> bool:
    """Have the terminal control this process; tell whether there still is one."""
    try:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    except OSError as error:
        if error.errno == errno.EIO:
            return False
        raise
    return True


def _open_streams(encoding: str) -> None:
    """Have Python's streams be those of the new files; what it knows of the old ones is wrong."""
    for file, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        line_by_line = 1 if file == 2 else -1
        stream = open(file, mode, line_by_line, encoding=encoding, errors="replace")  # noqa: SIM115, PTH123 - a handle that stays open
        vars(sys).update({name: stream, f"__{name}__": stream})


def _take_files(files: list[int], spared: int) -> None:
    """Have the first numbers be the files that are meant, and close all others."""
    # Out of the way first: one of them may have the number of another.
    high = [fcntl.fcntl(file, fcntl.F_DUPFD, len(files)) for file in files]
    assert spared >= len(files), "it is not in the way"
    for number, file in enumerate(high):
        os.dup2(file, number, inheritable=number < TALK)
    os.closerange(len(files), spared)
    os.closerange(spared + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _limit(order: Fork, largest_file: int) -> None:
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: largest_file,
        resource.RLIMIT_DATA: order.memory or None,
        resource.RLIMIT_CPU: order.cpu or None,
        resource.RLIMIT_NOFILE: order.files or None,
    }
    for kind, wanted in limits.items():
        if wanted is not None:
            _, hard = resource.getrlimit(kind)
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            last = most + _LAST_WORDS if kind == resource.RLIMIT_CPU else most
            resource.setrlimit(
                kind, (most, last if hard == resource.RLIM_INFINITY else min(last, hard))
            )


def _prctl(option: int, value: int) -> None:
    if _LIBC.prctl(option, value, 0, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
