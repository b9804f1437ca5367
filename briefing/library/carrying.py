"""What was marked in one revision of a briefing, on the way to a later one."""

from __future__ import annotations

from datetime import datetime

import msgspec

from briefing.library.changes.comparing import Comparison
from briefing.library.changes.things import Key, ThingKind
from briefing.library.reader_tables import CarryChange
from briefing.library.state import cards_read
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card
from briefing.model.parts import card_digest, what_was_wrong


def carried(found: Comparison, before: int, after: int, since: int, now: datetime) -> CarryChange:
    """Say what marks become, so that cards and claims that have other names keep theirs.

    What has changed is told `since` a revision: that before or, where not all that changed by then
    was read, an earlier one.
    """
    old = {card.id: card for _, card in found.old.cards()}
    new = {card.id: card for _, card in found.new.cards()}
    cards = {id_: found.card_after(id_) for id_ in old}
    digests = {
        card_digest(found.old, card): card_digest(found.new, new[now_id])
        for id_, card in old.items()
        if (now_id := cards[id_]) is not None
        and card != new[now_id]
        and _read(found.old, card) == _read(found.new, new[now_id])
    }
    return CarryChange(
        briefing=found.new.id,
        before=before,
        after=after,
        since=since,
        now=now,
        cards=cards,
        claims=_claims(found),
        digests=digests,
        titles={id_: card.title for id_, card in old.items()},
        present=frozenset(new),
    )


def _claims(found: Comparison) -> dict[str, str | None]:
    said: dict[str, str | None] = {}
    for _, card in found.old.cards():
        for claim in card.claims:
            key = found.pairs.after.get(Key(ThingKind.CLAIM, card.id, claim.id))
            said[f"{card.id}#{claim.id}"] = f"{key.card}#{key.id}" if key else None
    return said


def _read(briefing: Briefing, card: Card) -> object:
    """What is read of a card: names are not."""
    claims = tuple(msgspec.structs.replace(claim, id="", was=()) for claim in card.claims)
    bare = msgspec.structs.replace(card, id="", was=(), written_by=(), claims=claims)
    return bare, what_was_wrong(briefing, card)


def revision_read(revisions: list[Revision], marks: dict[str, str]) -> Revision | None:
    """Find the revision that somebody has read of whom only marks are known, the newest first.

    That is the newest of those that most of the marks fit; None where none fits any.
    """
    fitting = [(len(cards_read(one.briefing, marks)), one.number, one) for one in revisions]
    best = max(fitting, default=None, key=lambda each: each[:2])
    return best[2] if best and best[0] else None
