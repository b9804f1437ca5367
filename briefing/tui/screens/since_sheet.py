"""The sheet that tells somebody who comes back what has changed since they read a briefing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Final

from textual.content import Content

from briefing.library.changes.kinds import Change, ChangeKind
from briefing.library.revisions import HistoryEntry
from briefing.library.since import Since
from briefing.model.text import count, with_capital
from briefing.tui.rendering.changes import change_sign
from briefing.tui.rendering.text import Item, hanging, one_line, wrapped
from briefing.tui.screens.sheets import Sheet
from briefing.views.change_words import Between
from briefing.views.changes import new_withdrawals, note_facts, withdrawal_facts
from briefing.views.phrases import Labelled, day_words

UNFOLD: Final = "unfold"
"""Key of the item that lists what is only put otherwise, too."""

_URGENT: Final = (ChangeKind.CORRECTED, ChangeKind.RETRACTED)
_LONG_AGO: Final = timedelta(days=14)
_INDENT: Final = 2
_MOST: Final = 6
"""Changes of a kind that are told before more are asked for."""


def since_sheet(since: Since, entries: Sequence[HistoryEntry], *, unfolded: bool = False) -> Sheet:
    """Tell what has changed; what is chosen is the number of a change of `Between`, or `UNFOLD`.

    The entries are those of the revisions after the one that was read.
    """
    when = f", {_ago(since.read, datetime.now(UTC))}" if since.read else ""
    title = f"Since you read this (revision {since.before.number}{when})"
    fill = partial(_items, since, entries, unfolded)
    at = UNFOLD if unfolded else None
    return Sheet(title, fill, "Enter goes there, Esc closes", at=at)


def _ago(then: datetime, now: datetime) -> str:
    passed = now - then
    if passed >= _LONG_AGO:
        return day_words(then.date())
    for step, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if passed.total_seconds() >= step:
            return f"{count(int(passed.total_seconds() // step), unit)} ago"
    return "just now"


def _items(
    since: Since, entries: Sequence[HistoryEntry], unfolded: bool, width: int
) -> Iterator[Item]:
    """What was wrong, first of what the reader knew; what the curator says; then kind by kind."""
    between = Between(since.before, since.after)
    numbered = list(enumerate(between.changes))
    urgent = [each for each in numbered if each[1].kind in _URGENT]
    for number, change in sorted(urgent, key=lambda each: since.done_with(each[1]) is None):
        lines = _change_lines(between, change, width, since.done_with(change))
        yield Item(str(number), (*lines, Content("")))
    yield from _said(since, entries, width)
    rest = [each for each in numbered if each[1].kind not in _URGENT]
    told = 0
    listed = [each for each in rest if unfolded or not each[1].is_folded]
    for kind, group in groupby(listed, key=lambda each: each[1].kind):
        found = list(group)
        shown = found if unfolded else found[:_MOST]
        told += len(shown)
        more = Content.styled(f"  {len(found)} in all", "quiet") if shown != found else Content("")
        heading = Content.styled(with_capital(kind.value), "heading") + more
        yield Item(f"kind:{kind}", (heading,), selectable=False)
        for number, change in shown:
            yield Item(str(number), tuple(_change_lines(between, change, width)))
        yield Item(f"after:{kind}", (Content(""),), selectable=False)
    if told < len(rest):
        left = len(rest) - told
        what = "more change" if told or urgent else "change of words or place"
        said = count(left, what, what.replace("change", "changes"))
        text = f"{said}: Enter lists {'it' if left == 1 else 'them'}"
        yield wrapped(UNFOLD, [Content.styled(text, "quiet")], width)


def _said(since: Since, entries: Sequence[HistoryEntry], width: int) -> Iterator[Item]:
    """What was withdrawn, the curator's notes, and the reader's bookmarks that are lost."""
    lost: Labelled = [
        ("Bookmark lost", f"“{one.title}” is gone; revision {one.revision} has it.")
        for one in since.lost
    ]
    taken = withdrawal_facts(new_withdrawals(since.before, since.after))
    said = [*taken, *note_facts(entries), *lost]
    if said:
        lines = [line for label, text in said for line in _fact(label, text, width, indent=0)]
        yield Item("said", (*lines, Content("")), selectable=False)


def _change_lines(
    between: Between, change: Change, width: int, done: str | None = None
) -> Iterator[Content]:
    head = Content(one_line(between.headline(change)))
    if change.kind in _URGENT:
        kind = Content.styled(f"{with_capital(change.kind.value)}: ", "bad")
        known = Content.styled(f" (you had {done} it)", "strong") if done else Content("")
        head = kind + head + known
    yield from hanging(change_sign(change.kind.sign), head, width, _INDENT)
    for label, text in between.facts(change):
        yield from _fact(label, text, width, _INDENT)


def _fact(label: str, text: str, width: int, indent: int) -> list[Content]:
    said = Content.styled(f"{label}: ", "label") + Content(one_line(text))
    return hanging("", said, width, indent)
