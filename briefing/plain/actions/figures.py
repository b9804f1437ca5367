"""``briefing figures``: the numbers of a briefing."""

from __future__ import annotations

from argparse import Namespace

from briefing.export.csv import figures_csv
from briefing.model.briefing import Revision
from briefing.plain.context import Context
from briefing.plain.figures import figure_addresses, figures_lines, ordered_figures
from briefing.plain.shapes import FigureList, ListedFigure, as_json
from briefing.plain.table import NOTHING, OK


def run(context: Context, arguments: Namespace) -> int:
    """Print all figures of a briefing, key figures first.

    Args:
        context: Library, streams and width.
        arguments: ``name``, ``format``, ``revision``.

    Returns:
        1 where the briefing has no figure.

    Raises:
        BriefingError: There is no such briefing, or it cannot be read.
    """
    revision = context.library().open(arguments.name, arguments.revision)
    briefing = revision.briefing
    match arguments.format:
        case "json":
            context.write(as_json(_figure_list(revision)))
        case "csv":
            context.write(figures_csv(briefing))
        case _:
            context.write_lines(figures_lines(briefing, context.width))
    if not briefing.figures:
        context.say(f"“{briefing.id}” has no figures.")
    return OK if briefing.figures else NOTHING


def _figure_list(revision: Revision) -> FigureList:
    briefing = revision.briefing
    addresses = figure_addresses(briefing)
    return FigureList(
        briefing=briefing.id,
        revision=revision.number,
        figures=tuple(
            ListedFigure(
                card=addresses[figure.id], key=figure.id in briefing.key_figures, figure=figure
            )
            for figure in ordered_figures(briefing)
        ),
    )
