"""New cards and actors, as edits of a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from briefing.desk.arranging import SECTIONS, set_list
from briefing.desk.change import OUTLINE, Change
from briefing.desk.edits import Edit, EditRefusedError, read_file
from briefing.desk.making import add_entry, as_fields, entry
from briefing.model.text import with_capital

ACTORS = "actors.yaml"


def add_card(folder: Path, section: str, card: str, text: str) -> Edit:
    """Write a card's file, and list it where its section has a list; make the section if need be.

    Unlike other edits it may add errors: who makes a card has the sentences still to write.
    """
    change = Change(folder)
    path = f"cards/{section}/{card}.md"
    if read_file(folder, path) is not None:
        raise EditRefusedError(f"“{path}” is there already. Give the card another id.")
    change.write(path, text)
    if section in dict(change.sections()):
        mapping = change.section(section)
        if (listed := change.listed(mapping, "cards")) is not None:
            set_list(change, mapping, "cards", [*listed, card])
        return _edit(change, f"Card {card} made.")
    typed = entry({"id": section, "title": with_capital(section.replace("-", " "))})
    outline = add_entry(change.outline.text, SECTIONS, typed).text.encode()
    edit = _edit(change, f"Section {section} and card {card} made.")
    before = {**edit.before, OUTLINE: read_file(folder, OUTLINE)}
    return Edit(before, {**edit.after, OUTLINE: outline}, edit.says)


def add_actor(folder: Path, actor: str, fields: Mapping[str, str | Sequence[str]]) -> Edit:
    """Write an entry at the end of ``actors.yaml``, which is made where it is not there."""
    known = read_file(folder, ACTORS)
    text = (known or b"").decode("utf-8", "replace")
    if known is not None and text.encode() != known:
        raise EditRefusedError(f"“{ACTORS}” is not text in UTF-8. Save it as that.")
    gap = "" if not text or text.endswith("\n") else "\n"
    made = f"{text}{gap}{actor}:\n{as_fields(fields, '  ')}"
    return Edit({ACTORS: known}, {ACTORS: made.encode()}, f"Actor {actor} listed.")


def _edit(change: Change, says: str) -> Edit:
    after = change.contents()
    return Edit({path: read_file(change.folder, path) for path in after}, after, says)
