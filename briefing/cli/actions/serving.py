"""``briefing serve``: hands over to the server, if what it needs is installed."""

from __future__ import annotations

from argparse import Namespace
from importlib.util import find_spec

from briefing.model.errors import BriefingError
from briefing.plain.context import Context
from briefing.plain.table import load


def run(context: Context, arguments: Namespace) -> int:
    """Serve; see `briefing.serve.command.run`.

    Raises:
        BriefingError: asyncssh is not installed, or the server cannot begin.
    """
    if find_spec("asyncssh") is None:
        raise BriefingError(
            "Serving needs asyncssh, which is not installed. Run: pip install 'briefing[serve]'"
        )
    code: int = load("briefing.serve.command:run")(context, arguments)
    return code
