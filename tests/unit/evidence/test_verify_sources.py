"""What a briefing says of its sources, held against their texts."""

from __future__ import annotations

import pytest

from briefing.model.actors import Dateline, Slip, Source
from briefing.model.briefing import Briefing
from briefing.model.dates import parse_date
from tests.unit.evidence.verify_samples import a_briefing, verified

HEAD = (
    "Two towns, one dam. By Ann Lee, 1 May 2024, with the Regional Press Agency.\n\n"
    "The councils signed the deal today, a good day for all, Ann Lee writes."
)


def a_source(**more: object) -> Source:
    fields: dict[str, object] = {"title": "Two towns, one dam", "outlet": "The Herald", **more}
    return Source(key="herald", type="article-newspaper", **fields)  # type: ignore[arg-type]


def said(briefing: Briefing, text: str = HEAD) -> list[tuple[str, str, str | None]]:
    """Severity, code and field of what is said of sources."""
    remarks = verified(briefing, herald=text).remarks
    return [(str(one.severity), one.code, one.field) for one in remarks if one.source]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("title", "One dam, two towns", ("warning", "source-title", "title")),
        ("title", "Two towns, one bridge", ("warning", "source-title", "title")),
        ("title", "Two Towns, One Dam", None),
        ("title", "Two towns — one dam", None),
        ("authors", ("Bo Marsh",), ("warning", "source-author", "author")),
        ("authors", ("Ann Lee", "Bo Marsh"), ("warning", "source-author", "author")),
        ("authors", ("Ann Lee",), None),
        ("authors", ("ANN LEE",), None),
        ("origin", "National Press Agency", ("warning", "source-origin", "origin")),
        ("origin", "Bo Marsh", ("warning", "source-origin", "origin")),
        ("origin", "Regional Press Agency", None),
        ("origin", "unknown", None),
        ("published", "2024-05-02", ("warning", "source-date", "issued")),
        ("published", "2023-05-01", ("warning", "source-date", "issued")),
        ("published", "2024-05-01", None),
        ("published", "2024-05", None),
        ("published", "2024-05~", None),
        ("descriptor", "Local; “a bad day for all”.", ("error", "quote-not-in-passage", None)),
        ("descriptor", "Local; “the dam bursts”.", ("error", "quote-not-in-passage", None)),
        ("descriptor", "Local; “a good day for all”.", None),
        ("descriptor", "Local; a bad day for all.", None),
    ],
)
def test_what_is_said_of_a_source_stands_in_its_text(
    field: str, value: object, expected: tuple[str, str, str | None] | None
) -> None:
    if isinstance(value, str) and field == "published":
        value = parse_date(value)
    found = said(a_briefing(actors=(), sources=[a_source(**{field: value})]))
    if expected is None:
        assert found == []
        return
    severity, code, where = expected
    assert found == [(severity, code, where or field)]


def test_what_an_imported_page_gives_may_stand_outside_of_its_text() -> None:
    source = a_source(title="One dam, two towns", authors=("Bo Marsh",), extractor="trafilatura 2")
    found = said(a_briefing(actors=(), sources=[source]))
    assert {severity for severity, _, _ in found} == {"look"}


def test_a_title_far_into_a_text_is_not_its_title() -> None:
    text = f"{'Word ' * 150}. Two towns, one dam."
    assert said(a_briefing(actors=(), sources=[a_source()]), text) == [
        ("warning", "source-title", "title")
    ]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("“A bad day” is odd.", [("error", "quote-not-in-passage", "slips")]),
        ("“A good day” is odd.", []),
        ("It is odd.", []),
    ],
)
def test_what_a_slip_quotes_stands_in_a_source(
    note: str, expected: list[tuple[str, str, str]]
) -> None:
    slips = (Slip(paragraph=1, note=note),)
    assert said(a_briefing(actors=(), sources=[a_source(slips=slips)])) == expected


@pytest.mark.parametrize(
    ("paragraph", "day", "warned"),
    [
        (1, "2024-05-01", False),
        (1, "2024-05", False),
        (1, "2024-06-01", True),
        (1, "2023-05-01", True),
        (2, "2024-05-01", False),
        (9, "2024-06-01", False),
    ],
)
def test_a_dateline_stands_in_its_paragraph(paragraph: int, day: str, *, warned: bool) -> None:
    dateline = Dateline(date=parse_date(day), paragraph=paragraph)
    found = said(a_briefing(actors=(), sources=[a_source(dateline=dateline)]))
    assert found == ([("warning", "source-date", "dateline")] if warned else [])


@pytest.mark.parametrize(
    ("issued", "accessed", "wrong"),
    [
        ("2024-05-01", "2024-04-30", True),
        ("2024-05-01", "2024-04", True),
        ("2024-05-01", "2024-05-01", False),
        ("2024-05-01", "2024-06-01", False),
        ("2024-05", "2024-05-01", False),
    ],
)
def test_a_source_is_retrieved_after_it_is_published(
    issued: str, accessed: str, *, wrong: bool
) -> None:
    source = a_source(published=parse_date(issued), retrieved=parse_date(accessed))
    found = said(a_briefing(actors=(), sources=[source]))
    assert found == ([("error", "source-date", "accessed")] if wrong else [])


@pytest.mark.parametrize(
    ("cutoff", "late"),
    [("2024-04-30", True), ("2023", True), ("2024-05-01", False), ("2024-05", False)],
)
@pytest.mark.parametrize("published", [True, False])
def test_a_source_is_no_later_than_the_cut_off(cutoff: str, *, late: bool, published: bool) -> None:
    day = parse_date("2024-05-01")
    when = {"published": day} if published else {"dateline": Dateline(date=day, paragraph=1)}
    plain = a_briefing(actors=(), sources=[a_source(**when)])
    briefing = Briefing(
        id="b",
        title="B",
        sections=plain.sections,
        sources=plain.sources,
        cutoff=parse_date(cutoff),
    )
    assert said(briefing) == ([("warning", "after-cut-off", "issued")] if late else [])


def test_of_a_source_without_a_text_only_its_dates_are_compared() -> None:
    dates = {"published": parse_date("2024-05-01"), "retrieved": parse_date("2024-04-30")}
    source = a_source(authors=("Bo Marsh",), origin="Nowhere", **dates)
    remarks = verified(
        a_briefing(actors=(), sources=[source]), post="Another text of some words."
    ).remarks
    assert [one.code for one in remarks if one.source] == ["source-date"]


LONG = "\n\n".join(["The anglers met at the dam in the rain and spoke of the gauge."] * 12)


@pytest.mark.parametrize(
    ("author", "text", "named"),
    [
        ("Bo Marsh", f"{HEAD}\n\n{LONG}\n\nBo Marsh is a reporter of the Herald.", True),
        ("Bo Marsh", f"{HEAD}\n\n{LONG}\n\nA report by Bo Marsh.\n\n{LONG}", True),
        ("Bo Marsh", f"{HEAD}\n\n{LONG}\n\n“No,” said Bo Marsh.\n\n{LONG}", False),
    ],
)
def test_an_author_signs_at_the_head_or_the_end(author: str, text: str, *, named: bool) -> None:
    found = said(a_briefing(actors=(), sources=[a_source(authors=(author,))]), text)
    assert found == ([] if named else [("warning", "source-author", "author")])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The dam in May (Photo: Alpha Agency)", True),
        ("The dam in May (Photo: Alpha Agency)\n\nThat is what Alpha Agency reported.", False),
        ("The deal was signed, Alpha Agency reported.", False),
    ],
)
def test_an_origin_stands_not_only_below_a_picture(text: str, *, told: bool) -> None:
    source = a_source(origin="Alpha Agency")
    found = said(a_briefing(actors=(), sources=[source]), f"{HEAD}\n\n{text}")
    assert found == ([("warning", "source-origin", "origin")] if told else [])


@pytest.mark.parametrize(
    ("note", "paragraph", "stands"),
    [
        ("1 May 2024 was a Wednesday.", 1, True),
        ("1 May 2024 was a Wednesday.", 2, False),
        ("It was hardly Sunday.", 2, False),
        ("It was hardly a good day.", 2, True),
        ("1 May 2024 was a Wednesday.", 9, True),
    ],
)
def test_a_slip_is_where_its_days_are(note: str, paragraph: int, *, stands: bool) -> None:
    slips = (Slip(paragraph=paragraph, note=note),)
    found = said(a_briefing(actors=(), sources=[a_source(slips=slips)]))
    assert found == ([] if stands else [("warning", "source-slip", "slips")])
