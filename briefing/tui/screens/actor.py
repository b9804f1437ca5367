"""The page of an actor over the reader: it ends with the entry to go to, or None."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from briefing.model.actors import Actor
from briefing.model.briefing import Revision
from briefing.model.errors import BriefingError
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.actor import actor_head_items, actor_items, mentions
from briefing.tui.rendering.evidence import cite_item
from briefing.tui.rendering.text import Item
from briefing.tui.screens.common import GENERAL, LEAVE, PageHead, bind, moves
from briefing.tui.screens.keyed import Paging
from briefing.tui.screens.sheets import Copying
from briefing.tui.session import Session
from briefing.tui.widgets import FooterBar, ItemPane
from briefing.views.actor import ActorPage, Mention, actor_page, pages_elsewhere

_CHOOSE = "Go to the sentence or card."


class _PagePane(ItemPane):
    """What there is of the actor: in this briefing, then in others once they are looked through."""

    GUTTER_SIGN = "▌"
    STANDS_ON_FIRST = True

    def __init__(self, page: ActorPage, check: Checked) -> None:
        super().__init__(id="actor-page")
        self.page = page
        self._check = check
        self.others: Sequence[ActorPage] | None = None
        self.more = False

    def items(self, width: int) -> Iterable[Item]:
        return actor_items(self.page, self._check, self.others, more=self.more, width=width)

    @property
    def mention(self) -> Mention | None:
        return mentions(self.page, self.others or ()).get(self.cursor_key or "")


class ActorScreen(Paging[tuple[str, Mention] | None], Copying, inherit_bindings=False):
    """All that there is of an actor."""

    _pane: _PagePane

    HEADING = "On the page of a name"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(),
        bind("open", "choose", _CHOOSE),
        bind("right", "choose", _CHOOSE),
        bind("copy", "copy", "Copy the sentence with its citation."),
        bind("back", "close", "Go back to the reader."),
        *LEAVE,
        *GENERAL,
    ]

    def __init__(
        self,
        session: Session,
        revision: Revision,
        check: Checked,
        actor: Actor,
        entry: str | None = None,
    ) -> None:
        super().__init__(session.keymap)
        self._session, self._revision, self._actor = session, revision, actor
        self._head = PageHead(partial(actor_head_items, revision.briefing, actor))
        self._pane = _PagePane(actor_page(revision, actor, check.lexicon), check)
        self._pane.select(entry)

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._pane
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        said = [("back", "back"), ("open", "go there"), ("read-on", "page"), ("copy", "copy")]
        self.say_keys([*said, ("palette", "commands"), ("help", "help")])
        self.run_worker(self._look_elsewhere(), group="elsewhere")

    async def _look_elsewhere(self) -> None:
        library, here = self._session.library, self._revision.briefing.id
        left = lambda: not self.is_running  # noqa: E731
        try:
            found = await asyncio.to_thread(pages_elsewhere, library, self._actor, here, left)
        except BriefingError as error:
            found = [], False
            self.tell(str(error))
        self._pane.others, self._pane.more = found
        self._pane.rebuild()
        self.say_where()

    # -- keys --------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        if (mention := self._pane.mention) is not None:
            self.dismiss((self._pane.cursor_key or "", mention))
        else:
            self.tell("There is nothing to go to.")

    def action_copy(self) -> None:
        """Copy what the cursor is on; what stands in another briefing is looked up there."""
        mention = self._pane.mention
        if mention is None:
            self.tell("There is nothing to copy.")
            return
        try:
            revision = self._revision_of(mention)
        except BriefingError as error:
            self.tell(str(error))
            return
        cards = {card.id: card for _, card in revision.briefing.cards()}
        if card := cards.get(mention.card):
            check = self._session.check(revision.briefing)
            self.copy_out(cite_item(revision, check, card, mention.item))

    def _revision_of(self, mention: Mention) -> Revision:
        here = mention.briefing == self._revision.briefing.id
        return self._revision if here else self._session.open(mention.briefing)

    def say_where(self) -> None:
        keys, at = self._pane.keys, self._pane.cursor_key
        place = f"{keys.index(at) + 1} of {len(keys)}" if at in keys else ""
        self.query_one(FooterBar).position = place
