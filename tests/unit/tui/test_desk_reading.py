"""Where the author is in a text, and what of it is marked."""

from __future__ import annotations

from briefing.evidence.texts import SourceText
from briefing.model.actors import Source
from briefing.tui.desk.reading import Reading, begin_reading

TEXT = SourceText(
    "The council of Lakeside met on Monday.\n\n"
    "The mayor promised to speak of the lawsuit. Everybody wanted to know what the engineers found."
    " Nobody asked what the anglers thought.\n\n"
    "The meeting ended at midnight."
)


def reading(at: int = 0, *marked: int) -> Reading:
    begun = begin_reading(Source(key="herald", type="article", title="T", outlet="H"), TEXT)
    begun = begun.moved(at)
    for one in marked:
        begun = begun.moved(one - begun.at).toggled()
    return begun


def words(one: Reading) -> list[str]:
    return [passage.words for passage in one.chosen]


def test_it_goes_sentence_by_sentence_to_the_ends_and_no_further() -> None:
    assert [reading(at).sentence.words.split()[1] for at in range(-1, 6)] == [
        *("council", "council", "mayor", "wanted", "asked", "meeting", "meeting")
    ]


def test_it_goes_by_paragraphs() -> None:
    assert [reading().to_paragraph(number).at for number in (1, 2, 3, 9)] == [0, 1, 4, 4]


def test_what_is_not_marked_is_the_sentence_under_the_cursor() -> None:
    assert words(reading(1)) == ["The mayor promised to speak of the lawsuit"]


def test_sentences_that_follow_each_other_are_one_passage_within_a_paragraph() -> None:
    assert words(reading(0, 1, 2)) == [
        "The mayor promised to speak of the lawsuit. Everybody wanted to know what the engineers"
        " found"
    ]
    assert words(reading(0, 0, 1, 3)) == [
        "The council of Lakeside met on Monday",
        "The mayor promised to speak of the lawsuit",
        "Nobody asked what the anglers thought",
    ]
    assert reading(0, 1, 1).marked == frozenset()


def test_it_finds_what_nothing_cites() -> None:
    found = reading(1).counting({1: 2, 2: 1})
    assert [one.paragraph if one else None for one in (found.next_uncited(1),)] == [3]
    assert found.next_uncited(-1) is None
