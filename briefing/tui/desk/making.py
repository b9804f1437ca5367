"""What a letter after the desk's key makes of what is marked in a source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeVar

from briefing.authoring.fields import free_id, is_id, slug
from briefing.desk.edits import Edit
from briefing.desk.forms import Citation, citation_of, entry, new_card, quotation, sentence
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
from briefing.model.vocabulary import ActorType, Dimension, Qualifier, SectionKind, Stance
from briefing.tui.desk.form import Filled, Form, FormField
from briefing.tui.desk.letters import Letters
from briefing.tui.desk.reading import Reading
from briefing.tui.desk.work import OpenFile, Work

Found = TypeVar("Found")

_ID_WORDS: Final = 5
"""Words of a title that make an id."""
_NO_ID: Final = "An id is of lower-case letters, digits and hyphens, such as"


class Marked(NamedTuple):
    """What is marked in a source, and all that is needed to make something of it."""

    briefing: Briefing
    source: str
    passages: Sequence[Passage]
    citations: Sequence[Citation]
    lexicon: Lexicon

    def each(self, find: Callable[[Passage, Lexicon], Iterable[Found]]) -> list[Found]:
        """All that a recogniser finds in the passages."""
        return [one for passage in self.passages for one in find(passage, self.lexicon)]

    def cite(self, passage: Passage) -> Citation:
        return citation_of(passage, self.source)

    @property
    def actors(self) -> list[str]:
        return [actor.id for actor in self.briefing.actors]


class Making(Letters):
    """The actions by which something is made; the desk's screen inherits them."""

    work: Work
    reading: Reading | None
    file: OpenFile | None

    # -- what the desk's screen does for them ------------------------------------------------------

    def put(self, typed: Callable[[str, int], Written], says: str) -> bool:
        """Change the text in the editor by a function of it and of where the cursor is."""
        raise NotImplementedError

    def done(self, edit: Edit, path: str | None = None) -> bool:
        """Do an edit of several files, and open one of them."""
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
                "There are no words in quotation marks in what is marked.",
            )

    def _ask_quotation(self, marked: Marked, found: QuotationFound) -> None:
        speaker = f"{found.speaker or 'nobody'}, by the look of it"
        fields = [
            FormField("words", found.words, hint="At most twelve, and only where they are news."),
            FormField("speaker", found.actor or "", marked.actors, hint=speaker),
            FormField("date", hint="When they were said, as 2024-05-01; empty where unknown."),
        ]

        def take(filled: Filled) -> None:
            attributes = {name: filled[name] for name in ("speaker", "date")}
            block = quotation(filled["words"], [marked.cite(found.passage)], attributes)
            self.put(lambda text, cursor: add_block(text, cursor, block), "Quotation added.")

        self.ask("A quotation", fields, needs("words"), take)

    def make_figure(self) -> None:
        """Put a number into the fields of the card, with what it counts."""
        if marked := self.marked():
            self._pick(
                "Which number?",
                marked.each(numbers_in),
                lambda one: f"{one.words} ({one.measure})",
                partial(self._ask_figure, marked),
                "There is no number in what is marked.",
            )

    def _ask_figure(self, marked: Marked, found: NumberFound) -> None:
        fields = [
            FormField("measure", found.measure, hint="What it counts, in a few words."),
            FormField("id", _id_of(found.measure), hint=f"{_NO_ID} prisoners-freed."),
            FormField("value", found.value or "", hint="Or leave it empty, with low and high."),
            FormField("low", found.low or ""),
            FormField("high", found.high or ""),
            FormField("unit", found.unit or "", hint="Such as people, US dollars, per cent."),
            FormField("qualifier", found.qualifier or "", list(Qualifier)),
            FormField("as-of", hint="Of what day it is, as 2023-12; empty where unknown."),
            FormField("said-by", "", marked.actors, hint="Whose number it is."),
        ]

        def take(filled: Filled) -> None:
            cited = {"cite": marked.cite(found.passage).in_fields}
            order = ("id", "measure", "value", "low", "high", "unit", "qualifier", "as-of")
            typed = entry({**{name: filled[name] for name in (*order, "said-by")}, **cited})
            self.put(lambda text, _: add_entry(text, "figures", typed), "Figure added.")

        self.ask("A figure", fields, needs("measure", "id", "unit"), take)

    def make_actor(self) -> None:
        """List somebody in actors.yaml, with the spellings that the source has."""
        if marked := self.marked():
            unlisted = [one for one in marked.each(actors_in) if one.actor is None]
            self._pick(
                "Who?",
                unlisted,
                lambda one: ", ".join(one.names),
                partial(self._ask_actor, marked),
                "No name in what is marked is missing in actors.yaml.",
            )

    def _ask_actor(self, marked: Marked, found: ActorFound) -> None:
        fields = [
            FormField("names", ", ".join(found.names), hint="The usual one first, then others."),
            FormField("id", _id_of(found.names[0]), hint=f"{_NO_ID} un or mirzoyan."),
            FormField("type", found.type or "", list(ActorType)),
            FormField("country", found.country or "", hint="Two letters, such as AM."),
            FormField("role", hint="What they are in this story, as the source says."),
        ]

        def take(filled: Filled) -> None:
            cited = marked.citations[0].in_fields if filled["role"] else ""
            edit = add_actor(
                self.work.folder,
                filled["id"],
                {
                    "type": filled["type"],
                    "country": filled["country"],
                    "role": filled["role"],
                    "cite": cited,
                    "names": [one.strip() for one in filled["names"].split(",") if one.strip()],
                },
            )
            self.done(edit)

        self.ask("An actor", fields, needs("names", "id", "type"), take)

    def make_reaction(self) -> None:
        """Make a card of how somebody reacts."""
        marked, section = self.marked(), self._section_of(SectionKind.REACTIONS)
        if not marked:
            return
        found = marked.each(reactions_in)
        self._pick(
            "Whose reaction?",
            [*found, None],
            lambda one: "another" if one is None else f"{one.name} {one.verb}: {one.words}",
            partial(self._ask_reaction, marked, section),
        )

    def _ask_reaction(self, marked: Marked, section: str, found: ReactionFound | None) -> None:
        verb = found.verb if found and not found.stance else ""
        fields = [
            FormField("actor", (found and found.actor) or "", marked.actors),
            FormField("stance", (found and found.stance) or "", list(Stance)),
            FormField("verb", verb, hint="Instead of a stance, where none fits: what they do."),
            FormField("title", hint="What they say, as a sentence of at most 80 characters."),
            FormField("speaker", "", marked.actors, hint="Who said it for them."),
            FormField("date"),
        ]

        def take(filled: Filled) -> None:
            order = ("title", "actor", "stance", "verb", "speaker", "date")
            named = {name: filled[name] for name in order}
            cited = [marked.cite(found.passage)] if found else marked.citations
            self._write_card(section, filled["actor"], new_card(named, sentence(cited)))

        self.ask("A reaction", fields, needs("actor", "title"), take)

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
            FormField("section", here, kinds, hint=f"One of: {', '.join(kinds)}."),
            FormField("title", hint="The news, as a sentence of at most 80 characters."),
            FormField("id", hint="Left out, it is made of the title."),
        ]

        def wrong(filled: Filled) -> str:
            if filled["section"] not in kinds:
                return f"There is no section “{filled['section']}”: {', '.join(kinds)}."
            return needs("title")(filled)

        def take(filled: Filled) -> None:
            id_ = filled["id"] or _id_of(filled["title"])
            body = sentence(marked.citations) if marked else ""
            self._write_card(filled["section"], id_, new_card({"title": filled["title"]}, body))

        self.ask("A card", fields, wrong, take)

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
            typed = _position(filled["says"], marked)
            self.put(lambda text, _: add_entry(text, "positions", typed), "Position added.")

        self.ask("One side", fields, needs("says"), take)

    def _ask_disagreement(self, marked: Marked, section: str) -> None:
        fields = [
            FormField("title", hint="Both sides, as a sentence of at most 80 characters."),
            FormField("question", hint="What they disagree on."),
            FormField("dimension", "", list(Dimension)),
            FormField(
                "matters", "yes", ("yes", "no"), hint="Whether it changes what one concludes."
            ),
            FormField("says", hint="What this source says, in our words."),
        ]

        def take(filled: Filled) -> None:
            named = {name: filled[name] for name in ("title", "question", "dimension", "matters")}
            id_ = _id_of(filled["title"])
            # It needs a second side before anybody is to read it.
            text = new_card({**named, "status": "draft"}, "")
            text = add_entry(text, "positions", _position(filled["says"], marked)).text
            self._write_card(section, id_, text)

        needed = needs("title", "question", "dimension", "says")
        self.ask("A disagreement", fields, needed, take)

    # -- helpers -----------------------------------------------------------------------------------

    @property
    def section(self) -> Section | None:
        """The section of the card in the editor."""
        return None if self.file is None else self.work.section_at(self.file.path)

    def marked(self) -> Marked | None:
        """What is marked, or the sentence under the cursor; None, which is told, where none is."""
        briefing, reading = self.readable(), self.reading
        if briefing is None:
            return None
        if reading is None:
            self.tell("Open a source first: what is marked there is used.")
            return None
        key, passages = reading.source.key, reading.chosen
        try:
            citations = [citation_of(one, key) for one in passages]
        except BriefingError as error:
            self.tell(str(error))
            return None
        return Marked(briefing, key, passages, citations, Lexicon(briefing))

    def readable(self) -> Briefing | None:
        """The briefing as it could be read last; None, which is told, where it never could."""
        briefing = self.work.briefing
        if briefing is None:
            self.tell("The folder cannot be read; correct its errors first.")
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
        then: Callable[[Found], None],
        none: str = "",
    ) -> None:
        """Go on with what was found; with one of it that is chosen, where it is several."""
        if not found:
            self.tell(none)
        elif len(found) == 1:
            then(found[0])
        else:
            lines = {str(number): say(one) for number, one in enumerate(found)}
            self.choose(title, lines, lambda key: then(found[int(key)]))

    def ask(
        self,
        title: str,
        fields: Sequence[FormField],
        wrong: Callable[[Filled], str],
        take: Callable[[Filled], None],
    ) -> None:
        def taken(filled: Filled | None) -> None:
            if filled is None:
                return
            try:
                take(filled)
            except BriefingError as error:
                self.tell(str(error))

        self.app.push_screen(Form(title, fields, wrong), taken)

    def _write_card(self, section: str, id_: str, text: str) -> None:
        taken = {card.id for one in self.work.sections for card in one.cards}
        free = free_id(id_, taken)
        edit = add_card(self.work.folder, section, free, text)
        self.done(edit, f"cards/{section}/{free}.md")


def _position(says: str, marked: Marked) -> str:
    cited = "; ".join(one.in_fields for one in marked.citations)
    return entry({"says": says, "cite": cited})


def _id_of(text: str) -> str:
    return "-".join(slug(text).split("-")[:_ID_WORDS])


def needs(*names: str) -> Callable[[Filled], str]:
    """A verdict on a form in which some fields have to be filled, and ids to be ids."""

    def wrong(filled: Filled) -> str:
        missing = [name for name in names if not filled[name]]
        if missing:
            return f"Fill in {', '.join(missing)}."
        if filled.get("id") and not is_id(filled["id"]):
            return f"{_NO_ID} {slug(filled['id']) or 'share'}."
        return ""

    return wrong
