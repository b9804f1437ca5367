"""A briefing with errors, as far as it can be shown: cards that have any are their own text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec

from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import DRAFT_NAMED, Location, PartLocation, Problem
from briefing.model.briefing import Briefing
from briefing.model.cards import Card
from briefing.model.claims import Claim
from briefing.model.vocabulary import Severity


class CardText(NamedTuple):
    """The text that a card is read from, from a line on: all of a file, or what follows a part."""

    file: SourceFile
    first: int = 1

    def problems(self, problems: Sequence[Problem]) -> list[Problem]:
        return [one for one in problems if one.path == self.file.path and one.line >= self.first]


def with_substitutes(
    briefing: Briefing,
    texts: Mapping[tuple[str, str], CardText],
    problems: Sequence[Problem],
    out: Collection[str],
) -> tuple[Briefing, frozenset[str], dict[str, PartLocation]]:
    """Put the text of its file in place of each card that has errors.

    Args:
        briefing: As far as it could be read; cards may lack anything.
        texts: By ids of section and card.
        problems: All that is wrong.
        out: Ids of drafts that would be left out.

    Returns:
        The briefing, the ids of the cards that are substitutes, and where their parts stand.
    """
    parts: dict[str, PartLocation] = {}
    broken: set[str] = set()
    taken: set[str] = set()
    sections = []
    for section in briefing.sections:
        cards = []
        for card in section.cards:
            text = texts[section.id, card.id]
            wrong = text.problems(problems)
            if card.id in out or any(_breaks(one, out) for one in wrong):
                # An id that is taken is an error itself; nothing could tell the two apart.
                id_ = f"{section.id}.{card.id}" if card.id in taken else card.id
                lines = {one.line for one in wrong if one.severity is not Severity.WARNING}
                card, places = _substitute(id_, card.title, text, lines)  # noqa: PLW2901
                parts |= places
                broken.add(id_)
            taken.add(card.id)
            cards.append(card)
        sections.append(msgspec.structs.replace(section, cards=tuple(cards)))
    shown = msgspec.structs.replace(briefing, sections=tuple(sections))
    return shown, frozenset(broken), parts


def _breaks(problem: Problem, out: Collection[str]) -> bool:
    """Whether a card lacks something: what is in a draft is there, if that is."""
    return problem.severity is Severity.ERROR and (problem.code != DRAFT_NAMED or bool(out))


def _substitute(
    id_: str, title: str, text: CardText, wrong: Collection[int]
) -> tuple[Card, dict[str, PartLocation]]:
    """Make a card of lines, a claim of each stretch, and say where each part stands.

    A stretch ends with a line in which something is wrong, or before a blank one, so that what is
    wrong can be told right below it.
    """
    path, lines = text.file.path, text.file.text.split("\n")
    claims: list[Claim] = []
    parts = {id_: PartLocation(Location(path, text.first))}
    begun: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if number < text.first:
            continue
        if line.strip():
            begun.append(line)
        if begun and (number in wrong or not line.strip()):
            claim = Claim(id=f"line-{number}", text="\n".join(begun), evidence=())
            start = number - len(begun) + (1 if line.strip() else 0)
            parts[f"{id_}#{claim.id}"] = PartLocation(Location(path, start))
            claims.append(claim)
            begun = []
    return Card(id=id_, title=title or path.rpartition("/")[2], claims=tuple(claims)), parts
