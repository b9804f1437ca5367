"""Fields as typed: what each is taken for, and what is said, and where, of what is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

import pytest

from briefing.authoring.fields import (
    Fields,
    MarkdownFile,
    read_fields,
    split_front_matter,
    to_count,
    to_country,
    to_date,
    to_id,
    to_language,
    to_number,
    to_truth,
    to_word,
)
from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import Located, Location, Report, joined
from briefing.model.dates import parse_date
from briefing.model.vocabulary import Basis

KNOWN = ("sub", "name", "list")
IN_QUOTES = "Remove it, or put the value between quotes."
CORRECT = "Correct it; put a value with “: ”, “#” or quotation marks between quotes."


def said(report: Report) -> list[str]:
    """The problems of one file: where, and what."""
    return [
        f"{one.line}:{one.column} {one.code}: {one.message} {one.fix}" for one in report.problems()
    ]


def read(text: str, known: Sequence[str] | None = KNOWN) -> tuple[Fields | None, Report]:
    report = Report()
    return read_fields("x.yaml", text, 2, known, report), report


@pytest.mark.parametrize(
    ("convert", "text", "value"),
    [
        (to_id, "a", "a"),
        (to_id, "a-1", "a-1"),
        (to_truth, "yes", True),
        (to_truth, "no", False),
        (to_count, "1", 1),
        (to_count, "999999", 999999),
        (to_number, "1", Decimal(1)),
        (to_number, "-1", Decimal(-1)),
        (to_number, "−1.5", Decimal("-1.5")),
        (to_number, "9" * 30, Decimal("9" * 30)),
        (to_language, "en", "en"),
        (to_language, "az-Latn", "az-Latn"),
        (to_language, "abcdefgh", "abcdefgh"),
        (to_country, "CH", "CH"),
        (to_date, "2024-05-01", parse_date("2024-05-01")),
        (partial(to_word, Basis), "assessed", Basis.ASSESSED),
    ],
)
def test_what_is_typed_is_taken_as_a_value(
    convert: Callable[[Located], object], text: str, value: object
) -> None:
    report = Report()
    assert report.value(joined("x.md", [(text, 3, 5)]), convert) == value
    assert said(report) == []


NO_ID = "is not an id: ids are lower-case letters, digits and hyphens."
NO_COUNT = "is not a whole number of at least one. Write digits only, for example 12."
NO_NUMBER = "is not a number."
DIGITS = "Write digits only, and the rest in unit, qualifier or note."
NO_LANGUAGE = "is not a language tag. Write a BCP 47 tag such as en, hy or az-Latn."
NO_COUNTRY = "is not an ISO 3166-1 alpha-2 country code."
NO_BLOC = "is not a country: make the actor a “bloc” or “organisation”; remove this."
DATES = (
    "Write 2023, 2023-12, 2023-12-13, with ~ for about and ? for uncertain, or an interval such as"
    " 2023-12-11/2023-12-12."
)


@pytest.mark.parametrize(
    ("convert", "text", "problem"),
    [
        (to_id, "-a", f"bad-id: “-a” {NO_ID} Write “a”."),
        (to_id, "A b", f"bad-id: “A b” {NO_ID} Write “a-b”."),
        (to_id, "a--b", f"bad-id: “a--b” {NO_ID} Write “a-b”."),
        (to_id, "Ünï-x", f"bad-id: “Ünï-x” {NO_ID} Write “uni-x”."),
        (to_id, "it's", f"bad-id: “it's” {NO_ID} Write “its”."),
        (to_id, "Ա", f"bad-id: “Ա” {NO_ID} Write one in Latin letters."),
        (to_truth, "Yes", "unknown-value: “Yes” is neither yes nor no. Write “yes” or “no”."),
        (to_count, "1000000", f"not-a-number: “1000000” {NO_COUNT}"),
        (to_count, "0", f"not-a-number: “0” {NO_COUNT}"),
        (to_count, "01", f"not-a-number: “01” {NO_COUNT}"),
        (to_number, "1,234", f"not-a-number: “1,234” {NO_NUMBER} Write “1234”."),
        (to_number, "1 234.5", f"not-a-number: “1 234.5” {NO_NUMBER} Write “1234.5”."),
        (to_number, "1’000", f"not-a-number: “1’000” {NO_NUMBER} Write “1000”."),
        (to_number, "12,34", f"not-a-number: “12,34” {NO_NUMBER} {DIGITS}"),
        (to_number, "1.", f"not-a-number: “1.” {NO_NUMBER} {DIGITS}"),
        (to_number, "9" * 31, f"not-a-number: “{'9' * 31}” {NO_NUMBER} {DIGITS}"),
        (
            to_number,
            f"1{',000' * 10}",
            f"not-a-number: “1{',000' * 10}” {NO_NUMBER} {DIGITS}",
        ),
        (
            to_number,
            f"123{',000' * 9}",
            f"not-a-number: “123{',000' * 9}” {NO_NUMBER} Write “123{'000' * 9}”.",
        ),
        (to_language, "e", f"bad-language: “e” {NO_LANGUAGE}"),
        (to_language, "abcdefghi", f"bad-language: “abcdefghi” {NO_LANGUAGE}"),
        (to_language, "en-", f"bad-language: “en-” {NO_LANGUAGE}"),
        (to_country, "ch", f"unknown-country: “ch” {NO_COUNTRY} Write “CH”."),
        (to_country, "UK", f"unknown-country: “UK” {NO_COUNTRY} Write “GB”."),
        (to_country, "EL", f"unknown-country: “EL” {NO_COUNTRY} Write “GR”."),
        (to_country, "EU", f"unknown-country: “EU” {NO_COUNTRY} EU {NO_BLOC}"),
        (to_country, "nato", f"unknown-country: “nato” {NO_COUNTRY} NATO {NO_BLOC}"),
        (
            to_country,
            "XX",
            f"unknown-country: “XX” {NO_COUNTRY} Write its two capital letters, for example CH.",
        ),
        (
            to_date,
            "2024-02-30",
            "impossible-date: “2024-02-30” is not in the calendar. Check the month and the day.",
        ),
        (to_date, "soon", f"impossible-date: “soon” is not a date. {DATES}"),
        (
            partial(to_word, Basis),
            "assesed",
            "unknown-value: “assesed” is not one of the words known here. Write “assessed”.",
        ),
        (
            partial(to_word, Basis),
            "xyzzy",
            "unknown-value: “xyzzy” is not one of the words known here."
            " Write one of: reported, assessed, assumed.",
        ),
    ],
)
def test_what_cannot_be_taken_is_told_with_what_to_write(
    convert: Callable[[Located], object], text: str, problem: str
) -> None:
    report = Report()
    assert report.value(joined("x.md", [(text, 3, 5)]), convert) is None
    assert said(report) == [f"3:5 {problem}"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a", "2:1 bad-yaml: There are no fields here. Write “name: value” lines."),
        ("", "2:1 bad-yaml: There are no fields here. Write “name: value” lines."),
        (
            "name: &x a",
            "2:7 bad-yaml: This YAML cannot be read: anchors and aliases (& and *) are not read"
            f" here. {IN_QUOTES}",
        ),
        (
            "sub: a\nname: *x",
            "3:7 bad-yaml: This YAML cannot be read: anchors and aliases (& and *) are not read"
            f" here. {IN_QUOTES}",
        ),
        (
            "name: !!str a",
            f"2:7 bad-yaml: This YAML cannot be read: tags (!) are not read here. {IN_QUOTES}",
        ),
        (
            f"name: {'[' * 12}{']' * 12}",
            f"2:18 bad-yaml: This YAML cannot be read: this is nested too deeply. {IN_QUOTES}",
        ),
        (
            "sub: a\nname: 'a",
            f"3:9 bad-yaml: This YAML cannot be read: found unexpected end of stream. {CORRECT}",
        ),
        (
            'name: "\x01"',
            "2:1 bad-yaml: This is an escape or a character that YAML does not allow. Delete it.",
        ),
    ],
)
def test_yaml_of_which_no_fields_can_be_taken(text: str, problem: str) -> None:
    fields, report = read(text)
    assert fields is None
    assert said(report) == [problem]


def test_fields_may_be_nested_eleven_deep() -> None:
    fields, report = read(f"name: {'[' * 11}{']' * 11}")
    assert fields is not None
    assert said(report) == []
    assert read("a: [[], [], [], [], [], [], [], [], [], [], [], [], []]", None)[0] is not None


@pytest.mark.parametrize(
    ("text", "names", "problem"),
    [
        ("? [a]\n: b", [], "2:3 bad-field: A field's name must be text. Write one."),
        ("naem: x", [], "2:1 unknown-field: There is no field “naem” here. Write “name”."),
        (
            "sub: x\nname: a\nname: b",
            ["sub", "name"],
            "4:1 duplicate-field: “name” is given twice, first in line 3. Keep one of the two.",
        ),
    ],
)
def test_a_field_that_is_left_out_of_those_taken(text: str, names: list[str], problem: str) -> None:
    fields, report = read(text)
    assert fields is not None
    assert [name.text for name in fields.names()] == names
    assert said(report) == [problem]


def test_where_names_are_free_each_is_taken() -> None:
    fields, report = read("any: x", None)
    assert fields is not None
    assert ("any" in fields, "name" in fields) == (True, False)
    assert said(report) == []


SINGLE, SINGLE_EACH = "“name” must be a single text.", "Each of “name” must be a single text."
SET, SET_EACH = "“name” must be a set of fields.", "Each of “name” must be a set of fields."


def names(fields: Fields | None) -> list[str] | None:
    return None if fields is None else [name.text for name in fields.names()]


@pytest.mark.parametrize(
    ("text", "taken", "problems"),
    [
        ("name: a", "a", []),
        ("list: a", None, []),
        ("name:", None, ["2:6 empty-field: “name” is empty. Fill it or leave it out."]),
        ('name: ""', None, ["2:8 empty-field: “name” is empty. Fill it or leave it out."]),
        ("name: [a]", None, [f"2:7 wrong-shape: {SINGLE} Write one text here."]),
        ("name: {sub: c}", None, [f"2:7 wrong-shape: {SINGLE} Write one text here."]),
    ],
)
def test_a_field_that_is_one_text(text: str, taken: str | None, problems: list[str]) -> None:
    fields, report = read(text)
    assert fields is not None
    assert fields.string("name") == taken
    assert said(report) == problems


@pytest.mark.parametrize(
    ("text", "taken", "problems"),
    [
        ("name: a", ["a"], []),
        ("list: a", [], []),
        ("name: [a, b]", ["a", "b"], []),
        (
            'name: [a, "", [b], c]',
            ["a", "c"],
            [
                "2:12 empty-field: Each of “name” is empty. Fill it or leave it out.",
                f"2:15 wrong-shape: {SINGLE_EACH} Write one text here.",
            ],
        ),
    ],
)
def test_a_field_that_is_a_list_of_texts(text: str, taken: list[str], problems: list[str]) -> None:
    fields, report = read(text)
    assert fields is not None
    assert [one.text for one in fields.texts("name")] == taken
    assert said(report) == problems


@pytest.mark.parametrize(
    ("text", "one", "each", "problems"),
    [
        ("list: a", None, [], []),
        ("name: {sub: b}", ["sub"], [["sub"]], []),
        (
            "name: [{sub: b}, a, {list: y}]",
            None,
            [["sub"], ["list"]],
            [
                f"2:7 wrong-shape: {SET} Write “sub: …” and so on.",
                f"2:18 wrong-shape: {SET_EACH} Write “sub: …” and so on.",
            ],
        ),
    ],
)
def test_a_field_that_is_a_set_of_fields_or_a_list_of_them(
    text: str, one: list[str] | None, each: list[list[str]], problems: list[str]
) -> None:
    fields, report = read(text)
    assert fields is not None
    assert names(fields.fields("name", KNOWN)) == one
    assert [names(found) for found in fields.each_fields("name", KNOWN)] == each
    assert said(report) == problems


@pytest.mark.parametrize(
    ("text", "taken", "problems"),
    [
        ("list: a", [], []),
        ("name: a", ["a"], []),
        ("name: {sub: b}", [["sub"]], []),
        (
            "name: [a, {sub: b}, [c]]",
            ["a", ["sub"]],
            [f"2:21 wrong-shape: {SINGLE_EACH} Write one text here."],
        ),
    ],
)
def test_a_field_that_is_a_list_of_texts_and_sets_of_fields(
    text: str, taken: list[object], problems: list[str]
) -> None:
    fields, report = read(text)
    assert fields is not None
    found = [
        one.text if isinstance(one, Located) else names(one) for one in fields.each("name", KNOWN)
    ]
    assert found == taken
    assert said(report) == problems


def test_fields_that_are_missing() -> None:
    fields, report = read("name: a")
    assert fields is not None
    fields.require("name", "list", "sub")
    assert said(report) == [
        "2:1 missing-field: The field “list” is missing. Add “list: …”.",
        "2:1 missing-field: The field “sub” is missing. Add “sub: …”.",
    ]


@pytest.mark.parametrize(
    ("typed", "text", "places", "start"),
    [
        ("a b", "a b", [(2, 7), (2, 8), (2, 9), (2, 10)], 7),
        ('"a b"', "a b", [(2, 8), (2, 9), (2, 10), (2, 11)], 8),
        ("'a b'", "a b", [(2, 8), (2, 9), (2, 10), (2, 11)], 8),
        ("a\n  b", "a b", [(2, 7), (2, 8), (3, 3), (3, 4)], 7),
        ("'a\n  b'", "a b", [(2, 8), (2, 9), (3, 3), (3, 4)], 8),
        ("|\n  ab\n  cd", "ab cd", [(3, 3), (3, 4), (3, 5), (4, 3)], 7),
        (">\n  ab", "ab", [(3, 3), (3, 4), (3, 5), (3, 6)], 7),
        ('"a\\tb c"', "a b c", [(2, 8)] * 4, 8),
    ],
)
def test_each_character_of_a_text_has_the_place_where_it_was_typed(
    typed: str, text: str, places: list[tuple[int, int]], start: int
) -> None:
    fields, _ = read(f"name: {typed}")
    assert fields is not None
    found = fields.text("name")
    assert found is not None
    assert found.text == text
    assert [(found.at(n).line, found.at(n).column) for n in range(4)] == places
    assert fields.field_location("name") == Location("x.yaml", 2, 7)
    assert fields.field_location("list") == Location("x.yaml", 2, 1)
    assert fields.locations() == {"name": Location("x.yaml", 2, start)}


def test_an_escape_for_a_character_that_could_control_the_terminal_is_an_error() -> None:
    fields, report = read('name: "\\u202e x"')
    assert fields is not None
    fields.text("name")
    assert said(report) == [
        "2:7 control-character: This is an escape for the character U+202E, which is not allowed:"
        " it could control the terminal. Delete it."
    ]


@pytest.mark.parametrize(
    ("text", "front_matter", "body", "line"),
    [
        ("---\na: b\n---\nBody\nmore", "a: b", "Body\nmore", 4),
        ("---\n---", "", "", 3),
        ("---\na: b\n--- \nx\n---\ny", "a: b", "x\n---\ny", 4),
    ],
)
def test_a_file_has_front_matter_and_a_body(
    text: str, front_matter: str, body: str, line: int
) -> None:
    found = split_front_matter(SourceFile("x.md", text), Report())
    assert found == MarkdownFile("x.md", front_matter, body, line)


NEVER_CLOSED = (
    "The front matter that begins here is never closed."
    " Write “---” in a line of its own after the last field."
)
NO_BEGINNING = (
    "The file does not begin with front matter. Begin it with “---”, the fields, and “---” again."
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("---\na: b\nBody", NEVER_CLOSED),
        ("---", NEVER_CLOSED),
        ("a\n---\nb\n---\n", NO_BEGINNING),
        (" ---\na\n---", NO_BEGINNING),
        ("", NO_BEGINNING),
    ],
)
def test_a_file_without_front_matter(text: str, problem: str) -> None:
    report = Report()
    assert split_front_matter(SourceFile("x.md", text), report) is None
    assert said(report) == [f"1:1 missing-front-matter: {problem}"]
