from __future__ import annotations

import re

import msgspec
import pytest

from briefing.model.actors import Source
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Mode, SectionKind
from briefing.views.figures import figures_lines
from briefing.views.layout import cell_width
from briefing.views.phrases import header_lines, labelled_evidence, source_name, sources_words
from briefing.views.show import briefing_lines, card_lines
from tests.hostile import SHORT
from tests.samples import ALL_FIELDS, NOT_SAID, published, without_field, worded


@pytest.fixture
def revision() -> Revision:
    return published()


def card_of(briefing: Briefing, kind: SectionKind) -> tuple[Section, Card]:
    return next(pair for pair in briefing.cards() if pair[0].kind is kind)


def lines_of(briefing: Briefing, kind: SectionKind) -> list[str]:
    return card_lines(briefing, *card_of(briefing, kind), width=80)


def test_the_header_says_all_that_must_be_known_first(revision: Revision) -> None:
    assert header_lines(revision, 80) == [
        "Briefing: Two towns share a dam",
        "Name: two-towns",
        "Revision: 3, published 4 May 2024, 09:05 UTC",
        "Information cut-off: 2 May 2024",
        f"Reading time: 1 minute, {revision.briefing.short_word_count} words; in full 1 minute,"
        f" {revision.briefing.word_count} words",
        "Sources: 3 sources, 1 retracted, 1 origin, 1 unknown",
        "Check: verified on 3 May 2024 by briefing 0.3: 70 passages, 30 claims, 1 warning",
    ]


def test_origins_that_no_source_gives_are_unknown() -> None:
    silent = Source(key="a", type="webpage", title="T", outlet="A")
    briefing = Briefing(id="b", title="B", sections=(), sources=(silent,))
    assert (
        sources_words(briefing)
        == "1 source, origin unknown (it does not say where it got its news)"
    )


def test_two_articles_of_one_outlet_are_told_apart() -> None:
    first = Source(key="a", type="webpage", title="One", outlet="Post")
    second = Source(key="b", type="webpage", title="Two", outlet="Post")
    briefing = Briefing(id="b", title="B", sections=(), sources=(first, second))
    assert source_name(briefing, "b") == "Post, “Two”"


def test_every_section_and_card_says_its_place(revision: Revision) -> None:
    lines = briefing_lines(revision, 80)
    numbers = [line for line in lines if re.match(r"Section \d+ of 12: ", line)]
    assert len(numbers) == 12
    assert "Section 5 of 12: About reactions" in numbers
    assert "Card 1 of 1: Card on reactions" in lines
    assert "Address: two-towns/reactions/card-reactions" in lines


def test_a_card_is_laid_out_with_all_that_it_tells(revision: Revision) -> None:
    assert lines_of(revision.briefing, SectionKind.TERMS) == [
        "Card 1 of 1: Card on terms",
        "Address: two-towns/terms/card-terms",
        "By: Lakeside",
        "To: Ann Lee",
        "Is to: let the water through",
        "Source: The Herald, paragraph 2",
        "Status: promised",
        "About: Lakeside; Ann Lee",
        "Tags: water",
        "",
        "Hilltop takes the water.",
        "  Source: The Herald, paragraph 2 (quoted)",
        "  Contradicted by: Post, paragraph 6",
        "  Context: Post, as a whole (inferred)",
        "  Corrected: 3 May 2024: it said “Lakeside takes the water.” The names were",
        "    exchanged.",
        "",
        "- It holds.",
        "  Date: 1 May 2024",
        "  Basis: assessed by us",
        "  Source: The Herald, paragraph 2",
        "",
        "Quote: “We trust them.”",
        "  Speaker: Ann Lee",
        "  Date: not given",
        "  Source: The Herald, paragraph 2",
        "",
        "Figure: Share of the water, as described by Lakeside",
        "  Amount: about 66.6 per cent",
        "  As of: May 2024",
        "  Said by: Ann Lee",
        "  As reported: “two thirds”",
        "  Note: in a dry year",
        "  Made up of: Levy, 3–5,000 francs",
        "  Counted differently: Levy, 3–5,000 francs",
        "  Source: The Herald, paragraph 2 (quoted)",
        "  Contradicted by: Post, paragraph 6",
        "  Context: Post, as a whole (inferred)",
        "",
        "Figure: Levy",
        "  Amount: 3–5,000 francs",
        "  As of: not given",
        "  Said by: the article itself",
    ]


def test_a_reaction_has_its_labels(revision: Revision) -> None:
    lines = lines_of(revision.briefing, SectionKind.REACTIONS)
    assert {
        "Actor: Lakeside",
        "Country: CH",
        "Stance: welcomes",
        "Speaker: Ann Lee",
        "Date: about Dec 2023",
    } <= set(lines)


def test_what_a_source_does_not_give_is_said() -> None:
    briefing = ALL_FIELDS
    section, card = card_of(briefing, SectionKind.REACTIONS)
    assert card.detail is not None
    silent = msgspec.structs.replace(card.detail, date=None, speaker=None)
    bare = msgspec.structs.replace(card, detail=silent)
    lines = card_lines(briefing, msgspec.structs.replace(section, cards=(bare,)), bare, 80)
    assert "Date: not given" in lines
    assert "Speaker: not given" in lines


@pytest.mark.parametrize(("kind", "field", "value", "label"), NOT_SAID)
def test_what_need_not_be_said_has_no_line(
    kind: SectionKind, field: str, value: object, label: str
) -> None:
    assert any(line.startswith(f"{label}: ") for line in lines_of(ALL_FIELDS, kind))
    lines = card_lines(*without_field(kind, field, value), width=80)
    assert not any(line.startswith(f"{label}:") for line in lines)


def test_evidence_says_source_paragraph_and_what_the_passage_does(revision: Revision) -> None:
    lines = lines_of(revision.briefing, SectionKind.TERMS)
    assert "  Source: The Herald, paragraph 2" in lines
    assert "  Contradicted by: Post, paragraph 6" in lines
    assert "  Context: Post, as a whole (inferred)" in lines


def test_a_citation_without_its_source_is_shown(revision: Revision) -> None:
    orphaned = msgspec.structs.replace(revision.briefing, sources=())
    assert "  Source: unknown source herald, paragraph 2" in lines_of(orphaned, SectionKind.TERMS)


def test_disagreements_number_their_positions(revision: Revision) -> None:
    lines = lines_of(revision.briefing, SectionKind.DISAGREEMENTS)
    start = lines.index("Question: How much water?")
    assert lines[start : start + 9] == [
        "Question: How much water?",
        "Differs in: number",
        "Position 1 of 2: Two thirds.",
        "Source: The Herald, paragraph 2",
        "Position 2 of 2: A half.",
        "Source: Post, paragraph 3",
        "Matters: yes",
        "Why: It decides who pays.",
        "State: explained",
    ]


def test_likelihood_and_confidence_stand_on_lines_of_their_own(revision: Revision) -> None:
    lines = lines_of(revision.briefing, SectionKind.JUDGEMENTS)
    assert "Likelihood: likely (55 to 80 per cent)" in lines
    assert "Confidence: low" in lines


def test_people_have_all_their_names_and_where_each_is_given(revision: Revision) -> None:
    lines = lines_of(revision.briefing, SectionKind.PEOPLE)
    start = lines.index("Name: Lakeside")
    assert lines[start : start + 9] == [
        "Name: Lakeside",
        "Also called: Seestadt (native, de)",
        "Source: Post, paragraph 3",
        "Kind: state",
        "Country: CH",
        "",
        "Name: Ann Lee",
        "Kind: person",
        "Role: Mayor, as described by Lakeside",
    ]


def test_a_source_is_named_once_with_all_its_paragraphs(revision: Revision) -> None:
    evidence = [
        Evidence(source="herald", paragraph=4),
        Evidence(source="post"),
        Evidence(source="herald", paragraph=2),
        Evidence(source="herald", paragraph=7, mode=Mode.INFERENCE),
    ]
    assert labelled_evidence(revision.briefing, evidence) == [
        (
            "Sources",
            "The Herald, paragraphs 4, 2; Post, as a whole; The Herald, paragraph 7 (inferred)",
        )
    ]


def test_a_source_that_no_card_describes_is_listed_at_the_end(revision: Revision) -> None:
    lines = briefing_lines(revision, 80)
    end = lines[lines.index("Sources that no card describes") :]
    assert end[2:5] == ["Outlet: Post", "Citation key: post", "Title: A dam"]
    assert not any(line.startswith("Outlet: The Herald") for line in end)


def test_the_timeline_gives_the_date_first(revision: Revision) -> None:
    lines = lines_of(revision.briefing, SectionKind.TIMELINE)
    assert lines[lines.index("- It holds.") - 1] == "Date: 1 May 2024"
    assert lines[lines.index("Hilltop takes the water.") - 1] == "Date: not given"


def test_figures_of_the_panel_come_first(revision: Revision) -> None:
    lines = figures_lines(revision, 80)
    assert lines[:4] == [
        "Figure 1 of 2: Levy",
        "  Amount: 3–5,000 francs",
        "  As of: not given",
        "  Said by: the article itself",
    ]
    assert "  Made up of: Levy, 3–5,000 francs" in lines
    assert "  As reported: “two thirds”" in lines


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("width", [20, 80])
def test_hostile_text_keeps_to_the_width_and_leaves_no_control_character(
    text: str, width: int
) -> None:
    revision = published(worded(ALL_FIELDS, lambda words: f"{words} {text}"))
    for line in [*briefing_lines(revision, width), *figures_lines(revision, width)]:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)
        assert cell_width(line) <= width or "://" in line


def test_no_line_draws_boxes_or_ends_in_blanks(revision: Revision) -> None:
    for line in briefing_lines(revision, 60):
        assert not re.search("[\u2500-\u259f]", line)
        assert line == line.rstrip()
