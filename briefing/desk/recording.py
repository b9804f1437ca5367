"""What was wrong, and what something was called before: recorded in the files of a briefing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import yaml

from briefing.authoring.corrections import CORRECTIONS, CORRECTIONS_NAME, RETRACTIONS
from briefing.authoring.problems import IdKind
from briefing.desk.change import Change
from briefing.desk.consequences import edit_of
from briefing.desk.edits import Edit, EditRefusedError
from briefing.desk.forms import as_yaml, entry
from briefing.desk.typed import list_items
from briefing.model.dates import EdtfDate, parse_date
from briefing.model.text import nearest

_WAS = "was"

# -- what was wrong --------------------------------------------------------------------------------


def today() -> EdtfDate:
    """The day on which something is recorded, in UTC."""
    return parse_date(datetime.now(UTC).date().isoformat())


def retract(folder: Path, key: str, reason: str, on: EdtfDate) -> Edit:
    """Record that a source is no longer relied on; it stays, and so does what cites it."""
    change = Change(folder)
    target = change.find(f"{IdKind.SOURCE}:{key}")
    for _, known in _entries(change, RETRACTIONS):
        if known.get("source") == key:
            raise EditRefusedError(f"“{key}” is retracted already, on {known.get('on')}.")
    made = {"source": target.id, "reason": _given(reason, "a reason"), "on": on.edtf}
    _add(change, RETRACTIONS, made)
    return edit_of(change, f"Retracted {key}; it stays in sources.yaml.")


def correct(folder: Path, claim: str, was: str, reason: str, on: EdtfDate) -> Edit:
    """Record that something was wrong, which is mended already; an id that it lacks is typed.

    Args:
        claim: ``CARD#ITEM``; an item is a claim's id, ``figure:ID``, ``position:N`` or
            ``commitment:N`` counted from 0.
    """
    change = Change(folder)
    texts = _texts_of(change, claim)
    if claim.partition("#")[0] in change.before.drafts:
        raise EditRefusedError(f"“{claim}” is in a draft, which no reader has seen.")
    if any(_same(text, was) for text in texts):
        raise EditRefusedError(
            f"“{claim}” still says “{texts[0]}”. Mend the sentence first, then record what it said."
        )
    for _, known in _entries(change, CORRECTIONS):
        if known.get("claim") == claim and _same(known.get(_WAS, ""), was):
            raise EditRefusedError(f"That is recorded already, on {known.get('on')}.")
    part = change.before.locations.parts[claim]
    if part.end is not None and "id" not in part.fields:
        # An id made of its words would be another when they are mended once more.
        change.name_claim(part, claim.partition("#")[2])
    made = {"claim": claim, _WAS: _given(was, "what it said"), "reason": _given(reason, "a reason")}
    _add(change, CORRECTIONS, {**made, "on": on.edtf})
    return edit_of(change, f"Recorded that {claim} was wrong.")


def mark_withdrawn(change: Change, is_gone: Callable[[str], bool]) -> None:
    """Say in each correction of what is gone that it was withdrawn."""
    for node, fields in _entries(change, CORRECTIONS):
        if is_gone(fields.get("claim", "")) and "withdrawn" not in fields:
            change.typed(CORRECTIONS_NAME).add_field(node, "withdrawn: yes")


def _texts_of(change: Change, claim: str) -> Sequence[str]:
    """What something says, and in what other words it is told."""
    parts, briefing = change.before.locations.parts, change.before.briefing
    others = (f"{IdKind.ACTOR}:", f"{IdKind.SOURCE}:")
    known = [key for key in parts if "#" in key and not key.startswith(others)]
    if claim not in known:
        near = nearest(claim, known)
        fix = f"Write “{near}”." if near else "Write card#claim, or card#figure:id."
        raise EditRefusedError(f"There is no claim or figure “{claim}”. {fix}")
    figure = briefing and briefing.figures.get(claim.partition("#figure:")[2])
    if figure:
        return figure.quantity, figure.line, figure.number
    text = parts[claim].text
    return [text.text if text else ""]


def _same(one: str, other: str) -> bool:
    """Whether two texts differ in blanks, capitals or their last stop alone."""
    texts = (" ".join(text.casefold().split()).rstrip(".") for text in (one, other))
    return len(set(texts)) == 1


def _given(text: str, what: str) -> str:
    if not text.strip():
        raise EditRefusedError(f"Give {what}: readers are to know it.")
    return text


def _entries(change: Change, name: str) -> Iterator[tuple[yaml.MappingNode, Mapping[str, str]]]:
    """The entries of one of the lists, each with those of its fields that are texts."""
    if change.data(CORRECTIONS_NAME) is None:
        return
    file = change.typed(CORRECTIONS_NAME)
    pair = file.pairs(file.fields).get(name)
    for node in pair.value.value if pair and isinstance(pair.value, yaml.SequenceNode) else ():
        values = ((key, one.value) for key, one in file.pairs(node).items())
        yield node, {key: one.value for key, one in values if isinstance(one, yaml.ScalarNode)}


def _add(change: Change, name: str, fields: dict[str, str]) -> None:
    file = change.typed(CORRECTIONS_NAME, made=True)
    file.add_item(file.fields, name, entry(fields))


# -- what something was called before --------------------------------------------------------------


def card_was(change: Change, path: str, ids: Iterable[str], but: str) -> None:
    """Say in a card's fields what ids it had before, the last one first, and before those there.

    `but` is the id that it has.
    """
    file, known = change.typed(path), former_cards(change, path)
    new = [one for one in dict.fromkeys(ids) if one != but and one not in known]
    kept = [at for at, one in enumerate(known) if one != but]
    file.set_list(file.fields, _WAS, [*map(as_yaml, new), *kept])


def former_cards(change: Change, path: str) -> list[str]:
    """The ids that a card had before."""
    file = change.typed(path)
    pair = file.pairs(file.fields).get(_WAS)
    return list(list_items(pair.value)) if pair else []


def claim_was(change: Change, key: str, new: str) -> None:
    """Say after a claim that it had another id before: that of `key`, and all that it says there.

    `key` and `new`, what it is going to be, are ``CARD#ID``.
    """
    into = new.partition("#")[0]
    ids = [one for one in dict.fromkeys((key, *change.former_keys(key))) if one != new]
    change.say_former(key, [one.removeprefix(f"{into}#") for one in ids])
