"""One verb for somebody at another host: data to standard output, messages to standard error."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from briefing.library.library import Library
from briefing.plain.context import NARROWEST, Context
from briefing.serve.child.places import served_places, served_texts
from briefing.serve.child.upstream import Upstream
from briefing.serve.protocol import Begin, Fork
from briefing.serve.request import parse
from briefing.settings.config import Config


def run(order: Fork, begin: Begin, library: Library, upstream: Upstream) -> int:
    """Run a verb.

    Args:
        order: Has its words, which are right.
        begin: How the server is set.
        library: What is read.
        upstream: What the session has behind it.

    Returns:
        The exit code.

    Raises:
        BriefingError: It cannot be done; the message says why.
    """
    verb, arguments = parse(order.verb)
    context = Context(
        places=served_places(begin),
        config=Config(),
        complaints=(),
        open_to_read=lambda _: library,
        open_to_write=_refuse,
        stdout=sys.stdout,
        stderr=sys.stderr,
        width=max(order.columns, NARROWEST),
        open_marks=upstream.open_state,
        makes_index=False,
        open_texts=lambda: served_texts(begin),
    )
    code = verb.run(context, arguments)
    sys.stdout.flush()
    return code


def _refuse() -> NoReturn:
    raise AssertionError(f"no verb that is offered publishes (process {os.getpid()})")
