"""``briefing serve``: hands over to the server, if what it needs is installed."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module

from briefing.model.errors import BriefingError
from briefing.plain.context import Context
from briefing.plain.table import load


def run(context: Context, arguments: Namespace) -> int:
    """Serve; see `briefing.serve.command.run`.

    Raises:
        BriefingError: asyncssh is not installed, or the server cannot begin.
    """
    try:
        import_module("asyncssh")
    except ImportError as error:
        raise BriefingError(
            f"Serving needs asyncssh, which cannot be used ({error}). Run: pip install"
            " 'briefing[serve]'"
        ) from error
    code: int = load("briefing.serve.command:run")(context, arguments)
    return code
