"""What a card of each kind holds beside its text, and its figures, in Markdown."""

from __future__ import annotations

from briefing.export.escaping import block, inline
from briefing.export.notes import Notes, source_fields
from briefing.export.phrases import actor_name, date_words, described
from briefing.export.tables import table
from briefing.model.actors import NOT_HELD, Actor
from briefing.model.briefing import Briefing
from briefing.model.cards import (
    Card,
    Disagreement,
    Judgement,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Figure
from briefing.model.vocabulary import SectionKind

_FIGURE_COLUMNS = ("Figure", "Amount", "As of", "As reported", "Said by", "Note")


def detail_blocks(
    briefing: Briefing, section: Section, card: Card, notes: Notes
) -> list[list[str]]:
    """Write what a card holds beside its claims and figures.

    Args:
        briefing: Whose card it is.
        section: Where the card stands.
        card: The card.
        notes: The footnotes of the document.

    Returns:
        Blocks of lines.
    """
    *blocks, fields = _kind_blocks(briefing, card, notes)
    if section.kind is SectionKind.PEOPLE:
        actors = [briefing.actors_by_id.get(id_) for id_ in card.actors]
        fields += [_actor_line(briefing, actor, notes) for actor in actors if actor]
    elif card.actors:
        names = "; ".join(actor_name(briefing, id_) for id_ in card.actors)
        fields.append(_field("About", names))
    if card.tags:
        fields.append(_field("Tags", inline(", ".join(card.tags))))
    return [*blocks, fields]


def figure_lines(briefing: Briefing, card: Card, notes: Notes) -> list[str]:
    """Write the figures of a card as a table.

    Args:
        briefing: Whose card it is.
        card: The card.
        notes: The footnotes of the document.

    Returns:
        Lines; none where the card has no figure.
    """
    if not card.figures:
        return []
    return table(_FIGURE_COLUMNS, [_figure_row(briefing, one, notes) for one in card.figures])


def _field(label: str, value: str) -> str:
    # Claims in a list begin with a hyphen; another sign keeps the two lists apart.
    return f"* **{label}:** {value}"


def _kind_blocks(briefing: Briefing, card: Card, notes: Notes) -> list[list[str]]:
    """Write what a card of its kind holds; the last block is a list of fields, or empty."""
    match card.detail:
        case Reaction() as reaction:
            return [_reaction_lines(briefing, reaction)]
        case Disagreement() as disagreement:
            return _disagreement_blocks(disagreement, notes)
        case Unknown(question=question, why=why, settled_by=settled_by):
            return [
                [
                    _field("Question", inline(question)),
                    *([_field("Why it matters", inline(why))] if why else []),
                    _field("What would settle it", inline(settled_by)),
                ]
            ]
        case Judgement() as judgement:
            return [_judgement_lines(judgement)]
        case SourceNote(source=key):
            return [_source_lines(briefing, key)]
        case None:
            return [[]]


def _reaction_lines(briefing: Briefing, reaction: Reaction) -> list[str]:
    country = f" ({inline(reaction.country)})" if reaction.country else ""
    said = [_field("Stance", str(reaction.stance))] if reaction.stance else []
    said += [_field("As reported", inline(reaction.verb))] if reaction.verb else []
    return [
        _field("Actor", f"{actor_name(briefing, reaction.actor)}{country}"),
        *said,
        _field("Speaker", actor_name(briefing, reaction.speaker)),
        _field("Date", date_words(reaction.date)),
    ]


def _disagreement_blocks(disagreement: Disagreement, notes: Notes) -> list[list[str]]:
    positions = [
        f"{number}. {block(position.says)}{notes.marks(position.evidence)}"
        for number, position in enumerate(disagreement.positions, start=1)
    ]
    return [
        [
            _field("Question", inline(disagreement.question)),
            _field("Differs in", str(disagreement.dimension)),
            _field("State", str(disagreement.state)),
        ],
        positions,
        [
            _field("Matters", "yes" if disagreement.matters else "no"),
            *([_field("Why", inline(disagreement.why))] if disagreement.why else []),
        ],
    ]


def _judgement_lines(judgement: Judgement) -> list[str]:
    lines = [_field("Judgement", inline(judgement.statement))]
    if judgement.likelihood:
        low, high = judgement.likelihood.percent
        lines.append(_field("Likelihood", f"{judgement.likelihood} ({low}–{high} per cent)"))
    return [
        *lines,
        _field("Confidence", str(judgement.confidence)),
        _field("Basis of the confidence", inline(judgement.confidence_basis)),
    ]


def _source_lines(briefing: Briefing, key: str) -> list[str]:
    source = briefing.document(key)
    if source is None:
        return [_field("Source", f"unknown source {inline(key)}")]
    not_held = [_field("Text", NOT_HELD)] if source in briefing.not_held else []
    slips = [
        _field(f"Probable slip in ¶{slip.paragraph}", inline(slip.note)) for slip in source.slips
    ]
    fields = (_field(label, value) for label, value in source_fields(source).items())
    return [*fields, *not_held, *slips]


def _actor_line(briefing: Briefing, actor: Actor, notes: Notes) -> str:
    names = [f"**{inline(actor.name)}**{notes.marks(actor.names[0].evidence)}", str(actor.type)]
    if actor.country:
        names.append(inline(actor.country))
    if actor.role:
        role = described(briefing, actor.role, actor.described_by)
        names.append(f"{role}{notes.marks(actor.evidence)}")
    for name in actor.names[1:]:
        kind = ", ".join(filter(None, (name.kind, inline(name.language or ""))))
        names.append(f"{inline(name.text)} ({kind}){notes.marks(name.evidence)}")
    return f"* {'; '.join(names)}"


def _figure_row(briefing: Briefing, figure: Figure, notes: Notes) -> tuple[str, ...]:
    speaker = actor_name(briefing, figure.said_by) if figure.said_by else "the article itself"
    return (
        described(briefing, figure.measure, figure.described_by) + notes.marks(figure.evidence),
        inline(f"{figure.amount} {figure.unit}"),
        date_words(figure.as_of),
        f"“{inline(figure.as_reported)}”" if figure.as_reported else "",
        speaker,
        _figure_note(briefing, figure),
    )


def _figure_note(briefing: Briefing, figure: Figure) -> str:
    notes = [inline(figure.note)] if figure.note else []
    for label, ids in (("made up of", figure.parts), ("counted differently", figure.rivals)):
        if ids:
            named = "; ".join(_figure_name(briefing, id_) for id_ in ids)
            notes.append(f"{label}: {named}")
    return "; ".join(notes)


def _figure_name(briefing: Briefing, figure_id: str) -> str:
    figure = briefing.figures.get(figure_id)
    if figure is None:
        return inline(figure_id)
    return inline(f"{figure.measure}, {figure.amount} {figure.unit}")
