"""What has changed since somebody read a briefing: signs beside a text, and what stood there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from textual.content import Content

from briefing.model.claims import Figure
from briefing.tui.rendering.text import Item, hanging

if TYPE_CHECKING:
    from briefing.library.changes.kinds import Change

_ROLES: Final = {"!": "bad", "~": "doubt", "+": "good"}
_STRONGEST: Final = "!~+"

_TOLD_BELOW: Final = "corrected"
"""The kind of change that is told below the text for good, with why."""

_TOP: Final = ("reaction", "title")
"""Items that stand for a card as a whole, the best first."""


def change_sign(signs: Iterable[str]) -> Content:
    """The strongest of some signs, as it is drawn."""
    sign = next((one for one in _STRONGEST if one in signs), " ")
    return Content.styled(sign, _ROLES[sign]) if sign in _ROLES else Content(sign)


def told_at(changes: Iterable[Change], items: Iterable[Item]) -> dict[str, list[Change]]:
    """The changes of a card by the key of the item that each is told at.

    That is its own, that of its field, or else the top of the card.
    """
    keys = [item.key for item in items]
    found: dict[str, list[Change]] = {}
    for change in changes:
        item = "" if change.gone else change.item or ""
        wanted = (item, f"{item.partition(':')[0]}s", change.what, *_TOP, *keys[:1])
        found.setdefault(next(one for one in wanted if one in keys), []).append(change)
    return found


def old_wording(changes: Iterable[Change], width: int) -> list[Content]:
    """What stood there before, the words that are others now marked."""
    return [line for change in changes for line in _wording(change, width)]


def _measure(change: Change) -> Content:
    """What a number counts; nothing of other changes."""
    figure = change.edited[1].value if change.edited else None
    told = f": {figure.measure}" if isinstance(figure, Figure) and change.what == "amount" else ""
    return Content.styled(told, "quiet")


def _wording(change: Change, width: int) -> Iterator[Content]:
    from briefing.library.changes.wording import Run, word_changes  # noqa: PLC0415 - rarely asked for

    if not change.old:
        label = f"{change.kind}: {change.reason}" if change.reason else str(change.kind)
        yield from Content.styled(label, "quiet").wrap(width)
        return
    said = Content("").join(
        Content.styled(one.text, "strong" if one.run is Run.GONE else "quiet")
        for one in word_changes(change.old, change.new)
        if one.run is not Run.NEW
    )
    label = "gone: " if change.gone else "before: "
    yield from hanging(Content.styled(label, "label"), said + _measure(change), width, len(label))
    if change.reason and change.kind.value != _TOLD_BELOW:
        yield from Content.styled(f"{change.kind}: {change.reason}", "quiet").wrap(width)
