"""What the figures of a revision were before, looked up once for all who read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from briefing.library.changes.history import FigureValue, figure_history
from briefing.library.errors import LibraryError
from briefing.library.library import Library, Say, silently
from briefing.model.briefing import Revision
from briefing.model.text import count

PastFigures = Mapping[str, tuple[FigureValue, ...]]
"""By id of each figure that has changed, what it was: the oldest first, the present value last."""

_MOST: Final = 50
"""Revisions that are looked through, the newest: they are read in a second or two."""

_KEPT: Final = 16
"""Answers that are kept in memory, for those who are forked from a process that has them."""

_known: dict[tuple[object, ...], PastFigures] = {}


def known_past_figures(library: Library, revision: Revision) -> PastFigures | None:
    """What has been looked up; None where nothing has been."""
    return {} if revision.number <= 1 else _known.get(_key(library, revision))


def past_figures(library: Library, revision: Revision) -> PastFigures:
    """Follow the figures of a revision through those before it; nothing where none has changed.

    It may be called in any thread, and takes as long as it takes to read the revisions.
    """
    known = known_past_figures(library, revision)
    if known is None:
        values: Mapping[str, tuple[FigureValue, ...]] = {}
        with suppress(LibraryError):
            # Not by way of a library that keeps what was opened last, which others still need.
            values = figure_history(revisions_until(Library(library.folder), revision, _MOST))
        known = {id_: past for id_, past in values.items() if len(past) > 1}
        for oldest in list(_known)[: len(_known) + 1 - _KEPT]:
            _known.pop(oldest, None)
        _known[_key(library, revision)] = known
    return known


def _key(library: Library, revision: Revision) -> tuple[object, ...]:
    return library.folder, revision.briefing.id, revision.number, revision.published


def revisions_until(
    library: Library, last: Revision, most: int, say: Say = silently
) -> Iterator[Revision]:
    """Read the newest revisions up to one, the oldest first; it is told which are left out."""
    name = last.briefing.id
    earlier = [number for number in library.revisions(name) if number < last.number]
    if len(earlier) >= most:
        say(f"{count(len(earlier) + 1 - most, 'older revision')} left out.")
    for number in earlier[1 - most :]:
        try:
            revision = library.open(name, number)
        except LibraryError as error:
            say(f"Revision {number} is left out. {error}")
        else:
            yield revision
    yield last
