"""What of each section is in the short version: ``short: view``, ``none``, or a list of cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from briefing.authoring.located import Located
from briefing.authoring.problems import Place, Report, write_instead
from briefing.authoring.yaml_reader import Fields
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Reaction, Section
from briefing.model.vocabulary import ActorType, ShortForm

SHORT_LIMIT: Final = 600
"""Most words of a short version, which is to be read in less than three minutes."""

TypedShort = ShortForm | tuple[Located, ...] | None
"""As `briefing.model.cards.Section.short`, with the places of the ids."""


def read_short(fields: Fields) -> TypedShort:
    """Take what a section's field ``short`` says.

    Args:
        fields: Of the section.

    Returns:
        A form, or ids that may be those of no card; None where the field is not given.
    """
    if "short" not in fields:
        return None
    typed = tuple(fields.texts("short"))
    if len(typed) == 1 and typed[0].text in set(ShortForm):
        return ShortForm(typed[0].text)
    return typed


def known_short(
    short: TypedShort, cards: Sequence[str], report: Report
) -> ShortForm | tuple[str, ...] | None:
    """Take the ids that are those of cards; report the others.

    Args:
        short: What was typed.
        cards: Ids of the section's cards.
        report: Takes the problems.
    """
    if not isinstance(short, tuple):
        return short
    found: list[str] = []
    for id_ in short:
        if id_.text in found:
            report.error(
                id_.at(),
                "duplicate-id",
                f"The card “{id_.text}” is in this list already.",
                "Name it once.",
            )
        elif id_.text in cards:
            found.append(id_.text)
        else:
            report.error(
                id_.at(),
                "unknown-card",
                f"This section has no card “{id_.text}”.",
                write_instead(id_.text, [*cards, *ShortForm]),
            )
    return tuple(found)


def check_short(briefing: Briefing, places: Sequence[Place], report: Report) -> None:
    """Warn of a short version that nobody chose, that is long, or that shows one side only.

    Args:
        briefing: As it was read.
        places: Where each section but the bottom line is announced.
        report: Takes the problems.
    """
    if not places:
        return
    sections = briefing.sections[1:]
    one_sided = False
    for section, place in zip(sections, places, strict=True):
        if section.short is None and section.cards:
            _warn_unsaid(section, place, report)
        sides = _missing_sides(briefing, section.short_cards, section.cards)
        if sides and not section.is_viewed:
            one_sided = True
            _warn_one_sided(f"What the short version has of “{section.id}”", sides, place, report)
    shown = [card for section in sections for card in _shown(section)]
    every = [card for section in sections for card in section.cards]
    if not one_sided and (sides := _missing_sides(briefing, shown, every)):
        _warn_one_sided("The short version", sides, places[0], report)
    if briefing.short_word_count > SHORT_LIMIT:
        report.warning(
            places[0],
            "long-short",
            f"The short version has {briefing.short_word_count} words; {SHORT_LIMIT} is the most.",
            "Name fewer cards in the `short` of the sections, or shorten those that are named.",
        )


def _warn_unsaid(section: Section, place: Place, report: Report) -> None:
    taken = "its view" if section.is_viewed else f"its first card, “{section.cards[0].id}”,"
    report.warning(
        place,
        "missing-short",
        f"The section “{section.id}” does not say what of it is in the short version;"
        f" {taken} is taken.",
        "Add “short: view”, “short: none” or “short: [card, …]”.",
    )


def _shown(section: Section) -> Sequence[Card]:
    return section.cards if section.is_viewed else section.short_cards


def _warn_one_sided(what: str, sides: tuple[str, list[str]], place: Place, report: Report) -> None:
    only, others = sides
    report.warning(
        place,
        "one-sided-short",
        f"{what} is about {only} only; there are cards about {', '.join(others)} too.",
        "Name a card of each side in `short`. If it is meant so, leave it.",
    )


def _missing_sides(
    briefing: Briefing, chosen: Sequence[Card], every: Sequence[Card]
) -> tuple[str, list[str]] | None:
    """Compare the sides that some cards chosen of others are about.

    Returns:
        The name of the only side that those chosen are about, and the sides that others are about;
        None where there are several, or no others.
    """
    shown, there_is = _sides(briefing, chosen), _sides(briefing, every)
    if len(shown) != 1 or shown == there_is:
        return None
    names = [_state_name(briefing, code) for code in sorted(there_is - shown)]
    return _state_name(briefing, *shown), names


def _sides(briefing: Briefing, cards: Iterable[Card]) -> set[str]:
    """The countries of those cards that are about one country."""
    found = set()
    for card in cards:
        reaction = card.detail if isinstance(card.detail, Reaction) else None
        ids = (*card.actors, *((reaction.actor,) if reaction else ()))
        actors = [briefing.actors_by_id[id_] for id_ in ids if id_ in briefing.actors_by_id]
        countries = {actor.country for actor in actors if actor.country}
        if len(countries) == 1:
            found |= countries
    return found


def _state_name(briefing: Briefing, code: str) -> str:
    states = (
        one.name for one in briefing.actors if one.type is ActorType.STATE and one.country == code
    )
    return next(states, code)
