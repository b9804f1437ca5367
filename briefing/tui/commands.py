"""The table of all that the reader can be told to do, and the keys, which the user may change.

A row gives the keys, the words of the footer, the palette and the help, the id in the
configuration, and the method that does it, so that none of these can drift from another. Imports no
Textual, so that ``briefing keys`` need not either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from briefing.model.text import nearest


class KeyGroup(StrEnum):
    """Where a command stands in the help."""

    READING = "Reading"
    MOVING = "Moving about"
    FINDING = "Finding"
    CHECKING = "Checking"
    MARKING = "Marking"
    PROGRAM = "The program"
    REVIEWING = "Reviewing (briefing review FOLDER)"
    DESKING = "At the desk (briefing desk FOLDER)"


class Command(NamedTuple):
    """Something the reader can be told to do.

    Attributes:
        group: Where it stands in the help.
        id: Its name in the configuration.
        default_keys: Its keys, with blanks between them.
        label: Its name in footer and palette.
        does: Method of the reader screen, or of its ``app``, that does it; or, with the name of
            its module, the function that leads from one state of the screen to the next.
        arguments: What that is given.
        help: What it does, in a sentence.
        when: Method of the reader screen that tells, given the same, whether it can be done now.
        otherwise: What the footer says where it cannot.
        waits: Whether it must see the screen as the command before it left it.
        hurries: Whether it need not wait for the text of a card opened while a key is held.
    """

    group: KeyGroup
    id: str
    default_keys: str
    label: str
    does: str
    arguments: tuple[int, ...]
    help: str
    when: str = ""
    otherwise: str = ""
    waits: bool = False
    hurries: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.default_keys.split())

    @property
    def is_letter(self) -> bool:
        """Whether its key is one of the desk's letters, pressed after the desk's key."""
        return _is_sequence(self.keys[0])


READING, MOVING, FINDING, CHECKING, MARKING, PROGRAM, REVIEWING, DESKING = KeyGroup

# fmt: off
COMMANDS: Final[tuple[Command, ...]] = (
    Command(READING, "read-on", "space", "read on", "read_on", (),
        "Read on: the next page, then the next card or list of the version that you read.",
        waits=True),
    Command(READING, "read-back", "backspace", "read back", "read_back", (),
        "Read back: the previous page, then the previous card.", waits=True),
    Command(READING, "next-unread", "u", "next unread", "navigation.next_unread", (),
        "Go to the next unread card, from the end back to the start."),
    Command(READING, "next-change", "w", "next change", "step_change", (1,),
        "Go to what has changed next since you read the briefing, over all sections."),
    Command(READING, "previous-change", "W", "change before", "step_change", (-1,),
        "Go to the change before."),
    Command(READING, "old-wording", "v", "old wording", "returning.toggle_wording", (),
        "Show below what has changed what it said before; again, hide that."),
    Command(READING, "short-or-full", "a", "short/full", "navigation.switch_version", (),
        "Switch to the full version, or back to the short one; kept for each briefing."),
    Command(READING, "next-card", "J", "next card", "navigation.step_card", (1,),
        "Go to the next card, wherever the cursor is.", hurries=True),
    Command(READING, "previous-card", "K", "previous card", "navigation.step_card", (-1,),
        "Go to the previous card, wherever the cursor is.", hurries=True),
    Command(READING, "next-section", ">", "next section", "navigation.step_section", (1,),
        "Go to the next section.", hurries=True),
    Command(READING, "previous-section", "<", "previous section", "navigation.step_section", (-1,),
        "Go to the previous section.", hurries=True),
    *(
        Command(READING, f"section-{number}", str(number % 10), f"section {number}",
                "navigation.go_to_section", (number - 1,), f"Go to section {number}.",
                when="has_section", otherwise="No card of that section has these words.")
        for number in range(1, 11)
    ),
    Command(MOVING, "down", "j down", "down", "move_cursor", (1,),
        "Move down: to the next sentence, card, section or line of the pane.", hurries=True),
    Command(MOVING, "up", "k up", "up", "move_cursor", (-1,), "Move up.", hurries=True),
    Command(MOVING, "left", "h left", "pane left", "navigation.step_pane", (-1,),
        "Go to the pane on the left."),
    Command(MOVING, "right", "l right", "pane right", "navigation.step_pane", (1,),
        "Go to the pane on the right."),
    Command(MOVING, "next-pane", "tab", "next pane", "navigation.step_pane_around", (1,),
        "Go to the next pane, from the last to the first."),
    Command(MOVING, "previous-pane", "shift+tab", "previous pane", "navigation.step_pane_around",
        (-1,), "Go to the previous pane."),
    Command(MOVING, "top", "g home", "first", "move_to_end", (-1,),
        "Go to the first entry of the pane."),
    Command(MOVING, "bottom", "G end", "last", "move_to_end", (1,),
        "Go to the last entry of the pane."),
    Command(MOVING, "page-down", "pagedown ctrl+d", "page down", "page", (1,),
        "Scroll the pane down by a page.", waits=True),
    Command(MOVING, "page-up", "pageup ctrl+u", "page up", "page", (-1,),
        "Scroll the pane up by a page.", waits=True),
    Command(MOVING, "open", "enter", "open", "go_deeper", (),
        "Open what the cursor is on: of a sentence its evidence, then the text of the source; of a"
        " name the page of that actor."),
    Command(MOVING, "back", "escape", "back", "go_back", (),
        "Go one step back: close the evidence, end the search, show all cards again, rely on all"
        " sources again, leave the card for its list."),
    Command(MOVING, "jump-back", "z", "jump back", "jump", (-1,),
        "Go back to where the last leap began: a link, a search, another card or briefing."),
    Command(MOVING, "jump-forward", "Z", "jump forward", "jump", (1,),
        "Go forward again over the leap that you went back over."),
    Command(FINDING, "find", "/", "find", "ask_find", (),
        'Find words or a "phrase" in the whole briefing, in any spelling of a name.'),
    Command(FINDING, "next-match", "n", "next match", "finding.step_match", (1,),
        "Go to the next match.", when="has_search", otherwise="There is no search; / begins one."),
    Command(FINDING, "previous-match", "N", "previous match", "finding.step_match", (-1,),
        "Go to the previous match.", when="has_search",
        otherwise="There is no search; / begins one."),
    Command(FINDING, "narrow", "\\", "narrow", "ask_narrow", (),
        "List only cards with some words; with no words, all again."),
    Command(FINDING, "find-in-library", "F", "find in all briefings", "search_library", (),
        "Find cards of all briefings, by words, names, dates, numbers; searches can be saved."),
    Command(CHECKING, "evidence", "e", "evidence", "toggle_evidence", (),
        "Show the evidence for the sentence under the cursor: source, outlet, date, paragraph."),
    Command(CHECKING, "next-evidence", "]", "next evidence", "step_evidence", (1,),
        "Go to the next piece of evidence for the sentence."),
    Command(CHECKING, "previous-evidence", "[", "previous evidence", "step_evidence",
        (-1,), "Go to the previous piece of evidence."),
    Command(CHECKING, "source-text", "s", "source text", "open_source", (),
        "Read the text of the source at the passage that the evidence names."),
    Command(CHECKING, "claims", "c", "claims on the source", "open_claims", (),
        "List every claim on the source in the order of its text, with the paragraphs not cited."),
    Command(CHECKING, "dispute", "d", "disagreement", "go_to_dispute", (),
        "Go to the disagreement that the sentence is part of, and back."),
    Command(CHECKING, "set-aside", "x", "set source aside", "toggle_aside", (),
        "Set the source aside, to see what falls without it; again, undo that."),
    Command(CHECKING, "health", "H", "health", "show_health", (),
        "Show how well the briefing is sourced; each count opens its list."),
    Command(CHECKING, "figures", "f", "figures", "navigation.toggle_figures", (),
        "Go to the figures, the one under the cursor in full; again, go back."),
    Command(CHECKING, "copy", "y", "copy", "copy", (),
        "Copy the sentence under the cursor with its citation; pressed again, show the text."),
    Command(CHECKING, "copy-card", "Y", "copy card", "copy_card", (),
        "Copy the whole card with its citations; pressed again, show the text."),
    Command(MARKING, "bookmark", "b", "bookmark", "marking.toggle_bookmark", (),
        "Bookmark the card, or remove the bookmark."),
    Command(MARKING, "next-bookmark", "B", "next bookmark", "navigation.next_bookmark", (),
        "Go to the next bookmarked card, from the end back to the start."),
    Command(MARKING, "toggle-read", "m", "mark read or unread", "marking.toggle_read", (),
        "Mark the card as unread, or as read."),
    Command(MARKING, "toggle-section-read", "M", "mark section read or unread",
        "marking.toggle_section_read", (),
        "Mark all cards of the section as read, or, if all are read, as unread."),
    Command(MARKING, "undo", "U", "undo", "marking.undo", (),
        "Undo the last change of read marks or bookmarks."),
    Command(PROGRAM, "help", "? f1", "help", "show_help", (),
        "Show all keys, and what every sign means."),
    Command(PROGRAM, "palette", ": ctrl+p", "palette", "app.action_command_palette", (),
        "Choose a command, setting, theme, section, person or card by its name."),
    Command(PROGRAM, "library", "o", "library", "choose_briefing", (),
        "Choose another briefing of the library."),
    Command(PROGRAM, "reload", "R", "load newest", "reload", (),
        "Load the newest revision; if it is the newest, show what has changed since you read it."),
    Command(PROGRAM, "theme", "t", "theme", "app.action_next_theme", (),
        "Change the theme: dark, light, the terminal's own colours; kept for the next start."),
    Command(PROGRAM, "redraw", "ctrl+l", "redraw", "app.action_redraw", (),
        "Redraw the screen, after something else wrote on it."),
    Command(PROGRAM, "suspend", "ctrl+z", "suspend", "suspend", (),
        "Suspend the program; fg in the shell brings it back.", when="has_shell",
        otherwise="There is no shell to return to; q quits."),
    Command(PROGRAM, "interrupt", "ctrl+c", "interrupt", "app.action_interrupt", (),
        "Quit, when pressed twice."),
    Command(PROGRAM, "quit", "q ctrl+q", "quit", "leave", (),
        "Quit; the next start opens at the same place."),
)
"""Every command of the reader, in the order of the help."""

REVIEW_COMMANDS: Final[tuple[Command, ...]] = (
    Command(REVIEWING, "carries", "p", "passages carry it", "carries", (),
        "Sign that the passages carry it; of a question, that the answer is yes."),
    Command(REVIEWING, "remark", "r", "remark: they do not", "remark", (),
        "Say that they do not, and what is wrong; of a question, that the answer is no."),
)
"""What a reviewer does beside reading; no key of it means anything in the reader."""

DESK_COMMANDS: Final[tuple[Command, ...]] = (
    Command(DESKING, "mark-sentence", ".", "mark", "action_mark", (),
        "Mark the sentence of the source, or take its mark back."),
    Command(DESKING, "next-paragraph", "}", "next paragraph", "action_paragraph", (1,),
        "Go to the next paragraph of the source."),
    Command(DESKING, "last-paragraph", "{", "paragraph before", "action_paragraph", (-1,),
        "Go to the paragraph before."),
    Command(DESKING, "desk", ",", "make …", "action_leader", (),
        "The desk's key: a letter after it makes something of what is marked, or edits the card."),
    Command(DESKING, "make-quotation", ",q", "quotation", "make_quotation", (),
        "Put the words of a speaker into the card, with who probably said them."),
    Command(DESKING, "make-figure", ",f", "figure", "make_figure", (),
        "Put a number into the card's figures, with its unit and what it counts."),
    Command(DESKING, "make-reaction", ",r", "reaction", "make_reaction", (),
        "Make a card of how somebody reacts."),
    Command(DESKING, "make-card", ",n", "new card", "make_card", (),
        "Make a card that cites what is marked."),
    Command(DESKING, "make-position", ",d", "side of a disagreement", "make_position", (),
        "Make one side of a disagreement: of that in the editor, else of a new one."),
    Command(DESKING, "make-actor", ",a", "actor", "make_actor", (),
        "List somebody in actors.yaml, with the spellings that the source has."),
    Command(DESKING, "add-source", ",+", "add a source", "add_source", (),
        "Add an article as a source: an address, a saved page, a PDF or a text."),
    Command(DESKING, "draft-source", ",D", "draft from the source", "draft_source", (),
        "Propose what of the source may belong on cards, as drafts."),
    Command(DESKING, "affected", ",l", "what it affects", "list_affected", (),
        "List what the briefing says that the source contradicts, agrees with or touches."),
    Command(DESKING, "preview-card", ",p", "as readers see it", "preview", (),
        "Show the card below the editor as readers see it, or again what is wrong with it."),
    Command(DESKING, "allow-warning", ",w", "allow a warning", "allow_warning", (),
        "Say why a warning may stand; the reason goes where the warning is."),
    Command(DESKING, "edit-outside", ",e", "your editor", "edit_outside", (),
        "Edit the file in $VISUAL or $EDITOR."),
    Command(DESKING, "accept-draft", ",y", "accept draft", "accept", (),
        "Make the draft in the editor part of the briefing."),
    Command(DESKING, "rename", ",R", "rename", "rename", (),
        "Give a card, claim, section, source, actor or figure another id; all that names it"
        " follows."),
    Command(DESKING, "move-card", ",m", "move", "move_card", (),
        "Move the card to another section, or to another place in its own."),
    Command(DESKING, "card-down", ",J", "card down", "shift_card", (1,),
        "Move the card down in its section."),
    Command(DESKING, "card-up", ",K", "card up", "shift_card", (-1,),
        "Move the card up in its section."),
    Command(DESKING, "merge-card", ",g", "merge", "merge_card", (),
        "Append the card to another one; all that refers to it follows."),
    Command(DESKING, "split-card", ",s", "split", "split_card", (),
        "Make what follows from the sentence at the cursor on a card of its own."),
    Command(DESKING, "delete", ",x", "delete", "delete", (),
        "Delete a card, claim, section, source, actor or figure that nothing refers to."),
    Command(DESKING, "set-short", ",v", "short version", "set_short", (),
        "Say what of the section is in the short version."),
    Command(DESKING, "set-order", ",o", "order", "set_order", (),
        "Say in which order the sections are read."),
    Command(DESKING, "set-key-figures", ",k", "key figures", "set_key_figures", (),
        "Say which figures are in the panel, and in which order."),
    Command(DESKING, "correct", ",c", "correct", "correct", (),
        "Record what the sentence at the cursor said that was wrong, now that it is mended."),
    Command(DESKING, "retract", ",t", "retract", "retract", (),
        "Record that a source is no longer relied on; it stays, and counts for nothing."),
    Command(DESKING, "redo", ",U", "do again", "redo", (),
        "Do again what was undone last."),
)
"""What an author does beside reading; no key of it means anything in the reader."""
# fmt: on

ALL_COMMANDS: Final = (*COMMANDS, *REVIEW_COMMANDS, *DESK_COMMANDS)

NAMED_KEYS: Final = frozenset(
    ["space", "enter", "tab", "shift+tab", "escape", "backspace", "delete", "insert"]
    + ["up", "down", "left", "right", "home", "end", "pageup", "pagedown"]
    + [f"f{number}" for number in range(1, 13)]
    + [f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
)

SWALLOWED: Final = {
    "ctrl+a": "GNU screen",
    "ctrl+b": "tmux",
    "ctrl+h": "terminals, as backspace",
    "ctrl+i": "terminals, as tab",
    "ctrl+j": "terminals, as enter",
    "ctrl+m": "terminals, as enter",
    "ctrl+s": "terminals, to stop output",
}
"""Keys that do not reach a program everywhere, and who takes them."""

_DESK_KEY: Final = ","
"""Begins how the desk's letters are written: ``,q``; whatever key is pressed before them."""

Keymap = dict[str, tuple[str, ...]]
"""Keys of each command, by command id."""


class KeyLine(NamedTuple):
    """One command in a listing of keys."""

    id: str
    group: str
    keys: tuple[str, ...]
    label: str
    help: str


def build_keymap(
    commands: Sequence[Command], wishes: Mapping[str, tuple[str, ...]]
) -> tuple[Keymap, tuple[str, ...]]:
    """Apply the user's keys to the defaults.

    Args:
        wishes: Keys by command id, from the configuration.

    Returns:
        A keymap in which no key does two things, and a sentence for each wish that cannot be
        granted or that may not work everywhere.
    """
    defaults = {command.id: command.keys for command in commands}
    notices: list[str] = []
    granted: Keymap = {}
    for id_, keys in wishes.items():
        if id_ not in defaults:
            notices.append(f"There is no command “{id_}”{_suggestion(id_, defaults)}")
            continue
        usable = tuple(key for key in keys if _is_key(key))
        notices += [
            f"“{key}” is not a key: write a character or one of space, enter, f1, ctrl+d …"
            f" (command {id_})."
            for key in keys
            if key not in usable
        ]
        notices += [
            f"{key} (command {id_}) may not arrive: it is used by {SWALLOWED[key]}."
            for key in usable
            if key in SWALLOWED
        ]
        if usable:
            granted[id_] = usable
    while clash := _first_clash({**defaults, **granted}):
        key, owners = clash
        loser = next(id_ for id_ in reversed(owners) if id_ in granted)
        rival = next(id_ for id_ in owners if id_ != loser)
        del granted[loser]
        notices.append(
            f"“{key}” cannot be {loser}: it is {rival} already. {loser} keeps"
            f" {' '.join(defaults[loser])}."
        )
    return {**defaults, **granted}, tuple(notices)


def key_lines(commands: Sequence[Command], keymap: Keymap) -> list[KeyLine]:
    return [
        KeyLine(command.id, command.group, keymap[command.id], command.label, command.help)
        for command in commands
    ]


def sections_as_one(lines: Sequence[KeyLine]) -> list[KeyLine]:
    """List ten commands that differ in their number only as one."""
    numbered = [line for line in lines if line.id.startswith("section-")]
    return [
        line._replace(
            id="sections",
            keys=(f"{numbered[0].keys[0]} … {numbered[-1].keys[0]}",),
            help="Go to the section of this number.",
        )
        if line in numbered[:1]
        else line
        for line in lines
        if line not in numbered[1:]
    ]


def _first_clash(keymap: Keymap) -> tuple[str, list[str]] | None:
    owners: dict[str, list[str]] = {}
    for id_, keys in keymap.items():
        for key in dict.fromkeys(keys):
            owners.setdefault(key, []).append(id_)
    return next(((key, ids) for key, ids in owners.items() if len(ids) > 1), None)


def _is_sequence(key: str) -> bool:
    return len(key) == 2 and key[0] == _DESK_KEY and key[1].isprintable() and key[1] != " "


def _is_key(key: str) -> bool:
    if _is_sequence(key):
        return True
    return key in NAMED_KEYS or (len(key) == 1 and key.isprintable() and key != " ")


def _suggestion(id_: str, known: Mapping[str, object]) -> str:
    near = nearest(id_, known)
    return f"; did you mean {near}?" if near else "; `briefing keys` lists all."


def key_label(key: str) -> str:
    """A key as a reader knows it: ``pagedown`` is ``PgDn``."""
    if key.startswith("ctrl+"):
        return f"Ctrl-{key.removeprefix('ctrl+').upper()}"
    return key.upper() if _FUNCTION_KEY.fullmatch(key) else _LABELS.get(key, key)


def main_key(keymap: Keymap, command_id: str) -> str:
    """The first key of a command, as a reader knows it."""
    return key_label(keymap[command_id][0])


def key_of_label(label: str) -> str:
    """The key that `key_label` calls so."""
    if label.startswith("Ctrl-"):
        return f"ctrl+{label.removeprefix('Ctrl-').lower()}"
    names = {said: key for key, said in _LABELS.items()}
    return names.get(label, label if len(label) == 1 else label.lower())


_FUNCTION_KEY: Final = re.compile(r"f\d+")

_LABELS: Final = {
    "space": "Space",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift-Tab",
    "escape": "Esc",
    "backspace": "Backspace",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def listing(wishes: Mapping[str, tuple[str, ...]]) -> list[KeyLine]:
    keymap, _ = build_keymap(ALL_COMMANDS, wishes)
    return key_lines(ALL_COMMANDS, keymap)


def notices(wishes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Say which of the user's keys cannot be granted, or may not work everywhere."""
    return build_keymap(ALL_COMMANDS, wishes)[1]
