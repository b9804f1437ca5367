"""A session as a program of its own, where no pool answers its thin client."""

from __future__ import annotations

import os
import socket
import sys

from briefing.library.library import Library
from briefing.model.errors import BriefingError
from briefing.serve.client import Client
from briefing.serve.leaving import FAILED, FAULT
from briefing.serve.line import Line
from briefing.serve.served import Served
from briefing.serve.session import hold_index, live


def main() -> None:
    """Be a session; the last words are the file `Served` and the number of the line's file."""
    path, number = sys.argv[-2:]
    end = socket.socket(fileno=int(number))
    try:
        served = Served.read(path)
    except BriefingError as error:
        line = Line(end)
        print(FAILED.format(line.fault(str(error))), file=sys.stderr)
        line.end(FAULT, "fault", 0)
        sys.exit(FAULT)
    library = Library(served.places.library)
    held = hold_index(library, served.places)
    live(Client.of(os.environ), end, served, library, held)
