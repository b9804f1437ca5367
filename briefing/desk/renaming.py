"""Giving something another id, with all that names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefing.authoring.folder import BriefingFolder
from briefing.authoring.problems import IdKind, Location, Report
from briefing.desk.arranging import list_cards
from briefing.desk.change import Change, Target, path_of
from briefing.desk.consequences import edit_of
from briefing.desk.edits import Edit, EditRefusedError
from briefing.desk.recording import card_was, claim_was
from briefing.model.text import count


def rename(folder: Path, what: str, new: str) -> Edit:
    """Rename a card, claim, section, source, actor or figure; see `Change.find` for what is typed.

    Of a claim, `new` is its id within its card.
    """
    change = Change(folder)
    target = change.find(what)
    card = target.id.partition("#")[0]
    change.check_new(
        target.kind,
        new,
        f"{card}#{new}" if target.kind is IdKind.CLAIM else "",
        _own_places(change, target),
    )
    references = _RENAMES[target.kind](change, target, new)
    old = target.item or target.id
    return edit_of(change, f"Renamed {old} to {new}; {followed(references)}.")


def _own_places(change: Change, target: Target) -> list[Location]:
    """Where a card or claim says itself what it was before: it may be called so again."""
    former = change.ledger.former(target.kind)
    if target.kind is IdKind.CARD:
        path = path_of(change.known(IdKind.CARD)[target.id])
        return [one for one in former.values() if path_of(one) == path]
    if target.kind is IdKind.CLAIM:
        keys = change.former_keys(target.id)
        return [place for id_, place in former.items() if id_ in keys]
    return []


def followed(references: int) -> str:
    return f"{count(references, 'reference')} {'follows' if references == 1 else 'follow'}"


def _card(change: Change, target: Target, new: str) -> int:
    old = target.id
    path = change.card_path(old)
    section = path.split("/")[1]
    change.move(path, f"cards/{section}/{new}.md")
    card_was(change, path, [old], but=new)
    if change.listed(change.section(section), "cards") is None:
        cards = [new if one == old else one for one in change.cards(section)]
        list_cards(change, section, cards)

    def about(key: str) -> str:
        card, mark, item = key.partition("#")
        return f"{new}{mark}{item}" if card == old else key

    return change.rename(IdKind.CARD, old, new) + change.follow(about)


def _claim(change: Change, target: Target, new: str) -> int:
    card = target.id.partition("#")[0]
    part = change.claims(card)[target.id]
    pinned = change.pin(card)
    if "id" in part.fields:
        change.at(part.location).replace_word(part.fields["id"], target.item, new)
    elif target.id not in pinned:
        change.name_claim(part, new)
    else:
        raise EditRefusedError(f"Write an id, “^{target.item}”, at the end of this claim first.")
    claim_was(change, target.id, f"{card}#{new}")
    change.gone.append(target.id)
    return change.follow(lambda key: f"{card}#{new}" if key == target.id else key)


def _section(change: Change, target: Target, new: str) -> int:
    old = target.id
    mapping = change.section(old)
    names = BriefingFolder(change.folder, Report()).names("cards", old)
    for name in names:
        change.move(f"cards/{old}/{name}", f"cards/{new}/{name}")
    change.outline.set_value(mapping, "id", new)
    if "kind" not in change.outline.pairs(mapping):
        change.outline.add_field(mapping, f"kind: {old}")
    return len(names)


def _entry(change: Change, target: Target, new: str) -> int:
    """A source or an actor: an entry of a file of its own."""
    place = change.known(target.kind)[target.id]
    change.at(place).replace_word(place, target.id, new)
    change.only_ids = True
    if target.kind is IdKind.ACTOR:
        change.follow(lambda key: f"actor:{new}" if key == f"actor:{target.id}" else key)
        return change.rename(IdKind.ACTOR, target.id, new)
    change.source = target.id, new
    documents = change.rename(IdKind.DOCUMENT, target.id, new)
    return documents + change.rename(IdKind.SOURCE, target.id, new)


def _figure(change: Change, target: Target, new: str) -> int:
    place = change.known(IdKind.FIGURE)[target.id]
    change.at(place).replace_word(place, target.id, new)
    change.only_ids = True
    end = f"#figure:{target.id}"
    claims = change.follow(
        lambda key: key.removesuffix(target.id) + new if key.endswith(end) else key
    )
    return claims + change.rename(IdKind.FIGURE, target.id, new)


_RENAMES: dict[IdKind, Callable[[Change, Target, str], int]] = {
    IdKind.CARD: _card,
    IdKind.CLAIM: _claim,
    IdKind.SECTION: _section,
    IdKind.SOURCE: _entry,
    IdKind.ACTOR: _entry,
    IdKind.FIGURE: _figure,
}
