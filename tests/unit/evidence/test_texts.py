"""Paragraphs, sentences and the passages that citations name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.authoring.citations import parse_citations
from briefing.authoring.problems import Report, joined
from briefing.evidence.anchors import find, make_anchor
from briefing.evidence.texts import Passage, PassageError, SourceText
from briefing.evidence.tokens import tokens
from briefing.model.claims import Evidence
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
            "Cite more of it, for example ¶1 “Two ports agree … dues of the harbour”",
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
        (
            words(11),
            (1, "w1 w2"),
            TOO_SHORT.format(2),
            "Cite more of it, for example ¶1 “w1 w2 w3 w4 … w8 w9 w10 w11”.",
        ),
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
            "a b c d e f a b c d e f g",
            (1, "a b … f"),
            "The passage's first words occur 2 times in ¶1.",
            "Write (1) or (2) after the passage, or begin with words that occur there once.",
        ),
        (
            "a b c d e f a b c d e f a b c d e f",
            (1, "a b … f"),
            "The passage's first words occur 3 times in ¶1.",
            "Write (1), (2) or (3) after the passage, or begin with words that occur there once.",
        ),
        (
            "a b c d e f a b c",
            (1, "a b … f"),
            "The passage's first words occur 2 times in ¶1.",
            "Write (1) after the passage, or begin with words that occur there once.",
        ),
        (
            "a b c d e f a b c d e f g",
            (1, "a b … f", 3),
            "The passage's first words occur 2 times in ¶1, so that there is no (3).",
            "Write (1) or (2) after the passage, or begin with words that occur there once.",
        ),
        (
            "a b c d e f g",
            (1, "a b … f", 2),
            "The passage's first words occur once in ¶1, so that there is no (2).",
            "Leave the number out.",
        ),
        (
            "a b c d e",
            (1, "a b … e", 2),
            "The passage's first words occur once in ¶1, so that there is no (2).",
            "Begin with words that occur there.",
        ),
        (
            "a b c\n\nd e f g h i d e\n\nj",
            (1, "d e"),
            "The passage's first words, “d e”, are not in ¶1, which begins “a b c …”.",
            "Copy them from the paragraph, word for word.",
        ),
        (
            "a b c d e f g h i j\n\nd x f g h i\n\nj",
            (1, "d x … i"),
            "The passage's first words, “d x”, are not in ¶1, which begins “a b c d e f g h …”.",
            "They are in ¶2: cite that.",
        ),
        (
            "a b c\n\nd e f g h i\n\nd e",
            (1, "d e"),
            "The passage's first words, “d e”, are not in ¶1, which begins “a b c …”.",
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
    text: str, place: tuple[int | None, str | None] | tuple[int, str, int], message: str, fix: str
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


def test_of_passages_that_begin_alike_the_number_says_which() -> None:
    text = SourceText("They agree on it at last. They agree on nothing else at all. They agree.")
    assert text.passage(1, "They agree … at last", 1).first == 0
    assert text.passage(1, "They agree … at all", 2).words == "They agree on nothing else at all"
    with pytest.raises(PassageError):
        text.passage(1, "They agree … at all")
    alone = SourceText("They agree on it at last.")
    assert alone.passage(1, "They agree … at last", 1) == alone.passage(1, "They agree … at last")


@pytest.mark.parametrize(
    ("paragraph", "cited"),
    [(1, "¶1"), (2, "¶2 “g h … i j k l”"), (3, "¶3"), (4, "¶3 “c d e f … k l m n”")],
)
def test_a_paragraph_that_is_too_short_is_cited_with_more_of_the_text(
    paragraph: int, cited: str
) -> None:
    text = SourceText("a b c d e f\n\ng h\n\na b c d e f a b i j k\n\nl m n")
    assert text.cited(paragraph) == cited


_FIX: Final = re.compile(r"¶(\d+) “([^”]+)”(?: \((\d+)\))?")
_FEW: Final = st.sampled_from(
    [*("a", "b", "a b", "c d", "e", "“f”", "g-h", "…", "...", "$5", "-3", "i;", "‘j", "(k)", "l]"),
     "\n\n", "\n\n", "m-\nn"]
)  # fmt: skip
_PLACES: Final = st.tuples(
    st.integers(0, 4),
    st.none()
    | st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6).map(
        lambda found: " ".join([*found[:2], *(["…"] if found[2:] else []), *found[2:]])
    ),
    st.none() | st.integers(1, 3),
)


@given(st.lists(_FEW, min_size=1, max_size=50).map(" ".join), _PLACES)
def test_every_citation_that_is_proposed_is_accepted(
    words_: str, place: tuple[int, str | None, int | None]
) -> None:
    text = SourceText(words_)
    number, ends, which = place
    try:
        text.passage(number, ends, which if ends else None)
    except PassageError as error:
        fix = error.fix
    else:
        return
    proposed = [(int(one), ends, which) for one, ends, which in _FIX.findall(fix)]
    proposed += [(int(one), ends, "") for one in re.findall(r"They are in ¶(\d+)", fix) if ends]
    if fix.startswith("Write ("):
        proposed += [(number, ends, one) for one in re.findall(r"\((\d+)\)", fix)]
    if fix.startswith("Leave"):
        proposed.append((number, ends, ""))
    assert proposed or not re.search(r"[¶(\d]", fix.replace("from 1", ""))
    for paragraph, named, one in proposed:
        typed = f"@s, ¶{paragraph} “{named}” {f'({one})' if one else ''}"
        report = Report()
        (citation,) = parse_citations(joined("x.md", [(typed, 1, 1)]), report, at_sign=True)
        assert report.problems() == ()
        cited = Evidence(
            source="s",
            paragraph=citation.paragraph,
            passage=citation.passage,
            number=citation.number,
        )
        assert find(make_anchor(text, cited), text).is_exact


@given(st.lists(_FEW, min_size=1, max_size=50).map(" ".join))
def test_a_paragraph_is_proposed_as_it_can_be_cited(words_: str) -> None:
    text = SourceText(words_)
    for number in range(1, len(text.paragraphs) + 1):
        for one, ends, which in _FIX.findall(text.cited(number)):
            found = text.passage(int(one), ends, int(which) if which else None)
            whole = text.paragraph(number)
            assert found.first <= whole.first
            assert found.last >= whole.last


def test_what_only_says_whose_words_they_are_is_cited_with_them() -> None:
    text = SourceText(
        "Reviews are here.\n\nIt works, but there is not much incentive to buy in.\n\n[CNET]\n\n"
        "Games Cost As Much As On Any Console And Nobody Owns Them"
    )
    assert text.cite(text.paragraph(3)) == "¶2 “It works, but there … to buy in. [CNET”"
    assert text.cited(3).startswith("¶2 “")
