"""Warnings that may stand, where they are written and how."""

from __future__ import annotations

from pathlib import Path

from briefing.authoring.citations import read_allowances
from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Report, joined
from briefing.model.cards import Disagreement
from briefing.model.claims import Allowance
from tests.unit.authoring.mistakes import ACTORS, GAUGE, LEVEL, SHARE

TYPED = "number-not-in-passage: the two are the towns; name-not-in-passage:  he is “meant”: so"
ALLOWED = (
    Allowance(code="number-not-in-passage", reason="the two are the towns"),
    Allowance(code="name-not-in-passage", reason="he is “meant”: so"),
)


def test_several_codes_with_their_reasons() -> None:
    report = Report()
    assert read_allowances(joined("x.md", [(TYPED, 1, 1)]), report) == ALLOWED
    assert report.problems() == ()


def test_claims_quotes_figures_positions_and_actors_have_them(topic: Path) -> None:
    def write(file: str, old: str, new: str) -> None:
        typed = (topic / file).read_text("utf-8")
        assert old in typed
        (topic / file).write_text(typed.replace(old, new, 1), "utf-8")

    write(GAUGE, "¶4; @engineers]", f'¶4; @engineers] {{allow="{TYPED}" mode=quote}} ^new')
    write(SHARE, "date=2024-05-01}", f'date=2024-05-01 allow="{TYPED}"}}')
    write(SHARE, '    cite: "engineers"', f'    cite: "engineers"\n    allow: "{TYPED}"')
    write(LEVEL, 'cite: "herald ¶2"}', f'cite: "herald ¶2", allow: "{TYPED}"}}')
    write(ACTORS, "  role: Mayor", f'  allow: "{TYPED}"\n  role: Mayor')
    loaded = load_briefing(topic)
    assert loaded.problems == ()
    briefing = loaded.briefing
    assert briefing is not None
    cards = {card.id: card for _, card in briefing.cards()}
    level = cards["share-or-level"].detail
    assert isinstance(level, Disagreement)
    bearers = (
        cards["gauge"].claims[1],
        cards["share"].claims[3],
        cards["share"].figures[1],
        level.positions[0],
        briefing.actors_by_id["mayor"],
    )
    assert [bearer.allowed for bearer in bearers] == [ALLOWED] * 5
    assert cards["gauge"].claims[1].text == "Nobody has offered to pay for a new one."
    assert cards["gauge"].claims[0].allowed == ()
