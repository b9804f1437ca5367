"""Cards and actors that are drafts: read and checked, and in nobody's way."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.authoring.drafts import without_drafts
from briefing.authoring.load import Loaded, load_briefing
from briefing.model.vocabulary import Severity

CARD = """---
title: The sluice opens in May
status: draft
actors: [miller]
figures:
  - {id: sluice-days, measure: Days of work, value: 3, unit: days, as-of: 2024-05, cite: herald ¶2}
---
The sluice opens on 3 May. [@herald, ¶2] ^opens
"""
ACTOR = """miller:
  status: draft
  type: person
  names: [Ida Miller]
"""


def load(topic: Path, card: str = CARD, actor: str = ACTOR) -> Loaded:
    (topic / "cards/terms/sluice.md").write_text(card, "utf-8")
    actors = topic / "actors.yaml"
    actors.write_text(actors.read_text("utf-8") + actor, "utf-8")
    return load_briefing(topic)


def said(loaded: Loaded) -> list[tuple[str, str]]:
    return [(one.severity, one.code) for one in loaded.problems]


def test_a_draft_is_read_and_left_out_of_what_is_published(topic: Path) -> None:
    before = load_briefing(topic)
    found = load(topic)
    assert found.drafts == {"sluice", "actor:miller"}
    assert found.briefing is not None
    assert "sluice" in {card.id for _, card in found.briefing.cards()}
    assert found.briefing.actor_name("miller") == "Ida Miller"
    assert found.problems == before.problems
    assert without_drafts(found.briefing, found.drafts) == before.briefing


def test_a_draft_leaves_what_was_verified_of_the_rest(topic: Path) -> None:
    before = load_briefing(topic).fingerprints
    assert load(topic).fingerprints == before
    share = topic / "cards/terms/share.md"
    share.write_text(share.read_text("utf-8") + "\n", "utf-8")
    assert load_briefing(topic).fingerprints != before


def test_a_draft_that_is_none_any_more_must_be_in_the_list(topic: Path) -> None:
    found = load(topic, CARD.replace("status: draft\n", ""), ACTOR.replace("status: draft", ""))
    assert (Severity.WARNING, "unlisted-card") in said(found)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("May. [@herald, ¶2]", "May.", "missing-citation"),
        ("[miller]", "[nobody]", "unknown-actor"),
        ("¶2] ^", "¶2] {date=2024-13-01} ^", "impossible-date"),
        ("value: 3", "value: three", "not-a-number"),
        ("The sluice", "The sluice\u202e", "control-character"),
        ("sluice-days", "households", "duplicate-id"),
    ],
)
def test_what_is_wrong_in_a_draft_is_told_and_stops_nothing(
    topic: Path, old: str, new: str, code: str
) -> None:
    assert old in CARD
    found = load(topic, CARD.replace(old, new))
    assert (Severity.DRAFT, code) in said(found)
    assert Severity.ERROR not in {one.severity for one in found.problems}
    assert found.briefing is not None
    assert "sluice" not in {card.id for _, card in found.briefing.cards()}
    assert "sluice" in found.drafts


def test_a_draft_that_leans_on_one_with_errors_is_left_out_too(topic: Path) -> None:
    found = load(topic, actor=ACTOR.replace("person", "persona"))
    assert (Severity.DRAFT, "unknown-value") in said(found)
    assert (Severity.DRAFT, "draft-named") in said(found)
    assert found.briefing is not None
    assert "sluice" not in {card.id for _, card in found.briefing.cards()}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("cards/terms/share.md", "actors: [", "actors: [miller, "),
        ("briefing.md", "key-figures: [", "key-figures: [sluice-days, "),
        ("cards/disagreements/share-or-level.md", "claims: [", "claims: [sluice#opens, "),
    ],
)
def test_what_is_no_draft_must_not_name_one(topic: Path, file: str, old: str, new: str) -> None:
    path = topic / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    found = load(topic)
    wrong = next(one for one in found.problems if one.code == "draft-named")
    assert wrong.severity is Severity.ERROR
    assert "Remove “status: draft” there" in wrong.fix
    assert found.briefing is None


def test_two_cards_of_one_id_are_an_error_although_one_is_a_draft(topic: Path) -> None:
    (topic / "cards/background/share.md").write_text(CARD.partition("figures")[0] + "---\nIt is.\n")
    found = load_briefing(topic)
    wrong = next(one for one in found.problems if one.code == "duplicate-id")
    assert wrong.severity is Severity.ERROR
    assert wrong.path.endswith("terms/share.md")


def test_a_draft_has_no_other_status(topic: Path) -> None:
    found = load(topic, CARD.replace("status: draft", "status: drafted"))
    assert (Severity.WARNING, "unlisted-card") in said(found)
    assert (Severity.ERROR, "unknown-value") in said(found)
