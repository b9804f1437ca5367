"""``briefing actor``: what somebody said and what names them, in one briefing or in all.

Actors of two briefings are held to be the same by their names (`is_same_actor`), for the briefings
of a library share no list of actors.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Annotated, Final, NamedTuple

from msgspec import Meta

from briefing.evidence.names import Lexicon
from briefing.evidence.texts import Passage
from briefing.library.errors import NotPublishedError
from briefing.library.library import Library, Say, silently
from briefing.model.actors import Actor
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Doubt, Reaction, Section
from briefing.model.claims import Evidence, Quote
from briefing.model.dates import EdtfDate
from briefing.model.errors import UsageError
from briefing.model.parts import Field, actor_parts, card_evidence, item_parts, row_lines
from briefing.model.text import alike
from briefing.model.vocabulary import ActorType, SectionKind
from briefing.search.folding import fold
from briefing.search.patterns import spelling_term
from briefing.search.spellings import Spellings
from briefing.views.address import NotFoundError, permanent_address, some_of
from briefing.views.context import Context
from briefing.views.layout import field, fields
from briefing.views.moments import MOST_BRIEFINGS, AsOf, open_as_of, open_past, tell_of_withdrawal
from briefing.views.phrases import date_words, labelled, labelled_evidence
from briefing.views.shapes import PERMANENT, Ordinal, Shape, as_json
from briefing.views.verbs import OK

_LISTED: Final = "`briefing show NAME` lists people and organisations."
_TEXTS: Final = frozenset([Field.CLAIM, Field.POSITION, Field.QUESTION, Field.STATEMENT])
"""Texts of a card in which somebody may be named."""

_SIDE_BY_SIDE: Final = frozenset([SectionKind.PEOPLE, SectionKind.TIMELINE])
"""Kinds of section whose cards hold several things, each about other actors of the card."""


class Mention(Shape, frozen=True, kw_only=True):
    """One thing that an actor said or that names them, and where it stands."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    section: Annotated[str, Meta(description="Id of the section.")]
    section_title: str
    card: Annotated[str, Meta(description="Id of the card.")]
    title: Annotated[str, Meta(description="Title of the card.")]
    item: Annotated[
        str | None,
        Meta(description="Claim's id, figure:ID or position:N from 0; null for the whole card."),
    ]
    permanent: Annotated[str | None, Meta(description=PERMANENT)]
    text: str
    speaker: Annotated[str | None, Meta(description="Whose exact words the text is; else null.")]
    date: EdtfDate | None
    evidence: tuple[Evidence, ...]

    @property
    def address(self) -> str:
        item = f"#{self.item}" if self.item else ""
        return f"{self.briefing}/{self.section}/{self.card}{item}"


class ActorPage(Shape, frozen=True, kw_only=True):
    """An actor in one briefing: role and spellings as it lists them, then all that is there."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    briefing_title: str
    revision: Ordinal
    actor: Actor
    said: Annotated[tuple[Mention, ...], Meta(description="Their exact words, or for them.")]
    reactions: Annotated[tuple[Mention, ...], Meta(description="Theirs, or that they voiced.")]
    doubts: Annotated[tuple[Mention, ...], Meta(description="What they doubt or complain of.")]
    figures: Annotated[tuple[Mention, ...], Meta(description="Numbers that they gave.")]
    named_in: Annotated[
        tuple[Mention, ...], Meta(description="Titles and texts that tell of them.")
    ]
    other_cards: Annotated[
        tuple[Mention, ...], Meta(description="Titles of other cards that they are listed on.")
    ]

    @property
    def parts(self) -> Mapping[str, tuple[Mention, ...]]:
        """What there is of each kind, by its heading."""
        return {
            "In their own words": self.said,
            "Reactions": self.reactions,
            "Doubts and complaints": self.doubts,
            "Figures that they give": self.figures,
            "What names them": self.named_in,
            "Other cards that list them": self.other_cards,
        }


class ActorPages(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing actor --json``."""

    query: str
    more: Annotated[
        bool, Meta(description="Whether there are briefings that were not looked through.")
    ]
    pages: tuple[ActorPage, ...]


# -- in one briefing -------------------------------------------------------------------------------


def actor_page(revision: Revision, actor: Actor, lexicon: Lexicon | None = None) -> ActorPage:
    """Gather all that there is of an actor in a briefing, in reading order.

    What names them, in any spelling, may tell of what they do or of what they say: a sentence has
    no speaker unless it quotes. What else a card that lists them says may be about others.
    """
    briefing = revision.briefing
    lexicon = lexicon or Lexicon(briefing)
    said: list[Mention] = []
    named_in: list[Mention] = []
    reactions: list[Mention] = []
    doubts: list[Mention] = []
    figures: list[Mention] = []
    for section, card in briefing.cards():
        place = _Place(revision, section, card)
        reaction = card.detail if isinstance(card.detail, Reaction) else None
        if reaction and actor.id in (reaction.actor, reaction.speaker):
            reactions.append(place.row(reaction.date))
        elif isinstance(card.detail, Doubt) and card.detail.by == actor.id:
            doubts.append(place.row())
        elif section.kind not in _SIDE_BY_SIDE and _names(lexicon, card.title, actor):
            named_in.append(place.whole())
        for part in item_parts(card, briefing):
            if part.field not in _TEXTS:
                continue
            quote = part.bearer if isinstance(part.bearer, Quote) else None
            speaker = briefing.actor_name(quote.speaker) if quote else None
            mention = place.mention(part.text, part.item, part.evidence, part.date, speaker)
            if quote and _speaks(quote, actor, reaction):
                said.append(mention)
            elif _names(lexicon, part.text, actor):
                named_in.append(mention)
        figures.extend(
            place.mention(one.line, f"figure:{one.id}", one.evidence, one.as_of)
            for one in card.figures
            if one.said_by == actor.id
        )
    told = {one.card for one in (*said, *named_in, *reactions, *doubts, *figures)}
    others = (
        _Place(revision, section, card).whole()
        for section, card in briefing.cards()
        if actor.id in card.actors and section.kind not in _SIDE_BY_SIDE and card.id not in told
    )
    return ActorPage(
        briefing=briefing.id,
        briefing_title=briefing.title,
        revision=revision.number,
        actor=actor,
        said=tuple(said),
        reactions=tuple(reactions),
        doubts=tuple(doubts),
        figures=tuple(figures),
        named_in=tuple(named_in),
        other_cards=tuple(others),
    )


class _Place(NamedTuple):
    revision: Revision
    section: Section
    card: Card

    @property
    def briefing(self) -> Briefing:
        return self.revision.briefing

    def whole(self) -> Mention:
        return self.mention(self.card.title, None, card_evidence(self.card), None)

    def row(self, date: EdtfDate | None = None) -> Mention:
        line = row_lines(self.briefing, self.section, self.card)[0]
        return self.mention(line, None, card_evidence(self.card), date)

    def mention(
        self,
        text: str,
        item: str | None,
        evidence: Sequence[Evidence],
        date: EdtfDate | None,
        speaker: str | None = None,
    ) -> Mention:
        return Mention(
            briefing=self.briefing.id,
            section=self.section.id,
            section_title=self.section.title,
            card=self.card.id,
            title=self.card.title,
            item=item,
            permanent=permanent_address(
                self.revision, f"{self.card.id}#{item}" if item else self.card.id
            ),
            text=text,
            speaker=speaker,
            date=date,
            evidence=tuple(evidence),
        )


def _speaks(quote: Quote, actor: Actor, reaction: Reaction | None) -> bool:
    """Whether the words are an actor's own, or those of who spoke for them in a reaction."""
    if reaction is not None and actor.id == reaction.actor and quote.speaker == reaction.speaker:
        return True
    return actor.id == quote.speaker


def _names(lexicon: Lexicon, text: str, actor: Actor) -> bool:
    return any(actor.id in named.actors for named in lexicon.read(Passage.of(text)))


# -- who is meant ----------------------------------------------------------------------------------

Lists = Mapping[str, Sequence[Actor]]
"""The actors of some briefings, by the name of each briefing."""

Who = dict[str, Actor]
"""One actor as the briefings list them, by the name of each briefing that does."""


def who_is_meant(lists: Lists, name: str) -> list[Who]:
    """Find whom a name means: those whose id or whole name it is, else those it is a part of."""
    wanted, term = fold(name).text, spelling_term(name)
    found = [
        (briefing, actor)
        for briefing, actors in lists.items()
        for actor in actors
        if actor.id == name or any(fold(one.text).text == wanted for one in actor.names)
    ]
    if not found and term is not None:
        for briefing, actors in lists.items():
            meant = Spellings(actors).meant(term)
            found += [(briefing, actor) for actor in actors if actor.id in meant]
    several: list[Who] = []
    for briefing, actor in found:
        known = (who for who in several if briefing not in who and _is(actor, who))
        who = next(known, None)
        if who is None:
            several.append({briefing: actor})
        else:
            who[briefing] = actor
    return several


def _is(actor: Actor, who: Who) -> bool:
    return any(is_same_actor(actor, other) for other in who.values())


def is_same_actor(one: Actor, other: Actor) -> bool:
    """Whether two briefings mean the same by an actor, as far as names and country tell.

    They do where both have a usual name or a spelling of two words or more; states also where they
    have one country. Countries that differ tell two of a name apart; of a person a single word is
    no proof unless the countries are the same. A name without a capital is a description, such as
    “joint statement”, and proves nothing.
    """
    if one.type is not other.type:
        return False
    same_country = one.country is not None and one.country == other.country
    if one.type is ActorType.STATE and same_country:
        return True
    if one.country and other.country and not same_country:
        return False
    shared = _proper_names(one) & _proper_names(other)
    if any(" " in name for name in shared):
        return True
    usual = fold(one.name).text
    is_usual = usual in shared and usual == fold(other.name).text
    return is_usual and (one.type is not ActorType.PERSON or same_country)


def _proper_names(actor: Actor) -> set[str]:
    return {fold(name.text).text for name in actor.names if not name.text[:1].islower()}


def pages_elsewhere(
    library: Library, actor: Actor, here: str, stopped: Callable[[], bool]
) -> tuple[list[ActorPage], bool]:
    """Find the pages of an actor of one briefing in the others; in any thread.

    Returns:
        The pages, the newest briefing first, and whether some briefings were not looked through.
    """
    names, more = _newest(library, here)
    found: list[ActorPage] = []
    for revision in _opened(library, names, silently):
        if stopped():
            break
        found += _pages(revision, {here: actor})
    return found, more


def _pages(revision: Revision, who: Who) -> Iterator[ActorPage]:
    briefing = revision.briefing
    if (actor := _listed(briefing.actors, briefing.id, who)) is not None:
        yield actor_page(revision, actor)


def _listed(actors: Sequence[Actor], briefing: str, who: Who) -> Actor | None:
    """The actor as a briefing lists them; None where it does not."""
    same = (actor for actor in actors if _is(actor, who))
    return who.get(briefing) or next(same, None)


def actor_lists(
    library: Library, say: Say = silently, as_of: AsOf | None = None
) -> tuple[Lists, bool]:
    """Read the actors of the newest briefings; and say whether there are more briefings."""
    names, more = _newest(library)
    read = _opened(library, names, say, as_of)
    return {one.briefing.id: one.briefing.actors for one in read}, more


def _newest(library: Library, but: str | None = None) -> tuple[list[str], bool]:
    names = (entry.id for entry in library.entries() if entry.id != but)
    newest = list(islice(names, MOST_BRIEFINGS))
    return newest, next(names, None) is not None


def _opened(
    library: Library, names: Sequence[str], say: Say, as_of: AsOf | None = None
) -> Iterator[Revision]:
    found = (open_past(library, name, as_of, say) for name in names)
    return (one for one in found if one is not None)


# -- the verb --------------------------------------------------------------------------------------


def run(context: Context, arguments: Namespace) -> int:
    """Print the pages of an actor: in one briefing, in that and all others, or in all.

    Raises:
        NotFoundError: The name means nobody, or several.
        UsageError: A revision is asked for by its number, of more than one briefing.
    """
    library, only, as_of = context.library(), arguments.briefing, arguments.as_of
    if isinstance(as_of, int) and (only is None or arguments.all):
        raise UsageError(f"Revision {as_of} is one of a briefing: name that alone, or give a day.")
    others: list[str] = []
    if only is None:
        lists, more = actor_lists(library, context.say, as_of)
    else:
        lists = {only: _open(library, only, as_of).briefing.actors}
        others, more = _newest(library, only) if arguments.all else ([], False)
    who = _the_one(arguments.name, lists, only)
    listing = [name for name, actors in lists.items() if _listed(actors, name, who)]
    found = []
    for revision in _opened(library, [*listing, *others], silently, as_of):
        for page in _pages(revision, who):
            found.append((revision.briefing, page))
            tell_of_withdrawal(context, library, revision)
    if arguments.json:
        pages = tuple(page for _, page in found)
        context.write(as_json(ActorPages(query=arguments.name, more=more, pages=pages)))
    else:
        context.write_lines(_lines(found, context.width))
    if more:
        context.say(f"Only the {MOST_BRIEFINGS} newest briefings were looked through.")
    return OK


def _open(library: Library, name: str, as_of: AsOf | None) -> Revision:
    try:
        return open_as_of(library, name, as_of)
    except NotPublishedError as error:
        if library.stamp(name):
            raise
        raise UsageError(f"{error} Put a name of several words in quotation marks.") from error


def _the_one(name: str, lists: Lists, only: str | None) -> Who:
    several = who_is_meant(lists, name)
    if len(several) == 1:
        return several[0]
    if several:
        named = some_of([*map(_described, several)], "; ")
        raise NotFoundError(f"“{name}” may mean several; give a whole name or id: {named}.")
    actors = [actor for listed in lists.values() for actor in listed]
    known = {fold(one.text).text: one.text for actor in actors for one in actor.names}
    known |= {actor.id: actor.id for actor in actors}
    near = dict.fromkeys(known[one] for one in alike(fold(name).text, known))
    where = f"“{only}”" if only else "the library"
    hint = f"did you mean {' or '.join(f'“{one}”' for one in near)}?" if near else _LISTED
    raise NotFoundError(f"Nobody in {where} is called “{name}”; {hint}")


def _described(who: Who) -> str:
    briefing, actor = next(iter(who.items()))
    facts = f"{actor.kind}, {actor.role}" if actor.role else actor.kind
    return f"{actor.name} ({facts}), “{actor.id}” in {briefing}"


def _lines(pages: Sequence[tuple[Briefing, ActorPage]], width: int) -> Iterator[str]:
    for number, (briefing, page) in enumerate(pages):
        yield from ["", ""] if number else []
        name, *facts = labelled(briefing, actor_parts(page.actor.id, briefing))
        yield from field("Actor", name[1], width)
        yield from fields(facts, width, "  ")
        yield from field("Briefing", f"{briefing.title} ({briefing.id})", width, "  ")
        for heading, mentions in page.parts.items():
            for place, one in enumerate(mentions, 1):
                yield ""
                yield from field(f"{heading} {place} of {len(mentions)}", _words(one), width)
                yield from fields(_facts(briefing, one), width, "  ")


def _words(mention: Mention) -> str:
    return f"“{mention.text}”" if mention.speaker else mention.text


def _facts(briefing: Briefing, mention: Mention) -> Iterator[tuple[str, str]]:
    if mention.speaker:
        yield "Speaker", mention.speaker
    if mention.date:
        yield "Date", date_words(mention.date)
    yield from labelled_evidence(briefing, mention.evidence)
    yield "Card", f"{mention.title} ({mention.section_title})"
    yield "Address", mention.address
