"""A program that is a session, and instead of a verb tries all that a session must not do.

Its words are a server's state folder and its file of settings, the folder of the server, and the
number of the file to which it reports, in JSON, what came of each attempt: the name of an error, or
what was got.
"""

from __future__ import annotations

import asyncio
import ctypes
import errno
import json
import os
import platform
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from briefing.library.library import Library
from briefing.library.reader_tables import READ, MarkChange
from briefing.library.state import StateFile
from briefing.search.index.keeper import currency
from briefing.search.index.reading import IndexReader
from briefing.serve.client import Client
from briefing.serve.marks import folder_of_marks
from briefing.serve.options import SharedSettings
from briefing.serve.session import ClientSession, hold_index, run_session
from briefing.serve.thin_client import HELLO
from briefing.views.indexing import INDEX_FILE, LibraryShelf, update_index

MINE: Final = "SHA256:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
OTHERS: Final = "SHA256://///////////////////////////////////////w8"
HOME: Final = Path.home()
_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_X32: Final = 0x40000000
TGKILL: Final = 131 if platform.machine() == "aarch64" else 234
Attempts = dict[str, Callable[[], object]]


def main() -> None:
    """Be a session."""
    state, settings, folder, report = sys.argv[-4:]
    victim = subprocess.Popen(["sleep", "600"])
    shared = SharedSettings.read(settings)
    library = Library(shared.places.library)
    update_index(library, shared.places, sys.exit)
    held = hold_index(library, shared.places)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    os.chdir(state)
    door.bind("pool.sock")
    door.listen()
    log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    log.bind("log.sock")
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind("\0briefing-tests-" + str(os.getpid()))
    abstract.listen()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    ours.send(HELLO)

    def probe(session: ClientSession, words: Sequence[str], columns: int) -> int:
        del words, columns
        mine = folder_of_marks(Path(state), MINE)
        attempts = {
            **_reads(Path(state), Path(folder), victim.pid),
            **_writes(Path(state), Path(folder), mine, shared),
            **_calls(Path(state), victim.pid, str(abstract.getsockname()[1:], "ascii")),
            **_allowed(mine, session),
        }
        outcome = {name: _try(it) for name, it in attempts.items()}
        os.write(int(report), json.dumps(outcome).encode())
        return 0

    setattr(ClientSession, "_run_verb", probe)  # noqa: B010 - a method of another signature
    try:
        if not (pid := os.fork()):
            os.set_inheritable(int(report), True)
            client = Client(MINE, "192.0.2.1", "list", {"TERM": "xterm", "SECRET": "of the host"})
            run_session(client, theirs, shared, library, held)
        theirs.close()
        _, status = os.waitpid(pid, 0)
    finally:
        alive = victim.poll() is None
        victim.kill()
        victim.wait()
    said = [ours.recv(65_536).decode() for _ in range(3)]
    print(*said, file=sys.stderr)
    said = [one[:1] for one in said]
    print(json.dumps({"code": os.waitstatus_to_exitcode(status), "alive": alive, "said": said}))


def _try(it: Callable[[], object]) -> object:
    try:
        return it()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error))
    except BaseException as error:
        return f"{type(error).__name__}: {error}"


def _call(*words: int) -> str:
    ctypes.set_errno(0)
    got = _LIBC.syscall(*map(ctypes.c_long, words))
    return errno.errorcode.get(ctypes.get_errno(), "?") if got < 0 else "done"


def _reads(state: Path, folder: Path, victim: int) -> Attempts:
    files = {
        "host key": folder / "host_ed25519",
        "configuration": folder / "sshd_config",
        "settings": folder / "session.json",
        "another's marks": folder_of_marks(state, OTHERS) / "reader.json",
        "faults": state / "errors.log",
        "log": state / "sessions.log",
        "users": Path("/etc/passwd"),
        "memory of another": Path(f"/proc/{victim}/mem"),
        "variables of another": Path(f"/proc/{victim}/environ"),
        "own memory": Path("/proc/self/mem"),
    }
    folders = {
        "server": folder,
        "state": state,
        "readers": state / "readers",
        "seats": state / "sessions",
        "home": HOME,
        "temporary": Path("/tmp"),
        "processes": Path("/proc"),
        "root": Path("/"),
    }
    return {
        **{f"read {name}": path.read_bytes for name, path in files.items()},
        **{f"list {name}": lambda p=path: os.listdir(p) for name, path in folders.items()},  # type: ignore[misc] # noqa: PTH208
    }


def _writes(state: Path, folder: Path, mine: Path, shared: SharedSettings) -> Attempts:
    other = folder_of_marks(state, OTHERS)
    libraries = Path(shared.library)
    places = {
        "temporary": Path("/tmp"),
        "home": HOME,
        "library": libraries,
        "state": state,
        "server": folder,
        "readers": state / "readers",
        "another's": other,
        "seats": state / "sessions",
    }
    own = mine / "reader.json"
    book = next((libraries / "briefings").iterdir())
    return {
        **{f"make in {name}": (path / "made-by-a-test").touch for name, path in places.items()},
        "write to library": lambda: book.open("r+b"),
        "truncate library": lambda: os.truncate(book, 0),
        "remove from library": book.unlink,
        "rename in library": lambda: book.rename(libraries / "other.json"),
        "write to log": lambda: (state / "sessions.log").open("ab"),
        "rename marks away": lambda: own.rename(other / "reader.json"),
        "rename another's here": lambda: (other / "reader.json").rename(own),
        "link library here": lambda: os.link(book, mine / "linked"),
        "link marks away": lambda: os.link(own, state / "linked"),
        "make a folder": (mine / "folder").mkdir,
        "make a link": lambda: (mine / "link").symlink_to(state),
        "make a pipe": lambda: os.mkfifo(mine / "pipe"),
        "make a file for a while": tempfile.mkstemp,
        "open up the host key": lambda: (folder / "host_ed25519").chmod(0o644),
        "open up the state": lambda: state.chmod(0o777),
        "give the log away": lambda: os.chown(state / "sessions.log", 1, 1),
        "date the library back": lambda: os.utime(book, (1, 1)),
    }


def _calls(state: Path, victim: int, abstract: str) -> Attempts:
    def connect(family: int, kind: int, address: tuple[str, int] | str) -> str:
        with socket.socket(family, kind) as line:
            line.connect(address)
        return "connected"

    def send(address: str) -> str:
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        with one, other:
            one.sendto(b"a line that sshd has not written", address)
        return "sent"

    x32 = [41, 42, 59, 62]
    true = "/usr/bin/true"
    return {
        "connect by IPv4": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 22)),
        "send by IPv4": lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 53)),
        "connect by IPv6": lambda: connect(socket.AF_INET6, socket.SOCK_STREAM, ("::1", 22)),
        "ask pool": lambda: connect(
            socket.AF_UNIX, socket.SOCK_SEQPACKET, str(state / "pool.sock")
        ),
        "connect abstract": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{abstract}"),
        "use netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        "send to a socket": lambda: send(str(state / "log.sock")),
        "execute": lambda: os.execv(true, [true]),
        "execute from a file": lambda: os.execve(os.open(true, os.O_RDONLY), [true], {}),
        "system": lambda: os.system(true) and "EPERM",
        "spawn": lambda: os.posix_spawn(true, [true], {}),
        "subprocess": lambda: subprocess.run([true], check=True),
        "limit another": lambda: resource.prlimit(victim, resource.RLIMIT_CORE, (0, 0)),
        "slow another": lambda: os.setpriority(os.PRIO_PROCESS, victim, 19),
        "trace": lambda: _trace(victim),
        "signal": lambda: os.kill(victim, signal.SIGKILL),
        "signal the pool": lambda: os.kill(os.getppid(), 0),
        "signal a thread": lambda: _call(TGKILL, victim, victim, signal.SIGKILL),
        "signal all": lambda: os.killpg(0, signal.SIGCONT),
        "be its own debugger": lambda: _trace(os.getpid()),
        **{f"x32 {number}": lambda n=number: _call(_X32 | n, -1, -1, -1) for number in x32},  # type: ignore[misc]
    }


def _trace(pid: int) -> str:
    attach = 16
    if _LIBC.ptrace(attach, pid, None, None) < 0:
        return errno.errorcode[ctypes.get_errno()]
    return "attached"


def _open_often(session: ClientSession) -> tuple[bool, int]:
    """Whether the index is current, and how many files more are open after asking that often."""
    path, shelf = session.library.folder / INDEX_FILE, LibraryShelf(session.library)
    with closing(IndexReader(path, owned=False)):
        before = len(_files())
        answers = {currency(path, shelf, owned=False).is_current for _ in range(8)}
        return answers == {True}, len(_files()) - before


def _files() -> list[int]:
    known = []
    for number in range(64):
        with suppress(OSError):
            os.fstat(number)
            known.append(number)
    return known


def _allowed(mine: Path, session: ClientSession) -> Attempts:
    def mark() -> int:
        file = StateFile(mine / "reader.json")
        file.write([MarkChange(READ, "dam", {"card-0": "1"})], 2)
        return len(file.load().tables())

    def thread() -> int:
        done: list[int] = []
        one = threading.Thread(target=lambda: done.append(1))
        one.start()
        one.join()
        return len(done)

    async def tick() -> str:
        return await asyncio.to_thread(lambda: "ticked")

    def imports() -> list[str]:
        import xmlrpc.client  # noqa: PLC0415

        import textual.widgets  # noqa: PLC0415

        return [xmlrpc.client.__name__, textual.widgets.__name__]

    def variables() -> dict[str, str]:
        return dict(os.environ)

    return {
        "loop": lambda: asyncio.run(tick()),
        "thread": thread,
        "mark": mark,
        "state": lambda: session.open_state().read_marks("dam"),
        "library": lambda: session.library.open("dam").briefing.title,
        "imports": imports,
        "index": lambda: _open_often(session),
        "variables": variables,
        "files": _files,
        "privileges": lambda: _LIBC.prctl(39, 0, 0, 0, 0),
        "dumpable": lambda: _LIBC.prctl(3, 0, 0, 0, 0),
        "files in marks": lambda: sorted(path.name for path in mine.iterdir()),
    }


if __name__ == "__main__":
    main()
