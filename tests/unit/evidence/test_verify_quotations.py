from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.checking import own_words
from briefing.model.claims import Figure, Quote
from briefing.model.text import quotations
from tests.unit.evidence.verify_samples import (
    a_briefing,
    about_bearers,
    allow,
    answers,
    cite,
    claim,
    only,
    told,
    verified,
)


@given(st.text(alphabet='ab “”"\n', max_size=30))
def test_own_words_have_nothing_of_what_is_quoted(text: str) -> None:
    found = quotations(text)
    assert all(text[offset:].startswith(words) for offset, words in found)
    assert len(own_words(text)) == len(text)
    own = own_words(text)
    assert not any(own[offset : offset + len(words)].strip() for offset, words in found)


@pytest.mark.parametrize(
    ("text", "verbatim"),
    [
        ("Lee said “We trust them for now”.", True),
        ("Lee said “we TRUST them, for now …”.", True),
        ("Lee said “We trust them … read the gauge together”.", True),
        ("Lee said “We trust them … read the gauge”, too.", True),
        ("Lee said “We trust [Hilltop] for now”.", True),
        ("Lee said “We trust [...] for now”.", True),
        ("Lee said “read the gauge … We trust them”.", False),
        ("Lee said “We trust you for now”.", False),
        ("Lee said “We do not trust them for now”.", False),
        ("Lee said “now”, and “today”.", False),
        ("Lee said “?”.", False),
    ],
)
def test_exact_words_in_a_claim(text: str, verbatim: bool) -> None:
    codes = [code for _, code in told(verified(a_briefing(claim(text, "herald 2"))))]
    assert ("quote-not-in-passage" not in codes) is verbatim


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("We trust you for now", "has “them” where the quotation has “you”"),
        ("We trust for now", "has “them” there as well"),
        ("We all trust them for now", "does not have “all” there"),
        ("He was not there at all", "is not in the passage cited."),
        ("asked for talks on March", "but in ¶3"),
        ("our deal", "is not in the passage cited."),
    ],
)
def test_what_is_said_of_a_quotation_that_is_not_verbatim(words: str, message: str) -> None:
    one = claim(f"Lee of the Herald said: “{words}”.", "herald 2")
    remark = only(verified(a_briefing(one)))
    assert remark.is_error
    assert message in remark.message
    assert remark.offset == one.text.index(words)


def test_a_quotation_may_stand_in_any_passage_but_not_across_two() -> None:
    one = claim("Lee “asked for talks” and said “We trust them”.", "herald 2", "herald 3")
    assert told(verified(a_briefing(one))) == []
    other = claim("Lee said “We trust them … refused them”.", "herald 2", "herald 3")
    assert told(verified(a_briefing(other))) == [("error", "quote-not-in-passage")]


def test_a_quote_needs_its_speaker_near_the_passage() -> None:
    def quote(speaker: str) -> Quote:
        return Quote(
            id="q", text="We trust them for now", evidence=cite("herald 2"), speaker=speaker
        )

    assert told(verified(a_briefing(quote("mayor")))) == []
    assert told(verified(a_briefing(quote("lakeside")))) == []
    assert told(verified(a_briefing(quote("herald")))) == []
    verification = verified(a_briefing(quote("engineer")))
    assert told(verification) == [
        ("warning", "other-speaker"),
        ("warning", "speaker-not-in-passage"),
    ]
    assert "¶4" in about_bearers(verification)[1].message


def test_a_quote_that_is_not_verbatim_is_wrong_from_its_first_word_on() -> None:
    words = "We trust you for now"
    quote = Quote(id="q", text=words, evidence=cite("herald 2"), speaker="mayor")
    remark = only(verified(a_briefing(quote)))
    assert (remark.code, remark.offset, remark.field) == ("quote-not-in-passage", 0, None)


def test_an_article_may_speak_for_itself_without_naming_its_outlet() -> None:
    words = "The gauge is 30 years old"
    quote = Quote(id="q", text=words, evidence=cite("herald 4"), speaker="herald")
    assert told(verified(a_briefing(quote))) == []


def test_the_words_of_a_figure_must_be_the_source_s() -> None:
    def figure(words: str) -> Figure:
        return Figure(
            id="f",
            measure="Rafts",
            value=Decimal(32),
            unit="rafts",
            as_reported=words,
            said_by="mayor",
            evidence=cite("herald 2"),
        )

    assert told(verified(a_briefing(figures=[figure("thirty-two rafts")]))) == []
    remark = only(verified(a_briefing(figures=[figure("thirty-two boats")])))
    assert (remark.is_error, remark.code, remark.field) == (
        *(True, "quote-not-in-passage"),
        "as-reported",
    )


def test_an_error_cannot_be_allowed() -> None:
    one = claim(
        "Lee said “We trust you for now”.",
        "herald 2",
        allowed=allow("quote-not-in-passage"),
    )
    error, unneeded = [r for r in verified(a_briefing(one)).remarks if r.bearer]
    assert (error.code, error.reason, error.stands_out) == ("quote-not-in-passage", None, True)
    assert unneeded.code == "unneeded-allowance"


def test_quotations_are_counted() -> None:
    one = claim("Lee said “We trust them” and “you”.", "herald 2")
    other = claim("They said “nothing”.", "engineers")
    tally = verified(a_briefing(one, other)).tallies["quotes"]
    assert (tally.total, tally.verified, tally.unchecked) == (3, 1, 1)


GOOD = "“It was a good day for the towns,” Ann Lee said on the bridge."


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“", "„”", "‹›", "‘’", "''"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a good day", ""),
        ("a good day for the towns", ""),
        ("a bad day", "error quote-not-in-passage"),
        ("a good day for none of the towns", "error quote-not-in-passage"),
    ],
)
def test_a_quotation_is_one_in_marks_of_every_kind(marks: str, words: str, expected: str) -> None:
    text = f"Ann Lee called it {marks[0]}{words}{marks[1]}, standing."
    assert answers(text, GOOD) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It was the towns’ day and the mayors’ day, said Ann Lee.",
        "It was the towns' day and the mayors' day, said Ann Lee.",
        "It wasn’t the town’s day, didn’t she say, said Ann Lee.",
    ],
)
def test_an_apostrophe_is_no_quotation_mark(text: str) -> None:
    assert verified(a_briefing(claim(text, "herald 2"))).tallies["quotes"].total == 0


PAY = "“We will pay,” Ann Lee said on the bridge. “We will not leave it.”"
TWO = "“We trust them for now,” Ann Lee said. “The gauge is old,” Orkhan Aliyev said in the hall."


def of_quote(words: str, speaker: str, passage: str) -> str:
    quote = Quote(id="q", text=words, evidence=cite("herald 1"), speaker=speaker)
    found = told(verified(a_briefing(quote), herald=passage), looks=True)
    return ", ".join(f"{severity} {code}" for severity, code in found)


@pytest.mark.parametrize(
    ("words", "passage", "expected"),
    [
        ("We will pay … leave it", PAY, "warning quote-stitched"),
        ("We will pay [...] We will not leave it", PAY, "warning quote-stitched"),
        ("We will pay … the bridge", "“We will pay for the sluice and the bridge,” Lee said.", ""),
        ("We will pay. We will … leave", "“We will pay. We will then leave,” Ann Lee said.", ""),
        ("We will pay", "“We will pay if they do,” Ann Lee said on the bridge.", "look quote-cut"),
        ("We will pay", "“We will pay, but not now,” Ann Lee said on it.", "warning quote-cut"),
        ("trust them", "“We do not trust them,” Ann Lee said on the bridge.", "warning quote-cut"),
        ("trust them", "“We don’t trust them,” Ann Lee said on the bridge.", "warning quote-cut"),
        ("We … trust them", "“We do not trust them,” Ann Lee said on it.", "warning quote-cut"),
        ("trust them", "“None trust them by now,” Ann Lee said on it.", "warning quote-cut"),
        ("trust them", "“No longer trust them,” Ann Lee said on it.", "warning quote-cut"),
        ("We … pay", "“We will then pay,” Ann Lee said on the bridge.", ""),
        ("We will pay if they do", "“We will pay if they do,” Ann Lee said on the bridge.", ""),
        ("We do not trust them", "“We do not trust them,” Ann Lee said on the bridge.", ""),
        ("We will pay", "“We will pay. If they do not, we leave,” Ann Lee said.", ""),
        ("We will pay", "“We will pay,” Ann Lee said, unless it rains.", ""),
        ("trust them", "“We trust them,” Ann Lee said; “not you.”", ""),
    ],
)
def test_a_quotation_out_of_its_context(words: str, passage: str, expected: str) -> None:
    assert of_quote(words, "mayor", passage) == expected


def test_of_a_quotation_that_stands_there_twice_one_may_be_whole() -> None:
    passage = "“We do not trust them,” one said. “We trust them,” Ann Lee said."
    twice = answers("Ann Lee said “trust them” twice.", f"{passage}\n\n{passage}", "quote-cut")
    one = claim("Ann Lee said “trust them” here.", "herald 1", "post 1")
    found = told(verified(a_briefing(one), herald=passage, post=GOOD.replace("It", "trust them")))
    assert "quote-cut" not in {code for _, code in found}
    assert "warning quote-cut" in twice


@pytest.mark.parametrize(
    ("words", "speaker", "passage", "expected"),
    [
        ("We trust them for now", "mayor", TWO, ""),
        ("The gauge is old", "engineer", TWO, ""),
        ("We trust them for now", "engineer", TWO, "warning other-speaker"),
        ("The gauge is old", "mayor", TWO, "warning other-speaker"),
        ("We trust them", "lakeside", f"{TWO} Lakeside paid.", ""),
        ("The gauge is old", "lakeside", f"{TWO} Lakeside paid.", "warning other-speaker"),
        ("The gauge is old", "us", TWO, "warning other-speaker, warning speaker-not-in-passage"),
        ("The gauge is old", "mayor", "“The gauge is old,” they say, and Ann Lee left.", ""),
    ],
)
def test_words_of_another_speaker(words: str, speaker: str, passage: str, expected: str) -> None:
    assert of_quote(words, speaker, passage) == expected


@pytest.mark.parametrize(
    ("speaker", "passage", "expected"),
    [
        ("mayor", "The towns trust each other, Ann Lee said.", "warning not-quoted"),
        ("mayor", "Ann Lee said the towns trust each other “now”.", "warning not-quoted"),
        ("mayor", "“The towns trust each other,” Ann Lee said.", ""),
        ("mayor", "Ann Lee said: «The towns trust each other now.»", ""),
        ("herald", "The towns trust each other, Ann Lee said.", ""),
    ],
)
def test_a_paraphrase_of_the_article_is_no_quote(speaker: str, passage: str, expected: str) -> None:
    assert of_quote("The towns trust each other", speaker, passage) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee found the gauge “old”.", "look other-speaker"),
        ("Orkhan Aliyev found the gauge “old”.", ""),
        ("Ann Lee heard Orkhan Aliyev call the gauge “old”.", ""),
        ("The gauge is “old”.", ""),
        ("Lakeside has a gauge that is “old”.", ""),
    ],
)
def test_a_sentence_about_one_person_quotes_another(text: str, expected: str) -> None:
    passage = "Ann Lee of Lakeside trusts it. “The gauge is old,” Orkhan Aliyev said in the hall."
    assert answers(text, passage, "other-speaker") == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "Ann Lee said that “no boat will ever leave”.",
            "Ann Lee said no boat will ever leave the dam.",
            "warning not-quoted",
        ),
        (
            "Ann Lee said that “no boat will ever leave”.",
            "Ann Lee said “no boat will ever leave” the dam.",
            "",
        ),
        ("It is said that “no boat will ever leave”.", "Still no boat will ever leave it.", ""),
        ("Ann Lee said that it is “no boat”.", "Ann Lee said it is no boat there.", ""),
    ],
)
def test_words_given_to_a_person_are_quoted_in_the_source(
    text: str, passage: str, expected: str
) -> None:
    assert answers(text, passage) == expected


def test_a_speaker_stands_in_apposition() -> None:
    passage = "“Nobody called us,” said his sister, Ann Lee. Orkhan Aliyev met her in the hall."
    assert of_quote("Nobody called us", "engineer", passage) == "warning other-speaker"
    assert of_quote("Nobody called us", "mayor", passage) == ""
