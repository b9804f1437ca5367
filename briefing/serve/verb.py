"""One verb for somebody at another host: data to standard output, messages to standard error."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

from briefing.plain.context import NARROWEST, Context
from briefing.plain.remote import parse
from briefing.settings.config import Config

if TYPE_CHECKING:
    from briefing.serve.session import Session


def run(session: Session, words: Sequence[str], columns: int) -> int:
    """Run a verb, of whose words it is known that they are right; give the exit code.

    Raises:
        BriefingError: It cannot be done; the message says why.
    """
    verb, arguments = parse(words)
    context = Context(
        places=session.served.places,
        config=Config(),
        complaints=(),
        open_to_read=lambda _: session.library,
        open_to_write=_refuse,
        stdout=sys.stdout,
        stderr=sys.stderr,
        width=max(columns, NARROWEST),
        open_marks=session.open_state,
        makes_index=False,
        open_texts=session.served.texts,
    )
    code = verb.run(context, arguments)
    sys.stdout.flush()
    return code


def count_output(write: Callable[[memoryview], int]) -> None:
    """Have all that goes to standard output go through a function that is as ``write(2)``."""
    raw = io.BufferedWriter(_Counted(write))  # type: ignore[type-var] # it is a raw stream
    sys.stdout = io.TextIOWrapper(
        raw, sys.stdout.encoding, "replace", "\n", line_buffering=sys.stdout.isatty()
    )


class _Counted(io.RawIOBase):
    def __init__(self, write: Callable[[memoryview], int]) -> None:
        self._write = write

    def writable(self) -> bool:
        return True

    def write(self, data: memoryview) -> int:  # type: ignore[override] # all that BufferedWriter gives
        return self._write(data)


def _refuse() -> NoReturn:
    raise AssertionError("no verb that is offered publishes")
