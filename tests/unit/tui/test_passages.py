"""How a passage is drawn: word for word, with its ends, its surroundings and what is shared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from briefing.evidence.anchors import Finding, Outcome, make_anchor
from briefing.evidence.names import Lexicon
from briefing.evidence.texts import Passage, SourceText
from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.claims import Evidence
from briefing.model.vocabulary import ActorType
from briefing.plain.standing_words import outcome_words
from briefing.tui.rendering.likeness import shared_tokens, stem
from briefing.tui.rendering.passages import (
    BEGIN,
    END,
    beginning,
    ends,
    moved,
    paragraph_line,
    parts,
    whole_words,
)
from briefing.tui.rendering.signs import outcome

TEXT = SourceText(
    "The dam was built in 1931. “Two towns share it,” the\nmayor said. It may break.\n\n"
    "Nobody knows when the wall will be mended, and nobody has offered to pay."
)


def briefing_of(*actors: Actor) -> Briefing:
    return Briefing(id="b", title="B", sections=(), actors=actors)


def marked(said: str, text: str, *actors: Actor) -> list[str]:
    """The words of a text that are marked as those of a claim."""
    source = SourceText(text)
    passage = Passage(source, 0, len(source.tokens))
    found = shared_tokens([said], passage, Lexicon(briefing_of(*actors)))
    return [source.slice(index, index + 1) for index in sorted(found)]


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
    (part,) = parts(passage, ())
    assert part.paragraph == 1
    assert part.content.plain == (
        f"The dam was built in 1931. {BEGIN}“Two towns share it,” the mayor said.{END}"
        " It may break."
    )
    assert role_of(part.content, "The dam was built in 1931.") == {"quiet"}
    assert role_of(part.content, " It may break.") == {"quiet"}
    assert role_of(part.content, "Two towns share it") == set()
    assert role_of(part.content, BEGIN) == role_of(part.content, END) == {"mark"}


def test_a_passage_over_two_paragraphs_has_one_beginning_and_one_end() -> None:
    first, second = parts(TEXT.passage(1, "the mayor said … wall will be mended"), ())
    assert (first.paragraph, second.paragraph) == (1, 2)
    assert first.content.plain.endswith(f"{BEGIN}the mayor said. It may break.")
    assert second.content.plain.startswith(f"Nobody knows when the wall will be mended,{END}")


def test_shared_words_are_marked_inside_the_passage_only() -> None:
    passage = TEXT.passage(1, "Two towns share … mayor said")
    every = range(len(TEXT.tokens))
    (part,) = parts(passage, every)
    assert role_of(part.content, "Two") == {"match"}
    assert role_of(part.content, "mayor") == {"match"}
    assert role_of(part.content, "dam") == {"quiet"}


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
    for part in parts(Passage(source, first, last), shared):
        kept = part.content.plain.replace(BEGIN, "").replace(END, "")
        assert kept == paragraph_line(source, part.paragraph).plain
        assert "\n" not in kept


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "He said: “It will hold for years to come.” Nobody knew.",
            "“It will hold for years to come.”",
        ),
        ("[x]It will hold for years to come—so they say.", "It will hold for years to come"),
        ("(It will hold for years to come), they say.", "(It will hold for years to come),"),
    ],
)
def test_marks_that_cling_to_a_passage_belong_to_it(text: str, shown: str) -> None:
    source = SourceText(text)
    start, end = whole_words(source.passage(1, "It will hold … to come"))
    assert source.text[start:end] == shown


def test_a_long_text_is_shown_by_its_beginning() -> None:
    source = SourceText("word " * 100)
    passage = Passage(source, 0, 100)
    assert beginning(passage) == "word " * 40 + "…"
    assert beginning(Passage(source, 0, 3)) == "word word word"


# -- what is said of it ----------------------------------------------------------------------------


def test_every_outcome_has_a_sign_of_its_own_beside_its_word() -> None:
    shown = [outcome(value).plain.split(" ", 1) for value in Outcome]
    assert [word for _, word in shown] == [outcome_words(value) for value in Outcome]
    signs = {sign for sign, _ in shown}
    assert len(signs) == len(Outcome)
    assert all(len(sign) == 1 for sign in signs)


def test_what_is_kept_of_a_passage_are_its_ends() -> None:
    cited = Evidence(source="s", paragraph=2)
    assert ends(cited, make_anchor(TEXT, cited)) == "“Nobody knows … to pay” (14 words)"
    assert ends(Evidence(source="s", paragraph=2, passage="Nobody … pay"), None) == "“Nobody … pay”"
    assert ends(cited, None) == ""


def test_a_passage_that_stands_elsewhere_says_where() -> None:
    found = Finding(Outcome.EXACT, passage=TEXT.passage(2))
    assert moved(Evidence(source="s", paragraph=4), found) == 2
    assert moved(Evidence(source="s", paragraph=2), found) is None
    assert moved(Evidence(source="s"), found) is None
    assert moved(Evidence(source="s", paragraph=2), Finding(Outcome.MISSING)) is None


# -- what is shared --------------------------------------------------------------------------------


def test_words_are_shared_whatever_their_endings() -> None:
    said = "Both towns released prisoners and agreed on the treaties."
    assert marked(said, "A town releases a prisoner; they agree, in agreeing on one treaty.") == (
        ["town", "releases", "prisoner", "agree", "agreeing", "treaty"]
    )


def test_small_words_are_not_marked() -> None:
    assert marked("It was not the end of it.", "It was the beginning, and not of it.") == []


def test_numbers_are_shared_in_digits_and_in_words() -> None:
    assert marked("About 32 people and 2 dogs.", "Some thirty-two left with two, not 3.") == (
        ["thirty", "two", "two"]
    )


def test_names_are_shared_in_every_spelling() -> None:
    mayor = Actor(
        id="m", type=ActorType.PERSON, names=(Name(text="Ann Lee-Marsh"), Name(text="Տիկին Լի"))
    )
    assert marked("Lee-Marsh spoke.", "Nobody heard Տիկին Լի there.", mayor) == ["Տիկին", "Լի"]


def test_a_short_name_is_not_a_small_word() -> None:
    state = Actor(id="us", type=ActorType.STATE, names=(Name(text="US"), Name(text="America")))
    assert marked("America agrees.", "The US told us so.", state) == ["US"]


@pytest.mark.parametrize(
    "same",
    [
        ("release", "releases", "released", "releasing"),
        ("free", "frees", "freed", "freeing"),
        ("armenia", "armenian", "armenians"),
        ("azerbaijan", "azerbaijani", "azerbaijanis"),
        ("europe", "european"),
        ("negotiate", "negotiations", "negotiating"),
        ("plan", "plans", "planned", "planning"),
        ("country", "countries"),
        ("process", "processes"),
        ("carry", "carries", "carried"),
        ("meeting", "meet", "meets"),
        ("pass", "passed", "passes"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(same: tuple[str, ...]) -> None:
    assert len({stem(word) for word in same}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("prisoner", "prison"),
        ("protest", "protect"),
        ("state", "statement"),
        ("united", "union"),
        ("cop29", "cop28"),
        ("32", "320"),
        ("nation", "notion"),
        ("bus", "but"),
    ],
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(min_size=1, max_size=12))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word.lower())
