"""The rail of events: days beside what happened where there is room, and above it elsewhere."""

from __future__ import annotations

import pytest

from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import Bearer, bearers
from briefing.model.briefing import Briefing
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.gutter import Column
from briefing.tui.rendering.timeline import event_items


def drawn(briefing: Briefing, width: int) -> list[str]:
    check = Checked(Examination(briefing, Corpus(None)))
    drawn = event_items(Column(check, width), events(briefing), lambda one: one.item)
    return [line.plain for item in drawn for line in item.lines]


def events(briefing: Briefing) -> list[Bearer]:
    years = next(card for _, card in briefing.cards() if card.id == "years")
    return [one for one in bearers(briefing) if one.card is years]


@pytest.mark.parametrize("width", [28, 38, 76])
def test_no_word_is_broken_to_make_room_for_days(briefing: Briefing, width: int) -> None:
    words = {word for line in drawn(briefing, width) for word in line.split()}
    for event in events(briefing):
        assert set(event.text.split()) <= words


def test_where_words_would_be_broken_the_day_stands_above(briefing: Briefing) -> None:
    shown = [line.strip() for line in drawn(briefing, 28)]
    assert "2023 Sep–Nov" in shown
    assert "2024 May 1" in shown
    assert [line.split()[0] for line in drawn(briefing, 38) if "Two rounds" in line] == ["Sep–"]


@pytest.mark.parametrize("width", [28, 38, 76])
def test_what_has_begun_and_not_ended_is_told_with_its_day(briefing: Briefing, width: int) -> None:
    assert any("Jun 1–" in line for line in drawn(briefing, width))
