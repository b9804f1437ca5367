"""What the footer offers: the keys that do something with what is open now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefing.tui.commands import COMMANDS, Keymap, main_key
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import ReadingState

_LABELS: Final = {command.id: command.label for command in COMMANDS}


def footer_hints(state: ReadingState, keymap: Keymap) -> list[tuple[str, str]]:
    """Keys and what they do, the most important first; help, the last, is always offered."""
    found: dict[str, str] = {}
    for hint in (*_of_what_is_open(state), "find", "short-or-full", "quit", "help"):
        command, _, label = hint.partition(":")
        found.setdefault(command, label or _LABELS[command])
    return [(main_key(keymap, id_), label) for id_, label in found.items()]


def _of_what_is_open(state: ReadingState) -> Iterator[str]:
    """Ids of commands, each with the words for it where they are others here."""
    text = ["source-text"] if state.check.examination.corpus.folder else []
    if state.found is not None:
        yield from ("next-match", "previous-match:previous", "back:end search")
    if state.check.aside:
        yield "back:rely on all again"
    if state.back_widens:
        yield "back:all cards"
    match state.focus:
        case Pane.SECTIONS:
            yield from ("open", "down:next section", "read-on")
        case Pane.CARDS:
            yield from ("read-on", "open", "next-section")
            yield from ("evidence", "figures", "narrow")
        case Pane.FIGURES:
            yield from ("down:next figure", "open:its card", "evidence", "back")
        case Pane.EVIDENCE:
            yield from (*text, "next-evidence:next passage")
            yield from ("set-aside", "back:close", "copy")
        case _ if state.shows_evidence and state.evidence_open:
            yield from ("down:next sentence", "next-evidence:next passage")
            yield from (*text, "set-aside", "evidence:close")
        case _ if state.arrangement.front:
            yield from ("read-on", "next-section", "evidence")
            yield from ("figures", "open")
        case _:
            yield from ("read-on", "evidence", "next-card")
            yield from ("copy", "figures", "bookmark", "back:list")
