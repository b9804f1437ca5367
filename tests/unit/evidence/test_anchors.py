"""Making anchors, and finding passages again: never nearly."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.anchors import Finding, Outcome, find, make_anchor
from briefing.evidence.texts import PassageError, SourceText
from briefing.evidence.tokens import NORM, is_word, tokens
from briefing.model.claims import Anchor, Evidence
from tests.hostile import STRINGS
from tests.thorough import assert_grows_evenly, often, spread

TEXT = (
    "Two ports agree on a harbour\n\n"
    "The ports of Ostmere and Valdane signed a treaty on Tuesday, nine years after the first talks."
    " The treaty divides the dues, sets a common tariff and creates a commission of 7 members.\n\n"
    "Fishers on both sides doubt it. “They promised us the same in 2003,” said Anna Kolb.\n\n"
    "The old rules remain in force until September, and the dues go into a blocked account."
)
SIGNED = Evidence(source="s", paragraph=2, passage="The ports of … the first talks")
DIVIDES = Evidence(source="s", paragraph=2, passage="The treaty divides … 7 members")


def anchor(evidence: Evidence, text: str = TEXT) -> Anchor:
    return make_anchor(SourceText(text), evidence)


def after(change: tuple[str, str], evidence: Evidence = DIVIDES) -> Finding:
    """What comes of looking for a passage after one thing has changed in its text."""
    assert TEXT.count(change[0]) == 1
    return find(anchor(evidence), SourceText(TEXT.replace(*change)))


def test_an_anchor_keeps_the_ends_and_what_stands_around() -> None:
    made = anchor(DIVIDES)
    assert made.head == "The treaty"
    assert made.tail == "7 members"
    assert made.before == "the first talks"
    assert made.after == "Fishers on both"
    assert (made.words, made.occurrences, made.norm) == (16, 1, NORM)
    assert len(made.sha256) == 64
    assert {len(one) for one in (made.sentences, made.numbers, made.leading, made.trailing)} == {16}
    assert (made.source, made.paragraph, made.passage) == ("s", 2, DIVIDES.passage)


@pytest.mark.parametrize("count", [6, 7, 11, 12, 23, 24, 25, 60])
def test_an_anchor_shows_at_most_a_third_and_eight_words(count: int) -> None:
    words = " ".join(f"word{number}" for number in range(count))
    made = anchor(Evidence(source="s", paragraph=1), words)
    shown = len(made.head.split()) + len(made.tail.split())
    assert 2 <= shown <= min(8, count / 3)


def test_an_anchor_does_not_end_in_a_sign_that_cannot_be_read_alone() -> None:
    text = "-5 degrees were measured there. Then -3 to -.5, they said."
    made = anchor(Evidence(source="s", paragraph=1), text)
    assert made.head == "-5"
    assert find(made, SourceText(text)).is_exact
    beside = "It was -5 when the two ports signed their treaty at last -3 was forecast."
    cited = Evidence(source="s", paragraph=1, passage="when the two … at last")
    assert find(anchor(cited, beside), SourceText(beside)).is_exact


def test_a_passage_in_an_unchanged_text_is_where_it_was() -> None:
    finding = find(anchor(DIVIDES), SourceText(TEXT))
    assert finding.is_exact
    assert finding.reason == ""
    assert finding.passage is not None
    assert finding.passage.words.endswith("a commission of 7 members")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("of 7 members", "of 9 members"), "Its words changed, including numbers."),
        (("common tariff", "new tariff"), "Its words changed; its numbers did not."),
        (("sets a", "never sets a"), "Its words changed; its numbers did not."),
        (("The treaty divides", "A pact divides"), "Its words changed; its numbers did not."),
        (("7 members", "7 sailors"), "Its words changed; its numbers did not."),
        (("sets a common tariff and ", ""), "Its words changed; its numbers did not."),
        (("The treaty divides", "It is not true that the treaty divides"), "the sentence"),
        (("7 members.", "7 members, said nobody."), "the sentence"),
        (("7 members.", "7 members?"), "the sentence"),
    ],
)
def test_a_changed_passage_is_altered(change: tuple[str, str], reason: str) -> None:
    finding = after(change)
    assert finding.outcome is Outcome.ALTERED
    assert reason in finding.reason
    assert finding.passage is not None
    assert finding.passage.paragraph == 2


def test_much_may_be_gone_between_two_ends_that_stand() -> None:
    finding = after(("divides the dues, sets a common tariff and creates a commission", "is long"))
    assert finding.outcome is Outcome.ALTERED
    assert finding.passage is not None
    assert finding.passage.words == "The treaty is long of 7 members"


def test_a_sign_that_changes_at_an_abbreviation_is_in_the_same_sentence() -> None:
    text = "It is true that Gov. Reyl signed the harbour treaty. Then he left."
    cited = Evidence(source="s", paragraph=1, passage="Reyl signed … treaty")
    with pytest.raises(PassageError):
        anchor(cited, text)
    longer = text.replace("treaty", "treaty on Tuesday evening")
    cited = Evidence(source="s", paragraph=1, passage="Reyl signed … Tuesday evening")
    denied = SourceText(longer.replace("is true", "is not true"))
    assert find(anchor(cited, longer), denied).outcome is Outcome.ALTERED


def test_who_said_a_quotation_counts_for_each_of_its_sentences() -> None:
    text = "“The treaty was signed on Tuesday. We are glad of it,” said Kolb on Monday."
    cited = Evidence(source="s", paragraph=1, passage="The treaty was signed on Tuesday")
    denied = SourceText(text.replace("said Kolb", "said nobody"))
    assert find(anchor(cited, text), denied).outcome is Outcome.ALTERED


def test_a_deleted_passage_is_missing() -> None:
    sentence = TEXT[TEXT.index("The treaty divides") : TEXT.index("\n\nFishers")]
    assert after((sentence, "")) == Finding(
        Outcome.MISSING, "The passage is no longer in the text."
    )


def test_two_ends_far_apart_among_other_words_are_no_passage() -> None:
    other = "The treaty is old. " + "Nobody has read it to its end. " * 9 + "It has 7 members now."
    assert find(anchor(DIVIDES), SourceText(other)).outcome is Outcome.MISSING


@pytest.mark.parametrize(("more", "end"), [(3, "of 7 members"), (4, "of one one")])
def test_an_altered_passage_is_longer_by_a_quarter_at_most_or_ends_where_it_would_have(
    more: int, end: str
) -> None:
    fishers = TEXT.replace("Fishers on both sides", "People")
    text = SourceText(fishers.replace("7 members", "one " * more + "of 7 members"))
    finding = find(anchor(DIVIDES), text)
    assert finding.outcome is Outcome.ALTERED
    assert finding.passage is not None
    assert finding.passage.words.endswith(end)


def test_a_moved_passage_is_ambiguous() -> None:
    sentence = TEXT[TEXT.index("The treaty divides") : TEXT.index("\n\nFishers")]
    moved = SourceText(f"{TEXT.replace(sentence, '')}\n\n{sentence}")
    finding = find(anchor(DIVIDES), moved)
    assert finding.outcome is Outcome.AMBIGUOUS
    assert "what is around them is different" in finding.reason
    assert finding.passage is not None
    assert finding.passage.paragraph == 5


AGAIN = "Talks went on. The old rules remain in force until September. Nobody knows.\n\n"
RULES = "The old rules remain in force until September"


def test_words_that_stand_twice_are_told_apart_by_both_sides() -> None:
    text = AGAIN.replace("went on", "began") + AGAIN.replace("Nobody", "Everybody")
    first = Evidence(source="s", paragraph=1, passage=RULES)
    second = Evidence(source="s", paragraph=2, passage=RULES)
    for number, cited in enumerate((first, second), 1):
        made = anchor(cited, text)
        assert made.occurrences == 2
        finding = find(made, SourceText(text))
        assert finding.is_exact
        assert finding.passage is not None
        assert finding.passage.paragraph == number
    gone = text.replace(f"{RULES}. ", "", 1)
    assert find(anchor(first, text), SourceText(gone)).outcome is Outcome.AMBIGUOUS
    beside = text.replace("Talks began", "Talks ended")
    assert find(anchor(first, text), SourceText(beside)).outcome is Outcome.AMBIGUOUS
    assert find(anchor(second, text), SourceText(beside)).is_exact


def test_of_the_same_words_with_the_same_words_around_the_number_tells_which() -> None:
    text = AGAIN * 4
    made = [
        anchor(Evidence(source="s", paragraph=number, passage=RULES), text)
        for number in range(1, 5)
    ]
    # At the end of the text other words are around it.
    assert [(one.which, one.occurrences) for one in made] == [(1, 4), (2, 4), (3, 4), (0, 4)]
    for number, one in enumerate(made, 1):
        finding = find(one, SourceText(text))
        assert finding.is_exact
        assert finding.passage is not None
        assert finding.passage.paragraph == number
        assert find(one, SourceText(AGAIN * 3)).outcome is Outcome.AMBIGUOUS
    more = find(made[1], SourceText(AGAIN * 5))
    assert more == Finding(
        Outcome.AMBIGUOUS,
        "Its words occurred 4 times in the text, now 5; which one is meant is unclear.",
    )
    beside = AGAIN + AGAIN.replace("went on", "ended") + AGAIN * 2
    assert find(made[1], SourceText(beside)).outcome is Outcome.AMBIGUOUS
    denied = AGAIN + AGAIN.replace("September.", "September?") + AGAIN * 2
    assert not find(made[1], SourceText(denied)).is_exact


def test_a_whole_paragraph_that_stands_twice_can_be_anchored() -> None:
    rules = f"Talks went on here. {RULES}."
    text = f"One two three.\n\n{rules}\n\n{rules}\n\n{rules}\n\n{rules}\n\nOne two three."
    # Other words are around the first and the last.
    made = [anchor(Evidence(source="s", paragraph=number), text) for number in (2, 3, 4, 5)]
    assert [(one.which, one.occurrences) for one in made] == [(0, 4), (2, 4), (3, 4), (0, 4)]
    second = made[1]
    finding = find(second, SourceText(text))
    assert finding.passage is not None
    assert (finding.outcome, finding.passage.paragraph) == (Outcome.EXACT, 3)
    assert (
        find(second, SourceText(text.replace(f"{rules}\n\n", "", 1))).outcome is Outcome.AMBIGUOUS
    )


def test_a_passage_with_a_number_is_exact_only_while_there_are_as_many() -> None:
    text = f"{RULES}, said Kolb. {RULES}, said Varga. Nobody knows."
    cited = [Evidence(source="s", paragraph=1, passage=RULES, number=one) for one in (1, 2)]
    with pytest.raises(PassageError):
        anchor(msgspec.structs.replace(cited[0], number=None), text)
    for number, one in enumerate(cited, 1):
        made = anchor(one, text)
        assert (made.number, made.which, made.occurrences) == (number, number, 2)
        finding = find(made, SourceText(text))
        assert finding.is_exact
        assert finding.passage is not None
        assert (finding.passage.first == 0) is (number == 1)
        more = SourceText(f"{text}\n\n{RULES}, said nobody.")
        assert find(made, more).outcome is Outcome.AMBIGUOUS


def test_a_passage_in_too_many_places_is_refused() -> None:
    text = "peace " * 400 + "\n\n" + "peace " * 400
    with pytest.raises(PassageError, match="too many places"):
        anchor(Evidence(source="s", paragraph=1), text)


def test_one_of_two_is_gone_and_the_other_stands_where_it_might_have() -> None:
    text = f"{RULES}.\n\n{RULES}.\n\nBoats left today."
    made = anchor(Evidence(source="s", paragraph=2), text)
    changed = f"Everything stays in force until September.\n\n{RULES}.\n\nBoats left today."
    finding = find(made, SourceText(changed))
    assert finding.outcome is Outcome.AMBIGUOUS
    assert "occurred 2 times in the text, now 1" in finding.reason


def test_one_gone_and_one_come_is_no_place_though_one_side_is_right() -> None:
    """Deleted here, quoted there: as many places as before, and one with the right words after."""
    text = f"Talks began. {RULES}. Nobody knows.\n\nBoats left. {RULES}. Nobody knows.\n\nThe end."
    made = anchor(Evidence(source="s", paragraph=1, passage=RULES), text)
    changed = text.replace(f"{RULES}. ", "", 1) + f" {RULES}."
    assert find(made, SourceText(changed)).outcome is Outcome.AMBIGUOUS


def test_words_moved_to_where_the_same_words_stand_before_are_no_place() -> None:
    text = (
        f"It is final, Kolb said in a statement. {RULES}. Then it rained.\n\n"
        "It is over, Varga said in a statement. Boats left.\n\nThe end."
    )
    made = anchor(Evidence(source="s", paragraph=1, passage=RULES), text)
    moved = text.replace(f"{RULES}. ", "").replace("Boats", f"{RULES}. Boats")
    assert find(made, SourceText(moved)).outcome is Outcome.AMBIGUOUS
    above = text.replace("Then it rained", "Nobody was there")
    assert find(made, SourceText(above)).is_exact


def test_a_source_cited_as_a_whole_is_exact_only_as_a_whole() -> None:
    made = anchor(Evidence(source="s"))
    assert find(made, SourceText(TEXT.replace(" ", "\n"))).is_exact
    corrected = find(made, SourceText(f"{TEXT}\n\nCorrection: nothing of this is true."))
    assert corrected.outcome is Outcome.ALTERED
    assert corrected.reason == "Its words changed; its numbers did not."


def test_another_version_of_the_normalisation_says_nothing() -> None:
    later = msgspec.structs.replace(anchor(DIVIDES), norm=NORM + 1)
    finding = find(later, SourceText(TEXT))
    assert finding.outcome is Outcome.UNCHECKED
    assert "briefing anchor --renew" in finding.reason


def test_an_anchor_of_version_1_is_good_with_and_without_hyphens_at_line_ends() -> None:
    old = msgspec.structs.replace(anchor(DIVIDES), norm=1)
    assert find(old, SourceText(TEXT)).is_exact
    broken = TEXT.replace("common tariff", "com-\nmon tariff")
    assert find(old, SourceText(broken)).is_exact
    # As version 1 read it: two words.
    apart = anchor(DIVIDES, TEXT.replace("common tariff", "com mon tariff"))
    assert find(msgspec.structs.replace(apart, norm=1), SourceText(broken)).is_exact


@pytest.mark.parametrize(
    ("typed", "broken"),
    [
        ("sets a common tariff", "sets a com-\nmon tariff"),
        ("sets a common tariff", "sets a com\u2010 \n  mon tariff"),
        ("sets a so-called tariff", "sets a so-\ncalled tariff"),
        ("sets a thirty-two tariff", "sets a thirty-\ntwo tariff"),
        ("sets a newspaper on the news of paper", "sets a news-\npaper on the news of paper"),
    ],
)
def test_a_word_that_is_broken_at_a_line_end_is_the_same(typed: str, broken: str) -> None:
    old, new = (
        TEXT.replace("sets a common tariff", typed),
        SourceText(TEXT.replace("sets a common tariff", broken)),
    )
    finding = find(anchor(DIVIDES, old), new)
    assert finding.is_exact
    assert (
        find(anchor(DIVIDES, new.text), SourceText(old)).is_exact or "-" in typed or "news" in typed
    )


def test_what_hyphens_are_taken_for_does_not_hide_another_word() -> None:
    for other in ("com-\nmom tariff", "com-\n\nmon tariff", "com-\nMon tariff", "com- mon tariff"):
        changed = SourceText(TEXT.replace("common tariff", other))
        assert find(anchor(DIVIDES), changed).outcome is Outcome.ALTERED


def test_what_could_have_become_of_it_at_two_places_is_ambiguous() -> None:
    rules = "The old rules remain in force, as Kolb said, for now and for ever. "
    text = SourceText(f"So the talks began. {rules}Nobody knows.\n\nBoats left.")
    made = make_anchor(text, Evidence(source="s", paragraph=1, passage="The old … for ever"))
    two = "So the talks began. {}Nobody knows.\n\n".format(rules.replace("Kolb", "Varga")) * 2
    finding = find(made, SourceText(two))
    assert finding.outcome is Outcome.AMBIGUOUS
    assert "2 places" in finding.reason


@pytest.mark.parametrize("share", spread([1, 30, 3000], 2))
def test_looking_in_a_text_of_one_word_takes_a_time_that_grows_with_its_length(share: int) -> None:
    def look(words: int) -> None:
        text = SourceText("peace " * words + "\n\n" + "peace " * words)
        with pytest.raises(PassageError):
            make_anchor(text, Evidence(source="s", paragraph=1))
        made = anchor(Evidence(source="s", paragraph=1), "peace " * max(6, words // share))
        assert find(made, text).outcome is Outcome.AMBIGUOUS
        other = msgspec.structs.replace(made, sha256="0" * 64)
        assert not find(other, text).is_exact

    assert_grows_evenly(look, often(1_500, 7_500))


WORDS = st.sampled_from(
    [
        "peace",
        "The",
        "of",
        "32",
        "-5",
        "3.5",
        "$4",
        "deal.",
        "“No.”",
        "treaty?",
        "not",
        "ﬁrst",
        "\n\n",
    ]
)
TEXTS = st.one_of(
    st.lists(WORDS, min_size=6, max_size=60).map(" ".join),
    st.lists(st.one_of(st.text(), st.sampled_from(STRINGS)), min_size=3, max_size=9).map(
        "\n\n".join
    ),
)


@given(TEXTS, st.data())
def test_a_passage_is_found_where_it_is_or_refused(words: str, data: st.DataObject) -> None:
    text = SourceText(words)
    number = data.draw(st.none() | st.integers(1, max(1, len(text.paragraphs))))
    ends = None
    if number is not None and number <= len(text.paragraphs) and data.draw(st.booleans()):
        paragraph = text.paragraph(number)
        start = data.draw(st.integers(paragraph.first, max(paragraph.first, paragraph.last - 1)))
        end = data.draw(st.integers(start, len(text.tokens)))
        ends = f"{text.slice(start, start + 3)} … {text.slice(end - 3, end)}"
    cited = Evidence(source="s", paragraph=number, passage=ends)
    try:
        made = make_anchor(text, cited)
    except PassageError:
        return
    finding = find(made, text)
    assert finding == Finding(Outcome.EXACT, passage=text.passage(number, ends))
    assert sum(map(is_word, tokens(made.head))) <= 4
    assert sum(map(is_word, tokens(made.tail))) <= 4
    assert find(msgspec.json.decode(msgspec.json.encode(made), type=Anchor), text) == finding


@given(
    st.builds(
        Anchor,
        source=st.just("s"),
        paragraph=st.none() | st.integers(),
        head=st.text() | WORDS,
        tail=st.text() | WORDS,
        before=st.text() | WORDS,
        after=st.text() | WORDS,
        words=st.integers(),
        sha256=st.text(),
        sentences=st.text(),
        numbers=st.text(),
        occurrences=st.integers(),
        norm=st.just(NORM),
    ),
    TEXTS,
)
def test_an_anchor_that_nobody_made_is_never_exact(made: Anchor, words: str) -> None:
    assert not find(made, SourceText(words)).is_exact


def test_a_damaged_anchor_says_so() -> None:
    damaged = msgspec.structs.replace(anchor(SIGNED), words=0)
    finding = find(damaged, SourceText(TEXT))
    assert finding.outcome is Outcome.UNCHECKED
    assert "damaged" in finding.reason


def test_a_passage_that_stands_elsewhere_says_where() -> None:
    text = SourceText("The dam was built in 1931.\n\nNobody knows when the wall will be mended.")
    found = Finding(Outcome.EXACT, passage=text.passage(2))
    assert found.moved_from(4) == 2
    assert found.moved_from(2) is None
    assert found.moved_from(None) is None
    assert Finding(Outcome.MISSING).moved_from(2) is None
