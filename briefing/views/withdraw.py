"""``briefing withdraw``: a publication is taken back."""

from __future__ import annotations

from argparse import Namespace

from briefing.model.errors import UsageError
from briefing.views.context import Context
from briefing.views.indexing import update_index
from briefing.views.verbs import OK


def run(context: Context, arguments: Namespace) -> int:
    """Publish that a revision is withdrawn, and say what readers have instead."""
    if arguments.reason is None:
        raise UsageError("Say why with --reason “…”: readers are told.")
    library, name = context.open_to_write(), arguments.name
    before = library.open(name)
    done = library.withdraw(name, arguments.revision, arguments.reason)
    now = library.open(name, done.number)
    number = arguments.revision or before.number
    has = (
        "what was current"
        if now.briefing.digest == before.briefing.digest
        else f"“{now.briefing.title}”"
    )
    context.write(f"{name}: revision {number} is withdrawn; revision {done.number} has {has}")
    update_index(library, context.places, context.say)
    return OK
