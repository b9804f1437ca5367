"""Keeping what the reader will show first the next time."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from briefing.evidence.corpus import Corpus
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import SectionKind
from briefing.plain.context import Context
from briefing.plain.table import load
from briefing.prelude.frame import conditions, find, options, save, stamped
from briefing.settings.config import load_config
from briefing.tui.session import Session


def keep_first_frame(
    context: Context, words: Sequence[str], name: str | None, begin: Callable[[], Session]
) -> None:
    """Draw what the reader will show first the next time, and keep it, without being waited for.

    Drawing takes as long as half a start, so a child does it, which nobody hears of.

    Args:
        context: Places and configuration of the sitting that has ended.
        words: Of the command line, without the program.
        name: What was to be read, as typed.
        begin: Begins a sitting as the next start would.
    """
    kept = find(words, os.environ)
    if kept is not None and kept[1]:
        return  # what is kept is still what will be shown
    try:
        told = conditions(options(words, name), os.environ)
    except OSError:
        return
    size = shutil.get_terminal_size()
    if threading.active_count() > 1 or os.fork():
        return
    with suppress(BaseException):
        _be_silent()
        _draw_and_save(context, told, size, begin)
    os._exit(0)


def _be_silent() -> None:
    """Let go of the terminal, so that neither its end nor ours is noticed by the other."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)


def _draw_and_save(
    context: Context, told: list[str], size: os.terminal_size, begin: Callable[[], Session]
) -> None:
    session = begin()
    briefing = session.begin(None).revision.briefing
    seen = stamped(_made_from(context, session.corpus, briefing))
    if load_config(context.places.config) != (context.config, context.complaints):
        return
    # Begun anew: what has changed before the stamps were taken is read, what changes after is told
    # by them.
    drawn = load("briefing.tui.first_frame:draw_first_frame")(begin(), *size)
    if drawn is not None and drawn[0] == briefing.id:
        text = _title_and_bottom_line(briefing)
        save(drawn[1].encode(), text, briefing.id, [*told, *seen], os.environ)


def _title_and_bottom_line(briefing: Briefing) -> str:
    """What an analyst would want to have read, a line for each paragraph."""
    said = [
        claim.text
        for section, card in briefing.cards()
        if section.kind is SectionKind.BOTTOM_LINE
        for claim in card.claims
    ]
    return "\n".join(" ".join(text.split()) for text in [briefing.title, *said])


def _made_from(context: Context, corpus: Corpus, briefing: Briefing) -> list[str]:
    places = context.places
    library = places.library / "briefings"
    files = [places.config, places.marks, library, library / f"{briefing.id}.json"]
    if corpus.folder is not None:
        files += [corpus.folder, *(corpus.folder / s.corpus for s in briefing.sources if s.corpus)]
    return [str(path) for path in files]
