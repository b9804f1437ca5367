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
