"""A program that forks a child, has it give up what it must, and prints what it has then."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import random
import resource
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from briefing.serve.child.isolation import MARKS, TALK, confine, isolate
from briefing.serve.protocol import LARGEST, Fork, socket_pair

SEED: Final = 7
MEMORY: Final = 256 << 20
LARGEST_FILE: Final = 1000
ORDER: Final = Fork(
    session=1,
    environment={"TERM": "xterm", "LANG": "C.UTF-8"},
    encoding="iso8859-1",
    terminal=True,
    memory=MEMORY,
    cpu=30,
    files=40,
)
FREE: Final = Fork(session=1, environment={})
LIMITS: Final = {
    name: getattr(resource, f"RLIMIT_{name}") for name in ("CORE", "FSIZE", "DATA", "CPU", "NOFILE")
}


def main() -> None:
    """Do what the last word of the command line says."""
    _be_as_no_child_should()
    {
        "terminal": lambda: print(json.dumps(_fork(ORDER, os.openpty()[1]))),
        "pipes": lambda: print(json.dumps(_fork(FREE, os.open(os.devnull, os.O_RDWR)))),
        "confined": lambda: print(json.dumps(_confined())),
        "stranger": lambda: _fork(ORDER, os.openpty()[1], parent=1),
        "orphan": _leave_an_orphan,
    }[sys.argv[-1]]()


def _be_as_no_child_should() -> None:
    os.environ["SECRET"] = "of the host"
    os.umask(0)
    random.seed(SEED)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTSTP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    woken = os.pipe()[1]
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP, signal.SIGUSR1})
    for least in (0, 200):
        os.set_inheritable(fcntl.fcntl(0, fcntl.F_DUPFD, least), True)


def _fork(order: Fork, stream: int, parent: int | None = None) -> dict[str, Any]:
    """Fork a child and take its report; where it sends none, leave with its exit code."""
    front, talk = socket_pair()
    marks = os.memfd_create("marks")
    os.write(marks, b"marks")
    known = os.getpid() if parent is None else parent
    pid = os.fork()
    if not pid:
        console = fcntl.fcntl(2, fcntl.F_DUPFD_CLOEXEC, 32)
        isolate(order, _in_each_others_way(stream, talk.detach(), marks), known, console)
        os.close(console)
        socket.socket(fileno=TALK).send(json.dumps(_report()).encode())
        os._exit(0)
    talk.close()
    report = front.recv(LARGEST)
    _, status = os.waitpid(pid, 0)
    if not report:
        sys.exit(os.waitstatus_to_exitcode(status))
    told: dict[str, Any] = json.loads(report)
    return told | {"before": {name: resource.getrlimit(kind) for name, kind in LIMITS.items()}}


def _in_each_others_way(stream: int, talk: int, marks: int) -> list[int]:
    """Give what is to be 0 to 4 the numbers 3, 4, 2, 0 and 1."""
    high = [fcntl.fcntl(file, fcntl.F_DUPFD, 300) for file in (stream, stream, stream, talk, marks)]
    numbers = [3, 4, 2, 0, 1]
    for file, number in zip(high, numbers, strict=True):
        os.dup2(file, number)
    return numbers


def _report() -> dict[str, Any]:
    files = [file for file in range(1024) if _is_open(file)]
    handled = [number for number in signal.valid_signals() if signal.getsignal(number)]
    return {
        "environment": dict(os.environ),
        "folder": os.getcwd(),  # noqa: PTH109 - not for a path
        "umask": os.umask(0o077),
        "files": files,
        "inherited": [file for file in files if os.get_inheritable(file)],
        "limits": {name: resource.getrlimit(kind) for name, kind in LIMITS.items()},
        "leads": [os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid()],
        "handled": [signal.Signals(number).name for number in handled],
        "blocked": [*map(int, signal.pthread_sigmask(signal.SIG_BLOCK, ()))],
        "wakes": signal.set_wakeup_fd(-1),
        "privileges": "NoNewPrivs:\t1\n" in Path("/proc/self/status").read_text(),
        "random": random.random(),
        "streams": [
            (one.fileno(), one.encoding, one.errors) for one in (sys.stdin, sys.stdout, sys.stderr)
        ],
        "originals": [
            sys.stdin is sys.__stdin__,
            sys.stdout is sys.__stdout__,
            sys.stderr is sys.__stderr__,
        ],
        "terminal": [os.isatty(0), _can_open("/dev/tty")],
        "marks": os.pread(MARKS, 100, 0).decode(),
        "memory": _can_have(MEMORY),
        "writes": _written(1),
        "opens": _opened(),
    }


def _is_open(file: int) -> bool:
    try:
        os.fstat(file)
    except OSError:
        return False
    return True


def _can_open(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError:
        return False
    return True


def _can_have(size: int) -> bool:
    try:
        bytearray(size)
    except MemoryError:
        return False
    return True


def _written(size: int) -> int | str:
    """Bytes that a file took of so many; else the error."""
    file = os.memfd_create("any")
    try:
        return os.write(file, b"x" * size)
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    finally:
        os.close(file)


def _opened() -> int:
    """How many files may be open, up to a hundred."""
    mine: list[int] = []
    with suppress(OSError):
        while len(mine) < 100:
            mine.append(os.open(os.devnull, os.O_RDONLY))
    for file in mine:
        os.close(file)
    return len(mine)


def _confined() -> dict[str, Any]:
    """Have this process itself have no more than its order allows."""
    console = os.dup(1)
    confine(ORDER, largest_file=LARGEST_FILE)
    os.dup2(console, 1)
    return {
        "environment": dict(os.environ),
        "folder": os.getcwd(),  # noqa: PTH109 - not for a path
        "limits": {name: resource.getrlimit(kind) for name, kind in LIMITS.items()},
        "writes": [_written(LARGEST_FILE), _written(LARGEST_FILE + 1)],
        "leads": os.getsid(0) == os.getpid(),
    }


def _leave_an_orphan() -> None:
    front, talk = socket_pair()
    known = os.getpid()
    pid = os.fork()
    if not pid:
        front.close()
        null = os.open(os.devnull, os.O_RDWR)
        isolate(FREE, [null, null, null, talk.detach()], known, fcntl.fcntl(2, fcntl.F_DUPFD, 32))
        socket.socket(fileno=TALK).send(b"ready")
        time.sleep(60)
        os._exit(0)
    front.recv(LARGEST)
    print(pid, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
