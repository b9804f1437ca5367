"""``briefing evidence``: what each sentence is based on, passage by passage."""

from __future__ import annotations

from argparse import Namespace

from briefing.evidence.corpus import Examination
from briefing.plain.bearers import Scope, find_scope
from briefing.plain.cards import header_lines
from briefing.plain.context import Context
from briefing.plain.evidence import bearer_lines, shown_bearer
from briefing.plain.shapes import as_json
from briefing.plain.sourcing_shapes import EvidenceList
from briefing.plain.table import NOTHING, OK


def run(context: Context, arguments: Namespace) -> int:
    """Print what rests on evidence, and the evidence.

    Args:
        context: Library, source texts, streams and width.
        arguments: ``address``, ``format``, ``revision``.

    Returns:
        1 where nothing rests on evidence there.

    Raises:
        BriefingError: There is nothing at that address, or it cannot be read.
    """
    scope = find_scope(context.library(), arguments.address, arguments.revision)
    examination = Examination(scope.place.briefing, context.corpus())
    if arguments.format == "json":
        shown = tuple(shown_bearer(one, examination) for one in scope.bearers)
        number = scope.place.revision.number
        context.write(
            as_json(EvidenceList(address=arguments.address, revision=number, items=shown))
        )
    else:
        context.write_lines(_lines(scope, examination, context.width))
    if not scope.bearers:
        context.say(f"Nothing in “{arguments.address}” cites evidence.")
    return OK if scope.bearers else NOTHING


def _lines(scope: Scope, examination: Examination, width: int) -> list[str]:
    lines = header_lines(scope.place.revision, width)
    for bearer in scope.bearers:
        lines += ["", "", *bearer_lines(bearer, examination, width)]
    return lines
