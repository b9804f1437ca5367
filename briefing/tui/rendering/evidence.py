"""The evidence behind what the cursor is on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement
from briefing.model.claims import Evidence
from briefing.plain.phrases import NOT_GIVEN
from briefing.tui.rendering import signs
from briefing.tui.rendering.disagreement import position_name
from briefing.tui.rendering.facts import short_date
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.text import hanging, one_line

Grounds = tuple[str, Sequence[Evidence]]
"""What is claimed, and the evidence for it."""

_SIGN_WIDTH = 14


def grounds(briefing: Briefing, card: Card, key: str | None) -> Sequence[Grounds]:
    """Find what an item of the open card rests on.

    Args:
        briefing: The briefing that the card belongs to.
        card: The open card.
        key: Key of an item: a claim id, ``figure:ID``, ``actor:ID``, ``positions`` or
            ``position:N``.

    Returns:
        One entry for each thing claimed; nothing for an item that claims nothing.
    """
    kind, _, rest = (key or "").partition(":")
    match kind:
        case "figure" if rest in briefing.figures:
            figure = briefing.figures[rest]
            return [(f"{figure.amount} {figure.unit}: {figure.measure}", figure.evidence)]
        case "actor" if rest in briefing.actors_by_id:
            actor = briefing.actors_by_id[rest]
            role = [(actor.role, actor.evidence)] if actor.role and actor.evidence else []
            return role + [(name.text, name.evidence) for name in actor.names if name.evidence]
        case "position" | "positions" if isinstance(card.detail, Disagreement):
            return [
                (f"{position_name(number)}  {position.says}", position.evidence)
                for number, position in enumerate(card.detail.positions)
                if kind == "positions" or rest == str(number)
            ]
    return [(claim.text, claim.evidence) for claim in card.claims if claim.id == key]


def evidence_items(briefing: Briefing, found: Sequence[Grounds], width: int) -> Iterator[Item]:
    """Draw the evidence, piece by piece.

    Args:
        briefing: Lists the sources.
        found: What `grounds` gave.
        width: Cells of a line.
    """
    if not found:
        hint = "Nothing is claimed here. Move to a sentence with j and k in the open card."
        yield Item("none", tuple(Content.styled(hint, "quiet").wrap(width)), selectable=False)
        return
    for number, (text, evidence) in enumerate(found):
        claim = Content.styled(one_line(text), "label").truncate(width, ellipsis=True)
        yield Item(f"claim:{number}", (claim,), selectable=False)
        if not evidence:
            none = Content.styled("? no evidence: assumed", "doubt").wrap(width)
            yield Item(f"none:{number}", tuple(none), selectable=False)
        for place, pieces in enumerate(_by_source(evidence)):
            source = briefing.sources_by_key.get(pieces[0].source)
            yield Item(f"{number}:{place}", tuple(_source_lines(pieces, source, width)))


def _by_source(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """Put together what one source says for one purpose, in the order cited."""
    groups: dict[tuple[str, str, str], list[Evidence]] = {}
    for piece in evidence:
        groups.setdefault((piece.source, piece.stance, piece.mode), []).append(piece)
    return list(groups.values())


def _source_lines(pieces: Sequence[Evidence], source: Source | None, width: int) -> list[Content]:
    sign = signs.support(pieces[0].stance)
    indent = min(_SIGN_WIDTH, max(2, width // 3))
    places = _paragraphs(pieces)
    if source is None:
        key = pieces[0].source
        body = Content.assemble((f"source “{key}” is not listed", "bad"), f", {places}")
        return hanging(sign, body, width, indent)
    outlet = Content.assemble(
        (source.outlet, "strong"), f", {places}", (f" · {pieces[0].mode}", "quiet")
    )
    author = ", ".join(source.authors) or f"author {NOT_GIVEN}"
    article = Content.styled(
        f"{author} · “{source.title}” · published {short_date(source.published)}"
        f" · retrieved {short_date(source.retrieved)}",
        "quiet",
    )
    return hanging(sign, outlet, width, indent) + hanging("", article, width, indent)


def _paragraphs(pieces: Sequence[Evidence]) -> str:
    numbers = [str(piece.paragraph) for piece in pieces if piece.paragraph is not None]
    if len(numbers) < len(pieces):
        numbers.append("the whole text")
    if numbers == ["the whole text"]:
        return numbers[0]
    return f"paragraph{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
