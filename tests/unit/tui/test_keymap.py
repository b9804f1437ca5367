"""Commands, their keys, and what the user's wishes make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import BindingsMap, BindingType
from textual.screen import Screen

from briefing.tui.app import ReaderApp
from briefing.tui.commands import (
    ALL_COMMANDS,
    COMMANDS,
    DESK_COMMANDS,
    NAMED_KEYS,
    SWALLOWED,
    KeyGroup,
    Keymap,
    build_keymap,
    key_label,
    listing,
    notices,
)
from briefing.tui.desk.screen import DeskScreen
from briefing.tui.reader.screen import ReaderScreen, function_of
from briefing.tui.screens.actor import ActorScreen
from briefing.tui.screens.common import bindings, textual_keymap
from briefing.tui.screens.library_search import LibraryScreen
from briefing.tui.screens.sheets import Sheet
from briefing.tui.screens.source_text import SourceTextScreen

DEFAULTS: Keymap = {command.id: command.keys for command in COMMANDS}
keys = st.sampled_from([*sorted(NAMED_KEYS), *"abcjkqAZ?/,;é9", "hyper+x", "", " ", "ab"])
wishes = st.dictionaries(
    st.sampled_from([*DEFAULTS, "no-such"]), st.lists(keys, max_size=3).map(tuple), max_size=6
)


def clashes(keymap: Keymap) -> list[str]:
    count = Counter(key for keys in keymap.values() for key in set(keys))
    return [key for key, number in count.items() if number > 1]


def test_every_command_has_an_id_a_help_a_label_and_a_key_of_its_own() -> None:
    assert len(DEFAULTS) == len(COMMANDS)
    for command in COMMANDS:
        assert command.help.endswith(".")
        assert command.help[0].isupper()
        assert command.label
        assert command.keys
        assert command.group in KeyGroup
        assert command.id == command.id.lower()
    helps = [command.help for command in COMMANDS]
    assert len(set(helps)) == len(helps)
    labels = [command.label for command in COMMANDS]
    assert len(set(labels)) == len(labels)


def test_each_command_names_what_does_it_and_what_says_whether_it_can_be_done() -> None:
    for command in COMMANDS:
        owner, _, name = command.does.rpartition(".")
        method = getattr(ReaderApp if owner == "app" else ReaderScreen, name, None)
        assert function_of(command) or callable(method)
        assert bool(command.when) == bool(command.otherwise)
        if command.when:
            assert callable(getattr(ReaderScreen, command.when))


def test_the_default_keys_neither_clash_nor_get_lost_on_their_way() -> None:
    assert clashes(DEFAULTS) == []
    used = {key for keys in DEFAULTS.values() for key in keys}
    assert used.isdisjoint(SWALLOWED)
    assert all(key in NAMED_KEYS or len(key) == 1 for key in used)
    assert build_keymap(COMMANDS, {}) == (DEFAULTS, ())


def test_the_groups_of_the_help_stand_together() -> None:
    groups = [group for group, _ in groupby(line.group for line in listing({}))]
    assert groups == list(KeyGroup)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("space", "Space"),
        ("ctrl+d", "Ctrl-D"),
        ("shift+tab", "Shift-Tab"),
        ("f1", "F1"),
        ("f12", "F12"),
        ("f", "f"),
        ("F", "F"),
        ("pagedown", "PgDn"),
        ("up", "↑"),
        ("?", "?"),
        ("é", "é"),
    ],
)
def test_a_key_is_called_what_a_reader_calls_it(key: str, label: str) -> None:
    assert key_label(key) == label


@given(wishes)
def test_no_wish_makes_one_key_do_two_things(wishes: Keymap) -> None:
    keymap, notices = build_keymap(COMMANDS, wishes)
    assert clashes(keymap) == []
    assert keymap.keys() == DEFAULTS.keys()
    assert all(keymap.values())
    for id_, wanted in wishes.items():
        if keymap.get(id_) != wanted and wanted:
            assert any(id_ in notice for notice in notices)
    assert all(notice.endswith((".", ")")) for notice in notices)


@given(wishes)
def test_each_command_has_the_keys_wished_for_or_its_own(wishes: Keymap) -> None:
    keymap, _ = build_keymap(COMMANDS, wishes)
    for id_, keys in keymap.items():
        assert keys == DEFAULTS[id_] or set(keys) <= set(wishes[id_])


def test_keys_may_be_swapped() -> None:
    keymap, notices = build_keymap(COMMANDS, {"down": ("k",), "up": ("j",)})
    assert (keymap["down"], keymap["up"], notices) == (("k",), ("j",), ())


@pytest.mark.parametrize(
    ("wishes", "notice"),
    [
        ({"find": ("j",)}, "“j” cannot be find: it is down already. find keeps /."),
        ({"read-on": ("j",)}, "“j” cannot be read-on: it is down already. read-on keeps space."),
        ({"fnd": ("F",)}, "There is no command “fnd”; did you mean find?"),
        ({"zzzz": ("F",)}, "There is no command “zzzz”; `briefing keys` lists all."),
        ({"find": ("ctrl+b",)}, "ctrl+b (command find) may not arrive: it is used by tmux."),
    ],
)
def test_what_cannot_be_granted_is_told(wishes: Keymap, notice: str) -> None:
    assert build_keymap(COMMANDS, wishes)[1] == (notice,)
    assert notices(wishes) == (notice,)


def test_a_key_that_is_none_is_told_and_the_others_are_kept() -> None:
    keymap, notices = build_keymap(COMMANDS, {"find": ("hyper+x", "X")})
    assert keymap["find"] == ("X",)
    assert len(notices) == 1
    assert "“hyper+x” is not a key" in notices[0]


def test_a_comma_reaches_textual_by_its_name() -> None:
    assert textual_keymap({"find": ("X", ",")}) == {"find": "X,comma"}


def test_textual_is_given_only_what_somebody_changed() -> None:
    keymap, _ = build_keymap(COMMANDS, {"find": ("X",)})
    assert textual_keymap(keymap) == {"find": "X"}


def bound(some: Iterable[BindingType]) -> Keymap:
    """Keys by the ids of bindings, by the names that Textual has for them."""
    keys: dict[str, list[str]] = {}
    for key, several in BindingsMap(some).key_to_bindings.items():
        for one in several:
            if one.id:
                keys.setdefault(one.id, []).append(key)
    return {id_: tuple(names) for id_, names in keys.items()}


@pytest.mark.parametrize("screen", [ActorScreen, LibraryScreen, Sheet, SourceTextScreen])
def test_screens_over_the_reader_have_the_keys_of_its_commands(screen: type[Screen[None]]) -> None:
    of_commands = bound(bindings(COMMANDS))
    assert bound(screen.BINDINGS).items() <= of_commands.items()


def test_a_letter_of_the_desk_can_be_another_one() -> None:
    wishes = {"make-quotation": (",z",), "make-figure": (",q",), "make-card": ("zz", ", ")}
    keymap, said = build_keymap(ALL_COMMANDS, wishes)
    assert (keymap["make-quotation"], keymap["make-figure"]) == ((",z",), (",q",))
    assert keymap["make-card"] == (",n",)
    assert ["is not a key" in one for one in said] == [True, True]
    keymap, said = build_keymap(ALL_COMMANDS, {"make-quotation": (",f",)})
    assert keymap["make-quotation"] == (",q",)
    assert "it is make-figure already" in said[0]


def test_every_command_of_the_desk_is_done_by_its_screen() -> None:
    for command in DESK_COMMANDS:
        assert callable(getattr(DeskScreen, command.does))
    letters = [command.keys[0] for command in DESK_COMMANDS if command.is_letter]
    assert len(letters) == len({*letters}) > 20
