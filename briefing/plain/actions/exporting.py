"""``briefing export``: a briefing for another program."""

from __future__ import annotations

from argparse import Namespace

from briefing.export.csl import sources_csl
from briefing.export.csv import figures_csv
from briefing.export.json import short_json, to_json
from briefing.export.markdown import to_markdown
from briefing.plain.context import Context
from briefing.plain.parsing import UsageError
from briefing.plain.table import OK


def run(context: Context, arguments: Namespace) -> int:
    """Print a whole briefing, its figures or its sources.

    Args:
        context: Library and streams.
        arguments: ``name``, ``format``, ``short``, ``revision``.

    Returns:
        0.

    Raises:
        UsageError: The short version is asked for in a format that has no versions.
        BriefingError: There is no such briefing, or it cannot be read.
    """
    if arguments.short and arguments.format in ("csv", "csl"):
        raise UsageError(
            "--short goes with --format md or json; figures and sources have no short version."
        )
    revision = context.library().open(arguments.name, arguments.revision)
    match arguments.format:
        case "json":
            context.write(short_json(revision) if arguments.short else to_json(revision))
        case "csv":
            context.write(figures_csv(revision.briefing))
        case "csl":
            context.write(sources_csl(revision.briefing))
        case _:
            context.write(to_markdown(revision, short=arguments.short))
    return OK
