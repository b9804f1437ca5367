"""Passages that citations name by their first and last words."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.authoring.citations import parse_citations
from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Report, joined
from briefing.model.claims import Evidence
from tests.unit.authoring.mistakes import GAUGE, SHARE


def passages(text: str) -> list[str | None]:
    report = Report()
    found = parse_citations(joined("x.md", [(text, 1, 1)]), report, at_sign=False)
    assert report.problems() == ()
    return [citation.passage for citation in found]


@pytest.mark.parametrize(
    "typed",
    [
        '"the two countries … by the end"',
        "“the two countries … by the end”",
        '"the two countries...by the end"',
        '"the  two countries .... by the end "',
        '"the two countries…by\u00a0the end"',
    ],
)
def test_a_passage_is_kept_in_one_form(typed: str) -> None:
    assert passages(f"iria ¶4 {typed}") == ["the two countries … by the end"]
    assert passages(f"@iria, ¶4, {typed}") == ["the two countries … by the end"]


def test_a_passage_without_ellipsis_is_named_as_a_whole() -> None:
    assert passages('a ¶1 "one two three four – five six seven eight"') == [
        "one two three four – five six seven eight"
    ]


def test_semicolons_and_brackets_in_a_passage_are_text() -> None:
    assert passages('a ¶1 "we [sic]; @they … {go}; so"; b ¶2; c ¶3 “d; e”') == [
        "we [sic]; @they … {go}; so",
        None,
        "d; e",
    ]


def test_passages_of_claims_and_figures(topic: Path) -> None:
    gauge, share = topic / GAUGE, topic / SHARE
    long = "one two three four … five six seven eight"
    gauge.write_text(
        gauge.read_text("utf-8").replace("¶4; @eng", f"¶4 “{long}”; @eng"), encoding="utf-8"
    )
    share.write_text(
        share.read_text("utf-8").replace('"herald ¶2; post ¶4"', "'herald ¶2 \"a … b\"; post ¶4'"),
        encoding="utf-8",
    )
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    cards = {card.id: card for _, card in briefing.cards()}
    assert cards["gauge"].claims[1].evidence == (
        Evidence(source="herald", paragraph=4, passage=long),
        Evidence(source="engineers"),
    )
    assert "five six" not in cards["gauge"].claims[1].text
    assert briefing.figures["water-share"].evidence[0].passage == "a … b"


def test_a_passage_over_two_lines_is_one(topic: Path) -> None:
    gauge = topic / GAUGE
    gauge.write_text(
        gauge.read_text("utf-8").replace("¶4; @eng", '¶4 "one\ntwo …\nthree"; @eng'), "utf-8"
    )
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    card = next(card for _, card in briefing.cards() if card.id == "gauge")
    assert card.claims[1].evidence[0].passage == "one two … three"


def test_every_mistake_in_one_citation_is_found() -> None:
    report = Report()
    text = '@a, ¶1 "a b c d e … f g h i j"; contxt @b, ¶2 "… c"'
    assert parse_citations(joined("x.md", [(text, 1, 1)]), report, at_sign=True) == ()
    assert [(problem.column, problem.code) for problem in report.problems()] == [
        (text.index("e …") + 1, "bad-passage"),
        (text.index("f g") + 1, "bad-passage"),
        (text.index("contxt") + 1, "bad-citation"),
        (text.index("… c") + 1, "bad-passage"),
    ]
