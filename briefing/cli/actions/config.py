"""``briefing config``: an example configuration, and where yours is looked for."""

from __future__ import annotations

from argparse import Namespace

from briefing.plain.context import Context
from briefing.plain.table import OK
from briefing.settings.config import example_config


def run(context: Context, _arguments: Namespace) -> int:
    """Print a configuration that shows every option, and say where to put it.

    Args:
        context: Places and streams.

    Returns:
        0.
    """
    path = context.places.config
    found = "is read from" if path.is_file() else "would be read from"
    context.write(example_config())
    context.say(f"The configuration {found} “{path}”.")
    return OK
