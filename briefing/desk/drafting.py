"""Drafts of what one source may give a briefing: the files in which it is put down.

A draft quotes at most as many words as the briefing does, so that no article gets into its folder:
whoever takes it over says it in words of their own. Nothing that is there already is changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from briefing.authoring.fields import free_id, slug
from briefing.authoring.load import Loaded
from briefing.authoring.problems import IdKind
from briefing.desk.change import FILE_OF, Change
from briefing.desk.edits import Edit
from briefing.desk.forms import (
    Citation,
    Given,
    as_fields,
    as_yaml,
    entry,
    escaped,
    in_brackets,
    keyed,
    new_card,
    quotation,
)
from briefing.desk.making import add_entry, place_card
from briefing.desk.proposing import Proposal
from briefing.desk.recognising import (
    ActorFound,
    DateFound,
    NumberFound,
    QuotationFound,
    ReactionFound,
)
from briefing.evidence.texts import Passage
from briefing.evidence.tokens import tokens
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.model.text import shortened, with_capital, words
from briefing.model.vocabulary import ActorType, SectionKind, Severity

_MOST_ITEMS: Final = 8
"""Items of a card, so that it has at most as many words as a card may."""

_LONGEST_ID: Final = 40
_LONGEST_TITLE: Final = 80
_QUOTES: Final = re.compile('["“”„«»]')
_GENERAL: Final = (SectionKind.BACKGROUND, SectionKind.TERMS, SectionKind.SIDE_DEALS)


def draft(folder: Path, loaded: Loaded, key: str, proposals: Sequence[Proposal]) -> Edit | None:
    """Work out what proposals from a source come to in a folder; None where that is nothing.

    Nothing is written.

    Raises:
        BriefingError: An earlier draft cannot be read, so that what is in it would be proposed
            again.
    """
    briefing = loaded.briefing
    assert briefing is not None, "it has been read"
    if unread := _unread(loaded, briefing):
        names = ", ".join(f"“{one}”" for one in sorted(unread))
        raise BriefingError(
            f"The drafts {names} have mistakes, and may have what would be drafted now."
            " `briefing check` lists them: correct or delete them first."
        )
    drafter = _Drafter(Change(folder), briefing, key)
    drafter.draft(proposals)
    edit = drafter.change.edit(f"Drafted from {key}.")
    if not edit.after:
        return None
    after = drafter.change.loaded(edit.after, forgiving=True)
    if after.briefing is None or _unread(after, after.briefing):
        wrong = (one for one in after.problems if one not in loaded.problems)
        bad = next((one for one in wrong if one.severity in (Severity.DRAFT, Severity.ERROR)), "")
        raise BriefingError(f"Nothing was drafted: a draft would be wrong. {bad}")
    return edit


def _unread(loaded: Loaded, briefing: Briefing) -> frozenset[str]:
    """The drafts with mistakes."""
    return (loaded.drafts & loaded.broken) | (loaded.drafts - _read(briefing))


def _read(briefing: Briefing) -> set[str]:
    cards = {card.id for _, card in briefing.cards()}
    return cards | {f"actor:{one.id}" for one in briefing.actors}


class _Drafter:
    def __init__(self, change: Change, briefing: Briefing, key: str) -> None:
        self.change = change
        self._briefing = briefing
        self._key = key
        self._limit = briefing.quote_limit
        former = change.ledger.former(IdKind.CARD)
        self._taken = {*_read(briefing), *briefing.figures, *former}
        self._actors: dict[str, str] = {}
        self._by: str | None = None

    def draft(self, proposals: Sequence[Proposal]) -> None:
        for one in proposals:
            if isinstance(one.found, ActorFound) and one.found.actor is None:
                self._actor(one, one.found)
        by_program: dict[str | None, list[Proposal]] = defaultdict(list)
        for one in proposals:
            by_program[one.by].append(one)
        for self._by, several in by_program.items():
            self._draft_cards(several)

    def _id(self, wanted: str, prefix: str = "") -> str:
        """An id that nothing has yet: an actor's has the prefix of its key."""
        stem = slug(wanted)[:_LONGEST_ID].strip("-") or "draft"
        found = free_id(f"{prefix}{stem}", self._taken)
        self._taken.add(found)
        return found.removeprefix(prefix)

    # -- actors ------------------------------------------------------------------------------------

    def _actor(self, proposal: Proposal, found: ActorFound) -> None:
        id_ = self._id(found.names[0], "actor:")
        self._actors.update(dict.fromkeys(found.names, id_))
        country = None if found.type is ActorType.BLOC else found.country
        known = {"status": "draft", "type": found.type or ActorType.UNKNOWN, "country": country}
        text, names = proposal.passage.text, []
        for name in found.names:
            places = text.find(tokens(name))
            where = text.cited(text.paragraph_of(places[0])) if places else proposal.cite
            cite = as_yaml(Citation(self._key, where).in_fields)
            names.append(f"  - {{text: {as_yaml(name)}, cite: {cite}}}")
        by = [f"# proposed by {proposal.by}"] if proposal.by else []
        file = self.change.typed(FILE_OF[IdKind.ACTOR], made=True)
        file.add_field(file.fields, keyed(id_, [*as_fields(known), *by, "names:", *names]))

    def _actor_id(self, name: str, listed: str | None) -> str | None:
        return listed or self._actors.get(name)

    # -- cards -------------------------------------------------------------------------------------

    def _draft_cards(self, proposals: Iterable[Proposal]) -> None:
        reactions: dict[str, list[str]] = defaultdict(list)
        stances: dict[str, ReactionFound] = {}
        figures, dates, quotations = [], [], []
        for one in proposals:
            match one.found:
                case ReactionFound() as found if id_ := self._actor_id(found.name, found.actor):
                    reactions[id_].append(self._quoting(one, found.words))
                    if id_ not in stances or stances[id_].stance is None:
                        stances[id_] = found
                case NumberFound() as found if found.measure:
                    figures.append(self._figure(one, found))
                case DateFound() as found:
                    said = self._quoting(one, _around(one.passage, found.words, self._limit))
                    dates.append(f"- {said} {{date={found.date}}}")
                case QuotationFound() as found:
                    quotations.append(self._quotation(one, found))
        for id_, found in stances.items():
            title = f"{found.name}: {found.stance or found.verb} ({self._key})"
            blocks = list(dict.fromkeys(reactions[id_]))[:_MOST_ITEMS]
            verb = None if found.stance else found.verb
            fields = {"title": title, "actor": id_, "stance": found.stance, "verb": verb}
            self._card([SectionKind.REACTIONS], f"{id_}-{self._key}", fields, blocks)
        self._several("figures", _GENERAL, figures)
        self._several("dates", (SectionKind.TIMELINE, *_GENERAL), dates)
        self._several("quotations", _GENERAL, quotations)

    def _several(self, name: str, kinds: Sequence[SectionKind], items: Sequence[str]) -> None:
        """Put items into cards of their own."""
        title = {"title": f"{with_capital(name)} ({self._key})"}
        for first in range(0, len(items), _MOST_ITEMS):
            some = items[first : first + _MOST_ITEMS]
            figures, blocks = (some, ()) if name == "figures" else ((), some)
            self._card(kinds, f"{self._key}-{name}", title, blocks, figures)

    def _card(
        self,
        kinds: Sequence[SectionKind],
        id_: str,
        given: Given,
        blocks: Sequence[str],
        figures: Sequence[str] = (),
    ) -> None:
        """Write a card into the first section of some kinds, or into a new one of the first."""
        sections = {one.kind: one.id for one in reversed(self._briefing.sections)}
        section = next((sections[kind] for kind in kinds if kind in sections), kinds[0])
        fields = {
            "title": shortened(str(given["title"]), _LONGEST_TITLE),
            "status": "draft",
            "written-by": [self._by] if self._by else None,
        }
        text = new_card({**given, **fields}, "\n\n".join(blocks))
        for one in figures:
            text = add_entry(text, "figures", one).text
        place_card(self.change, section, self._id(id_), text)

    # -- items -------------------------------------------------------------------------------------

    def _quoting(self, proposal: Proposal, quoted: str) -> str:
        cited = in_brackets([Citation(self._key, proposal.cite)])
        return f"“{escaped(_cut(quoted, self._limit))}” {cited}"

    def _quotation(self, proposal: Proposal, found: QuotationFound) -> str:
        speaker = self._actor_id(found.speaker or "", found.actor)
        if speaker is None:
            return self._quoting(proposal, found.words)
        quoted = escaped(_cut(found.words, self._limit))
        return quotation(quoted, [Citation(self._key, proposal.cite)], {"speaker": speaker})

    def _figure(self, proposal: Proposal, found: NumberFound) -> str:
        is_short = len(words(found.words)) <= self._limit
        return entry(
            {
                "id": self._id(f"{found.measure} {found.value or found.low}"),
                "measure": with_capital(found.measure),
                "value": found.value,
                "low": found.low,
                "high": found.high,
                "unit": found.unit,
                "qualifier": found.qualifier,
                "as-reported": found.words if is_short else None,
                "cite": Citation(self._key, proposal.cite).in_fields,
            }
        )


def _cut(quoted: str, limit: int) -> str:
    """The first words of a quotation: up to a mark if there is one, and none of another's words."""
    plain = next((part for part in _QUOTES.split(quoted) if words(part)), quoted).strip()
    kept = plain.split()[:limit]
    if len(kept) < len(plain.split()):
        ends = [at for at, word in enumerate(kept) if word[-1] in ",;:.–—" and at >= _FEWEST]
        kept = kept[: ends[-1] + 1] if ends else kept
    return " ".join(kept).rstrip(",;:–—")


_FEWEST: Final = 3


def _around(passage: Passage, said: str, limit: int) -> str:
    """So many words of a sentence as may be quoted, some of them given, none of another's words."""
    sentence = passage.text.line(*passage.span)
    part = next((one for one in _QUOTES.split(sentence) if said in one), said)
    every = part.split()
    end = len(part[: part.find(said) + len(said)].split())
    start = max(0, end - limit)
    return " ".join(every[start : start + limit])
