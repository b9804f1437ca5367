"""Paragraphs, sentences and the passages that citations name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.texts import Passage, PassageError, SourceText
from briefing.evidence.tokens import tokens
from tests.hostile import STRINGS
from tests.thorough import assert_grows_evenly, often, spread

TEXT = SourceText(
    "Two ports agree\n\n"
    "The ports agreed on Tuesday to share\nthe dues of the harbour. Mr. Reyl of Valdane did not.\n"
    " \t\n"
    "“We waited long enough. It is settled,” she said. The commission\nhas seven members."
)
"""Three paragraphs; a quotation of two sentences."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, lines joined."""
    source = SourceText(text)
    starts = source.sentence_starts
    return [source.slice(*pair) for pair in pairwise(starts)]


def test_paragraphs_are_the_blocks_between_blank_lines() -> None:
    shown = [TEXT.text[slice(*span)].split()[0] for span in TEXT.paragraphs]
    assert shown == ["Two", "The", "“We"]
    assert [TEXT.paragraph_of(TEXT.paragraph(number).first) for number in (1, 2, 3)] == [1, 2, 3]
    assert TEXT.paragraph(1) == Passage(TEXT, 0, 3)
    assert TEXT.paragraph(3).last == len(TEXT.tokens)


@pytest.mark.parametrize(
    "end", ["\n\n", "\r\n\r\n", "\r\r", "\n \u00a0\n", "\u2029\u2029", "\n\n\n\n"]
)
def test_a_blank_line_is_one_however_it_is_written(end: str) -> None:
    assert len(SourceText(f"{end}one{end}two{end}").paragraphs) == 2


def test_a_page_break_is_white_space() -> None:
    assert len(SourceText("one\n\ftwo").paragraphs) == 1
    assert SourceText("one\ftwo").text == "one two"


def test_a_paragraph_without_words_is_counted_and_names_no_passage() -> None:
    text = SourceText(
        "One two three four five six.\n\n* * *\n\nSeven eight nine ten eleven twelve."
    )
    assert text.passage(3).words.startswith("Seven")
    assert text.passage(3).paragraph == 3
    with pytest.raises(PassageError, match="has 0 words"):
        text.passage(2)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("They agreed. Then they parted. Nobody clapped.", 3),
        ("They met Mr. Smith of the U.S. Senate on Jan. 5 in No. 10.", 1),
        ("Prof. Marsh and Gov. Reyl agreed with Lt. Gen. Ottar.", 1),
        ("“They agreed. They parted,” said Gov. Brandt. Nobody clapped.", 2),
        ("“They agreed. They parted. Nobody clapped.” Then it rained.", 2),
        ("They agreed to … Nothing ... Nobody clapped.", 1),
        ("Were they agreed? Nobody clapped! Then it rained.", 3),
        ("They agreed.” Then it rained.", 1),
        ("They agreed\n\nNobody clapped", 2),
    ],
)
def test_a_sentence_ends_only_where_that_is_certain(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.lower,
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: text.replace("“", "«").replace("”", "»"),
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace("ment", "me\u00adnt").replace("reed", "re\u00aded"),
        lambda text: text.replace("fi", "ﬁ"),
    ],
)
def test_sentences_are_the_same_however_they_are_typeset(change: object) -> None:
    text = (
        "“It is a fine agreement. We all agreed,” he said. In the office (fifth floor). "
        "the second began so. It ended in the final. Nobody knew the treaty … Then it rained."
    )
    assert callable(change)
    assert SourceText(change(text)).sentence_starts == SourceText(text).sentence_starts


def test_a_passage_has_its_sentences() -> None:
    passage = TEXT.passage(2, "agreed on … dues of the harbour")
    assert passage.sentences.words == (
        "The ports agreed on Tuesday to share the dues of the harbour"
    )
    assert TEXT.passage(3, "waited long enough. It is settled").sentences.words == (
        TEXT.passage(3).words
    )


@pytest.mark.parametrize(
    ("paragraph", "ends", "words"),
    [
        (None, None, TEXT.slice(0, len(TEXT.tokens))),
        (2, None, TEXT.paragraph(2).words),
        (2, "to share … of Valdane", "to share the dues of the harbour. Mr. Reyl of Valdane"),
        (2, "SHARE the dues of\nthe harbour", "share the dues of the harbour"),
        (
            2,
            "Reyl of Valdane … is settled",
            "Reyl of Valdane did not. “We waited long enough. It is settled",
        ),
        (2, "the ports … the", "The ports agreed on Tuesday to share the"),
    ],
)
def test_a_citation_names_a_passage(paragraph: int | None, ends: str | None, words: str) -> None:
    assert TEXT.passage(paragraph, ends).words == words


@pytest.mark.parametrize(
    ("paragraph", "ends", "message", "fix"),
    [
        (4, None, "There is no paragraph 4; the text has 3.", "Count the blocks"),
        (0, None, "There is no paragraph 0", "Count the blocks"),
        (-1, None, "There is no paragraph -1", "Count the blocks"),
        (
            1,
            None,
            "The passage has 3 words",
            "Cite more of it, for example ¶1 “Two ports agree The … dues of the harbour”",
        ),
        (2, "of", "occur 2 times in ¶2", "Begin with words that occur there once"),
        (2, "We waited … settled", "are not in ¶2", "They are in ¶3: cite that."),
        (2, "Three boats … settled", "are not in ¶2", "Copy them from the paragraph"),
        (2, "to share the … by then", "do not follow its first ones", "Copy them"),
        (2, "Mr. Reyl … Tuesday", "do not follow its first ones", "Copy them"),
        (2, "the dues of the … of the dues", "do not follow its first ones", "Copy them"),
        (2, "on Tuesday to share the dues of the harbour … the dues", "do not follow", "Copy"),
        (2, "… did not", "are not in ¶2", "Copy"),
        (2, "to share …", "do not follow its first ones", "Copy"),
        (2, "", "are not in ¶2", "Copy"),
        (
            3,
            "has seven members",
            "The passage has 3 words",
            "¶3 “long enough. It is … commission has seven members”",
        ),
    ],
)
def test_what_names_no_passage_says_why_and_what_to_write(
    paragraph: int, ends: str | None, message: str, fix: str
) -> None:
    with pytest.raises(PassageError) as raised:
        TEXT.passage(paragraph, ends)
    assert message in str(raised.value)
    assert fix in raised.value.fix


def test_a_short_text_has_no_longer_passage_to_suggest() -> None:
    with pytest.raises(PassageError) as raised:
        SourceText("Only three words").passage(1)
    assert raised.value.fix == "Cite a longer text."


ANY = st.one_of(
    st.text(), st.sampled_from(STRINGS), st.text(st.sampled_from('ab .?!"”\n\r\f\u00ad1-'))
)


@given(st.lists(ANY, max_size=4).map("\n\n".join))
def test_any_text_is_taken_apart_without_loss(text: str) -> None:
    source = SourceText(text)
    for token, span in zip(source.tokens, source.spans, strict=True):
        # The sign of a number is none without the number.
        assert tokens(source.text[slice(*span)]) == [token] or token in ("-", ".")
    of_paragraphs = [source.paragraph(number + 1) for number in range(len(source.paragraphs))]
    assert [index for one in of_paragraphs for index in range(one.first, one.last)] == [
        *range(len(source.tokens))
    ]
    starts = source.sentence_starts
    assert starts == sorted({0, *starts, len(source.tokens)})
    assert {one.first for one in of_paragraphs} <= set(starts)
    for index in range(len(source.tokens)):
        sentence = Passage(source, index, index + 1).sentences
        assert sentence.first <= index < sentence.last


@pytest.mark.parametrize(
    "unit",
    spread(
        [
            "a",
            "a ",
            "\n",
            "\r\n",
            "\f",
            "a\n",
            "\n ",
            ". ",
            "Words. ",
            ".",
            '"',
            '."',
            "a\u00ad",
            "a\u00ad ",
            "\u00ad",
            "\u0301",
            "1.",
            "1-",
            "-",
            "$",
            "\x1b[",
            "\u202e",
            "\ud800",
            "x\n\n",
            "”) ",
        ],
        9,
    ),
)
def test_anything_is_read_in_a_time_that_grows_with_its_length(unit: str) -> None:
    def read(size: int) -> None:
        source = SourceText(f"x{unit * (size // len(unit))}x")
        assert len(source.sentence_starts) <= len(source.tokens) + 1

    assert_grows_evenly(read, 1 << often(15, 18))


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
    start, end = source.passage(1, "It will hold … to come").printed_span
    assert source.text[start:end] == shown


def words(count: int, first: int = 1) -> str:
    return " ".join(f"w{number}" for number in range(first, first + count))


TOO_SHORT = "The passage has {} words; under 6 it could be anywhere."


@pytest.mark.parametrize(
    ("text", "paragraph", "ends", "found"),
    [
        (words(6), 1, None, words(6)),
        (f"{words(6)} € €", None, None, f"{words(6)} € €"),
        ("a b c d e f\n\ng h i f", 1, "a … f", "a b c d e f"),
        ("a b c d e\n\nf g h i f", 1, "a … f", "a b c d e f"),
        ("a b c d e f g f", 1, "a … f", "a b c d e f"),
        ("a b c d e f g", 1, "a b c d e f", "a b c d e f"),
        ("a b c d e f g", 1, "b c … f g", "b c d e f g"),
    ],
)
def test_a_passage_of_six_words_is_long_enough_and_ends_where_it_first_may(
    text: str, paragraph: int | None, ends: str | None, found: str
) -> None:
    assert SourceText(text).passage(paragraph, ends).words == found


@pytest.mark.parametrize(
    ("text", "place", "message", "fix"),
    [
        (words(5), (1, None), TOO_SHORT.format(5), "Cite a longer text."),
        (f"€ € {words(5)} €", (None, None), TOO_SHORT.format(5), "Cite a longer text."),
        (words(11), (1, "w1 w2"), TOO_SHORT.format(2), "Cite a longer text."),
        (
            words(12),
            (1, "w1 w2"),
            TOO_SHORT.format(2),
            "Cite more of it, for example ¶1 “w1 w2 w3 w4 … w9 w10 w11 w12”.",
        ),
        (
            words(20),
            (1, "w5 … w6"),
            TOO_SHORT.format(2),
            "Cite more of it, for example ¶1 “w5 w6 w7 w8 … w15 w16 w17 w18”.",
        ),
        (
            words(14),
            (1, "w3 … w6"),
            TOO_SHORT.format(4),
            "Cite more of it, for example ¶1 “w3 w4 w5 w6 … w11 w12 w13 w14”.",
        ),
        (
            words(14),
            (1, "w4 … w6"),
            TOO_SHORT.format(3),
            "Cite more of it, for example ¶1 “w3 w4 w5 w6 … w11 w12 w13 w14”.",
        ),
        (
            f"{words(10)}\n\n{words(3, 11)}",
            (2, None),
            TOO_SHORT.format(3),
            "Cite more of it, for example ¶1 “w2 w3 w4 w5 … w10 w11 w12 w13”.",
        ),
        (
            "a b c a b c\n\nd e f g h i",
            (1, "a b"),
            "The passage's first words occur 2 times in ¶1.",
            "Begin with words that occur there once.",
        ),
        (
            "a b c\n\nd e f g h i d e\n\nj",
            (1, "d e"),
            "The passage's first words are not in ¶1.",
            "They are in ¶2: cite that.",
        ),
        (
            "a b c\n\nd e f g h i\n\nd e",
            (1, "d e"),
            "The passage's first words are not in ¶1.",
            "Copy them from the paragraph, word for word.",
        ),
        (
            "a b c d e f g\n\na",
            (1, "b c d e f g … g"),
            "The passage's last words do not follow its first ones.",
            "Copy them from the text, word for word.",
        ),
    ],
)
def test_what_to_write_instead_is_said_in_full(
    text: str, place: tuple[int | None, str | None], message: str, fix: str
) -> None:
    with pytest.raises(PassageError) as raised:
        SourceText(text).passage(*place)
    assert (str(raised.value), raised.value.fix) == (message, fix)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was able. So it is.", ["It was able. So it is"]),
        ("It was there. So it is.", ["It was there", "So it is"]),
        ("It was there.” So it is.", ["It was there.” So it is"]),
        ("It was (there.) So it is.", ["It was (there", "So it is"]),
        ("It was there.So it is.", ["It was there.So it is"]),
        ("It was there. ", ["It was there"]),
        ("there... So", ["there... So"]),
        ("there…. So", ["there…. So"]),
        ("there?! So", ["there?! So"]),
        ("there ' . So", ["there", "So"]),
        ("There. So.", ["There", "So"]),
        (". So", ["So"]),
        ("“It was there.” “So it is.”", ["It was there", "So it is"]),
        ("“It” was there. “So it” is there. End", ["It” was there", "So it” is there", "End"]),
        ("“It was there. So it is.” There it. So", ["It was there. So it is.” There it. So"]),
        ("“There it is\n\nSo it is there. So", ["There it is", "So it is there", "So"]),
    ],
)
def test_a_sentence_ends_after_a_long_word_outside_of_quotations(
    text: str, expected: list[str]
) -> None:
    assert sentences(text) == expected
