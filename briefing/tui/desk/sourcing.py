"""What a letter does with sources: add one, draft from it, list what it affects.

What this needs is loaded when it is asked for: nobody waits for it to begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.evidence.corpus import Examination
from briefing.model.errors import BriefingError
from briefing.tui.desk.choosing import Ticking
from briefing.tui.desk.making import UNREADABLE
from briefing.tui.desk.saving import Saving
from briefing.views.context import NAME_THE_CORPUS

if TYPE_CHECKING:
    from briefing.desk.affected import Affected
    from briefing.desk.proposing import Proposal


class SourceActions(Saving):
    """The actions on sources; the desk's screen inherits them.

    Attributes:
        awaited: The source to open as soon as it is read.
    """

    awaited = ""

    def open_at(self, key: str) -> None:
        """Open what has a key, ``CARD#ITEM``, with the cursor there."""
        raise NotImplementedError

    def add_source(self) -> None:
        """Ask for an article, show what it gives, and add it."""
        from briefing.tui.desk.adding import AddDialog  # noqa: PLC0415 - see above

        corpus = self.work.corpus.folder
        if corpus is None:
            self.tell(f"The text of a source needs a place. {NAME_THE_CORPUS}")
        else:
            AddDialog(self, corpus, self._await).ask()

    def _await(self, key: str) -> None:
        self.awaited = key
        self.look_soon()

    # -- drafting ----------------------------------------------------------------------------------

    def draft_source(self) -> None:
        """Offer what of the open source may belong on cards, and draft what is chosen of it."""
        from briefing.desk.proposing import propose  # noqa: PLC0415 - see above
        from briefing.views.draft import KINDS, in_short  # noqa: PLC0415

        at_hand = self._at_hand()
        if at_hand is None:
            return
        examination, key = at_hand
        proposals = {str(number): one for number, one in enumerate(propose(examination, key))}
        if not proposals:
            self.tell(f"Nothing of “{key}” is left to draft.")
            return
        groups = {
            f"{name.capitalize()}s": {
                number: in_short(one)
                for number, one in proposals.items()
                if isinstance(one.found, kind)
            }
            for kind, name in KINDS.items()
        }
        chooser = Ticking(f"What of “{key}” is to be drafted?", groups)

        def chosen(at: str | None) -> None:
            if at is None:
                self.tell("Nothing was drafted.")
            else:
                taken = [one for number, one in proposals.items() if number in chooser.ticked]
                self._draft(key, taken)

        self.app.push_screen(chooser, chosen)

    def _draft(self, key: str, proposals: Sequence[Proposal]) -> None:
        from briefing.desk.drafting import draft  # noqa: PLC0415 - see above

        loaded = self.work.look.authored.loaded
        try:
            edit = draft(self.work.folder, loaded, key, proposals)
        except BriefingError as error:
            self.tell(str(error))
            return
        if edit is None:
            self.tell("Nothing of it makes a draft.")
        else:
            cards = (path for path in edit.after if path.startswith("cards/"))
            self.done(edit, min(cards, default=None))

    def list_affected(self) -> None:
        """List what the briefing says that the open source speaks of, to go to both places."""
        from briefing.desk.affected import affected  # noqa: PLC0415 - see above

        at_hand = self._at_hand()
        if at_hand is None:
            return
        found = affected(*at_hand)
        if not found:
            self.tell(f"“{at_hand[1]}” speaks of nothing that the briefing says without it.")
            return
        by_key = {one.bearer.key: one for one in found}

        def chosen(key: str) -> None:
            self.open_at(key)
            self.show_passage(by_key[key].passage)
            self.focus_pane(self.source)

        lines = {key: _said(one) for key, one in by_key.items()}
        self.choose(f"What “{at_hand[1]}” affects", lines, chosen)

    def _at_hand(self) -> tuple[Examination, str] | None:
        """What the folder holds, and the key of the open source; None, which is told, without."""
        examination = self.work.examination
        if self.work.look.briefing is None:
            self.tell(UNREADABLE)
            return None
        if examination is None or self.reading is None or not self.marked_readings:
            self.tell("Open a source first.")
            return None
        return examination, self.reading.source.key


def _said(one: Affected) -> str:
    return f"{one.effect}: {one.bearer.text} ({one.bearer.key}; {one.why})"
