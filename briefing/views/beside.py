"""What has changed since an earlier revision, in words beside the text that it is about."""

from __future__ import annotations

from briefing.library.changes.kinds import Change, ChangeKind
from briefing.library.since import compare_revisions
from briefing.model.briefing import Revision
from briefing.views.phrases import Labelled
from briefing.views.show import Beside

_BY_SOURCES = (ChangeKind.SUPPORT_LOST, ChangeKind.SUPPORT_GAINED, ChangeKind.CONTRADICTED)


def beside(old: Revision, new: Revision) -> Beside:
    """Say what has changed beside the text of the later of two revisions."""
    label = f"Since revision {old.number}"
    own = {
        f"{card.id}#{item}"
        for _, card in new.briefing.cards()
        for item in (*(c.id for c in card.claims), *(f"figure:{f.id}" for f in card.figures))
    }
    items: dict[str, Labelled] = {}
    kinds: dict[str, set[ChangeKind]] = {}
    for key, changes in compare_revisions(old, new).by_item.items():
        card = key.partition("#")[0]
        for change in changes:
            at = key if key in own else card
            items.setdefault(at, []).append((label, _words(change, by_name=at == card)))
            kinds.setdefault(card, set()).add(change.kind)
    rows: dict[str, Labelled] = {
        card: [(label, ", ".join(kind for kind in ChangeKind if kind in found))]
        for card, found in kinds.items()
    }
    return Beside(items, rows)


def _words(change: Change, *, by_name: bool) -> str:
    what = f"{change.what}: " if by_name and change.what not in change.kind.value else ""
    if change.kind in _BY_SOURCES:
        return f"{what}{change.kind}: {change.reason}"
    if change.gone or not change.old:
        said = change.old or (change.new if by_name else "")
        return f"{what}{change.kind}{f': {said}' if said else ''}"
    return f"{what}{change.kind}; before: {change.old}"
