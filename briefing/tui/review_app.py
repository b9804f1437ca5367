"""`briefing review` as an application, and how it starts."""

from __future__ import annotations

from argparse import Namespace

from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.tui.review_walk import new_seed
from briefing.tui.screens.review import ReviewScreen, ReviewTask, summary
from briefing.tui.session import Session, new_session
from briefing.tui.session_app import SessionApp
from briefing.views.context import Context
from briefing.views.review import likely_name, new_sign_off, open_desk, reviewer_name, signer_of
from briefing.views.verbs import OK


class ReviewApp(SessionApp):
    """Has one reviewer walk through one folder."""

    def __init__(self, session: Session, screen: ReviewScreen) -> None:
        super().__init__(session)
        self.review = screen

    def get_default_screen(self) -> ReviewScreen:
        return self.review

    def on_ready(self) -> None:
        if self.terminal is not None:
            self.terminal.set_title("Review")


def review(context: Context, arguments: Namespace) -> int:
    """Review a folder on the screen; what was signed is said when it is left.

    Raises:
        BriefingError: The folder has mistakes, or the key cannot sign.
        FaultError: The program has a fault; what was signed is kept.
    """
    desk = open_desk(context, arguments)
    signer = signer_of(arguments.sign)
    name = reviewer_name(arguments.by) if arguments.by else likely_name(desk.authored.folder)
    if arguments.sign:
        # Whether the key can sign is known before the terminal is taken.
        signer(new_sign_off(desk.questions[-1], name or "?"))
    session = new_session(
        Library(context.places.library),
        ReaderState.open(context.places.marks),
        context.config,
        desk.examination.corpus,
        context.complaints,
        places=context.places,
    )
    wanted = ReviewTask(name, arguments.by is None, arguments.drill or 0, new_seed())
    screen = ReviewScreen(session, desk, signer, wanted)
    if code := ReviewApp(session, screen).run_to_end():
        return code  # nobody is there any more to be told
    context.write_lines(summary(screen))
    return OK
