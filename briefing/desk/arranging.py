"""What stands where: cards in sections, sections, key figures, the short version; and fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

import yaml

from briefing.authoring.fields import is_id
from briefing.authoring.folder import BriefingFolder
from briefing.authoring.problems import OUTLINE, IdKind, Report
from briefing.desk.change import FILE_OF, Change, Target, path_of
from briefing.desk.consequences import edit_of
from briefing.desk.edits import Edit, EditRefusedError
from briefing.desk.forms import as_yaml
from briefing.desk.recording import mark_withdrawn
from briefing.model.text import count
from briefing.model.vocabulary import ShortForm

KEY_FIGURES: Final = "key-figures"
SECTIONS: Final = "sections"
FIGURES: Final = "figures"
_SHOWN: Final = 3


def move(folder: Path, card: str, section: str | None = None, position: int | None = None) -> Edit:
    """Move a card to another section, or to a position in its section, counted from 1."""
    change = Change(folder)
    path = change.card_path(card)
    old = path.split("/")[1]
    new = (section or old).removeprefix("section:")
    mapping = change.section(new)
    if new == old and position is None:
        raise EditRefusedError(f"“{card}” is in {old} already. Name a section or a position.")
    if new != old:
        change.move(path, f"cards/{new}/{card}.md")
        was_short = unlist(change, old, card)
        short = change.listed(mapping, "short")
        if was_short and short is not None and not is_form(short):
            set_list(change, mapping, "short", [*short, card])
    cards = [one for one in change.cards(new) if one != card]
    if position is not None and not 1 <= position <= len(cards) + 1:
        raise EditRefusedError(
            f"There is no position {position} among {count(len(cards) + 1, 'card')}."
        )
    cards.insert(len(cards) if position is None else position - 1, card)
    if position is not None or change.listed(mapping, "cards") is not None:
        list_cards(change, new, cards)
    where = "" if position is None else f", position {position}"
    return edit_of(change, f"Moved {card} to {new}{where}.")


def delete(folder: Path, what: str) -> Edit:
    """Delete what nothing refers to; a section with its cards, and figures of the panel too."""
    change = Change(folder)
    target = change.find(what)
    change.gone.append(target.id)
    also = ""
    if target.kind is IdKind.CARD:
        path = change.card_path(target.id)
        _refuse_referred(change, target, _named_in(change, [path]))
        also = _off_panel(change, _figures_of(change, [path]))
        change.move(path, None)
        unlist(change, path.split("/")[1], target.id)
        mark_withdrawn(change, lambda key: key.partition("#")[0] == target.id)
    elif target.kind is IdKind.SECTION:
        also = _delete_section(change, target)
    elif target.kind is IdKind.CLAIM:
        _refuse_referred(change, target, change.referrers(IdKind.CLAIM, [target.id]))
        _delete_claim(change, target)
        mark_withdrawn(change, lambda key: key == target.id)
    elif target.kind is IdKind.FIGURE:
        _delete_figure(change, target)
        also = _off_panel(change, [target.id])
    else:
        is_actor = target.kind is IdKind.ACTOR
        kinds = [IdKind.ACTOR] if is_actor else [IdKind.SOURCE, IdKind.DOCUMENT]
        places = [one for kind in kinds for one in change.referrers(kind, [target.id])]
        _refuse_referred(change, target, places)
        file = change.typed(FILE_OF[target.kind])
        file.remove_field(file.fields, target.id)
        if not is_actor:
            change.source = target.id, None
    return edit_of(change, f"Deleted {target}{also}.")


def _delete_section(change: Change, target: Target) -> str:
    change.section(target.id)
    names = BriefingFolder(change.folder, Report()).names("cards", target.id)
    paths = [f"cards/{target.id}/{name}" for name in names]
    _refuse_referred(change, target, _named_in(change, paths))
    off = _off_panel(change, _figures_of(change, paths))
    for path in paths:
        change.move(path, None)
    cards = {path.rpartition("/")[2].removesuffix(".md") for path in paths}
    mark_withdrawn(change, lambda key: key.partition("#")[0] in cards)
    unlist_section(change, target.id)
    return f" with {count(len(paths), 'card')}{off}"


def _delete_claim(change: Change, target: Target) -> None:
    """Take a claim's lines out, with one of the blank lines around them."""
    card = target.id.partition("#")[0]
    change.pin(card)
    part = change.claims(card)[target.id]
    assert part.end is not None
    file = change.at(part.location)
    start, end = file.line_start(file.offset(part.location)), file.line_end(file.offset(part.end))
    before, after = file.line_start(start - 1), file.line_end(end)
    is_apart = not file.text[before:start].strip()
    if (is_apart or start == file.body) and end < after and not file.text[end:after].strip():
        end = after
    elif is_apart and end == len(file.text):
        start = before
    file.replace(start, end, "")


def _delete_figure(change: Change, target: Target) -> None:
    file, entry = change.entry(target)
    card = path_of(change.known(IdKind.FIGURE)[target.id]).rpartition("/")[2].removesuffix(".md")
    mark_withdrawn(change, lambda key: key.endswith(f"#figure:{target.id}"))
    places = [
        *change.referrers(IdKind.FIGURE, [target.id], but=[OUTLINE]),
        *change.referrers(IdKind.CLAIM, [f"{card}#figure:{target.id}"]),
    ]
    _refuse_referred(change, target, places)
    figures = file.pairs(file.fields)[FIGURES].value.value
    if len(figures) == 1:
        file.remove_field(file.fields, FIGURES)
    else:
        kept = [number for number, one in enumerate(figures) if one is not entry]
        file.set_list(file.fields, FIGURES, kept)


def _named_in(change: Change, paths: Sequence[str]) -> list[str]:
    """Where claims and figures of some cards are named by other files."""
    cards = {path.rpartition("/")[2].removesuffix(".md") for path in paths}
    names = change.ledger.names(IdKind.CLAIM, recalled=False)
    claims = {id_ for id_, _ in names if id_.partition("#")[0] in cards}
    figures = _figures_of(change, paths)
    change.gone += [*cards, *figures]
    return [
        *change.referrers(IdKind.CLAIM, claims, but=paths),
        *change.referrers(IdKind.FIGURE, figures, but=[*paths, OUTLINE]),
    ]


def _figures_of(change: Change, paths: Sequence[str]) -> set[str]:
    return {id_ for id_, at in change.known(IdKind.FIGURE).items() if path_of(at) in paths}


def _off_panel(change: Change, figures: Collection[str]) -> str:
    """Take figures off the key figures, and say so where there were any."""
    listed = change.listed(change.outline.fields, KEY_FIGURES) or []
    kept = [one for one in listed if one not in figures]
    if kept == listed:
        return ""
    if kept:
        set_list(change, change.outline.fields, KEY_FIGURES, kept)
    else:
        change.outline.remove_field(change.outline.fields, KEY_FIGURES)
    return f", and off the key figures {', '.join(one for one in listed if one in figures)}"


def _refuse_referred(change: Change, target: Target, places: Sequence[str]) -> None:
    if places:
        shown = ", ".join(places[:_SHOWN]) + (" …" if len(places) > _SHOWN else "")
        raise EditRefusedError(
            f"Nothing was deleted: {target} is still referred to in {shown}. Take that out first."
        )


def order(folder: Path, what: str, ids: Sequence[str]) -> Edit:
    """Put the cards of ``section:ID``, the ``sections`` or the ``key-figures`` into an order.

    Those named come first, in that order; the others follow as they were.
    """
    change = Change(folder)
    if what == SECTIONS:
        sections = [id_ for id_, _ in change.sections()]
        numbers = [sections.index(one) for one in _ordered(sections, ids, "section")]
        change.outline.set_list(change.outline.fields, SECTIONS, numbers)
    elif what == KEY_FIGURES:
        known = change.listed(change.outline.fields, KEY_FIGURES) or []
        set_list(change, change.outline.fields, KEY_FIGURES, _ordered(known, ids, "key figure"))
    else:
        target = change.find(what, IdKind.SECTION)
        cards = _ordered(change.cards(target.id), ids, f"card in {target.id}:")
        set_list(change, change.section(target.id), "cards", cards)
    return edit_of(change, f"Put {what} in order: {', '.join(ids)}.")


def _ordered(known: Sequence[str], ids: Sequence[str], what: str) -> list[str]:
    for number, id_ in enumerate(ids):
        if id_ not in known or id_ in ids[:number]:
            why = "named twice" if id_ in known else "not there"
            raise EditRefusedError(
                f"The {what} “{id_}” is {why}. Name each once: {', '.join(known)}."
            )
    return [*ids, *(one for one in known if one not in ids)]


def short(folder: Path, section: str, wanted: Sequence[str]) -> Edit:
    """Say what of a section is in the short version: ``view``, ``none`` or cards."""
    change = Change(folder)
    mapping = change.section(section)
    if is_form(wanted):
        change.outline.set_value(mapping, "short", wanted[0])
    else:
        set_list(change, mapping, "short", wanted)
    id_ = section.removeprefix("section:")
    return edit_of(change, f"In the short version of {id_}: {', '.join(wanted)}.")


def key_figures(folder: Path, figures: Sequence[str]) -> Edit:
    """Set which figures are in the panel, in that order."""
    change = Change(folder)
    ids = [figure.removeprefix("figure:") for figure in figures]
    set_list(change, change.outline.fields, KEY_FIGURES, ids)
    return edit_of(change, f"Key figures: {', '.join(ids) or 'none'}.")


def accept(folder: Path, what: str) -> Edit:
    """Make a draft of a card or an actor part of the briefing."""
    change = Change(folder)
    target = change.find(what, IdKind.CARD, IdKind.ACTOR)
    file, fields = change.entry(target)
    status = file.pairs(fields).get("status")
    if status is None or status.value.value != "draft":
        raise EditRefusedError(f"“{target.id}” is no draft.")
    file.remove_field(fields, "status")
    return edit_of(change, f"Accepted {target}.")


def set_field(folder: Path, what: str, field: str, text: str) -> Edit:
    """Set a field that is a single text, of ``bottom-line`` that of the briefing; “” removes it."""
    change = Change(folder)
    target = change.find(
        what,
        *(IdKind.CARD, IdKind.SECTION, IdKind.SOURCE, IdKind.ACTOR, IdKind.FIGURE),
    )
    if field == "id":
        raise EditRefusedError("An id is changed by `rename`, so that what names it follows.")
    if not is_id(field.lower()):
        raise EditRefusedError(f"“{field}” is no name of a field.")
    file, fields = change.entry(target)
    known = file.pairs(fields).get(field)
    if known is not None and not isinstance(known.value, yaml.ScalarNode):
        raise EditRefusedError(f"“{field}” of {target} is no single text. Edit “{file.path}”.")
    if text.strip():
        file.set_value(fields, field, as_yaml(text))
    elif known is not None:
        file.remove_field(fields, field)
    done = f"Set {field}" if text.strip() else f"Removed {field}"
    return edit_of(change, f"{done} of {target}.")


# -- lists of briefing.md --------------------------------------------------------------------------


def is_form(short: Sequence[str]) -> bool:
    """Whether what is said of a short version is a word instead of cards."""
    return len(short) == 1 and short[0] in set(ShortForm)


def set_list(change: Change, mapping: yaml.MappingNode, name: str, wanted: Iterable[str]) -> None:
    """Have a list of ``briefing.md`` name these ids; what was typed for those there stays."""
    known = change.listed(mapping, name) or []
    items = [known.index(id_) if id_ in known else as_yaml(id_) for id_ in wanted]
    change.outline.set_list(mapping, name, items)


def list_cards(change: Change, section: str, cards: Sequence[str]) -> None:
    """Have a section read its cards in an order: by a list, unless there is none and no need."""
    mapping = change.section(section)
    is_by_name = list(cards) == sorted(cards, key=lambda card: f"{card}.md")
    if change.listed(mapping, "cards") is not None or not is_by_name:
        set_list(change, mapping, "cards", cards)


def unlist_section(change: Change, section: str) -> None:
    kept = [number for number, (id_, _) in enumerate(change.sections()) if id_ != section]
    change.outline.set_list(change.outline.fields, SECTIONS, kept)


def unlist(change: Change, section: str, card: str) -> bool:
    """Take a card out of its section's lists, and say whether it was in the short version."""
    mapping = change.section(section)
    cards, in_short = (change.listed(mapping, name) for name in ("cards", "short"))
    if cards and card in cards:
        set_list(change, mapping, "cards", [one for one in cards if one != card])
    if not in_short or is_form(in_short) or card not in in_short:
        return False
    if kept := [one for one in in_short if one != card]:
        set_list(change, mapping, "short", kept)
    else:
        change.outline.set_value(mapping, "short", ShortForm.NONE)
    return True
