"""``briefing withdraw``: a publication is taken back."""

from __future__ import annotations

from argparse import Namespace

from briefing.library.library import Library
from briefing.model.briefing import Revision
from briefing.model.errors import UsageError
from briefing.views.context import Context
from briefing.views.indexing import update_index
from briefing.views.verbs import OK


def run(context: Context, arguments: Namespace) -> int:
    """Publish that a revision is withdrawn, and say what readers have instead."""
    if arguments.reason is None:
        raise UsageError("Say why with --reason “…”: readers are told.")
    library, name = context.open_to_write(), arguments.name
    number = arguments.revision or library.open(name).number
    done = library.withdraw(name, arguments.revision, arguments.reason)
    has = _content_words(library, library.open(name, done.number))
    context.write(f"{name}: revision {number} is withdrawn; revision {done.number} {has}")
    update_index(library, context.places, context.say)
    return OK


def _content_words(library: Library, now: Revision) -> str:
    if now.is_notice:
        return "says that all of the briefing is"
    for earlier in library.before(now.briefing.id, now.number):
        if earlier.briefing.digest == now.briefing.digest:
            return f"has what revision {earlier.number} had"
    return f"has “{now.briefing.title}”"
