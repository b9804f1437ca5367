"""What front, fork server and children say to each other, as JSON over Unix sockets.

The sockets keep messages apart (``SOCK_SEQPACKET``). The ends of terminals and pipes come with the
message that speaks of them (``SCM_RIGHTS``, see ``unix(7)``).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Literal

import msgspec

from briefing.library.changes import Marking, Place, Visit

LARGEST: Final = 64 << 10
"""Bytes of the largest message that goes by itself; a larger one goes as a file."""

_LARGEST_FILE: Final = 64 << 20
_IN_A_FILE: Final = b"+"
"""No JSON: the message is what is in the last file that comes with this."""

_MOST_FILES: Final = 6


class Message(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """The base of all messages."""


# -- from the front to the fork server -------------------------------------------------------------


class Begin(Message, frozen=True, kw_only=True):
    """What the fork server is to load; it answers with `Ready`.

    Attributes:
        library: Folder of published briefings.
        state: Folder in which the index may be.
        corpus: Folder of the texts of sources, if readers may look into them.
        theme: Colours of the reader, as configured.
        mouse: Whether the reader takes the mouse.
        version: Which version of a briefing opens first, as configured.
    """

    library: str
    state: str
    corpus: str | None = None
    theme: str = "auto"
    mouse: bool = True
    version: str = "short"


class Fork(Message, frozen=True, kw_only=True):
    """A session begins. With it come the files that are to be 0, 1 and 2, and one to talk over.

    Where the reader has marks, their state as JSON comes as a fifth file.

    Attributes:
        session: Its number.
        verb: Words of a command; none for the reader.
        environment: All the variables of the child.
        encoding: In which it writes.
        columns: Width of its terminal, or of the lines of a command.
        address: Where the reader opens, ``NAME[/SECTION[/CARD]]``.
        marks: Whether the state of the reader comes with it.
        keeps: Whether what the reader marks is kept.
        terminal: Whether file 0 is a terminal, and controls the child.
        memory: Bytes that it may have for itself; 0 for any number. The same holds for the others.
        cpu: Seconds of processor time.
        files: Files that it may have open.
    """

    session: int
    environment: dict[str, str]
    verb: tuple[str, ...] = ()
    encoding: str = "utf-8"
    columns: int = 80
    address: str | None = None
    marks: bool = False
    keeps: bool = False
    terminal: bool = False
    memory: int = 0
    cpu: int = 0
    files: int = 0


class Kill(Message, frozen=True, kw_only=True):
    """A session is to end.

    Attributes:
        session: Its number; one that is over is left alone.
        signal: How.
    """

    session: int
    signal: int


# -- from the fork server to the front -------------------------------------------------------------


class Ready(Message, frozen=True, kw_only=True):
    """Everything is loaded, and children can be had.

    Attributes:
        revisions: By id of each briefing, the number of the revision that sessions read.
        problems: Why briefings cannot be read.
    """

    revisions: dict[str, int]
    problems: tuple[str, ...] = ()


class NotReady(Message, frozen=True, kw_only=True):
    """Nothing can be loaded, and this process ends.

    Attributes:
        why: In a sentence.
    """

    why: str


class Forked(Message, frozen=True, kw_only=True):
    """A session has its child.

    Attributes:
        session: Its number.
        pid: Number of the process.
    """

    session: int
    pid: int


class Ended(Message, frozen=True, kw_only=True):
    """The child of a session is over.

    Attributes:
        session: Its number.
        status: Exit code; negative for the signal that ended it.
        cpu: Seconds of processor time that it took.
        memory: Most memory that it had, in bytes, what it shared included.
    """

    session: int
    status: int
    cpu: float = 0.0
    memory: int = 0


# -- between a child and the front -----------------------------------------------------------------


class Marked(Message, frozen=True, kw_only=True):
    """The reader set or took away marks; see `briefing.library.changes.Marking`."""

    table: Literal["read", "bookmarks"]
    briefing: str
    cards: dict[str, str | None]
    only_if: dict[str, str | None] | None = None

    @property
    def change(self) -> Marking:
        """The same, to be applied to a state."""
        return Marking(self.table, self.briefing, self.cards, self.only_if)


class Visited(Message, frozen=True, kw_only=True):
    """The reader is at a place; see `briefing.library.changes.Visit`."""

    briefing: str
    place: Place

    @property
    def change(self) -> Visit:
        """The same, to be applied to a state."""
        return Visit(self.briefing, self.place)


class Fault(Message, frozen=True, kw_only=True):
    """The child has a fault.

    Attributes:
        id: By which the reader may ask about it.
        report: For those who mend it.
    """

    id: str
    report: str


class Published(Message, frozen=True, kw_only=True):
    """The library has something newer than the reader reads.

    Attributes:
        revisions: By id of a briefing, the number of its current revision.
    """

    revisions: dict[str, int]


class Warned(Message, frozen=True, kw_only=True):
    """The reader is to know something.

    Attributes:
        sentence: What.
    """

    sentence: str


ToForkServer = Begin | Fork | Kill
FromForkServer = Ready | NotReady | Forked | Ended
FromChild = Marked | Visited | Fault
ToChild = Published | Warned

to_fork_server: Final = msgspec.json.Decoder(ToForkServer)
from_fork_server: Final = msgspec.json.Decoder(FromForkServer)
from_child: Final = msgspec.json.Decoder(FromChild)
to_child: Final = msgspec.json.Decoder(ToChild)

_encoder: Final = msgspec.json.Encoder()


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Make the two ends of a socket that keeps messages apart and takes the largest of them."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * LARGEST)
    return ends


def file_of(content: bytes) -> int:
    """Make a file in memory, to be sent along; the caller closes it.

    Raises:
        OSError: No file may be written, or not one so large.
    """
    file = os.memfd_create("message")
    try:
        with open(file, "wb", closefd=False) as stream:
            stream.write(content)
    except OSError:
        os.close(file)
        raise
    return file


def fits(message: Message) -> bool:
    """Tell whether a message can be sent by who may write no file."""
    return len(_encoder.encode(message)) <= LARGEST


def send(end: socket.socket, message: Message, files: Sequence[int] = ()) -> None:
    """Send a message, with files.

    Raises:
        OSError: The other end is gone, or takes no more at present; or the message does not fit,
            and no file may be written.
    """
    content = _encoder.encode(message)
    if len(content) <= LARGEST:
        socket.send_fds(end, [content], list(files))
        return
    file = file_of(content)
    try:
        socket.send_fds(end, [_IN_A_FILE], [*files, file])
    finally:
        os.close(file)


def receive(end: socket.socket) -> tuple[bytes, list[int]] | None:
    """Take the next message.

    Returns:
        The message, to be decoded, and the files that came with it, which the caller closes; None
        where the other end is gone.

    Raises:
        BlockingIOError: There is none yet.
    """
    with suppress(ConnectionError):
        data, files, _, _ = socket.recv_fds(end, LARGEST, _MOST_FILES)
        for file in files:
            os.set_inheritable(file, False)
        if data == _IN_A_FILE and files:
            data = _content(files.pop())
        if data:
            return data, list(files)
        for file in files:
            os.close(file)
    return None


def _content(file: int) -> bytes:
    with open(file, "rb") as stream:
        stream.seek(0)
        return stream.read(_LARGEST_FILE)
