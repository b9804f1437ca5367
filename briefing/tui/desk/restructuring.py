"""What a letter after the desk's key does to the card in the editor, and to what refers to it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

from textual.app import SuspendNotSupported

from briefing.desk.arranging import accept, delete, key_figures, move, order, short
from briefing.desk.change import FILE_OF
from briefing.desk.edits import Edit
from briefing.desk.joining import merge, split
from briefing.desk.making import allow, why_no_reason
from briefing.desk.recording import correct, retract, today
from briefing.desk.renaming import rename
from briefing.evidence.support import Bearer
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.model.vocabulary import SectionKind, Severity, ShortForm
from briefing.tui.desk.form import Filled, FormField
from briefing.tui.desk.making import LEFT_OUT, needed_id
from briefing.tui.desk.saving import Saving
from briefing.tui.rendering.desk import SOURCE
from briefing.views.check import CheckedProblem


class Restructuring(Saving):
    """The actions by which cards are rearranged; the desk's screen inherits them."""

    @property
    def bearer(self) -> Bearer | None:
        """The claim at the editor's cursor."""
        raise NotImplementedError

    @property
    def problems(self) -> Sequence[CheckedProblem]:
        """What is wrong at the cursor, or in the file."""
        raise NotImplementedError

    def reread(self, path: str | None = None) -> None:
        """Show what the open file holds now, or another."""
        raise NotImplementedError

    def rename(self) -> None:
        """Give something another id; all that names it follows."""
        fields = [
            FormField("what", self.subject, list(self._everything()), hint=_WHAT),
            FormField("new", hint="The new id: lower-case letters, digits, hyphens."),
        ]

        def take(filled: Filled) -> None:
            edit = rename(self.work.folder, filled["what"], filled["new"])
            is_open = filled["what"] == self.card_id
            self.done(edit, self._beside(filled["new"]) if is_open else None)

        self.ask("Rename", fields, ("what", "new"), take)

    def move_card(self) -> None:
        """Move the card to another section, or to another place in its section."""
        if not self.card_id or self.section is None:
            self.tell("Open a card first.")
            return
        sections = [one.id for one in self.work.sections if one.kind != SectionKind.BOTTOM_LINE]
        fields = [
            FormField("section", self.section.id, sections, only=True),
            FormField("position", hint="Its number among the cards there; left out, the last."),
        ]

        def wrong(filled: Filled) -> str:
            is_number = filled["position"].isdigit() or not filled["position"]
            return "" if is_number else "A position is a number from 1."

        def take(filled: Filled) -> None:
            position = int(filled["position"]) if filled["position"] else None
            edit = move(self.work.folder, self.card_id, filled["section"], position)
            self.done(edit, f"cards/{filled['section']}/{self.card_id}.md")

        self.ask("Move the card", fields, ("section",), take, wrong=wrong)

    def shift_card(self, step: int) -> None:
        """Move the card up or down among the cards of its section."""
        section = self.section
        ids = [card.id for card in section.cards] if section else []
        if self.card_id not in ids:
            self.tell("Open a card first.")
            return
        position = ids.index(self.card_id) + 1 + step
        if not 1 <= position <= len(ids):
            end = "last" if step > 0 else "first"
            self.tell(f"It is the {end} card of its section; {self.key('move-card')} moves it on.")
        else:
            self.attempt(lambda: move(self.work.folder, self.card_id, None, position))

    def merge_card(self) -> None:
        """Append the card to another one, which all that refers to it then means."""
        others = {
            card.id: f"{section.title}: {card.title}"
            for section in self.work.sections
            for card in section.cards
            if section.kind is not SectionKind.BOTTOM_LINE and card.id != self.card_id
        }
        if not self.card_id or not others:
            self.tell("Open a card first.")
            return
        paths = {PurePosixPath(path).stem: path for path in self.work.paths}
        self.choose(
            "Append this card to which?",
            others,
            lambda into: self.attempt(
                lambda: merge(self.work.folder, self.card_id, into), paths[into]
            ),
        )

    def split_card(self) -> None:
        """Make what follows from the sentence at the cursor on a card of its own."""
        bearer = self.bearer
        if bearer is None or not bearer.is_claim:
            self.tell("Put the cursor of the editor into the first sentence of the new card.")
            return
        fields = [
            FormField("title", hint="Of the new card, as a sentence of at most 80 characters."),
            FormField("id", hint=LEFT_OUT.format("the title")),
        ]

        def take(filled: Filled) -> None:
            id_ = self.free_card(filled["id"] or needed_id(filled["title"]))
            edit = split(self.work.folder, bearer.key, id_, filled["title"])
            self.done(edit, self._beside(id_))

        self.ask("Split the card", fields, ("title",), take)

    def delete(self) -> None:
        """Delete something that nothing refers to."""
        fields = [FormField("what", self.subject, list(self._everything()), hint=_WHAT)]
        self.ask(
            "Delete",
            fields,
            ("what",),
            lambda filled: self.done(delete(self.work.folder, filled["what"])),
        )

    def correct(self) -> None:
        """Record what something said that was wrong."""
        bearer = self.bearer
        key = bearer.key if bearer is not None and bearer.card is not None else ""
        known = [one for one in self._everything() if "#" in one]
        fields = [
            FormField("what", key, known, hint="card#claim, or card#figure:id."),
            FormField("was", hint="What it said; what it says now must be mended already."),
            FormField("reason", hint="Why that was wrong, in a sentence for readers."),
        ]

        def take(filled: Filled) -> None:
            given = (filled["what"], filled["was"], filled["reason"])
            self.done(correct(self.work.folder, *given, today()))

        self.ask("What was wrong", fields, ("what", "was", "reason"), take)

    def retract(self) -> None:
        """Record that a source is no longer relied on."""
        briefing = self.readable()
        if briefing is None:
            return
        kind, _, key = self.subject.partition(":")
        left = [one for one in briefing.sources_by_key if one not in briefing.retracted]
        fields = [
            FormField("source", key if kind == "source" else "", left, only=True),
            FormField("reason", hint="Why, in a sentence for readers; what cites it is marked."),
        ]

        def take(filled: Filled) -> None:
            self.done(retract(self.work.folder, filled["source"], filled["reason"], today()))

        self.ask("Retract a source", fields, ("source", "reason"), take)

    def set_short(self) -> None:
        """Say what of a section is in the short version."""
        section = self.section
        if section is None:
            self.tell("Open a card of the section first.")
            return
        now = section.short if isinstance(section.short, tuple) else (section.short or "",)
        hint = f"{', '.join(ShortForm)}, or ids: {', '.join(card.id for card in section.cards)}."
        self.ask(
            f"The short version of {section.id}",
            [FormField("short", " ".join(now), hint=hint)],
            ("short",),
            lambda filled: self.done(short(self.work.folder, section.id, _listed(filled["short"]))),
        )

    def set_key_figures(self) -> None:
        """Say which figures are in the panel, and in which order."""
        briefing = self.readable()
        if briefing is None:
            return
        hint = f"Ids, of {', '.join(briefing.figures)}." if briefing.figures else "No figure yet."
        self.ask(
            "Key figures",
            [FormField("figures", " ".join(briefing.key_figures), hint=hint)],
            (),
            lambda filled: self.done(key_figures(self.work.folder, _listed(filled["figures"]))),
        )

    def set_order(self) -> None:
        """Say in which order the sections are read."""
        ids = [one.id for one in self.work.sections if one.kind is not SectionKind.BOTTOM_LINE]
        self.ask(
            "The order of the sections",
            [FormField("sections", " ".join(ids), hint="Those left out follow as they were.")],
            ("sections",),
            lambda filled: self.done(
                order(self.work.folder, "sections", _listed(filled["sections"]))
            ),
        )

    def accept(self) -> None:
        """Make the draft in the editor part of the briefing."""
        self.attempt(lambda: accept(self.work.folder, self.subject))

    def allow_warning(self) -> None:
        """Let a warning stand for a reason: that under the cursor, or one of the file."""
        may_stand = (Severity.WARNING, Severity.LOOK)
        found = [one for one in self.problems if one.severity in may_stand]
        if not found:
            self.tell("There is no warning here; an error is corrected.")
        elif len(found) == 1:
            self._ask_why(found[0])
        else:
            lines = {str(number): f"{one.line}: {one.message}" for number, one in enumerate(found)}
            self.choose(
                "Which warning may stand?", lines, lambda key: self._ask_why(found[int(key)])
            )

    def _ask_why(self, problem: CheckedProblem) -> None:
        """Ask for the reason for which a warning may stand, and type both where it is given."""
        hint = f"{problem.message} It may stand, because …"
        file = self.file
        assert file is not None

        def wrong(filled: Filled) -> str:
            return why_no_reason(problem.code, filled["reason"])

        def take(filled: Filled) -> None:
            self.editor.move_cursor((problem.line - 1, problem.column - 1))
            allowance = f"{problem.code}: {filled['reason']}"
            self.put(
                lambda text, cursor: allow(text, cursor, allowance, file.path),
                f"`{problem.code}` allowed in line {problem.line}.",
            )

        self.ask("Allow", [FormField("reason", hint=hint)], ("reason",), take, wrong=wrong)

    def edit_outside(self) -> None:
        """Edit the file in the author's own editor, which has the terminal until it is closed."""
        if self.file is None or not self.save():
            return
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        try:
            with self.app.suspend():
                subprocess.run(
                    [*shlex.split(command), self.work.folder / self.file.path], check=False
                )
        except (OSError, ValueError, SuspendNotSupported) as error:
            self.tell(f"The editor “{command}” cannot be started: {error}.")
            return
        self.reread()
        self.tell("")

    # -- helpers -----------------------------------------------------------------------------------

    @property
    def card_id(self) -> str:
        """Id of the card in the editor; empty where it is none."""
        path = PurePosixPath(self.file.path) if self.file else PurePosixPath()
        return path.stem if path.parts[:1] == ("cards",) else ""

    @property
    def subject(self) -> str:
        """What the cursor of the editor is in, as `briefing edit` calls it: a card or an entry."""
        if self.list_key.startswith(SOURCE):
            return f"source:{self.list_key.removeprefix(SOURCE)}"
        kind = _ENTRIES.get(self.file.path if self.file else "")
        before = self.editor.text[: self.editor.cursor + 1]
        begun = _ENTRY.findall(before) if kind else []
        return f"{kind}:{begun[-1]}" if begun else self.card_id

    def attempt(self, make: Callable[[], Edit], path: str | None = None) -> None:
        """Make an edit and do it, or say why not."""
        try:
            edit = make()
        except BriefingError as error:
            self.tell(str(error))
        else:
            self.done(edit, path)

    def _beside(self, card: str) -> str:
        """The path of another card of the section."""
        return str(PurePosixPath(self.file.path).with_name(f"{card}.md")) if self.file else ""

    def _everything(self) -> Iterator[str]:
        """What has an id, as `briefing edit` takes it."""
        briefing = self.work.briefing
        if briefing is not None:
            yield from _ids(briefing)


def _listed(text: str) -> list[str]:
    """The ids in a text, with blanks or commas between them."""
    return text.replace(",", " ").split()


_ENTRIES = {path: kind for kind, path in FILE_OF.items()}
_ENTRY = re.compile(r"^([a-z0-9-]+):", re.MULTILINE)
_WHAT = "A card, card#claim, or section: source: actor: figure: and an id."


def _ids(briefing: Briefing) -> Iterator[str]:
    for section in briefing.sections:
        yield f"section:{section.id}"
        for card in section.cards:
            yield card.id
            yield from (f"{card.id}#{claim.id}" for claim in card.claims)
    yield from (f"source:{one.key}" for one in briefing.sources)
    yield from (f"actor:{one.id}" for one in briefing.actors)
    yield from (f"figure:{id_}" for id_ in briefing.figures)
