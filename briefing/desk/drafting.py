"""Drafts of what one source may give a briefing: the files in which it is put down.

A draft quotes at most as many words as the briefing does, so that no article gets into its folder:
whoever takes it over says it in words of their own. Nothing that is there already is changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from briefing.authoring.fields import slug
from briefing.authoring.load import Loaded, load_briefing
from briefing.desk.edits import Edit, read_file
from briefing.desk.forms import as_yaml
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

_ACTORS: Final = ("actors.yaml",)
_MOST_ITEMS: Final = 8
"""Items of a card, so that it has at most as many words as a card may."""

_LONGEST_ID: Final = 40
_LONGEST_TITLE: Final = 80
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>{}#&~|^!])")
_QUOTES: Final = re.compile('["“”„«»]')
_GENERAL: Final = (SectionKind.BACKGROUND, SectionKind.TERMS, SectionKind.SIDE_DEALS)


class Drafted(NamedTuple):
    """What drafting comes to.

    Attributes:
        edit: Of the files that have what is new; None where nothing is.
        left_out: What has no place, in sentences.
    """

    edit: Edit | None
    left_out: Sequence[str]


def draft(folder: Path, loaded: Loaded, key: str, proposals: Sequence[Proposal]) -> Drafted:
    """Work out what proposals from a source come to in a folder. Nothing is written.

    Raises:
        BriefingError: An earlier draft cannot be read, so that what is in it would be proposed
            again.
    """
    briefing = loaded.briefing
    assert briefing is not None, "it has been read"
    if unread := loaded.drafts - _read(briefing):
        names = ", ".join(f"“{one}”" for one in sorted(unread))
        raise BriefingError(
            f"The drafts {names} have mistakes, and may have what would be drafted now."
            " `briefing check` lists them: correct or delete them first."
        )
    drafter = _Drafter(folder, briefing, key)
    drafter.draft(proposals)
    if not drafter.files:
        return Drafted(None, drafter.left_out)
    after = load_briefing(folder, instead=drafter.files)
    if after.briefing is None or after.drafts - _read(after.briefing):
        wrong = (one for one in after.problems if one not in loaded.problems)
        bad = next((one for one in wrong if one.severity in (Severity.DRAFT, Severity.ERROR)), "")
        raise BriefingError(f"Nothing was drafted: a draft would be wrong. {bad}")
    made = {"/".join(parts): data for parts, data in drafter.files.items()}
    before = {path: read_file(folder, path) for path in made}
    return Drafted(Edit(before, made, f"Drafted from {key}."), drafter.left_out)


def _read(briefing: Briefing) -> set[str]:
    cards = {card.id for _, card in briefing.cards()}
    return cards | {f"actor:{one.id}" for one in briefing.actors}


class _NewCard(NamedTuple):
    """A card to write, into the first section of some kinds."""

    kinds: Sequence[SectionKind]
    id: str
    title: str
    front: Sequence[str]
    blocks: Sequence[str]


class _Drafter:
    def __init__(self, folder: Path, briefing: Briefing, key: str) -> None:
        self._folder = folder
        self._briefing = briefing
        self._key = key
        self._limit = briefing.quote_limit
        self._taken = {*_read(briefing), *briefing.figures}
        self._actors: dict[str, str] = {}
        self.files: dict[tuple[str, ...], bytes] = {}
        self.left_out: list[str] = []
        self._by: str | None = None

    def draft(self, proposals: Sequence[Proposal]) -> None:
        self._draft_actors(proposals)
        by_program: dict[str | None, list[Proposal]] = defaultdict(list)
        for one in proposals:
            by_program[one.by].append(one)
        for by, several in by_program.items():
            self._by = by
            self._draft_cards(several)

    def _id(self, wanted: str, prefix: str = "") -> str:
        """An id that nothing has yet: an actor's has the prefix of its key."""
        stem = slug(wanted)[:_LONGEST_ID].strip("-") or "draft"
        ids = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        found = next(one for one in ids if f"{prefix}{one}" not in self._taken)
        self._taken.add(f"{prefix}{found}")
        return found

    # -- actors ------------------------------------------------------------------------------------

    def _draft_actors(self, proposals: Iterable[Proposal]) -> None:
        entries = "".join(
            self._actor(one, one.found) for one in proposals if isinstance(one.found, ActorFound)
        )
        if not entries:
            return
        path = self._folder.joinpath(*_ACTORS)
        before = path.read_bytes() if path.is_file() else b""
        gap = b"" if not before or before.endswith(b"\n") else b"\n"
        self.files[_ACTORS] = before + gap + entries.encode()

    def _actor(self, proposal: Proposal, found: ActorFound) -> str:
        if found.actor is not None:
            return ""
        id_ = self._id(found.names[0], "actor:")
        self._actors.update(dict.fromkeys(found.names, id_))
        lines = [f"{id_}:", "  status: draft", f"  type: {found.type or ActorType.UNKNOWN}"]
        if found.country and found.type is not ActorType.BLOC:
            lines.append(f"  country: {found.country}")
        if proposal.by:
            lines.append(f"  # proposed by {proposal.by}")
        lines.append("  names:")
        text = proposal.passage.text
        for name in found.names:
            places = text.find(tokens(name))
            where = text.cited(text.paragraph_of(places[0])) if places else proposal.cite
            lines.append(
                f"    - {{text: {as_yaml(name)}, cite: {as_yaml(f'{self._key} {where}')}}}"
            )
        return "".join(f"{line}\n" for line in lines)

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
            self._reaction(id_, found, reactions[id_])
        self._several("figures", _GENERAL, figures)
        self._several("dates", (SectionKind.TIMELINE, *_GENERAL), dates)
        self._several("quotations", _GENERAL, quotations)

    def _several(self, name: str, kinds: Sequence[SectionKind], items: Sequence[str]) -> None:
        """Put items into cards of their own: entries of front matter for figures, else blocks."""
        title = f"{with_capital(name)} ({self._key})"
        for first in range(0, len(items), _MOST_ITEMS):
            some = items[first : first + _MOST_ITEMS]
            is_front = name == "figures"
            front, blocks = (["figures:", *some], []) if is_front else ([], some)
            self._card(_NewCard(kinds, f"{self._key}-{name}", title, front, blocks))

    def _reaction(self, actor: str, found: ReactionFound, blocks: Iterable[str]) -> None:
        said = f"stance: {found.stance}" if found.stance else f"verb: {as_yaml(found.verb)}"
        title = f"{found.name}: {found.stance or found.verb} ({self._key})"
        front = [f"actor: {actor}", said]
        several = list(dict.fromkeys(blocks))[:_MOST_ITEMS]
        kinds = (SectionKind.REACTIONS,)
        self._card(_NewCard(kinds, f"{actor}-{self._key}", title, front, several))

    def _card(self, new: _NewCard) -> None:
        sections = {one.kind: one.id for one in reversed(self._briefing.sections)}
        section = next((sections[kind] for kind in new.kinds if kind in sections), None)
        if section is None:
            self.left_out.append(
                f"“{new.title}” has no place: add a section of the kind “{new.kinds[0]}” to"
                " briefing.md."
            )
            return
        lines = ["---", f"title: {as_yaml(shortened(new.title, _LONGEST_TITLE))}", "status: draft"]
        lines += [f"written-by: [{as_yaml(self._by)}]"] if self._by else []
        text = "\n".join([*lines, *new.front, "---", "\n\n".join(new.blocks)]).rstrip("\n")
        self.files["cards", section, f"{self._id(new.id)}.md"] = f"{text}\n".encode()

    # -- items -------------------------------------------------------------------------------------

    def _citation(self, proposal: Proposal) -> str:
        return f"[@{self._key}, {proposal.cite}]"

    def _quoting(self, proposal: Proposal, quoted: str) -> str:
        return f"“{_escaped(_cut(quoted, self._limit))}” {self._citation(proposal)}"

    def _quotation(self, proposal: Proposal, found: QuotationFound) -> str:
        speaker = self._actor_id(found.speaker or "", found.actor)
        if speaker is None:
            return self._quoting(proposal, found.words)
        quoted = _escaped(_cut(found.words, self._limit))
        return f"> {quoted} {self._citation(proposal)} {{speaker={speaker}}}"

    def _figure(self, proposal: Proposal, found: NumberFound) -> str:
        given = {
            "id": self._id(f"{found.measure} {found.value or found.low}"),
            "measure": as_yaml(with_capital(found.measure)),
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "unit": found.unit and as_yaml(found.unit),
            "qualifier": found.qualifier,
            "as-reported": as_yaml(found.words) if len(words(found.words)) <= self._limit else None,
            "cite": as_yaml(f"{self._key} {proposal.cite}"),
        }
        lines = [f"    {name}: {value}" for name, value in given.items() if value is not None]
        return "\n".join(["  -" + lines[0][3:], *lines[1:]])


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


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
