"""A walk by keys through all of the reader screen: each leads to where it led.

Where that changed on purpose, read the difference, run ``pytest tests/pilot/test_walk.py
--snapshot-update``, and commit it with the change.
"""

from __future__ import annotations

from typing import Final

import pytest
from syrupy.assertion import SnapshotAssertion

from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, Size
from tests.samples import TEXTS
from tests.thorough import long

MOVING: Final = (
    *("space", "space", "backspace", "J", "J", "K", ">", ">", "<", "3", "l", "j", "j", "G", "k"),
    *("g", "pagedown", "pageup", "tab", "shift+tab", "h", "h", "j", "enter", "enter", "l", "4"),
    *("0", "9", "tab", "tab", "tab", "j", "enter", "escape", "a", "space", "space", "space"),
    *("J", "enter", "backspace", "backspace", "u", "a", "5", "G", "pageup", "k", "K", "h", "9"),
)
SOURCING: Final = (
    *("3", "enter", "j", "e", "]", "]", "[", "J", "tab", "j", "d", "d", "escape", "7", "enter"),
    *("j", "d", "d", "enter", "escape", "s", "j", "]", "c", "j", "escape", "escape", "c", "escape"),
    *("0", ">", ">", "x", "3", "H", "j", "enter", "escape", "escape", "x", "escape", "f", "j"),
    *("e", "enter", "f", "escape", "2", "tab", "enter", "enter", "x", "x", "escape", "escape"),
)
FINDING: Final = (
    *("/", *"dam", "down", "enter", "n", "n", "N", "e", "escape", "escape", "/", *"zzz", "enter"),
    *("escape", "\\", *"water", "enter", "J", "J", "K", ">", "/", *"in:", "enter", "escape", "a"),
    *("\\", *"zzz", "escape", "escape", "n", "escape", "5", "/", *"sluice", "tab", "enter", "4"),
)
MARKING: Final = (
    *("m", "J", "m", "U", "b", ">", "b", "B", "B", "M", "M", "U", "U", "U", "U", "U", "U", "u"),
    *("a", "5", "b", "m", "M", "j", "enter", "m", "b", "U", "B", "a", "B", "?", "j", "escape"),
    *("o", "escape", "y", "Y", "R", "9", "ctrl+c", "escape"),
)


def line(reading: Reading, key: str) -> str:
    """Where a key has led: what has the keys, the card, the cursor, the panes, what is said."""
    state = reading.screen.state
    top = type(reading.top).__name__ if reading.top is not reading.screen else ""
    if reading.top is not reading.screen:
        at = reading.sheet.cursor_key if reading.sheet else ""
        return f"{key}: {top} {at or ''}".rstrip()
    panes = "".join(pane.name[:2].title() for pane in Pane if pane in reading.visible)
    pane = reading.pane(state.focus)
    seen = pane.visible_keys()
    facts = [
        f"{state.focus} {panes}",
        f"{state.card_id} {reading.item or '-'}",
        f"{pane.cursor_key or '-'} of {seen[0]}…{seen[-1]}" if seen else "-",
        *([evidence(reading)] if state.evidence_open else []),
        *([f"found {state.found.count}"] if state.found else []),
        *(
            [f"asks {reading.prompt!r} {reading.text('prompt-count').strip()}"]
            if state.question
            else []
        ),
        *([f"narrowed to {state.narrowing}"] if state.narrowing else []),
        *(["without " + " ".join(sorted(state.check.aside))] if state.check.aside else []),
        *([] if state.route.full else ["short"]),
        *([f"“{reading.message}”"] if reading.message else []),
    ]
    return f"{key}: {' | '.join(facts)}"


def evidence(reading: Reading) -> str:
    pane = reading.pane(Pane.EVIDENCE)
    seen = " ".join(pane.visible_keys())
    return f"evidence of {reading.screen.item_key}: {pane.cursor_key or '-'} in {seen}"


WALKS: Final = {"moving": MOVING, "sourcing": SOURCING, "finding": FINDING, "marking": MARKING}
LOW, USUAL, WIDE = (40, 20), (80, 24), (120, 40)


@pytest.mark.parametrize(
    ("walk", "size"),
    [
        *(("moving", LOW), ("sourcing", WIDE), ("finding", LOW), ("marking", WIDE)),
        *(pytest.param(walk, USUAL, marks=long) for walk in WALKS),
    ],
    ids=str,
)
async def test_each_key_leads_where_it_led(
    shelf: Shelf, walk: str, size: Size, snapshot: SnapshotAssertion
) -> None:
    async with shelf.open(size, corpus=TEXTS) as reading:
        lines = []
        for key in WALKS[walk]:
            await reading.press(key)
            if key == "H":  # counts first, aside of the screen
                await reading.until(lambda: reading.sheet and reading.sheet.cursor_key)
            lines.append(line(reading, key))
    assert "\n".join(lines) == snapshot
