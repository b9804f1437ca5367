"""Tables in GitHub's Markdown, which Pandoc reads too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write a table.

    Args:
        head: Names of the columns.
        rows: Cells as Markdown, already escaped.

    Returns:
        Lines.
    """
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
