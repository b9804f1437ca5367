"""What a letter after the desk's key makes of what is marked in a source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple, Protocol, TypeVar

import msgspec

from briefing.authoring.cards import DETAIL_FORMS
from briefing.authoring.fields import free_id, is_id, slug
from briefing.authoring.problems import IdKind
from briefing.desk.edits import Edit, EditRefusedError
from briefing.desk.forms import Citation, citation_of, entry, escaped, new_card, quotation, sentence
from briefing.desk.making import Written, add_actor, add_block, add_card, add_entry
from briefing.desk.recognising import (
    ActorFound,
    NumberFound,
    QuotationFound,
    ReactionFound,
    actors_in,
    numbers_in,
    quotations_in,
    reactions_in,
)
from briefing.evidence.names import Lexicon
from briefing.evidence.texts import Passage
from briefing.model.briefing import Briefing
from briefing.model.cards import Section
from briefing.model.errors import BriefingError
from briefing.model.text import words
from briefing.model.vocabulary import ActorType, Dimension, Qualifier, SectionKind, Stance
from briefing.tui.desk.form import Filled, Form, FormField
from briefing.tui.desk.marking import Marking
from briefing.tui.desk.work import OpenFile

Found = TypeVar("Found")

_NUMBER: Final = re.compile(r"[-−]?\d+(?:\.\d+)?", re.ASCII)
_DEALS: Final = (SectionKind.TERMS, SectionKind.SIDE_DEALS)
"""Kinds of cards that need not say who owes what."""
_OTHER: Final = "other"
_ID_WORDS: Final = 5
"""Words of a title that make an id."""
UNREADABLE: Final = "The folder cannot be read; correct its errors first."
_MATTERS: Final = "Whether it changes what one concludes."
_LISTED: Final = "Listed in actors.yaml, to which ,a adds somebody."
LEFT_OUT: Final = "Lower-case letters, digits, hyphens; left out, it is made of {}."
_NO_ID: Final = "An id is of lower-case letters, digits and hyphens, such as"


class _InPassage(Protocol):
    """Something that was found in a passage."""

    @property
    def passage(self) -> Passage: ...


class Marked(NamedTuple):
    """What is marked in sources, and all that is needed to make something of it.

    Attributes:
        places: Each passage with the key of its source.
    """

    briefing: Briefing
    places: Sequence[tuple[str, Passage]]
    citations: Sequence[Citation]
    lexicon: Lexicon

    def each(self, find: Callable[[Passage, Lexicon], Iterable[Found]]) -> list[Found]:
        """All that a recogniser finds in the passages."""
        return [one for _, passage in self.places for one in find(passage, self.lexicon)]

    def citing(self, found: _InPassage | None) -> Sequence[Citation]:
        """The citation of what was found, within what is marked; or else of all that is marked."""
        if found is None:
            return self.citations
        within = found.passage
        return [
            citation_of(Passage(one.text, max(one.first, within.first), last), key)
            for key, one in self.places
            if one.text is within.text
            and max(one.first, within.first) < (last := min(one.last, within.last))
        ]

    def cite(self, found: _InPassage | None) -> dict[str, str]:
        """The same as a field."""
        return {"cite": "; ".join(one.in_fields for one in self.citing(found))}

    @property
    def actors(self) -> list[str]:
        return [actor.id for actor in self.briefing.actors]


class Making(Marking):
    """The actions by which something is made; the desk's screen inherits them."""

    file: OpenFile | None

    # -- what the desk's screen does for them ------------------------------------------------------

    def put(self, typed: Callable[[str, int], Written], says: str) -> bool:
        """Change the text in the editor by a function of it and of where the cursor is."""
        raise NotImplementedError

    def done(self, edit: Edit, path: str | None = None) -> bool:
        """Do an edit of several files, and open one of them."""
        raise NotImplementedError

    def begin_writing(self) -> None:
        """Go to the editor; what was marked is used."""
        raise NotImplementedError

    # -- what is made ------------------------------------------------------------------------------

    def make_quotation(self) -> None:
        """Put somebody's words into the card, as a block of their own."""
        if marked := self.marked():
            self._pick(
                "Which words?",
                marked.each(quotations_in),
                lambda one: f"“{one.words}” {one.speaker or ''}",
                partial(self._ask_quotation, marked),
            )

    def _ask_quotation(self, marked: Marked, found: QuotationFound | None) -> None:
        given, limit = _given(found), marked.briefing.quote_limit
        first = " ".join(words(given["words"])[:limit])
        probably = f"Probably {given['speaker']}. {_LISTED}" if given["speaker"] else _LISTED
        fields = [
            FormField("words", first, hint=f"At most {limit}, where they are news."),
            FormField("speaker", given["actor"], marked.actors, only=True, hint=probably),
            FormField("date", hint="When they were said, as 2024-05-01; empty where unknown."),
        ]

        def wrong(filled: Filled) -> str:
            number = len(words(filled["words"]))
            return f"These are {number} words; {limit} are the most." if number > limit else ""

        def take(filled: Filled) -> None:
            attributes = {name: filled[name] for name in ("speaker", "date")}
            block = quotation(escaped(filled["words"]), marked.citing(found), attributes)
            self.put(partial(_with_block, block), "Quotation added.")

        self.ask("A quotation", fields, ("words",), take, wrong=wrong)

    def make_figure(self) -> None:
        """Put a number into the fields of the card, with what it counts."""
        if self.section is None:
            self.tell("A figure stands on a card: open one, or make one.")
        elif marked := self.marked():
            self._pick(
                "Which number?",
                marked.each(numbers_in),
                lambda one: f"{one.words} ({one.unit}: {one.measure or '?'})",
                partial(self._ask_figure, marked),
            )

    def _ask_figure(self, marked: Marked, found: NumberFound | None) -> None:
        given = _given(found)
        fields = [
            FormField("measure", given["measure"], hint="What it counts, in a few words."),
            FormField("id", id_of(given["measure"]), hint=LEFT_OUT.format("what it counts")),
            FormField("value", given["value"], hint="Or leave it empty, with low and high."),
            FormField("low", given["low"]),
            FormField("high", given["high"]),
            FormField("unit", given["unit"], hint="Such as people, US dollars, per cent."),
            FormField("qualifier", given["qualifier"], list(Qualifier), only=True),
            FormField("as-of", hint="Of what day it is, as 2023-12; empty where unknown."),
            FormField("said-by", "", marked.actors, hint="Whose number it is."),
        ]

        def take(filled: Filled) -> None:
            order = ("id", "measure", "value", "low", "high", "unit", "qualifier", "as-of")
            filled["id"] = filled["id"] or needed_id(filled["measure"])
            typed = entry({name: filled[name] for name in (*order, "said-by")} | marked.cite(found))
            self.put(partial(_with_entry, "figures", typed), "Figure added.")

        self.ask("A figure", fields, ("measure", "unit"), take, wrong=_wrong_figure)

    def make_actor(self) -> None:
        """List somebody in actors.yaml, with the spellings that the source has."""
        if marked := self.marked():
            self._pick(
                "Who?",
                [one for one in marked.each(actors_in) if one.actor is None],
                lambda one: ", ".join(one.names),
                partial(self._ask_actor, marked),
            )

    def _ask_actor(self, marked: Marked, found: ActorFound | None) -> None:
        given, names = _given(found), found.names if found else ()
        fields = [
            FormField("names", ", ".join(names), hint="The usual one first, then others."),
            FormField(
                "id", id_of(names[0]) if names else "", hint=LEFT_OUT.format("the first name")
            ),
            FormField("type", given["type"], list(ActorType), only=True),
            FormField("country", given["country"], hint="Two letters, such as AM."),
            FormField("role", hint="What they are in this story, as the source says."),
        ]

        def take(filled: Filled) -> None:
            typed = {name: filled[name] for name in ("type", "country", "role")}
            cited = marked.cite(None) if filled["role"] else {}
            spellings = [one.strip() for one in filled["names"].split(",") if one.strip()]
            id_ = filled["id"] or needed_id(spellings[0] if spellings else "")
            self.done(add_actor(self.work.folder, id_, {**typed, **cited, "names": spellings}))

        self.ask("An actor", fields, ("names", "type"), take)

    def make_reaction(self) -> None:
        """Make a card of how somebody reacts."""
        if marked := self.marked():
            self._pick(
                "Whose reaction?",
                marked.each(reactions_in),
                lambda one: f"{one.name} {one.verb}: {one.words}",
                partial(self._ask_reaction, marked, self._section_of(SectionKind.REACTIONS)),
            )

    def _ask_reaction(self, marked: Marked, section: str, found: ReactionFound | None) -> None:
        given = _given(found)
        speaker = next((one.actor for one in marked.each(quotations_in) if one.actor), "")
        fields = [
            FormField("actor", given["actor"] or speaker, marked.actors, only=True, hint=_LISTED),
            FormField("stance", given["stance"], list(Stance), only=True),
            FormField(
                "verb",
                "" if given["stance"] else given["verb"],
                hint="Instead of a stance, where none fits: what they do.",
            ),
            FormField("title", hint="What they say, as a sentence of at most 80 characters."),
            FormField("speaker", "", marked.actors, hint="Who said it for them."),
            FormField("date"),
        ]

        def take(filled: Filled) -> None:
            order = ("title", "actor", "stance", "verb", "speaker", "date")
            named = {name: filled[name] for name in order}
            text = new_card(named, sentence(marked.citing(found)))
            self._write_card(section, filled["actor"], text)

        self.ask("A reaction", fields, ("actor", "title"), take)

    def make_card(self) -> None:
        """Make a card that cites what is marked."""
        marked, briefing = self.marked(), self.readable()
        if briefing is None:
            return
        there = [one.id for one in briefing.sections if one.kind is not SectionKind.BOTTOM_LINE]
        made = {one.kind for one in briefing.sections}
        kinds = [*there, *(kind for kind in SectionKind if kind not in made)]
        here = self.section.id if self.section else ""
        fields = [
            FormField("section", here, kinds, only=True, hint=f"One of: {', '.join(kinds)}."),
            FormField("title", hint="The news, as a sentence of at most 80 characters."),
            FormField("id", hint=LEFT_OUT.format("the title")),
            FormField("heading", hint="Only of a section that is new: what readers call it."),
        ]

        def take(filled: Filled) -> None:
            id_ = filled["id"] or needed_id(filled["title"])
            body = sentence(marked.citations) if marked else ""
            kinds = {one.id: one.kind for one in briefing.sections}
            kind = kinds.get(filled["section"], SectionKind(filled["section"]))
            text = new_card({"title": filled["title"]}, body, _to_fill(kind))
            self._write_card(filled["section"], id_, text, filled["heading"])

        self.ask("A card", fields, ("section", "title"), take)

    def make_position(self) -> None:
        """Make one side of a disagreement: of that in the editor, or of a new one."""
        marked = self.marked()
        if not marked:
            return
        if self.section is None or self.section.kind is not SectionKind.DISAGREEMENTS:
            self._ask_disagreement(marked, self._section_of(SectionKind.DISAGREEMENTS))
            return
        fields = [FormField("says", hint="What the source says, in our words.")]

        def take(filled: Filled) -> None:
            typed = entry({"says": filled["says"]} | marked.cite(None))
            self.put(partial(_with_entry, "positions", typed), "Position added.")

        self.ask("One side", fields, ("says",), take)

    def _ask_disagreement(self, marked: Marked, section: str) -> None:
        fields = [
            FormField("title", hint="Both sides, as a sentence of at most 80 characters."),
            FormField("id", hint=LEFT_OUT.format("the title")),
            FormField("question", hint="What they disagree on."),
            FormField("dimension", "", list(Dimension), only=True),
            FormField("matters", "yes", ("yes", "no"), only=True, hint=_MATTERS),
            FormField("says", hint="What this source says, in our words."),
        ]

        def take(filled: Filled) -> None:
            named = {name: filled[name] for name in ("title", "question", "dimension", "matters")}
            id_ = filled["id"] or needed_id(filled["title"])
            # It needs a second side before anybody is to read it.
            text = new_card({**named, "status": "draft"}, "")
            text = add_entry(
                text, "positions", entry({"says": filled["says"]} | marked.cite(None))
            ).text
            self._write_card(section, id_, text)

        needed = ("title", "question", "dimension", "says")
        self.ask("A disagreement", fields, needed, take)

    # -- helpers -----------------------------------------------------------------------------------

    @property
    def section(self) -> Section | None:
        """The section of the card in the editor."""
        return None if self.file is None else self.work.section_at(self.file.path)

    def marked(self) -> Marked | None:
        """What is marked, or the sentence under the cursor; None, which is told, where none is."""
        briefing = self.readable()
        if briefing is None:
            return None
        places = [(one.source.key, each) for one in self.marked_readings for each in one.chosen]
        if not places:
            self.tell("Open a source first: what is marked there is used.")
            return None
        try:
            citations = [citation_of(passage, key) for key, passage in places]
        except BriefingError as error:
            self.tell(str(error))
            return None
        return Marked(briefing, places, citations, Lexicon(briefing))

    def readable(self) -> Briefing | None:
        """The briefing as it could be read last; None, which is told, where it never could."""
        briefing = self.work.briefing
        if briefing is None:
            self.tell(UNREADABLE)
        return briefing

    def _section_of(self, kind: SectionKind) -> str:
        """The section in the editor if it is of a kind, else the first that is, else a new one."""
        here = [self.section] if self.section else []
        fitting = (one.id for one in [*here, *self.work.sections] if one.kind is kind)
        return next(fitting, kind)

    def _pick(
        self,
        title: str,
        found: Sequence[Found],
        say: Callable[[Found], str],
        then: Callable[[Found | None], None],
    ) -> None:
        """Go on with what was found; with one of it that is chosen, where it is several."""
        if len(found) < 2:
            then(found[0] if found else None)
            return
        lines = {str(number): say(one) for number, one in enumerate(found)}
        lines[_OTHER] = "Something else"
        self.choose(title, lines, lambda key: then(None if key == _OTHER else found[int(key)]))

    def ask(  # noqa: PLR0913 - the first four are what is asked
        self,
        title: str,
        fields: Sequence[FormField],
        needed: Sequence[str],
        take: Callable[[Filled], object],
        *,
        wrong: Callable[[Filled], str] = lambda _: "",
        said: str = "",
        back: Callable[[], object] = lambda: None,
    ) -> None:
        """Ask for values, some of which are needed; again, where they cannot be taken.

        What is `said` was wrong with them before; who goes `back` is led there.
        """

        def taken(filled: Filled | None) -> None:
            if filled is None:
                back()
                return
            try:
                take(filled)
            except BriefingError as error:
                again = [one._replace(value=filled[one.name]) for one in fields]
                self.ask(title, again, needed, take, wrong=wrong, said=str(error), back=back)

        marked = [one._replace(needed=one.name in needed) for one in fields]
        self.app.push_screen(
            Form(title, marked, lambda filled: wrong(filled) or _wrong_id(filled), said), taken
        )

    def free_card(self, id_: str) -> str:
        """The id, with a number behind it where a card has it already, or had it."""
        former = self.work.look.authored.loaded.ledger.former(IdKind.CARD)
        present = (card.id for one in self.work.sections for card in one.cards)
        return free_id(id_, {*former, *present})

    def _write_card(self, section: str, id_: str, text: str, heading: str = "") -> None:
        free = self.free_card(id_)
        edit = add_card(self.work.folder, section, free, text, heading)
        if self.done(edit, f"cards/{section}/{free}.md"):
            self.begin_writing()


def _given(found: msgspec.Struct | None) -> defaultdict[str, str]:
    """The fields of what was found, as texts; of nothing, and where nothing is given, empty."""
    fields = {} if found is None else msgspec.structs.asdict(found)
    return defaultdict(str, {name: str(value) for name, value in fields.items() if value})


def _with_block(block: str, text: str, cursor: int) -> Written:
    """Add a block behind that of the cursor, which stays where it is."""
    return Written(add_block(text, cursor, block).text, cursor)


def _with_entry(field: str, typed: str, text: str, cursor: int) -> Written:
    """Add an entry to the fields; the cursor stays in the sentence where it is."""
    made = add_entry(text, field, typed)
    more = len(made.text) - len(text)
    return Written(made.text, cursor + more if made.cursor <= cursor + more else cursor)


def _to_fill(kind: SectionKind) -> Sequence[str]:
    """The fields that a card of a kind has beside its title, still empty."""
    form = DETAIL_FORMS.get(kind)
    if form is None or kind in _DEALS:
        return ()
    return form.needed


def id_of(text: str) -> str:
    """Make an id of the first words of a text."""
    return "-".join(slug(text).split("-")[:_ID_WORDS])


def needed_id(text: str) -> str:
    """The same; refused where no word of it makes one, as in another script."""
    made = id_of(text)
    if not made:
        raise EditRefusedError(f"“{text}” makes no id: type one, of lower-case letters.")
    return made


def _wrong_id(filled: Filled) -> str:
    typed = filled.get("id")
    return f"{_NO_ID} {slug(typed) or 'share'}." if typed and not is_id(typed) else ""


def _wrong_figure(filled: Filled) -> str:
    """What is wrong with the amount of a figure: one value, or a low and a high, all numbers."""
    given = [name for name in ("value", "low", "high") if filled[name]]
    if given not in (["value"], ["low", "high"]):
        return "A figure has a value, or a low and a high."
    odd = [filled[name] for name in given if not _NUMBER.fullmatch(filled[name])]
    return f"“{odd[0]}” is no number: write digits, such as 9.99." if odd else ""
