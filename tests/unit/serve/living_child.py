"""A program that forks children which live as sessions do, and prints what became of each."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Final, NoReturn

from briefing.library.pinned import PinnedLibrary
from briefing.model.briefing import Revision
from briefing.serve.child.session import live
from briefing.serve.protocol import LARGEST, Begin, Fork, socket_pair

SECRET: Final = "words that are for no reader"
SHOWN: Final = {"TERM": "dumb", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}


class FaultyLibrary(PinnedLibrary):
    """A library that has a fault, or ends the program."""

    error: BaseException = RuntimeError(SECRET)

    def open(self, id_: str, revision: int | None = None) -> Revision:
        """Fail."""
        del id_, revision
        raise self.error


def main() -> None:
    """Try all that may happen, in the library that the last word of the command line names."""
    folder = Path(sys.argv[-1])
    library, faulty = PinnedLibrary(folder), FaultyLibrary(folder)
    print(
        json.dumps(
            {
                "shown": _live(library, "show", "dam"),
                "latin": _live(library, "show", "dam", encoding="iso8859-1"),
                "listed": _live(library, "list", "--json"),
                "missing": _live(library, "show", "nobody-has-this"),
                "closed": _live(library, "show", "dam", reads=False),
                "faulty": _live(faulty, "show", "dam"),
                "leaving": _live(_leaving(folder), "show", "dam"),
                "silent": _live(library, "list", talks=False),
            }
        )
    )


def _leaving(folder: Path) -> FaultyLibrary:
    library = FaultyLibrary(folder)
    library.error = SystemExit(0)
    return library


def _live(
    library: PinnedLibrary,
    *verb: str,
    encoding: str = "utf-8",
    reads: bool = True,
    talks: bool = True,
) -> dict[str, Any]:
    """Have one child live, and tell what it wrote and said, and how it ended.

    Args:
        library: What it reads.
        *verb: What it is to do.
        encoding: In which it writes.
        reads: Whether somebody reads what it writes.
        talks: Whether it has a line to the front.
    """
    outputs = [os.pipe() for _ in range(3)]
    front, talk = socket_pair()
    parent = os.getpid()
    if not (pid := os.fork()):
        os.dup2(outputs[2][1], 2)
        order = Fork(session=1, environment=SHOWN, verb=verb, encoding=encoding, columns=80)
        line = [talk.detach()] if talks else []
        _be(order, [outputs[0][1], outputs[1][1], *line], library, parent)
    talk.close()
    for _, theirs in outputs:
        os.close(theirs)
    if not reads:
        os.close(outputs[0][0])
    written = [_all_of(ours) for ours, _ in outputs[0 if reads else 1 :]]
    said = front.recv(LARGEST)
    _, status = os.waitpid(pid, 0)
    return {
        "output": written[-3].decode(encoding) if reads else "",
        "errors": written[-2].decode(encoding),
        "console": written[-1].decode(),
        "said": json.loads(said) if said else None,
        "status": os.waitstatus_to_exitcode(status),
    }


def _be(order: Fork, files: list[int], library: PinnedLibrary, parent: int) -> NoReturn:
    nothing = os.open(os.devnull, os.O_RDONLY)
    begin = Begin(library=str(library.folder), state="/nonexistent")
    live(order, [nothing, *files], begin, library, parent)


def _all_of(file: int) -> bytes:
    with open(file, "rb") as stream:
        return stream.read()


if __name__ == "__main__":
    main()
