"""What briefing.md says of the briefing as a whole, and of its sections."""

from __future__ import annotations

import pytest

from briefing.authoring.folder import SourceFile
from briefing.authoring.load import Outline, read_outline
from briefing.authoring.problems import ParseContext, Report
from briefing.model.dates import parse_date

WORDS = f"{'Word ' * 45}[@a]"
HEAD = "title: T\ncut-off: 2024"


def read(front: str, body: str = WORDS) -> tuple[Outline | None, list[str], ParseContext]:
    context = ParseContext(Report())
    outline = read_outline("b", SourceFile("b.md", f"---\n{front}\n---\n{body}"), context)
    problems = [
        f"{one.line}:{one.column} {one.code}: {one.message} {one.fix}"
        for one in context.report.problems()
    ]
    return outline, problems, context


def plans(outline: Outline) -> list[tuple[object, ...]]:
    """Of each section: id, kind, title, ids of cards, and of those in the short version."""
    return [
        (
            one.id,
            one.kind,
            one.title,
            one.cards and [card.text for card in one.cards],
            [card.text for card in one.short] if isinstance(one.short, tuple) else one.short,
        )
        for one in outline.sections
    ]


KINDS = (
    "judgements, terms, side-deals, reactions, skeptics, disagreements, unknowns, timeline, people,"
    " background, sources"
)


@pytest.mark.parametrize(
    ("section", "plan", "problem"),
    [
        ("{id: terms, title: X}", ("terms", "terms", "X", None, None), None),
        ("{id: t, title: X, kind: terms}", ("t", "terms", "X", None, None), None),
        ("{id: terms, title: X, kind: people}", ("terms", "people", "X", None, None), None),
        (
            "{id: terms, title: X, cards: [a, b], short: view}",
            ("terms", "terms", "X", ["a", "b"], "view"),
            None,
        ),
        (
            "{id: terms, title: X, cards: [], short: [a, view]}",
            ("terms", "terms", "X", (), ["a", "view"]),
            None,
        ),
        ("{id: terms, title: X, short: a}", ("terms", "terms", "X", None, ["a"]), None),
        (
            "{id: t, title: X}",
            ("t", None, "X", None, None),
            "4:17 missing-field: “t” is not the id of a standard section, so it needs a kind."
            f" Write one of: {KINDS}, or add “kind: …”.",
        ),
        (
            "{id: trms, title: X}",
            ("trms", None, "X", None, None),
            "4:17 missing-field: “trms” is not the id of a standard section, so it needs a kind."
            " Write “terms”, or add “kind: …”.",
        ),
        (
            "{id: t, title: X, kind: trms}",
            ("t", None, "X", None, None),
            "4:36 unknown-value: “trms” is not a kind of section. Write “terms”.",
        ),
        (
            "{id: t, title: X, kind: bottomline}",
            ("t", None, "X", None, None),
            "4:36 unknown-value: “bottomline” is not a kind of section. Write “timeline”.",
        ),
        (
            "{id: t, title: X, kind: bottom-line}",
            ("t", None, "X", None, None),
            "4:36 unknown-value: A briefing has one bottom line."
            " Remove the section; the text of briefing.md is the bottom line.",
        ),
        (
            "{id: bottom-line, title: X}",
            ("bottom-line", None, "X", None, None),
            "4:17 duplicate-id: The section id “bottom-line” is taken by b.md:6."
            " Give one of the two another id.",
        ),
        (
            "{id: terms, title: X, kind: }",
            ("terms", None, "X", None, None),
            "4:39 empty-field: “kind” is empty. Fill it or leave it out.",
        ),
        (
            "{id: terms}",
            ("terms", "terms", "", None, None),
            "4:12 missing-field: The field “title” is missing. Add “title: …”.",
        ),
        (
            "{id: T, title: X}",
            None,
            "4:17 bad-id: “T” is not an id: ids are lower-case letters, digits and hyphens."
            " Write “t”.",
        ),
        (
            "{title: X}",
            None,
            "4:12 missing-field: The field “id” is missing. Add “id: …”.",
        ),
        (
            f"{{id: terms, title: {'x' * 81}}}",
            ("terms", "terms", "x" * 81, None, None),
            "4:111 long-title: The title has 81 characters; 80 is the most. Shorten it by 1.",
        ),
    ],
)
def test_a_section_is_announced(
    section: str, plan: tuple[object, ...] | None, problem: str | None
) -> None:
    outline, problems, _ = read(f"{HEAD}\nsections: [{section}]")
    assert outline is not None
    assert plans(outline) == ([] if plan is None else [plan])
    assert problems == ([] if problem is None else [problem])


def test_a_briefing_has_a_title_a_cutoff_and_more() -> None:
    more = "language: fr\nquote-limit: 5\nkey-figures: [a, b]\nsections: []"
    outline, problems, context = read(f"{HEAD}\n{more}")
    assert outline is not None
    assert problems == []
    found = outline.briefing
    assert (found.title, found.cutoff, found.language) == ("T", parse_date("2024"), "fr")
    assert (found.key_figures, context.quote_limit) == (("a", "b"), 5)
    (bottom_line,) = found.sections
    (card,) = bottom_line.cards
    assert (card.id, card.title, len(card.claims)) == ("bottom-line", "T", 1)
    assert (bottom_line.id, bottom_line.title) == ("bottom-line", "Bottom line")
    plain, _, usual = read(f"{HEAD}\nsections: []")
    assert plain is not None
    assert (plain.briefing.language, plain.briefing.key_figures, usual.quote_limit) == (
        "en",
        (),
        12,
    )


@pytest.mark.parametrize(
    ("front", "body", "problems"),
    [
        (
            "title: T",
            WORDS,
            [
                "2:1 missing-field: The field “cut-off” is missing. Add “cut-off: …”.",
                "2:1 missing-field: The field “sections” is missing. Add “sections: …”.",
            ],
        ),
        (
            f"{HEAD}\nsections: []",
            "",
            [
                "6:1 missing-bottom-line: The briefing has no bottom line."
                " Write what is new, and why it matters, after the front matter."
            ],
        ),
        (
            f"{HEAD}\nsections: []",
            "\nShort. [@a]\n\nMore. [@a]",
            [
                "7:1 bottom-line-length: The bottom line has 2 words."
                " Say what is new, and why it matters, in 40 to 90 words."
            ],
        ),
        (
            f"{HEAD}\nsections: []\nkey-figures: [a, a]",
            WORDS,
            ["5:18 duplicate-id: The figure “a” is in this list already. Name it once."],
        ),
        (
            f"{HEAD}\nsections: []\nquote-limit: 0",
            WORDS,
            [
                "5:14 not-a-number: “0” is not a whole number of at least one."
                " Write digits only, for example 12."
            ],
        ),
        (
            f"title: {'x' * 81}\ncut-off: 2024\nsections: []",
            WORDS,
            ["2:88 long-title: The title has 81 characters; 80 is the most. Shorten it by 1."],
        ),
    ],
)
def test_what_is_wrong_with_an_outline(front: str, body: str, problems: list[str]) -> None:
    outline, found, _ = read(front, body)
    assert outline is not None
    assert found == problems


def test_an_outline_that_cannot_be_read_is_none() -> None:
    assert read("- x")[0] is None
    assert read_outline("b", SourceFile("b.md", "x"), ParseContext(Report())) is None
