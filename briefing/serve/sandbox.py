"""What a process gives up before it looks at anything that somebody else has sent.

Left to it are the files that it has open, the variables it is given, its share of memory, time and
files, and of the file system what it is to read and write (``landlock(7)``). It can start no
program, open no connection and do nothing to other processes (``seccomp(2)``), and others of its
user cannot look into it (``PR_SET_DUMPABLE``).
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import socket
import struct
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_DEATH_SIGNAL, _DUMPABLE, _SECCOMP, _SUBREAPER, _NO_NEW_PRIVILEGES = 1, 4, 22, 36, 38
"""Options of ``prctl(2)``."""

_LAST_WORDS: Final = 2
"""Seconds of processor time that a process has left once it is told that there is none left."""

_DEFAULT: Final = ["CHLD", "HUP", "INT", "TERM", "TSTP", "CONT", "WINCH", "QUIT", "USR1", "USR2"]

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""Calls of ``landlock(7)``, the same on all machines; its rights on files, which follow, too."""

_WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_FILE, _MAKE_REG = 1 << 1, 1 << 2, 1 << 3, 1 << 5, 1 << 8
_TRUNCATE: Final = 1 << 14
_READ: Final = _READ_FILE | _READ_DIR
_WRITE: Final = _READ | _WRITE_FILE | _REMOVE_FILE | _MAKE_REG | _TRUNCATE
_OF_FILES: Final = _READ_FILE | _WRITE_FILE | _TRUNCATE
_ALL: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1}
"""All rights on files that a version knows; from the third on those below, devices apart."""

_ALL_FROM_3: Final = (1 << 15) - 1

_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001
"""What a filter of ``seccomp(2)`` is made of, and what it says: yes, or ``EPERM``."""

_FILTER: Final = 2
_X32: Final = 0x40000000


class _Machine(NamedTuple):
    """A kind of processor: its number in ``linux/audit.h``, and the numbers of its calls."""

    number: int
    refused: tuple[int, ...]  # as below; in these orders
    limits: int  # prlimit64, with which one may limit others
    signals: int  # tgkill
    pairs: int  # socketpair, of which one kind can send to anybody


_MACHINES: Final = {
    "x86_64": _Machine(
        0xC000003E,
        (
            *(59, 322, 41, 42, 49, 425),  # execve, execveat, socket, connect, bind, io_uring_setup
            *(101, 310, 311, 438),  # ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
            *(62, 200, 129, 297, 424),  # kill, tkill, rt_(tg)sigqueueinfo, pidfd_send_signal
            *(90, 91, 92, 93, 94, 260, 268, 452),  # all of chmod and chown
            *(132, 235, 261, 280, 188, 189, 190, 197, 198, 199, 463, 466),  # of utime and setxattr
            *(141, 142, 144, 203, 251, 314),  # setpriority, sched_set…, ioprio_set
        ),
        limits=302,
        signals=234,
        pairs=53,
    ),
    "aarch64": _Machine(
        0xC00000B7,
        (
            *(221, 281, 198, 203, 200, 425),
            *(117, 270, 271, 438),
            *(129, 130, 138, 240, 424),
            *(52, 53, 54, 55, 452),
            *(88, 5, 6, 7, 14, 15, 16, 463, 466),
            *(140, 118, 119, 122, 30, 274),
        ),
        limits=261,
        signals=131,
        pairs=199,
    ),
}


class Share(NamedTuple):
    """What a process may have; 0 is any number."""

    environment: Mapping[str, str]  # all its variables
    encoding: str  # in which it writes
    memory: int  # bytes that it may have for itself
    cpu: int  # seconds of processor time
    files: int  # that it may have open
    largest: int  # bytes of the largest file that it may write
    reads: tuple[Path, ...] = ()  # beside the program and the system's libraries
    writes: Path | None = None  # folder


def confine(share: Share) -> None:
    """Leave this process, which has one thread, no more than its share; else it must end.

    What there is no Landlock or no filter for on this machine is left out.
    """
    for name in _DEFAULT:
        signal.signal(getattr(signal, f"SIG{name}"), signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_FSIZE, share.largest)
    _limit(resource.RLIMIT_DATA, share.memory)
    _limit(resource.RLIMIT_NOFILE, share.files)
    limit_cpu(share.cpu)
    os.environ.clear()
    os.environ.update(share.environment)
    os.chdir("/")
    os.umask(0o077)
    _open_streams(share.encoding)
    _call(_LIBC.prctl, _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _call(_LIBC.prctl, _DUMPABLE, 0, 0, 0, 0)
    _restrict_files(share.reads, share.writes)
    _refuse_calls()


def end_with_parent() -> None:
    """Have the kernel end this process when its parent ends."""
    _LIBC.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Have whoever of our descendants loses its parent become our child."""
    _LIBC.prctl(_SUBREAPER, 1, 0, 0, 0)


def limit_cpu(seconds: int) -> None:
    """Give this process so many seconds of processor time, and some for its last words."""
    _limit(resource.RLIMIT_CPU, seconds, _LAST_WORDS)


def _limit(kind: int, most: int, more: int = 0) -> None:
    _, hard = resource.getrlimit(kind)
    last = most + more if hard == resource.RLIM_INFINITY else min(most + more, hard)
    if most:
        resource.setrlimit(kind, (min(most, last), last))


def _open_streams(encoding: str) -> None:
    """Have Python's streams be those of the three files; what it knows of others is wrong."""
    for file, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        line_by_line = 1 if file == 2 else -1
        stream = open(file, mode, line_by_line, encoding=encoding, errors="replace")  # noqa: SIM115, PTH123 - a handle that stays open
        vars(sys).update({name: stream, f"__{name}__": stream})


def _restrict_files(reads: Iterable[Path], writes: Path | None) -> None:
    version = _LIBC.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return
    # Connections are refused as well from version 4 on; from 6 on abstract sockets, and signals to
    # processes outside.
    rights = _ALL.get(version, _ALL_FROM_3)
    wanted = struct.pack("QQQ", rights, 0b11, 0b11)
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = _call(_LIBC.syscall, _CREATE_RULESET, wanted, size, 0)
    system = map(Path, ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", os.devnull))
    program = (Path(__file__).parents[1], Path(sys.prefix), Path(sys.base_prefix))
    for path in (*system, *program, *reads):
        _allow(rules, path, _READ)
    if writes is not None:
        _allow(rules, writes, _WRITE & rights)
    _call(_LIBC.syscall, _RESTRICT_SELF, rules, 0)
    os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        file = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", rights if path.is_dir() else rights & _OF_FILES, file)
        _call(_LIBC.syscall, _ADD_RULE, rules, 1, rule, 0)
        os.close(file)


def _refuse_calls() -> None:
    """Refuse what no reader needs: to itself alone it may set limits, and send signals."""
    if (machine := _MACHINES.get(platform.machine())) is None:
        return
    no = (_RETURN, 0, 0, _REFUSE)
    # Each step: what to do, how many to skip if so, if not, and a number.
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, machine.number), no]
    steps += [(_LOAD, 0, 0, 0), (_AT_LEAST, 0, 1, _X32), no]
    for call in machine.refused:
        steps += [(_EQUAL, 0, 1, call), no]
    for call, argument, mask, value in (
        (machine.limits, 0, 0xFFFFFFFF, 0),
        (machine.signals, 0, 0xFFFFFFFF, os.getpid()),
        (machine.pairs, 1, 0xF, socket.SOCK_STREAM),
    ):
        steps += [(_EQUAL, 0, 4, call), (_LOAD, 0, 0, 16 + 8 * argument), (_AND, 0, 0, mask)]
        steps += [(_EQUAL, 1, 0, value), no, (_LOAD, 0, 0, 0)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    content = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HP", len(steps), ctypes.addressof(content))
    _call(_LIBC.prctl, _SECCOMP, _FILTER, program, 0, 0)


def _call(function: Any, *arguments: object) -> int:  # noqa: ANN401 - of C
    """Call into the kernel; raises `OSError` where it says no."""
    if (given := int(function(*arguments))) < 0:
        raise OSError(number := ctypes.get_errno(), os.strerror(number))
    return given
