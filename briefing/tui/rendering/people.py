"""Actors with all their spellings, and where each is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import NameKind
from briefing.tui.rendering.facts import citations
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.text import Marker, hanging


def name_items(
    briefing: Briefing, actor_ids: Sequence[str], width: int, mark: Marker
) -> Iterator[Item]:
    """Draw the names of actors.

    Args:
        briefing: Lists the actors.
        actor_ids: Whom to show, in this order.
        width: Cells of a line.
        mark: Marks the words searched for.
    """
    actors = [briefing.actors_by_id[id_] for id_ in actor_ids if id_ in briefing.actors_by_id]
    for actor in actors:
        lines = [*_head_lines(actor, width, mark), *_spelling_lines(actor, width, mark)]
        yield Item(f"actor:{actor.id}", (*lines, Content("")))


def _head_lines(actor: Actor, width: int, mark: Marker) -> list[Content]:
    kind = f"{actor.type} {actor.country}" if actor.country else str(actor.type)
    head = Content.assemble(mark(actor.name).stylize("heading"), (f"  {kind}", "quiet"))
    lines = head.wrap(width)
    if actor.role:
        role = Content.assemble(mark(actor.role), (f" {citations(actor.evidence)}", "quiet"))
        lines += hanging("", role, width, 2)
    return lines


def _spelling_lines(actor: Actor, width: int, mark: Marker) -> list[Content]:
    others = actor.names[1:]
    if not others:
        return []
    spellings = Content(" · ").join(_spelling(name, mark) for name in others)
    return hanging("", Content.assemble(("also ", "label"), spellings), width, 2)


def _spelling(name: Name, mark: Marker) -> Content:
    facts = [] if name.kind is NameKind.ALIAS else [str(name.kind)]
    facts += [name.language] if name.language else []
    note = f" ({', '.join(facts)})" if facts else ""
    places = f" {citations(name.evidence)}" if name.evidence else ""
    return Content.assemble(mark(name.text), (f"{note}{places}", "quiet"))
