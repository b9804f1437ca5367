"""How much of a passage and of what stands around it must be there for it to be found."""

from __future__ import annotations

import msgspec
import pytest

from briefing.evidence.anchors import Finding, Outcome, find, make_anchor
from briefing.evidence.texts import SourceText
from briefing.evidence.tokens import (
    NORM,
    fingerprint,
    numbers_fingerprint,
    short_fingerprint,
)
from briefing.model.claims import Anchor, Evidence

RULES = "The old rules remain in force until September"


def words(first: int, last: int) -> str:
    """Words of which each stands once: ``w3 w4 w5`` from 3 up to 6."""
    return " ".join(f"w{number}" for number in range(first, last))


def cited(first: int, last: int) -> Evidence:
    return Evidence(source="s", paragraph=1, passage=f"w{first} … w{last - 1}")


@pytest.mark.parametrize(
    ("count", "edge"), [(6, 1), (11, 1), (12, 2), (17, 2), (18, 3), (23, 3), (24, 4), (40, 4)]
)
def test_an_anchor_has_a_sixth_of_the_words_at_either_end_and_four_at_most(
    count: int, edge: int
) -> None:
    text = SourceText(words(0, 80))
    last = 20 + count
    tokens = text.tokens
    assert make_anchor(text, cited(20, last)) == Anchor(
        source="s",
        paragraph=1,
        passage=f"w20 … w{last - 1}",
        head=words(20, 20 + edge),
        tail=words(last - edge, last),
        before="w17 w18 w19",
        after=words(last, last + 3),
        words=count,
        sha256=fingerprint(tokens[20:last]),
        sentences=short_fingerprint(tokens),
        numbers=numbers_fingerprint(tokens[20:last]),
        leading=short_fingerprint(tokens[8:20]),
        trailing=short_fingerprint(tokens[last : last + 12]),
        occurrences=1,
        norm=NORM,
    )


def test_at_the_ends_of_a_text_an_anchor_has_what_there_is() -> None:
    text = SourceText(words(0, 10))
    made = make_anchor(text, cited(2, 8))
    assert (made.before, made.after) == ("w0 w1", "w8 w9")
    assert made.leading == short_fingerprint(["w0", "w1"])
    assert made.trailing == short_fingerprint(["w8", "w9"])
    whole = make_anchor(text, Evidence(source="s", paragraph=1))
    assert (whole.before, whole.after, whole.words) == ("", "", 10)


def spliced(first: int, last: int, instead: str, text: str = words(0, 60)) -> str:
    """A text with other words in place of those from one index up to another."""
    parts = text.split()
    return " ".join([*parts[:first], *instead.split(), *parts[last:]])


def after(first: int, last: int, changed: str) -> Finding:
    return find(make_anchor(SourceText(words(0, 60)), cited(first, last)), SourceText(changed))


@pytest.mark.parametrize(
    ("place", "changed", "found"),
    [
        pytest.param((20, 44), spliced(30, 31, "x"), (20, 44), id="one word in the middle"),
        pytest.param((20, 44), spliced(30, 30, "x " * 6), (20, 50), id="a quarter longer"),
        pytest.param((20, 44), spliced(30, 36, ""), (20, 38), id="a quarter shorter"),
        pytest.param(
            (20, 44),
            spliced(30, 30, "x " * 14),
            (20, 58),
            id="much longer, both ends beside the same words",
        ),
        pytest.param((20, 44), spliced(24, 40, ""), (20, 28), id="only the two ends"),
        pytest.param((20, 44), spliced(20, 21, "x"), (20, 44), id="the first word"),
        pytest.param((20, 44), spliced(43, 44, "x"), (20, 44), id="the last word"),
        pytest.param((20, 44), spliced(19, 21, "x y"), (20, 44), id="the first and the one before"),
        pytest.param((20, 44), spliced(43, 45, "x y"), (20, 44), id="the last and the one after"),
        pytest.param(
            (20, 44),
            spliced(43, 44, "z", spliced(19, 21, "x y")),
            (20, 44),
            id="the first, the one before, the last",
        ),
        pytest.param(
            (20, 44), spliced(43, 45, "z z", spliced(19, 21, "x y")), None, id="and the one after"
        ),
        pytest.param((20, 44), spliced(40, 60, ""), (20, 40), id="the end, with all after it"),
        pytest.param((20, 44), spliced(26, 44, "x"), (20, 43), id="all but the beginning"),
        pytest.param((20, 44), spliced(15, 30, "x"), (6, 30), id="the beginning"),
        pytest.param((20, 44), spliced(0, 30, ""), (0, 14), id="the beginning, with all before it"),
        pytest.param(
            (20, 44), spliced(43, 60, ""), (20, 43), id="the last word, with all after it"
        ),
        pytest.param(
            (20, 44),
            spliced(44, 45, "q w40 w41 w42 w43 z", spliced(30, 31, "x")),
            (20, 44),
            id="the end again a little later",
        ),
        pytest.param(
            (20, 38),
            spliced(25, 25, "x y", spliced(20, 21, "z")),
            (22, 40),
            id="of three first words one, and longer",
        ),
        pytest.param((20, 44), spliced(15, 50, "x"), None, id="all of it"),
        pytest.param((20, 44), spliced(20, 44, ""), None, id="all of it, nothing instead"),
        pytest.param((20, 36), spliced(20, 21, "x"), (20, 36), id="of two first words one"),
        pytest.param(
            (20, 44), spliced(42, 45, "x y z", spliced(20, 22, "x y")), None, id="half of both ends"
        ),
        pytest.param(
            (20, 44),
            spliced(51, 52, "q", spliced(30, 30, "x " * 7)),
            (20, 44),
            id="more than a quarter longer, other words after it",
        ),
    ],
)
def test_what_stands_where_a_passage_stood(
    place: tuple[int, int], changed: str, found: tuple[int, int] | None
) -> None:
    finding = after(*place, changed)
    if found is None:
        assert finding == Finding(Outcome.MISSING, "The passage is no longer in the text.")
        return
    assert finding.outcome is Outcome.ALTERED
    assert finding.passage is not None
    assert (finding.passage.first, finding.passage.last) == found


def test_of_two_places_the_more_alike_is_taken() -> None:
    copy = spliced(10, 11, "x", words(17, 47))
    other = spliced(3, 4, "x", spliced(10, 11, "y", words(17, 47)))
    finding = after(20, 44, f"{other} {copy}")
    assert finding.passage is not None
    assert (finding.outcome, finding.passage.first) == (Outcome.ALTERED, 33)
    both = after(20, 44, f"{copy} {copy}")
    assert both == Finding(
        Outcome.AMBIGUOUS, "The words changed, and 2 places resemble them.", None
    )


@pytest.mark.parametrize(
    ("head", "tail", "count", "damaged"),
    [
        ("w20 w21", "w30", 1, True),
        ("w20 w21", "w30", 2, False),
        ("w20", "w29 w30", 1, True),
        ("w20", "w29 w30", 2, False),
        ("", "", 0, True),
        ("", "", 1, False),
    ],
)
def test_an_anchor_of_fewer_words_than_it_shows_is_damaged(
    head: str, tail: str, count: int, damaged: bool
) -> None:
    text = SourceText(words(0, 60))
    made = make_anchor(text, cited(20, 31))
    changed = msgspec.structs.replace(made, head=head, tail=tail, words=count)
    finding = find(changed, text)
    assert (finding.outcome is Outcome.UNCHECKED) is damaged
    if damaged:
        assert finding == Finding(
            Outcome.UNCHECKED,
            "Its anchor is damaged; read the passage again, then run `briefing anchor --renew`.",
        )


def test_an_anchor_of_another_normalisation_says_which() -> None:
    text = SourceText(words(0, 60))
    made = msgspec.structs.replace(make_anchor(text, cited(20, 31)), norm=NORM + 1)
    assert find(made, text) == Finding(
        Outcome.UNCHECKED,
        f"Its anchor was made by version {NORM + 1} of the normalisation, not {NORM};"
        " read the passage again, then run `briefing anchor --renew`.",
    )


STATEMENT = f"It is final, Kolb said in a statement. {RULES}. Then it rained on all of them."
OTHER = "It is over, Varga said in a statement. Boats left. Nobody saw it, and it rained on all."


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("", "", Outcome.EXACT),
        ("Then it rained", "Nobody was there", Outcome.EXACT),
        ("said in a statement. The", "wrote in a letter. The", Outcome.EXACT),
        # The words before stand twice, so that those further before must be the same.
        ("Then it rained", "Nobody saw it", Outcome.EXACT),
        ("It is final, Kolb said in a statement. The", "So he stated. The", Outcome.EXACT),
    ],
)
def test_a_passage_that_stands_once_needs_one_side_that_stands_nowhere_else(
    old: str, new: str, outcome: Outcome
) -> None:
    text = f"{STATEMENT}\n\n{OTHER}"
    made = make_anchor(SourceText(text), Evidence(source="s", paragraph=1, passage=RULES))
    assert find(made, SourceText(text.replace(old, new, 1))).outcome is outcome


@pytest.mark.parametrize(
    ("near", "far", "outcome"),
    [
        ("Kolb said in a statement", "It is final", Outcome.EXACT),
        # Three words before are the same and stand twice; of the twelve before one is another.
        ("Kolb said in a statement", "It was final", Outcome.AMBIGUOUS),
        ("Kolb said in one statement", "It is final", Outcome.AMBIGUOUS),
    ],
)
def test_where_the_words_beside_stand_twice_twelve_words_must_be_the_same(
    near: str, far: str, outcome: Outcome
) -> None:
    text = f"{STATEMENT}\n\n{OTHER}"
    made = make_anchor(SourceText(text), Evidence(source="s", paragraph=1, passage=RULES))
    changed = text.replace("Then it rained", "Nobody was there")
    changed = changed.replace("It is final", far).replace("Kolb said in a statement", near)
    assert find(made, SourceText(changed)).outcome is outcome


def test_where_the_words_beside_stand_once_those_further_away_may_change() -> None:
    made = make_anchor(SourceText(STATEMENT), Evidence(source="s", paragraph=1, passage=RULES))
    changed = STATEMENT.replace("Then it rained", "Nobody was there")
    assert find(made, SourceText(changed.replace("It is final", "It was final"))).is_exact


def test_a_passage_that_came_again_is_ambiguous_or_where_both_sides_are_the_same() -> None:
    text = f"Talks began. {RULES}. Nobody knows.\n\nThe end."
    made = make_anchor(SourceText(text), Evidence(source="s", paragraph=1, passage=RULES))
    again = SourceText(f"{text}\n\nBoats left. {RULES}. Everybody left.")
    assert find(made, again).is_exact
    beside = SourceText(again.text.replace("Talks began", "Talks ended"))
    assert find(made, beside) == Finding(Outcome.AMBIGUOUS, "Its words occur 2 times in the text.")
    gone = SourceText(again.text.replace("Talks began", "Talks ended").replace("Nobody", "All"))
    assert find(made, gone).outcome is Outcome.AMBIGUOUS


def test_a_passage_whose_sentence_changed_is_altered_without_its_words() -> None:
    text = f"He said that {RULES} at least. Nobody knows."
    made = make_anchor(SourceText(text), Evidence(source="s", paragraph=1, passage=RULES))
    denied = SourceText(text.replace("He said", "He never said"))
    finding = find(made, denied)
    assert finding == Finding(
        Outcome.ALTERED,
        "Its words are the same, but the sentence they are part of changed.",
        finding.passage,
    )
    assert finding.passage is not None
    assert finding.passage.words == RULES
