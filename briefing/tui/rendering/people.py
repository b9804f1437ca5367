"""Actors with all their spellings, and where each is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from briefing.evidence.support import Bearer, BearerKind
from briefing.model.actors import Actor, Name
from briefing.model.vocabulary import NameKind
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.support import support_lines, support_places, support_words_of
from briefing.tui.rendering.text import Marker, hanging
from briefing.tui.state import Checked
from briefing.views.phrases import described_by


def name_items(
    check: Checked, actor_ids: Sequence[str], width: int, mark: Marker
) -> Iterator[Item]:
    """Draw the names of actors.

    Args:
        check: How the briefing that lists the actors stands against its sources.
        actor_ids: Whom to show, in this order.
        width: Cells of a line.
        mark: Marks the words searched for.
    """
    known = check.examination.briefing.actors_by_id
    for actor in (known[id_] for id_ in actor_ids if id_ in known):
        lines = [
            *_head_lines(actor, check, width, mark),
            *_spelling_lines(actor, check, width, mark),
        ]
        yield Item(f"actor:{actor.id}", (*lines, Content("")))


def _head_lines(actor: Actor, check: Checked, width: int, mark: Marker) -> list[Content]:
    kind = f"{actor.type} {actor.country}" if actor.country else str(actor.type)
    head = Content.assemble(mark(actor.name).stylize("heading"), (f"  {kind}", "quiet"))
    lines = head.wrap(width)
    if actor.role:
        whose = described_by(check.examination.briefing, actor.described_by)
        lines += hanging("", mark(actor.role) + Content(whose), width, 2)
        if actor.evidence:
            role = Bearer(BearerKind.ROLE, f"actor:{actor.id}", actor.role, actor.evidence)
            lines += support_lines(role, check, width, indent=2, brief=True)
    return lines


def _spelling_lines(actor: Actor, check: Checked, width: int, mark: Marker) -> list[Content]:
    others = actor.names[1:]
    if not others:
        return []
    spellings = Content(" · ").join(_spelling(actor, name, check, mark) for name in others)
    return hanging("", Content.assemble(("also ", "label"), spellings), width, 2)


def _spelling(actor: Actor, name: Name, check: Checked, mark: Marker) -> Content:
    facts = [] if name.kind is NameKind.ALIAS else [str(name.kind)]
    facts += [name.language] if name.language else []
    note = f" ({', '.join(facts)})" if facts else ""
    shown = Content.assemble(mark(name.text), (note, "quiet"))
    if not name.evidence:
        return shown
    bearer = Bearer(BearerKind.NAME, f"actor:{actor.id}", name.text, name.evidence)
    words = support_words_of(bearer, check, brief=True)
    return Content(" ").join([shown, words, support_places(bearer, check)])
