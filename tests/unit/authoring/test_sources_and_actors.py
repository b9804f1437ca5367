"""Sources and actors as typed: what an entry becomes, and what is said of one that is wrong."""

from __future__ import annotations

import pytest

from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import Location, ParseContext, PartLocation, Report
from briefing.authoring.sources_and_actors import ReadSources, read_actors, read_sources
from briefing.model.actors import Actor, Dateline, Name, Slip, Source
from briefing.model.claims import Allowance, Evidence
from briefing.model.dates import parse_date
from briefing.model.vocabulary import ActorType, Mode, NameKind

DATE = parse_date("2024")


def context() -> ParseContext:
    return ParseContext(Report())


def said(shared: ParseContext) -> list[str]:
    return [
        f"{one.line}:{one.column} {one.code}: {one.message} {one.fix}"
        for one in shared.report.problems()
    ]


def sources(text: str) -> tuple[ReadSources, list[str]]:
    shared = context()
    return read_sources(SourceFile("s.yaml", text), shared), said(shared)


def source(**fields: object) -> Source:
    given = {"key": "a", "type": "book", "title": "T", "outlet": "O", **fields}
    return Source(**given)  # type: ignore[arg-type]


NO_PATH = (
    "bad-file-name: The corpus entry is a path, not the name of a file."
    " Write the file's name only; the corpus is one folder."
)
NO_ADDRESS = (
    "bad-url: The address does not begin with http:// or https://."
    " Write the whole address, or leave it out."
)
NO_DATELINE = (
    "is not a date with the paragraph it is taken from."
    " Write “2023-12-13, ¶2”; paragraphs are counted from 1."
)


@pytest.mark.parametrize(
    ("typed", "expected", "problem"),
    [
        ("held: yes", source(), None),
        (
            "author: [A, B], issued: 2024, accessed: 2024, language: en, origin: P, descriptor: D",
            source(
                authors=("A", "B"),
                published=DATE,
                retrieved=DATE,
                language="en",
                origin="P",
                descriptor="D",
            ),
            None,
        ),
        ("author: A", source(authors=("A",)), None),
        ("URL: HTTPS://x/y", source(url="HTTPS://x/y"), None),
        ("URL: ftp://x", source(), f"1:52 {NO_ADDRESS}"),
        ("URL: http://", source(), f"1:52 {NO_ADDRESS}"),
        ("corpus: a.txt", source(corpus="a.txt"), None),
        ("corpus: a/b", source(), f"1:55 {NO_PATH}"),
        ('corpus: "a\\\\b"', source(), f"1:56 {NO_PATH}"),
        ("corpus: ..", source(), f"1:55 {NO_PATH}"),
        ("corpus: .", source(), f"1:55 {NO_PATH}"),
        ('dateline: "2024, ¶2"', source(dateline=Dateline(date=DATE, paragraph=2)), None),
        ('dateline: "2024¶12345"', source(dateline=Dateline(date=DATE, paragraph=12345)), None),
        (
            'dateline: "2024-13, ¶2"',
            source(),
            "1:58 impossible-date: “2024-13” is not in the calendar. Check the month and the day.",
        ),
        ('dateline: "2024"', source(), f"1:58 bad-dateline: “2024” {NO_DATELINE}"),
        ('dateline: "2024 ¶0"', source(), f"1:58 bad-dateline: “2024 ¶0” {NO_DATELINE}"),
        ("slips: [{paragraph: 2, note: N}]", source(slips=(Slip(paragraph=2, note="N"),)), None),
        (
            "slips: [{note: N}]",
            source(),
            "1:55 missing-field: The field “paragraph” is missing. Add “paragraph: …”.",
        ),
        (
            "held: maybe",
            source(),
            "1:53 unknown-value: “maybe” is neither yes nor no. Write “yes” or “no”.",
        ),
    ],
)
def test_a_source_has_its_fields(typed: str, expected: Source, problem: str | None) -> None:
    entry = f"a: {{type: book, title: T, container-title: O, {typed}}}"
    assert sources(entry) == (
        ReadSources(sources=(expected,)),
        [] if problem is None else [problem],
    )


def test_a_document_that_is_not_held_is_listed_apart() -> None:
    entry = "{type: book, title: T, container-title: O"
    text = f"b: {entry}, held: no}}\na: {entry}}}\n"
    assert sources(text) == (
        ReadSources(sources=(source(),), not_held=(source(key="b"),)),
        [],
    )


@pytest.mark.parametrize(
    ("text", "found", "problems"),
    [
        (
            "a: {title: T}",
            (),
            [
                "1:4 missing-field: The field “container-title” is missing."
                " Add “container-title: …”.",
                "1:4 missing-field: The field “type” is missing. Add “type: …”.",
            ],
        ),
        (
            "a: {type: boook, title: T, container-title: O}",
            (),
            ["1:11 unknown-value: “boook” is not an item type of CSL. Write “book”."],
        ),
        (
            "A: {type: book, title: T, container-title: O}",
            (source(key="A"),),
            [
                "1:1 bad-id: “A” is not an id: ids are lower-case letters, digits and hyphens."
                " Write “a”."
            ],
        ),
        (
            "a: x",
            (),
            ["1:4 wrong-shape: “a” must be a set of fields. Write “type: …” and so on."],
        ),
        ("- x", (), ["1:1 bad-yaml: There are no fields here. Write “name: value” lines."]),
    ],
)
def test_an_entry_that_is_no_source(
    text: str, found: tuple[Source, ...], problems: list[str]
) -> None:
    assert sources(text) == (ReadSources(sources=found), problems)


def actors(text: str) -> tuple[tuple[Actor, ...], list[str]]:
    shared = context()
    return read_actors(SourceFile("a.yaml", f"x: {{{text}}}"), shared), said(shared)


X, Z = Name(text="X", kind=NameKind.USUAL), Name(text="Z", kind=NameKind.ALIAS)
NATIVE = Name(
    text="X",
    kind=NameKind.NATIVE,
    language="hy",
    evidence=(Evidence(source="a", paragraph=1, mode=Mode.QUOTE),),
)


def actor(type_: ActorType, *names: Name, **fields: object) -> Actor:
    return Actor(id="x", type=type_, names=names, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "expected", "problems"),
    [
        ("type: state, names: [X, Z], country: CH", actor(ActorType.STATE, X, Z, country="CH"), []),
        (
            "type: person, names: [{text: X, kind: native, language: hy, cite: a ¶1}, Z]",
            actor(ActorType.PERSON, NATIVE, Z),
            [],
        ),
        (
            'type: person, names: X, role: R, cite: a, described-by: y, allow: "a: b c d"',
            actor(
                ActorType.PERSON,
                X,
                role="R",
                described_by="y",
                evidence=(Evidence(source="a"),),
                allowed=(Allowance(code="a", reason="b c d"),),
            ),
            [],
        ),
        (
            "type: person, names: [{kind: native}, X]",
            actor(ActorType.PERSON, X),
            ["1:27 missing-field: The field “text” is missing. Add “text: …”."],
        ),
        ("type: bloc, names: [X]", actor(ActorType.BLOC, X), []),
        (
            "type: bloc, names: [X], country: CH",
            actor(ActorType.BLOC, X, country="CH"),
            [
                "1:38 country-of-bloc: A bloc has no country."
                " Remove the country, or correct the type."
            ],
        ),
        (
            "type: person",
            None,
            ["1:4 missing-field: The field “names” is missing. Add “names: …”."],
        ),
        (
            "type: person, names: []",
            None,
            ["1:26 empty-field: An actor needs a name. Write “[name, other spelling]”."],
        ),
        ("names: [X]", None, ["1:4 missing-field: The field “type” is missing. Add “type: …”."]),
    ],
)
def test_an_actor_has_its_names_and_fields(
    typed: str, expected: Actor | None, problems: list[str]
) -> None:
    assert actors(typed) == (() if expected is None else (expected,), problems)


def test_an_actor_and_its_names_have_places() -> None:
    shared = context()
    text = "x: {type: person, names: [{cite: a, text: X}, {}, Z], cite: b}"
    read_actors(SourceFile("a.yaml", text), shared)
    assert {key: place.location.column for key, place in shared.parts.items()} == {
        "actor:x": 1,
        "actor:x#name:0": 27,
        "actor:x#name:1": 51,
    }
    named = shared.parts["actor:x#name:0"]
    assert (named.text and named.text.text, named.citations) == ("X", (Location("a.yaml", 1, 34),))
    assert shared.parts["actor:x"].citations == (Location("a.yaml", 1, 61),)


def test_a_source_has_a_place_with_its_fields() -> None:
    shared = context()
    read_sources(SourceFile("s.yaml", "\na: {title: T}"), shared)
    fields = {"title": Location("s.yaml", 2, 12)}
    assert shared.parts == {"source:a": PartLocation(Location("s.yaml", 2, 1), fields=fields)}
