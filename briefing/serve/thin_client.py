"""The thin client, which sshd starts for each session: its terminal is used by another process.

A pool that has everything loaded forks that process within milliseconds (`pool`);
where none answers within a second, it is started as a program of its own. This one forwards signals
to it, writes the logs, which it may not write itself, and ends with its exit code. Run by
``python3 -I -S``, it imports next to nothing, hence ``_socket``: each session has one of these.

What the session says, one message each::

    #PID               its process, to which signals go; it waits until it is heard
    *ID JSON           a line for the log: the session with this id begins
    !TEXT              a report of a fault
    =CODE JSON         the end: exit code as one byte, and a line for the log
"""

import _signal as signal  # type: ignore[import-not-found]
import _socket as socket
import os
import sys
import time

HELLO = b"+"
"""What a pool says to whoever comes; answered with the terminal. It also lets a session begin."""

LARGEST = 65_536
"""Bytes of a message."""

SOCKET = "pool.sock"
"""Where a pool listens, in the state folder."""

READY = b"ready"
"""What a pool says to its supervisor when it is."""

_PATIENCE = 1.0
"""Seconds in which a pool answers."""

_KILL_AFTER = 10
"""Seconds that a session gets to end once its terminal is gone."""

_FAULT = 70
_LOG, _LARGEST_LOG = "sessions.log", 16 << 20
_FAULTS, _LARGEST_FAULTS, _MOST_FAULTS = "errors.log", 1 << 20, 10
_FORWARDED = ("SIGWINCH", "SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT", "SIGALRM")
_CLEAN = (
    # All that a reader may have set: synchronised output, pasting, focus, the mouse, kitty's keys,
    # the other screen, lines that do not wrap, colours, the cursor.
    "\x1b[?2026l\x1b[?2004l\x1b[?1004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l"
    "\x1b[<u\x1b[?1049l\x1b[?7h\x1b[0m\x1b[?25h"
)
_FAILED = "An internal error ended the session; log in again.\n"


class _Session:
    """The session, as far as this process knows it."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.handle: int | None = None
        self._id = ""
        self._faults = _MOST_FAULTS

    def know(self, line: socket.socket, data: bytes) -> bool:
        """Hear of the process of the session, and let it begin; tell whether that was said."""
        said = data[:1] == b"#" and self.handle is None
        if said:
            self.handle = os.pidfd_open(int(data[1:]))
            line.send(HELLO)
        return said

    def signal(self, number: int, _: object) -> None:
        """Forward a signal; see to it that a session without a terminal ends."""
        if number in (signal.SIGHUP, signal.SIGTERM):
            signal.alarm(_KILL_AFTER)
        if self.handle is not None:
            number = signal.SIGKILL if number == signal.SIGALRM else number
            try:
                signal.pidfd_send_signal(self.handle, number)
            except OSError:
                return

    def follow(self, line: socket.socket) -> int:
        """Do what the session says, until it has ended; give its exit code."""
        while data := _receive(line):
            kind, rest = data[:1], data[1:]
            if kind == b"*" and not self._id:
                self._id = rest[:8].decode("ascii", "replace")
                self._log(rest[9:])
            elif kind == b"!" and self._faults:
                self._faults -= 1
                _append(f"{self.state}/{_FAULTS}", rest + b"\n", _LARGEST_FAULTS)
            elif kind == b"=" and rest:
                self._log(rest[1:])
                return rest[0]
            else:
                self.know(line, data)
        _append("/dev/fd/2", f"{_CLEAN if os.isatty(2) else ''}{_FAILED}".encode())
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000+00:00", time.gmtime())
        about = f'"session":"{self._id}","why":"killed","exit":{_FAULT}'
        self._log(f'{{"time":"{now}","event":"close",{about}}}'.encode())
        return _FAULT

    def _log(self, entry: bytes) -> None:
        """Write a line, unless it is none, or this session is one too many to be logged."""
        if self._id and entry[:1] == b"{" and b"\n" not in entry:
            _append(f"{self.state}/{_LOG}", entry + b"\n", _LARGEST_LOG)


def _receive(line: socket.socket) -> bytes:
    try:
        return line.recv(LARGEST)
    except OSError:
        return b""


def _append(path: str, data: bytes, largest: int = sys.maxsize) -> None:
    """Add to a file; one that has become too large is set aside in place of the one before."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    try:
        file = os.open(path, flags, 0o600)
        about = os.fstat(file)
        if about.st_size + len(data) > largest and about.st_ino == os.stat(path).st_ino:  # noqa: PTH116
            os.rename(path, f"{path}.1")  # noqa: PTH104
            file = os.open(path, flags, 0o600)
        while data:
            data = data[os.write(file, data) :]
        os.close(file)
    except OSError:
        return  # a full disk keeps nobody from reading


def _ask_pool(session: _Session) -> "socket.socket | None":
    """Have the pool fork a session for our terminal; None where no pool does so in time."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    line.settimeout(_PATIENCE)
    try:
        # The path of a socket may be too long for its address; a name is not.
        os.chdir(session.state)
        line.connect(SOCKET)
        # Files that were on the way to a pool that hangs would keep sshd waiting for their end.
        if line.recv(1) == HELLO:
            files = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
            line.sendmsg([HELLO], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)])
            if session.know(line, line.recv(LARGEST)):
                line.settimeout(None)
                return line
    except OSError:
        pass
    line.close()
    return None


def _start_program(settings: str) -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    os.set_inheritable(theirs.fileno(), True)
    root = __file__.rpartition("/briefing/serve/")[0]
    start = (
        "import sys; sys.path.insert(0, sys.argv[1]); import briefing.serve.session as m; m.main()"
    )
    words = [sys.executable, "-I", "-c", start, root, settings, str(theirs.fileno())]
    os.posix_spawn(sys.executable, words, os.environ, setsid=True)
    theirs.close()
    return ours


def main() -> None:
    """Be the session that sshd asks for; the words: the state folder, the file of settings."""
    state, settings = sys.argv[1:3]
    session = _Session(state)
    for name in _FORWARDED:
        signal.signal(getattr(signal, name), session.signal)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    os._exit(session.follow(_ask_pool(session) or _start_program(settings)))


if __name__ == "__main__":
    main()
