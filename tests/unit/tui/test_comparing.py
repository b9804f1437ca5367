"""What the sources say for each side of a disagreement, side by side."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from textual.content import Content

from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import Bearer, BearerKind
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Support
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.disagreement import excerpt_lines, position_items
from briefing.tui.rendering.gutter import Column

HERALD = (
    "Nothing of this paragraph is of any use to us at all.\n\n"
    "The mayor was in good spirits. The councils released 32 fishermen on Monday. Rain fell later."
)
POST = "The councils promised to release 34 fishermen on Tuesday. The weather was mild all day."


def side(number: int, says: str, *evidence: Evidence) -> Bearer:
    return Bearer(BearerKind.POSITION, f"position:{number}", says, evidence)


A = side(0, "They released 32 fishermen.", Evidence(source="herald", paragraph=2))
B = side(1, "They promised to release 34.", Evidence(source="post", paragraph=1))


@pytest.fixture
def check(tmp_path: Path) -> Checked:
    for name, text in (("herald", HERALD), ("post", POST)):
        (tmp_path / name).write_text(text)
    sources = tuple(
        Source(key=key, type="report", title=key, outlet=key, corpus=key)
        for key in ("herald", "post", "lost")
    )
    briefing = Briefing(id="x", title="X", sections=(), sources=sources)
    return Checked(Examination(briefing, Corpus(tmp_path)))


def texts(lines: list[list[Content]]) -> list[str]:
    return [" ".join(line.plain for line in one) for one in lines]


def marked_words(lines: list[Content]) -> list[str]:
    return [
        line.plain[span.start : span.end]
        for line in lines
        for span in line.spans
        if span.style == "match"
    ]


def test_of_a_paragraph_the_sentence_that_bears_the_position_out_is_shown(check: Checked) -> None:
    assert texts(excerpt_lines([A, B], check, 200)) == [
        "herald ¶2: … The councils released 32 fishermen on Monday. …",
        "post ¶1: The councils promised to release 34 fishermen on Tuesday. …",
    ]


def test_words_and_numbers_that_the_others_lack_are_marked(check: Checked) -> None:
    ours, theirs = excerpt_lines([A, B], check, 200)
    assert marked_words(ours) == ["32"]
    assert marked_words(theirs) == ["promised", "34"]


def test_a_passage_named_by_its_ends_is_shown_whole(check: Checked) -> None:
    ends = "The mayor was … Rain fell later"
    whole = side(0, A.text, Evidence(source="herald", paragraph=2, passage=ends))
    shown = texts(excerpt_lines([whole, B], check, 200))[0]
    assert shown == f"herald ¶2: {HERALD.partition(chr(10) * 2)[2]}"


def test_what_shares_nothing_is_shown_by_its_first_sentence(check: Checked) -> None:
    other = side(0, "Quite another thing.", Evidence(source="herald", paragraph=2))
    assert texts(excerpt_lines([other, B], check, 200))[0] == (
        "herald ¶2: The mayor was in good spirits. …"
    )


def test_a_text_that_is_not_at_hand_says_why(check: Checked) -> None:
    lost = side(0, A.text, Evidence(source="lost", paragraph=7, passage="first words … last words"))
    assert texts(excerpt_lines([lost, B], check, 200))[0] == (
        "lost ¶7: “first words … last words” · The corpus folder has no file “lost”."
    )


def test_context_and_sources_set_aside_are_left_out(check: Checked) -> None:
    context = Evidence(source="post", paragraph=1, stance=Support.CONTEXT)
    both = side(0, A.text, *A.evidence, context, *A.evidence)
    assert len(texts(excerpt_lines([both, B], check, 200))[0].split("¶")) == 2
    aside = Checked(check.examination, frozenset(["herald"]))
    assert texts(excerpt_lines([A, B], aside, 200))[0] == ""


@pytest.mark.parametrize("width", [24, 40, 71, 80, 120])
def test_positions_come_first_and_the_sources_fit_below(check: Checked, width: int) -> None:
    def keys(*, comparing: bool) -> Collection[str]:
        items = list(position_items(Column(check, width), (A, B), comparing=comparing))
        assert all(line.cell_length <= width for item in items for line in item.lines)
        return [item.key for item in items if item.selectable or comparing]

    beside = ["positions"] if width > 70 else ["position:0", "position:1"]
    assert keys(comparing=False) == beside
    assert keys(comparing=True) == [*beside, "sources-say"]
