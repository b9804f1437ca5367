"""What of a briefing is in the short version, and what the format has for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Problem
from briefing.model.vocabulary import ActorType, Mode, ShortForm
from tests.unit.authoring.topics import change, loaded


def found(topic: Path, code: str) -> list[Problem]:
    return [problem for problem in load_briefing(topic).problems if problem.code == code]


# -- what each section says ------------------------------------------------------------------------


def test_a_section_has_its_view_some_cards_or_nothing(topic: Path) -> None:
    forms = {section.id: section.short for section in loaded(topic).sections}
    assert forms["bottom-line"] is None
    assert forms["terms"] == ("share", "duration")
    assert forms["reactions"] is ShortForm.VIEW
    assert forms["background"] is ShortForm.NONE


def test_one_card_need_not_stand_in_a_list(topic: Path) -> None:
    change(topic, "briefing.md", "short: [text-is-final]", "short: text-is-final")
    assert loaded(topic).sections[1].short == ("text-is-final",)


@pytest.mark.parametrize(
    ("section", "taken", "cards"),
    [
        ("[share, duration]", "its first card, “share”, is taken", ("share",)),
        ("view}\n  - {id: doubts", "its view is taken", ShortForm.VIEW),
    ],
)
def test_what_a_section_does_not_say_is_asked_for_and_taken_as_usual(
    topic: Path, section: str, taken: str, cards: object
) -> None:
    change(topic, "briefing.md", f", short: {section}", section.removeprefix("view"))
    if section == "[share, duration]":
        change(topic, "briefing.md", "turbines][share, duration]", "turbines]")
    (problem,) = found(topic, "missing-short")
    assert taken in problem.message
    assert problem.fix == "Add “short: view”, “short: none” or “short: [card, …]”."
    section_id = "terms" if "share" in taken else "reactions"
    (named,) = (one for one in loaded(topic).sections if one.id == section_id)
    assert (named.short, named.short_form) == (None, cards)


def test_a_card_that_the_section_does_not_have(topic: Path) -> None:
    change(topic, "briefing.md", "short: [share, duration]", "short: [shares]")
    (problem,) = found(topic, "unknown-card")
    assert (problem.path, problem.fix) == ("two-towns/briefing.md", "Write “share”.")


def test_a_card_named_twice(topic: Path) -> None:
    change(topic, "briefing.md", "short: [share, duration]", "short: [share, share]")
    assert [one.fix for one in found(topic, "duplicate-id")] == ["Name it once."]


def test_a_word_that_is_no_form(topic: Path) -> None:
    change(topic, "briefing.md", "short: none", "short: nothing")
    (problem,) = found(topic, "unknown-card")
    assert "ferry, view, none" in problem.fix


def test_a_short_version_that_is_long(topic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = loaded(topic).short_word_count
    monkeypatch.setattr("briefing.authoring.rules.SHORT_LIMIT", count)
    assert not found(topic, "long-short")
    monkeypatch.setattr("briefing.authoring.rules.SHORT_LIMIT", count - 1)
    (problem,) = found(topic, "long-short")
    assert f"has {count} words; {count - 1} is the most" in problem.message


# -- one side only ---------------------------------------------------------------------------------


def test_cards_chosen_of_one_side_are_asked_about(topic: Path) -> None:
    assert not found(topic, "one-sided-short")
    change(topic, "cards/terms/share.md", "actors: [lakeside, hilltop]", "actors: [lakeside]")
    change(topic, "cards/terms/duration.md", "actors: [lakeside, hilltop]", "actors: [hilltop]")
    assert not found(topic, "one-sided-short")
    change(topic, "briefing.md", "short: [share, duration]", "short: [share]")
    (problem,) = found(topic, "one-sided-short")
    assert problem.message == (
        "What the short version has of “terms” is about Lakeside only; there are cards about"
        " Hilltop too."
    )


def test_a_short_version_of_one_side_is_asked_about_as_a_whole(topic: Path) -> None:
    for old in ("short: [text-is-final]", "short: [share, duration]", "short: view"):
        text = (topic / "briefing.md").read_text("utf-8")
        (topic / "briefing.md").write_text(text.replace(old, "short: none"), "utf-8")
    change(topic, "cards/terms/share.md", "actors: [lakeside, hilltop]", "actors: [lakeside]")
    change(topic, "briefing.md", "turbines], short: none", "turbines], short: [share]")
    (problem,) = found(topic, "one-sided-short")
    assert problem.message.startswith("The short version is about Lakeside only")


# -- what else the format has ----------------------------------------------------------------------


def test_a_reaction_without_a_stance_has_a_verb(topic: Path) -> None:
    change(topic, "cards/reactions/anglers.md", "stance: opposes", "verb: fears for the spawn")
    (card,) = (card for _, card in loaded(topic).cards() if card.id == "anglers")
    assert (card.detail.stance, card.detail.verb) == (None, "fears for the spawn")  # type: ignore[union-attr]
    change(topic, "cards/reactions/anglers.md", "verb: fears for the spawn\n", "")
    (problem,) = found(topic, "missing-field")
    assert problem.message == "The reaction has neither a stance nor a verb."


def test_why_may_be_left_out(topic: Path) -> None:
    for file in ("disagreements/day-of-signature", "unknowns/winter-level"):
        path = topic / "cards" / f"{file}.md"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(one for one in lines if not one.startswith("why:")), "utf-8")
    details = {card.id: card.detail for _, card in loaded(topic).cards()}
    assert details["day-of-signature"].why == details["winter-level"].why == ""  # type: ignore[union-attr]


def test_roles_and_measures_may_be_in_somebodys_words(topic: Path) -> None:
    change(
        topic, "cards/terms/share.md", "    note: in a", "    described-by: anglers\n    note: in a"
    )
    change(topic, "actors.yaml", "  role: Mayor", "  described-by: engineer\n  role: Mayor")
    briefing = loaded(topic)
    assert briefing.figures["water-share"].described_by == "anglers"
    assert briefing.actors_by_id["mayor"].described_by == "engineer"
    change(topic, "actors.yaml", "described-by: engineer", "described-by: enginer")
    (problem,) = found(topic, "unknown-actor")
    assert problem.fix == "Write “engineer”."


def test_a_name_may_be_nobodys_we_know(topic: Path) -> None:
    change(topic, "actors.yaml", "anglers:\n  type: organisation", "anglers:\n  type: unknown")
    assert loaded(topic).actors_by_id["anglers"].type is ActorType.UNKNOWN


def test_a_claim_may_say_what_a_source_does_not(topic: Path) -> None:
    change(topic, "cards/terms/share.md", "[@herald, ¶3]\n", "[@herald, ¶3] {mode=silence}\n")
    (card,) = (card for _, card in loaded(topic).cards() if card.id == "share")
    assert card.claims[1].evidence[0].mode is Mode.SILENCE


def test_a_source_may_have_slips(topic: Path) -> None:
    slips = "  slips: [{paragraph: 4, note: May is April elsewhere.}]\n"
    change(topic, "sources.yaml", "  corpus: herald.txt\n", f"  corpus: herald.txt\n{slips}")
    source = loaded(topic).sources_by_key["herald"]
    assert source.slips_at(4) == ["May is April elsewhere."]
    assert source.slips_at(3) == source.slips_at(None) == []
    change(topic, "sources.yaml", "paragraph: 4", "paragraph: four")
    assert [one.code for one in load_briefing(topic).problems] == ["not-a-number"]


def test_a_document_that_is_not_held_is_listed_and_not_cited(topic: Path) -> None:
    treaty = (
        "treaty:\n  type: treaty\n  title: The dam treaty\n  container-title: Both towns\n"
        "  held: no\n"
    )
    file = topic / "sources.yaml"
    file.write_text(file.read_text("utf-8") + treaty, "utf-8")
    briefing = loaded(topic)
    assert load_briefing(topic).problems == ()
    assert [document.key for document in briefing.not_held] == ["treaty"]
    assert "treaty" not in briefing.sources_by_key
    change(topic, "cards/terms/share.md", "[@herald, ¶3]", "[@treaty, ¶3]")
    (problem,) = found(topic, "not-held")
    assert problem.fix == "Cite the source that reports what it says."
    change(topic, "sources.yaml", "held: no", "held: maybe")
    assert found(topic, "unknown-value")


def test_a_card_may_describe_a_document_that_is_not_held(topic: Path) -> None:
    file = topic / "sources.yaml"
    treaty = "treaty: {type: treaty, title: T, container-title: Towns, held: no}\n"
    file.write_text(file.read_text("utf-8") + treaty, "utf-8")
    change(topic, "cards/sources/about-post.md", "source: post", "source: treaty")
    assert load_briefing(topic).problems == ()
