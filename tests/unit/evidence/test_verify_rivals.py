"""Whether figures that count the same say the same, or are known to differ."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.model.claims import Figure
from briefing.model.dates import parse_date
from tests.unit.evidence.verify_samples import a_briefing, cite, verified

RIVALS = ("conflicting-figures", "unlike-rivals")


def boats(
    id_: str,
    value: str = "80",
    place: str = "herald 2",
    measure: str = "Boats moored at the dam",
    **more: object,
) -> Figure:
    fields: dict[str, object] = {"unit": "boats", "value": Decimal(value), **more}
    return Figure(id=id_, measure=measure, evidence=cite(place), **fields)  # type: ignore[arg-type]


def said(*figures: Figure) -> list[str]:
    remarks = verified(a_briefing(figures=figures)).remarks
    return [f"{one.severity} {one.code}" for one in remarks if one.code in RIVALS]


WARNED = ["warning conflicting-figures"]
LOOKED = ["look conflicting-figures"]
MAY = parse_date("2024-05")
JUNE = parse_date("2024-06")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (boats("b", "90", "post 2"), WARNED),
        (boats("b", "90", "post 2", "Boats that were moored at dams"), WARNED),
        (boats("b", "90", "post 2", as_of=MAY), WARNED),
        (boats("b", "90", "herald 2"), LOOKED),
        (boats("b", "90", "post 2", as_of=JUNE), LOOKED),
        (boats("b", "90", "post 2", "Boats and ferries moored at the dam"), LOOKED),
        (boats("b", "80", "post 2"), []),
        (boats("b", "90", "post 2", unit="rafts"), []),
        (boats("b", "90", "post 2", "Boats sunk in the storm"), []),
        (boats("b", "90", "post 2", rivals=("a",)), []),
        (boats("b", "90", "post 2", parts=("a",)), []),
    ],
)
def test_two_counts_of_the_same(other: Figure, expected: list[str]) -> None:
    assert said(boats("a", as_of=MAY), other) == expected


def test_of_three_counts_each_two_are_compared() -> None:
    three = [boats("a"), boats("b", "90", "post 2"), boats("c", "70", "post 1")]
    assert said(*three) == ["warning conflicting-figures"] * 2 + LOOKED


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (boats("b", "90", "post 2", rivals=("a",), unit="per cent"), ["look unlike-rivals"]),
        (boats("b", "90", "post 2", "Ferries", rivals=("a",)), ["look unlike-rivals"]),
        (boats("b", "90", "post 2", "Boats", rivals=("a",)), []),
        (boats("b", "90", "post 2", rivals=("a",)), []),
        (boats("b", "80", "post 2", rivals=("a",)), []),
    ],
)
def test_rivals_count_the_same(other: Figure, expected: list[str]) -> None:
    assert said(boats("a"), other) == expected


def test_rivals_are_named_with_what_they_count() -> None:
    figures = [boats("a"), boats("b", "90", "post 2", "Ferries", rivals=("a",))]
    (remark,) = [
        one for one in verified(a_briefing(figures=figures)).remarks if one.code == "unlike-rivals"
    ]
    assert remark.message == (
        "“a” and “b” are rivals, and count different things: Boats moored at the dam; Ferries."
    )
