"""A session in a process of its own, for a front that has no fork server."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from briefing.library.pinned import PinnedLibrary
from briefing.serve.child.session import live
from briefing.serve.protocol import Begin, Fork, receive, to_fork_server


def main() -> None:
    """Be the session that the front asks for; its socket is the last word of the command line."""
    front = socket.socket(fileno=int(sys.argv[-1]))
    begun, ordered = receive(front), receive(front)
    if begun is None or ordered is None:
        return
    begin, order = to_fork_server.decode(begun[0]), to_fork_server.decode(ordered[0])
    assert isinstance(begin, Begin), "the front begins with Begin"
    assert isinstance(order, Fork), "the front wants a session"
    live(order, ordered[1], begin, PinnedLibrary(Path(begin.library)), os.getppid())


if __name__ == "__main__":
    main()
