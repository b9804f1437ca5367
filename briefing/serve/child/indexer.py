"""Brings the index up to date, in a process of its own that gives way to all others."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Final

from briefing.library.library import Library
from briefing.plain.indexing import update_index
from briefing.serve.child.places import served_places
from briefing.serve.protocol import Begin, receive, to_fork_server

_LAST: Final = 19
"""The lowest priority that there is."""


def main() -> None:
    """Update the index of the library that the front names."""
    os.nice(_LAST)
    received = receive(socket.socket(fileno=int(sys.argv[-1])))
    if received is None:
        return
    begin = to_fork_server.decode(received[0])
    assert isinstance(begin, Begin), "the front begins with Begin"
    places = served_places(begin)
    problems: list[str] = []
    update_index(Library(Path(begin.library)), places, problems.append)
    if problems:
        sys.exit(" ".join(problems))


if __name__ == "__main__":
    main()
