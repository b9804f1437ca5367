"""The words in which the plain views say things: names, dates, counts, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from briefing.model.actors import Name
from briefing.model.briefing import Briefing
from briefing.model.claims import Evidence, Figure
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import Mode, Support

NOT_GIVEN: Final = "not given"
"""Stands where a source does not say."""

_EVIDENCE_LABELS: Final = {
    Support.SUPPORTS: ("Source", "Sources"),
    Support.CONTRADICTS: ("Contradicted by", "Contradicted by"),
    Support.CONTEXT: ("Context", "Context"),
}
_MODES: Final = {
    Mode.QUOTE: " (quoted)",
    Mode.INFERENCE: " (inferred)",
    Mode.PARAPHRASE: "",
    Mode.SILENCE: " (does not say)",
}


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Say how many: ``1 card``, ``2 cards``, ``1,200 words``."""
    word = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {word}"


def date_words(date: EdtfDate | None) -> str:
    """Say a date, in full words where it is uncertain, or that it is not given."""
    return date.label.replace("?", " (uncertain)") if date else NOT_GIVEN


def name_words(name: Name) -> str:
    """Say a spelling of a name with what it is: ``Seestadt (native, de)``."""
    return f"{name.text} ({', '.join(filter(None, (name.kind, name.language)))})"


def described_by(briefing: Briefing, actor_id: str | None) -> str:
    """Say, after a role or a measure, whose words these are; nothing where they are ours."""
    return f", as described by {briefing.actor_name(actor_id)}" if actor_id else ""


def source_name(briefing: Briefing, key: str) -> str:
    """Name a source by its outlet, with its title where two sources share the outlet.

    Args:
        briefing: Whose source it is.
        key: Citation key; one that the briefing does not list is shown as it is.

    Returns:
        For example ``The Herald``.
    """
    source = briefing.document(key)
    if source is None:
        return f"unknown source {key}"
    twins = sum(other.outlet == source.outlet for other in briefing.sources)
    return source.outlet if twins == 1 else f"{source.outlet}, “{source.title}”"


def evidence_fields(briefing: Briefing, evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
    """Say what a claim rests on, what contradicts it and what gives its context.

    Args:
        briefing: Whose evidence it is.
        evidence: In the order cited.

    Returns:
        Label and text for each kind that there is, for example
        ``("Source", "The Herald, paragraph 2")``.
    """
    fields = []
    for support, (singular, plural) in _EVIDENCE_LABELS.items():
        places = _places(briefing, [one for one in evidence if one.stance is support])
        if places:
            fields.append((singular if len(places) == 1 else plural, "; ".join(places)))
    return fields


def _places(briefing: Briefing, evidence: Iterable[Evidence]) -> list[str]:
    """Name each source once, with all paragraphs cited in the same way."""
    paragraphs: dict[tuple[str, Mode], list[int | None]] = {}
    for one in evidence:
        paragraphs.setdefault((one.source, one.mode), []).append(one.paragraph)
    return [
        f"{source_name(briefing, key)}, {_paragraphs(numbers)}{_MODES[mode]}"
        for (key, mode), numbers in paragraphs.items()
    ]


def _paragraphs(numbers: Sequence[int | None]) -> str:
    given = list(dict.fromkeys(str(number) for number in numbers if number is not None))
    whole = ["as a whole"] if None in numbers else []
    if given:
        whole.insert(0, f"{'paragraph' if len(given) == 1 else 'paragraphs'} {', '.join(given)}")
    return " and ".join(whole)


def sources_words(briefing: Briefing, *, brief: bool = False) -> str:
    """Say how many sources there are and how many of them name who first reported their news.

    Outlets that carry one agency's report have one origin.

    Args:
        briefing: Whose sources are counted.
        brief: Whether to leave out how many origins are unknown, and what that is.

    Returns:
        For example ``2 sources, origins unknown (neither says where it got its news)``.
    """
    sources = count(len(briefing.sources), "source")
    named = len(briefing.origins)
    unknown = sum(source.origin not in briefing.origins for source in briefing.sources)
    if named:
        rest = "" if not unknown else " known" if brief else f", {unknown:,} unknown"
        return f"{sources}, {count(named, 'origin')}{rest}"
    one, who = {1: ("origin", "it does not say"), 2: ("origins", "neither says")}.get(
        unknown, ("origins", "none says")
    )
    return f"{sources}, {one} unknown{'' if brief else f' ({who} where it got its news)'}"


def figure_amount(figure: Figure) -> str:
    """Say a figure's number with its unit: ``at least 80 people``."""
    return f"{figure.amount} {figure.unit}"


def figure_said_by(briefing: Briefing, figure: Figure) -> str:
    """Say who gives a figure: an actor, or the article itself."""
    return briefing.actor_name(figure.said_by) if figure.said_by else "the article itself"
