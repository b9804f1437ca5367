"""Where problems point, and which ids are unknown, unused or taken."""

from __future__ import annotations

import pytest

from briefing.authoring.problems import (
    IdKind,
    Ledger,
    Located,
    Location,
    Locations,
    MistakeError,
    PartLocation,
    Report,
    joined,
    write_instead,
)
from briefing.model.vocabulary import Severity


def typed(text: str, line: int = 1) -> Located:
    return joined("x.md", [(text, line, 1)])


def said(report: Report) -> list[str]:
    return [str(one) for one in report.problems()]


LINES = [("  ab ", 3, 5), ("", 4, 1), (" cd  ef", 6, 1)]


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (3, 7)), (1, (3, 8)), (2, (3, 9)), (3, (6, 2)), (4, (6, 3)), (8, (6, 7)), (9, (6, 8))],
)
def test_each_character_of_joined_lines_has_its_place(offset: int, place: tuple[int, int]) -> None:
    text = joined("x.md", LINES)
    assert text.text == "ab cd  ef"
    assert text.at(offset) == Location("x.md", *place)


@pytest.mark.parametrize(
    ("start", "end", "text", "places"),
    [
        (0, None, "ab cd  ef", [(3, 7), (3, 8)]),
        (1, None, "b cd  ef", [(3, 8), (3, 9), (6, 2)]),
        (2, 5, "cd", [(6, 2), (6, 3)]),
        (3, 5, "cd", [(6, 2), (6, 3)]),
        (5, -1, "e", [(6, 6), (6, 7)]),
        (2, 3, "", [(6, 2)]),
    ],
)
def test_a_part_is_cut_out_with_its_places(
    start: int, end: int | None, text: str, places: list[tuple[int, int]]
) -> None:
    part = joined("x.md", LINES).part(start, end)
    assert part.text == text
    assert [part.at(offset) for offset in range(len(places))] == [
        Location("x.md", *place) for place in places
    ]


def test_where_escapes_were_resolved_all_is_at_the_beginning() -> None:
    text = joined("x.md", LINES)
    assert text.resolved("ab cd  ef") is text
    resolved = text.resolved("xyz")
    assert (resolved.text, resolved.at(), resolved.at(2)) == (
        *("xyz", Location("x.md", 3, 7)),
        Location("x.md", 3, 7),
    )
    assert resolved.part(1).at(1) == Location("x.md", 3, 7)


def test_problems_are_told_once_in_the_order_of_files_and_lines() -> None:
    report = Report()
    report.warning(Location("b.md", 1, 1), "w", "Odd.", "Look.")
    assert report.has_errors() is False
    report.error(Location("a.md", 10, 1), "e", "Wrong.", "Mend it.")
    report.error(Location("a.md", 9, 3), "e", "Wrong.", "Mend it.")
    report.error(Location("a.md", 9, 2), "f", "Wrong.", "Mend it.")
    report.error(Location("a.md", 9, 2), "e", "Wrong.", "Mend it.")
    report.error(Location("a.md", 9, 2), "e", "Wrong.", "Mend it.")
    assert said(report) == [
        "a.md:9:2: error: Wrong. Mend it. [e]",
        "a.md:9:2: error: Wrong. Mend it. [f]",
        "a.md:9:3: error: Wrong. Mend it. [e]",
        "a.md:10:1: error: Wrong. Mend it. [e]",
        "b.md:1:1: warning: Odd. Look. [w]",
    ]
    assert bool(report.has_errors())
    assert bool(report.has_errors(but="e"))
    assert not Report().has_errors(but="e")
    assert [one.severity for one in report.problems()][3:] == [Severity.ERROR, Severity.WARNING]


def test_a_value_or_all_its_mistakes_are_reported() -> None:
    def fail(one: Located) -> str:
        mistakes = [MistakeError(one.at(at), "m", f"{at}.", "So.") for at in (0, 1)]
        raise ExceptionGroup("both", mistakes)

    report = Report()
    assert report.value(None, fail) is None
    assert report.value(typed("ab"), str) == str(typed("ab"))
    assert said(report) == []
    assert report.value(typed("ab"), fail) is None
    assert said(report) == ["x.md:1:1: error: 0. So. [m]", "x.md:1:2: error: 1. So. [m]"]


def test_what_a_list_names_twice_is_taken_once() -> None:
    report = Report()
    names = [typed("a", 1), typed("b", 2), typed("a", 3)]
    assert report.duplicates(names, IdKind.CARD) == names[:2]
    assert said(report) == [
        "x.md:3:1: error: The card “a” is in this list already. Name it once. [duplicate-id]"
    ]


LETTERS = "aa bb cc dd ee ff gg hh ii jj kk ll".split()  # noqa: SIM905


@pytest.mark.parametrize(
    ("word", "options", "expected"),
    [
        ("valeu", ["value", "low"], "Write “value”."),
        ("xyz", [], "Remove it; there is none yet."),
        ("xyz", ["one"], "Write one of: one."),
        ("xyz", LETTERS, f"Write one of: {', '.join(LETTERS)}."),
        ("xyz", [*LETTERS, "mm"], f"Write one of: {', '.join(LETTERS)} … (13 in all)."),
    ],
)
def test_what_to_write_instead(word: str, options: list[str], expected: str) -> None:
    assert write_instead(word, options) == expected


START = Location("t/briefing.md")
PLACES = Locations(
    START,
    {
        "card": PartLocation(
            Location("c.md", 2, 1),
            joined("c.md", [("title", 2, 8)]),
            {"title": Location("c.md", 2, 8)},
            (Location("c.md", 5, 3), Location("c.md", 5, 9)),
        ),
        "figure": PartLocation(Location("c.md", 7, 1)),
    },
)


@pytest.mark.parametrize(
    ("found", "line", "column"),
    [
        (PLACES.at("card"), 2, 8),
        (PLACES.at("card", 4), 2, 12),
        (PLACES.at("card", 5), 2, 13),
        (PLACES.at("card", 9), 2, 13),
        (PLACES.at("card", -1), 2, 8),
        (PLACES.at("figure", 3), 7, 1),
        (PLACES.field("card", "title"), 2, 8),
        (PLACES.field("figure", "title"), 7, 1),
        (PLACES.citation("card", 0), 5, 3),
        (PLACES.citation("card", 1), 5, 9),
        (PLACES.citation("card", 2), 2, 8),
        (PLACES.citation("card", -1), 2, 8),
        (PLACES.citation("figure", 0), 7, 1),
    ],
)
def test_parts_have_places_down_to_a_character(found: Location, line: int, column: int) -> None:
    assert found == Location("c.md", line, column)


def test_what_is_not_known_is_at_the_start() -> None:
    assert PLACES.at("no") == PLACES.field("no", "x") == PLACES.citation("no", 0) == START


def test_an_id_is_defined_once() -> None:
    ledger, report = Ledger(), Report()
    ledger.define(IdKind.CARD, "a", Location("x.md", 3), report)
    ledger.define(IdKind.CARD, "a", Location("x.md", 3), report)
    ledger.define(IdKind.ACTOR, "a", Location("x.md", 4), report)
    assert (ledger.defines(IdKind.CARD, "a"), ledger.defines(IdKind.CARD, "b")) == (True, False)
    assert said(report) == []
    ledger.define(IdKind.CARD, "a", Location("y.md", 5), report)
    assert said(report) == [
        "y.md:5:1: error: The card id “a” is taken by x.md:3. Give one of the two another id."
        " [duplicate-id]"
    ]


def checked(ledger: Ledger) -> list[str]:
    report = Report()
    ledger.check(report)
    return said(report)


def filled(defined: str, named: str, kind: IdKind = IdKind.SOURCE) -> Ledger:
    ledger = Ledger()
    for line, id_ in enumerate(defined.split(), start=1):
        ledger.define(kind, id_, Location("s.yaml", line), Report())
    for line, id_ in enumerate(named.split(), start=1):
        assert ledger.name(kind, typed(id_, line)) == id_
    return ledger


@pytest.mark.parametrize(
    ("kind", "unknown", "unused"),
    [
        (
            IdKind.SOURCE,
            "The citation key “c” is not in sources.yaml. Write one of: a, b. [unknown-citation]",
            "The source “b” is cited nowhere. Cite it, or remove it from sources.yaml."
            " [unused-source]",
        ),
        (
            IdKind.ACTOR,
            "The actor “c” is not in actors.yaml. Write one of: a, b. [unknown-actor]",
            "The actor “b” is named by no card. Name it in a card's actors, or remove it from"
            " actors.yaml. [unused-actor]",
        ),
        (
            IdKind.FIGURE,
            "No card has a figure “c”. Write one of: a, b. [unknown-figure]",
            "The figure “b” is neither a key figure nor a part or rival of another. Add it to"
            " key-figures in briefing.md, or remove it. [unused-figure]",
        ),
        (
            IdKind.CLAIM,
            "No card has a claim or figure “c”. Write one of: a, b. [unknown-claim]",
            None,
        ),
        (IdKind.CARD, None, None),
    ],
)
def test_ids_are_unknown_or_unused(kind: IdKind, unknown: str | None, unused: str | None) -> None:
    assert checked(filled("a b", "a b", kind)) == []
    assert checked(filled("a b", "a", kind)) == (
        [] if unused is None else [f"s.yaml:2:1: warning: {unused}"]
    )
    assert checked(filled("a b", "a c", kind)) == (
        [] if unknown is None else [f"x.md:2:1: error: {unknown}"]
    )


def test_where_not_all_could_be_read_nothing_of_the_kind_is_unknown_and_nothing_at_all_unused() -> (
    None
):
    ledger = filled("a b", "a c")
    ledger.leave_open(IdKind.SOURCE)
    assert checked(ledger) == []
    ledger = filled("a b", "a c")
    ledger.leave_open(IdKind.ACTOR)
    assert len(checked(ledger)) == 1
    ledger = filled("a b", "a")
    ledger.leave_open(IdKind.ACTOR, IdKind.FIGURE)
    assert checked(ledger) == []


def test_what_is_not_held_cannot_be_cited() -> None:
    ledger = filled("a", "a d")
    ledger.define(IdKind.DOCUMENT, "d", Location("s.yaml", 9), Report())
    assert checked(ledger) == [
        "x.md:2:1: error: The text of “d” is marked “held: no”, so it cannot be cited."
        " Cite the source that reports what it says. [not-held]"
    ]
