"""``briefing completion``: what a shell needs to complete our words."""

from __future__ import annotations

from argparse import Namespace

from argcomplete.shell_integration import shellcode

from briefing.plain.context import Context
from briefing.plain.table import OK


def run(context: Context, arguments: Namespace) -> int:
    """Print the completion script of a shell.

    Args:
        context: Streams.
        arguments: ``shell``.

    Returns:
        0.
    """
    context.write(shellcode(["briefing"], shell=arguments.shell))
    return OK
