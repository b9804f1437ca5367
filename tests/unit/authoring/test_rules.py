"""Editorial rules where the line between right and wrong is fine."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.authoring.fields import to_country, to_number
from briefing.authoring.problems import Located, Location, Report, joined
from briefing.authoring.rules import check_prose, check_title, check_total
from briefing.model.claims import Figure
from briefing.model.vocabulary import Likelihood, Qualifier


def typed(text: str) -> Located:
    return joined("x.md", [(text, 1, 1)])


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems()]


def figure(id_: str, amount: str, *parts: str) -> Figure:
    """A figure of an amount such as ``32``, ``about 32`` or ``3-5``."""
    words = amount.split()
    low, _, high = words[-1].partition("-")
    qualifier = Qualifier(" ".join(words[:-1])) if words[1:] else Qualifier.EXACT
    return Figure(
        id=id_,
        measure=id_,
        unit="people",
        value=None if high else Decimal(low),
        low=Decimal(low) if high else None,
        high=Decimal(high) if high else None,
        qualifier=qualifier,
        parts=parts,
    )


@pytest.mark.parametrize(
    ("total", "parts", "adds_up"),
    [
        ("5", ["2", "3"], True),
        ("5", ["2", "3.5"], False),
        ("5", ["2", "2"], False),
        ("0.3", ["0.1", "0.2"], True),
        ("5-6", ["2", "3"], True),
        ("6-7", ["2", "3"], False),
        ("5", ["1-2", "3-4"], True),
        ("7", ["1-2", "3-4"], False),
        ("about 100", ["60", "31"], True),
        ("about 100", ["60", "29"], False),
        ("at least 100", ["60", "70"], True),
        ("at least 100", ["60", "39"], False),
        ("at most 100", ["60", "39"], True),
        ("at most 100", ["60", "41"], False),
        ("100", ["at least 60", "30"], True),
        ("100", ["at least 80", "30"], False),
        ("100", ["at most 60", "30"], False),
    ],
)
def test_parts_add_up(total: str, parts: list[str], adds_up: bool) -> None:
    ids = [f"part-{i}" for i in range(len(parts))]
    figures = {id_: figure(id_, amount) for id_, amount in zip(ids, parts, strict=True)}
    report = Report()
    check_total(figure("total", total, *ids), Location("x.md"), figures, report)
    assert codes(report) == ([] if adds_up else ["figure-parts"])


@pytest.mark.parametrize("term", [*Likelihood, "remote", "highly probable", "nearly certain"])
@pytest.mark.parametrize(
    "confidence", ["with low confidence", "(high-confidence)", "and our confidence is moderate"]
)
def test_likelihood_and_confidence_share_no_sentence(term: str, confidence: str) -> None:
    together, apart = Report(), Report()
    check_prose(typed(f"First. It is {term.upper()} to hold, {confidence}."), 12, together)
    check_prose(typed(f"It is {term} to hold. We say so {confidence}."), 12, apart)
    assert codes(together) == ["likelihood-with-confidence"]
    assert codes(apart) == []


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("He said “a b c”.", True),
        ("He said “a b c d”.", False),
        ('He said "a b c d".', False),
        ("“A b c” and “d e f”.", True),
        ("“A – b c”.", True),
        ("“A “b” c”.", False),
        ("It’s the towns’ dam.", True),
    ],
)
def test_phrases_between_quotation_marks(text: str, fine: bool) -> None:
    report = Report()
    check_prose(typed(text), 3, report)
    assert (codes(report) == []) == fine


@pytest.mark.parametrize(("length", "fine"), [(80, True), (81, False)])
def test_title_of_eighty_characters(length: int, fine: bool) -> None:
    report = Report()
    check_title(typed("x" * length), report)
    assert (codes(report) == []) == fine


@pytest.mark.parametrize("text", ["1e9", "٣", "1,5", "", "1_000", "NaN", "Infinity", "9" * 31])
def test_what_is_no_number(text: str) -> None:
    report = Report()
    assert report.value(typed(text), to_number) is None
    assert codes(report) == ["not-a-number"]


def test_where_only_blanks_are_typed_a_problem_points_at_them() -> None:
    place = joined("x.md", [("  ", 3, 5), ("", 4, 1)]).at()
    assert (place.line, place.column) == (3, 5)


@pytest.mark.parametrize("text", ["ARM", "arm", "am", "Armenia", "ARMENIA"])
def test_country_by_another_name(text: str) -> None:
    report = Report()
    assert report.value(typed(text), to_country) is None
    assert report.problems()[0].fix == "Write “AM”."
