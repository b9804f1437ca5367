"""How a passage is drawn: word for word, with its ends, its surroundings and what is shared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from briefing.evidence.anchors import Outcome, make_anchor
from briefing.evidence.texts import Passage, SourceText
from briefing.model.claims import Evidence
from briefing.tui.rendering.evidence import (
    BEGIN,
    END,
    paragraph_line,
    passage_beginning,
    passage_ends,
    passage_parts,
)
from briefing.tui.rendering.phrases import word_of
from briefing.views.sourcing import outcome_words

TEXT = SourceText(
    "The dam was built in 1931. “Two towns share it,” the\nmayor said. It may break.\n\n"
    "Nobody knows when the wall will be mended, and nobody has offered to pay."
)


def role_of(content: Content, words: str) -> set[str]:
    """The roles that some words of a content have."""
    start = content.plain.index(words)
    return {
        str(span.style)
        for span in content.spans
        if span.start <= start and start + len(words) <= span.end
    }


# -- the passage -----------------------------------------------------------------------------------


def test_a_passage_stands_between_two_signs_and_the_rest_may_be_overlooked() -> None:
    passage = TEXT.passage(1, "Two towns share … mayor said")
    drawn = passage_parts(passage, ())
    assert list(drawn) == [1]
    content = drawn[1]
    assert content.plain == (
        f"The dam was built in 1931. {BEGIN}“Two towns share it,” the mayor said.{END}"
        " It may break."
    )
    assert role_of(content, "The dam was built in 1931.") == {"quiet"}
    assert role_of(content, " It may break.") == {"quiet"}
    assert role_of(content, "Two towns share it") == set()
    assert role_of(content, BEGIN) == role_of(content, END) == {"mark"}


def test_a_passage_over_two_paragraphs_has_one_beginning_and_one_end() -> None:
    drawn = passage_parts(TEXT.passage(1, "the mayor said … wall will be mended"), ())
    assert list(drawn) == [1, 2]
    assert drawn[1].plain.endswith(f"{BEGIN}the mayor said. It may break.")
    assert drawn[2].plain.startswith(f"Nobody knows when the wall will be mended,{END}")


def test_shared_words_are_marked_inside_the_passage_only() -> None:
    passage = TEXT.passage(1, "Two towns share … mayor said")
    every = range(len(TEXT.tokens))
    (content,) = passage_parts(passage, every).values()
    assert role_of(content, "Two") == {"match"}
    assert role_of(content, "mayor") == {"match"}
    assert role_of(content, "dam") == {"quiet"}


texts = st.lists(
    st.sampled_from(
        ["dam", "two", "32", "“quoted”", "[b]", "[/x]", "水門", "end.", "\n", "  ", "\n\n", "naïve"]
    ),
    min_size=1,
).map(" ".join)


@given(texts, st.data())
def test_a_drawn_passage_keeps_every_character_of_its_paragraphs(
    text: str, data: st.DataObject
) -> None:
    source = SourceText(text)
    if not source.tokens:
        return
    first = data.draw(st.integers(0, len(source.tokens) - 1))
    last = data.draw(st.integers(first + 1, len(source.tokens)))
    shared = data.draw(st.sets(st.integers(0, len(source.tokens) - 1)))
    for number, content in passage_parts(Passage(source, first, last), shared).items():
        kept = content.plain.replace(BEGIN, "").replace(END, "")
        assert kept == paragraph_line(source, number).plain
        assert "\n" not in kept


def test_a_long_text_is_shown_by_its_beginning() -> None:
    source = SourceText("word " * 100)
    passage = Passage(source, 0, 100)
    assert passage_beginning(passage) == "word " * 40 + "…"
    assert passage_beginning(Passage(source, 0, 3)) == "word word word"


# -- what is said of it ----------------------------------------------------------------------------


def test_every_outcome_is_a_word() -> None:
    assert [word_of(value).plain for value in Outcome] == [outcome_words(one) for one in Outcome]


def test_what_is_kept_of_a_passage_are_its_ends() -> None:
    cited = Evidence(source="s", paragraph=2)
    assert passage_ends(cited, make_anchor(TEXT, cited)) == "“Nobody knows … to pay” (14 words)"
    assert (
        passage_ends(Evidence(source="s", paragraph=2, passage="Nobody … pay"), None)
        == "“Nobody … pay”"
    )
    assert passage_ends(cited, None) == ""
