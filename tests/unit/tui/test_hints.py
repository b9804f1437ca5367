"""The footer offers what can be done with what is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus, Examination
from briefing.library.reader_tables import Place
from briefing.model.briefing import Revision
from briefing.tui.commands import COMMANDS, build_keymap
from briefing.tui.reader import navigation
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import Checked, Found, Marks, ReadingState
from briefing.tui.reader.view import footer_hints

KEYMAP, _ = build_keymap(COMMANDS, {"evidence": ("E",)})


@pytest.fixture
def state(revision: Revision) -> ReadingState:
    check = Checked(Examination(revision.briefing, Corpus(None)))
    place = Place(section="", card="share")
    return navigation.begin(revision, check, Marks(), place, full=True)


def hints(state: ReadingState, **more: object) -> list[str]:
    return [f"{key} {label}" for key, label in footer_hints(replace(state, **more), KEYMAP)]


def test_of_a_card_its_evidence_is_offered_by_the_key_that_the_user_chose(
    state: ReadingState,
) -> None:
    assert hints(state)[:3] == ["Space read on", "E evidence", "J next card"]
    assert hints(state)[-2:] == ["q quit", "? help"]


def test_what_is_open_decides(state: ReadingState) -> None:
    assert "Enter open" in hints(state, wanted=Pane.CARDS)
    assert hints(state, wanted=Pane.EVIDENCE, evidence_open=True)[:3] == [
        *("] next passage", "x set source aside", "Esc close"),
    ]
    texts = Checked(Examination(state.briefing, Corpus(Path("texts"))))
    assert "s source text" in hints(state, check=texts, evidence_open=True)
    assert "s source text" not in hints(state, evidence_open=True)
    assert hints(state, wanted=Pane.FIGURES)[0] == "j next figure"
    assert hints(state, found=Found("dam"))[0] == "n next match"
    aside = Checked(state.check.examination, frozenset({"herald"}))
    assert hints(state, check=aside)[0] == "Esc rely on all again"
    assert "> next section" in hints(state.at("bottom-line"))


@pytest.mark.parametrize("wanted", Pane)
def test_no_key_is_offered_twice(state: ReadingState, wanted: Pane) -> None:
    for evidence in (True, False):
        keys = [hint.split(" ")[0] for hint in hints(state, wanted=wanted, evidence_open=evidence)]
        assert len(set(keys)) == len(keys)
