"""``briefing export``: a briefing for another program."""

from __future__ import annotations

from argparse import Namespace

from briefing.export.csl import sources_csl
from briefing.export.csv import figures_csv
from briefing.export.json import to_json
from briefing.export.markdown import to_markdown
from briefing.plain.context import Context
from briefing.plain.table import OK


def run(context: Context, arguments: Namespace) -> int:
    """Print a whole briefing, its figures or its sources.

    Args:
        context: Library and streams.
        arguments: ``name``, ``format``, ``revision``.

    Returns:
        0.

    Raises:
        BriefingError: There is no such briefing, or it cannot be read.
    """
    revision = context.library().open(arguments.name, arguments.revision)
    match arguments.format:
        case "json":
            context.write(to_json(revision))
        case "csv":
            context.write(figures_csv(revision.briefing))
        case "csl":
            context.write(sources_csl(revision.briefing))
        case _:
            context.write(to_markdown(revision))
    return OK
