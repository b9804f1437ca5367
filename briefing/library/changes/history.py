"""What a figure was in earlier revisions, whatever it was called in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from briefing.library.changes.comparing import Comparison
from briefing.library.changes.things import ThingKind
from briefing.model.briefing import Revision
from briefing.model.claims import Figure
from briefing.model.record import Record


class FigureValue(Record, frozen=True, kw_only=True):
    """What a figure was, from a revision on.

    Attributes:
        revision: Number of the first revision in which it was that.
        published: When that was published, UTC.
        figure: The figure as it stood there.
    """

    revision: int
    published: datetime
    figure: Figure


def figure_history(revisions: Iterable[Revision]) -> Mapping[str, tuple[FigureValue, ...]]:
    """Follow the figures of the last of some revisions through those before it.

    Each revision is held against the one before, so that a figure which was renamed or moved is
    followed, and so is one that was gone in between and is back under its id. No more than two
    revisions are held at a time.

    Args:
        revisions: Of one briefing, the oldest first; what cannot be read is left out.

    Returns:
        By id of each figure of the last revision, in its order, what it was: the oldest first, the
        present value last, and one that stayed as it was only once.
    """
    values: dict[str, tuple[FigureValue, ...]] = {}
    current: Revision | None = None
    for revision in revisions:
        names = _earlier_names(current, revision) if current else {}
        taken = set(names.values())
        # One that is gone keeps its values under its id, should it come back.
        gone = {id_: known for id_, known in values.items() if id_ not in taken}
        values = gone | {
            id_: _continued(
                values[names[id_]] if id_ in names else gone.get(id_, ()), revision, figure
            )
            for id_, figure in revision.briefing.figures.items()
        }
        current = revision
    return {id_: values[id_] for id_ in current.briefing.figures} if current else {}


def _earlier_names(old: Revision, new: Revision) -> dict[str, str]:
    """By id of each figure that was there before, its id before."""
    before = Comparison(old.briefing, new.briefing).pairs.before
    return {now.id: key.id for now, key in before.items() if now.kind is ThingKind.FIGURE}


def _continued(
    before: tuple[FigureValue, ...], revision: Revision, figure: Figure
) -> tuple[FigureValue, ...]:
    if before and before[-1].figure.quantity == figure.quantity:
        return before
    value = FigureValue(revision=revision.number, published=revision.published, figure=figure)
    return (*before, value)
