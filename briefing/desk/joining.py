"""Two cards made one, and one made two."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

from briefing.authoring.problems import IdKind
from briefing.desk.arranging import is_form, set_list, unlist
from briefing.desk.change import Change
from briefing.desk.consequences import edit_of
from briefing.desk.edits import Edit, EditRefusedError
from briefing.desk.forms import as_yaml
from briefing.desk.renaming import by_name
from briefing.desk.typed import Typed, list_items

_APPENDED: Final = ("figures", "commitments")
_UNITED: Final = ("actors", "tags")
_COPIED: Final = frozenset(
    [
        *("actors", "tags", "written-by", "status"),
        *("actor", "stance", "verb", "country", "speaker", "date", "by", "doubts"),
    ]
)
"""Fields that hold for a part of a card as for the whole."""


def merge(folder: Path, card: str, into: str) -> Edit:
    """Append a card's claims, figures and commitments to another card, and delete it.

    Actors and tags are united, and what names its claims follows. Its title is gone. Refused where
    it says something else that the other card does not.
    """
    change = Change(folder)
    one, other = change.typed(change.card_path(card)), change.typed(change.card_path(into))
    if one is other:
        raise EditRefusedError("A card cannot be merged into itself.")
    items = {key.partition("#")[2] for key in change.claims(into)}
    renamed = change.pin(card, taken=items)
    number = _join_fields(one, other, card)
    _append_claims(one, other)

    def about(key: str) -> str:
        of, _, item = key.partition("#")
        if of != card or not item:
            return key
        if item.startswith("commitment:"):
            item = f"commitment:{number + int(item.partition(':')[2])}"
        return f"{into}#{renamed.get(key, item)}"

    change.gone.append(card)
    change.follow(about)
    change.move(one.path, None)
    unlist(change, one.path.split("/")[1], card)
    return edit_of(change, f"Merged {card} into {into}; its title is gone.")


def _join_fields(one: Typed, other: Typed, card: str) -> int:
    """Give a card the lists of another; say how many commitments it had."""
    known = other.pairs(other.fields)
    for name, pair in one.pairs(one.fields).items():
        its = known.get(name)
        if name in _UNITED:
            texts = [*list_items(its.value)] if its else []
            new = [as_yaml(text) for text in list_items(pair.value) if text not in texts]
            other.set_list(other.fields, name, [*range(len(texts)), *new])
        elif name in _APPENDED and its is None:
            typed = one.text[one.start_of(pair.key) : one.end_of(pair.value)]
            other.add_field(other.fields, typed.replace(one.eol, "\n"))
        elif name in _APPENDED and its is not None:
            _append_items(one, pair.value, other, name)
        elif name != "title" and (its is None or one.raw(pair.value) != other.raw(its.value)):
            raise EditRefusedError(
                f"“{card}” says more than a merged card can keep: its {name}. Take that out, or"
                f" write the same in “{other.path}”, first."
            )
    commitments = known.get("commitments")
    return len(commitments.value.value) if commitments else 0


def _append_items(one: Typed, items: yaml.Node, other: Typed, name: str) -> None:
    node = other.pairs(other.fields)[name].value
    if not isinstance(items, yaml.SequenceNode) or not isinstance(node, yaml.SequenceNode):
        raise EditRefusedError(f"The {name} of both cards must be lists. Make them lists first.")
    if node.flow_style and any(not item.flow_style for item in items.value):
        raise EditRefusedError(
            f"The {name} of “{other.path}” stand between brackets. Put each on a line of its own,"
            " with a dash before it, first."
        )
    new = [one.lines(item) for item in items.value]
    other.set_list(other.fields, name, [*range(len(node.value)), *new])


def _append_claims(one: Typed, other: Typed) -> None:
    text = one.became(one.body).strip().replace(one.eol, other.eol)
    if not text:
        return
    end = len(other.text.rstrip())
    gap = other.eol * (2 if end > other.body else 1)
    other.replace(end, end, gap + text)


def split(folder: Path, claim: str, new: str, title: str) -> Edit:
    """Make a card of a claim and all that follow it in its card, with the title given.

    It is about the same actors, with the same stance, and stands after the card, in the short
    version too. Figures stay where they are. What names its claims follows.
    """
    change = Change(folder)
    target = change.find(claim, IdKind.CLAIM)
    card = target.id.partition("#")[0]
    file = change.typed(change.card_path(card))
    section = file.path.split("/")[1]
    change.check_new(IdKind.CARD, new)
    change.pin(card)
    keys = list(change.claims(card))
    moved = frozenset(keys[keys.index(target.id) :])
    cut = file.line_start(file.offset(change.claims(card)[target.id].location))
    fields = [
        file.text[file.line_start(file.start_of(pair.key)) : file.line_end(file.end_of(pair.value))]
        for name, pair in file.pairs(file.fields).items()
        if name in _COPIED
    ]
    fence = f"---{file.eol}"
    head = "".join((fence, f"title: {as_yaml(title)}{file.eol}", *fields, fence))

    def about(key: str) -> str:
        return f"{new}#{key.partition('#')[2]}" if key in moved else key

    change.gone += moved
    change.follow(about)
    change.write(f"cards/{section}/{new}.md", head + file.became(cut))
    kept = max(len(file.text[:cut].rstrip()), file.body)
    file.replace(file.line_end(kept) if kept > file.body else kept, len(file.text), "")
    _list_after(change, section, card, new)
    return edit_of(change, f"Split {card}: {len(moved)} of its claims are in {new} now.")


def _list_after(change: Change, section: str, card: str, new: str) -> None:
    """List a new card after another, in the short version only if that is there."""
    mapping = change.section(section)
    cards = [one for one in change.cards(section) if one != new]
    cards.insert(cards.index(card) + 1 if card in cards else len(cards), new)
    if change.listed(mapping, "cards") is not None or cards != by_name(cards):
        set_list(change, mapping, "cards", cards)
    short = change.listed(mapping, "short")
    if short and not is_form(short) and card in short:
        short.insert(short.index(card) + 1, new)
        set_list(change, mapping, "short", short)
