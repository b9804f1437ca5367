"""What sheets over the reader list: all keys, the library, the cases behind a count."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from textual.binding import Binding

from briefing.evidence.health import Case
from briefing.evidence.support import Bearer, BearerKind
from briefing.library.files import CatalogueEntry
from briefing.model.dates import parse_date
from briefing.tui.commands import COMMANDS, KeyLine, Keymap
from briefing.tui.rendering.signs import SIGN_GROUPS
from briefing.tui.rendering.text import Item
from briefing.tui.screens.common import HELP, own_keys
from briefing.tui.screens.sheets import case_items, help_items, library_items

KEYS: Keymap = {command.id: command.keys for command in COMMANDS}
SECTION_KEYS = {f"section-{number}" for number in range(1, 11)}


def lines(items: Iterable[Item]) -> list[str]:
    return [line.plain.rstrip() for item in items for line in item.lines]


# -- help ------------------------------------------------------------------------------------------


def test_the_help_lists_all_commands_by_group_and_what_signs_mean_and_nothing_to_choose() -> None:
    items = list(help_items(KEYS, (), 80))
    commands, group = [], ""
    for command in COMMANDS:
        if command.group != group:
            group = command.group
            commands.append(f"heading:{group}")
        if command.id == "section-1" or command.id not in SECTION_KEYS:
            commands.append("sections" if command.id == "section-1" else command.id)
    shown = [item.key for item in items]
    assert shown[: len(commands)] == commands
    signs = ["heading:Signs"]
    for title, told in SIGN_GROUPS.items():
        signs += [f"signs:{title}", *(f"sign:{title}:{one}" for one, _ in told)]
    assert shown[len(commands) :][: len(signs)] == signs
    notes = shown[len(commands) + len(signs) :]
    assert notes[:2] == ["heading:Short and full", "note:Short and full"]
    assert [one.partition(":")[2] for one in notes[::2]] == [
        one.removeprefix("note:") for one in notes[1::2]
    ]
    assert not any(item.selectable for item in items)
    text = lines(items)
    read_on = "Read on: the next page, then the next card or list of the"
    assert text[:3] == ["", "Reading", f"Space             {read_on}"]
    assert "1 … 0             Go to the section of this number." in text
    assert "ours      our assessment, or an assumption of ours" in text


@pytest.mark.parametrize(("width", "most"), [(0, 3), (1, 3), (10, 10), (28, 28), (80, 80)])
def test_the_help_is_as_wide_as_there_is_room(width: int, most: int) -> None:
    items = help_items(KEYS, (), width)
    text = [line for item in items if "heading" not in item.key for line in item.lines]
    assert max(line.cell_length for line in text) <= most


def own_lines(keys: tuple[str, ...], width: int) -> list[str]:
    own = [
        KeyLine("go", "Here", keys, "go", "Go to the end."),
        KeyLine("x", "Here", ("x",), "", "X."),
    ]
    items = list(help_items(KEYS, own, width))
    end = [item.key for item in items].index("heading:Reading")
    assert [item.key for item in items[:end]] == ["heading:Here", "own:go", "own:x", "elsewhere"]
    assert not any(item.selectable for item in items[:end])
    return lines(items[:end])


@pytest.mark.parametrize(
    ("width", "indent"), [(30, 10), (51, 17), (53, 17), (54, 18), (56, 18), (57, 18), (90, 18)]
)
def test_keys_stand_beside_what_they_do_as_long_as_a_third_of_the_width_holds_them(
    width: int, indent: int
) -> None:
    key = "k" * (indent - 1)
    assert own_lines((key,), width) == [
        "",
        "Here",
        f"{key} Go to the end.",
        f"{'x'.ljust(indent)}X.",
        "",
        "The rest is about the reader.",
    ]
    assert own_lines((f"{key}k",), width)[2:4] == [f"{key}k", "  Go to the end."]


@pytest.mark.parametrize("width", [30, 57, 90])
def test_keys_too_many_for_a_line_go_on_below_and_leave_the_columns_whole(width: int) -> None:
    keys = ("escape", "h", "left", "q", "ctrl+q", "space")
    indent = min(18, width // 3)
    shown = own_lines(keys, width)[2:]
    below = next(number for number, line in enumerate(shown) if line.startswith("x "))
    assert shown[below] == f"{'x'.ljust(indent)}X."
    assert below > 1
    assert shown[0][indent:] == "Go to the end."
    assert " ".join(line[: indent - 1] for line in shown[:below]).split() == [
        *("Esc", "h", "←", "q", "Ctrl-Q", "Space")
    ]


def test_several_keys_stand_side_by_side_as_a_reader_knows_them() -> None:
    assert own_lines(("pagedown", "f1"), 90)[2] == "PgDn  F1          Go to the end."


def test_keys_of_a_screen_go_by_the_commands_whose_ids_they_have() -> None:
    keymap = KEYS | {"help": ("H", "f1")}
    save = Binding("S,T", "save", "Save.")
    lines_ = own_keys("Here", [HELP, save, ("z", "not a binding of ours"), HELP], keymap)
    help_, saves, leaves = "Show this help.", "Save.", "Quit, when pressed twice."
    assert lines_ == [
        KeyLine(help_, "Here", ("H", "f1", "H", "f1"), help_, help_),
        KeyLine(saves, "Here", ("S", "T"), saves, saves),
        KeyLine(leaves, "Here", ("ctrl+c",), leaves, leaves),
    ]


# -- library ---------------------------------------------------------------------------------------


def test_of_each_briefing_is_listed_what_it_is_and_which_one_is_open() -> None:
    entries = [
        CatalogueEntry(
            id="peace",
            title="Peace",
            revision=3,
            cutoff=parse_date("2024-05-01"),
            cards=12,
            reading_minutes=7,
        ),
        CatalogueEntry(id="war", title="War", problem="It cannot be read."),
    ]
    items = list(library_items(entries, "peace", 70))
    assert [(item.key, item.selectable) for item in items] == [("peace", True), ("war", True)]
    assert lines(items) == [
        "▶ Peace",
        "  peace · revision 3 · cut-off 1 May 2024 · 12 cards · 7 min",
        "",
        "  War",
        "  damaged: It cannot be read.",
        "",
    ]
    assert lines(library_items(entries, "war", 70))[::3] == ["  Peace", "▶ War"]


# -- cases -----------------------------------------------------------------------------------------

ROLE = Bearer(kind=BearerKind.ROLE, item="actor:ann", text="Ann", evidence=())


@pytest.mark.parametrize(
    ("case", "below"),
    [
        (Case("Text."), []),
        (Case("Text.", note="Note."), ["  Note."]),
        (Case("Text.", source="herald"), ["  herald"]),
        (Case("Text.", source="herald", paragraph=4), ["  herald ¶4"]),
        (Case("Text.", paragraph=4), []),
        (Case("Text.", note="Note.", source="herald", paragraph=0), ["  herald ¶0 · Note."]),
        (Case("Text.", bearer=ROLE), [f"  {ROLE.address}"]),
        (
            Case("Text.", "Note.", ROLE, "herald", 4),
            [f"  {ROLE.address}, herald ¶4 · Note."],
        ),
    ],
)
def test_below_a_case_stands_where_it_is_as_far_as_that_is_known(
    case: Case, below: list[str]
) -> None:
    first, second = case_items([case, Case("Other.")], 60)
    assert (first.key, first.selectable, second.key) == ("0", True, "1")
    assert lines([first]) == ["Text.", *below, ""]
    assert lines([second]) == ["Other.", ""]
