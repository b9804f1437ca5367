"""What is copied says where it comes from."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.evidence.corpus import Corpus, Examination
from briefing.model.briefing import Revision
from briefing.model.cards import Card
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.evidence import cite_card, cite_item
from tests.samples import ANCHOR

ORIGIN = "Briefing “Lakeside and Hilltop agree to share the dam”, revision 3: two-towns/{}@3"


def cited(revision: Revision, card: Card, key: str | None) -> str:
    """What is copied of an item where no texts are at hand."""
    return cite_item(revision, Checked(Examination(revision.briefing, Corpus(None))), card, key)


def whole(revision: Revision, card: Card) -> str:
    return cite_card(revision, Checked(Examination(revision.briefing, Corpus(None))), card)


def card(revision: Revision, id_: str) -> Card:
    return next(card for _, card in revision.briefing.cards() if card.id == id_)


def test_a_claim_has_its_places_and_the_revision(revision: Revision) -> None:
    assert cited(revision, card(revision, "share"), "summer") == "\n".join(
        [
            "Hilltop takes two thirds of the water from June to August."
            " (The Herald, Ann Lee, Bo Marsh, ¶2; The Valley Post, ¶4; disputed)",
            "The Herald, Ann Lee, Bo Marsh: “Two towns, one dam”;"
            " published 1 May 2024, retrieved 3 May 2024.",
            "https://example.org/dam",
            "The Valley Post: “A deal with a hole in it”;"
            " published about May 2024, retrieved not given.",
            ORIGIN.format("share#summer"),
        ]
    )


def test_where_the_passage_is_anchored_the_address_leads_to_it(revision: Revision) -> None:
    anchored = replace(revision, briefing=replace(revision.briefing, anchors=(ANCHOR,)))
    text = cited(anchored, card(anchored, "share"), "summer")
    assert "https://example.org/dam#:~:text=" in text
    assert text.count("https://") == 1
    assert text.count("https://example.org/dam#:~:text=") == 1


def test_what_a_source_does_to_a_claim_is_said(revision: Revision) -> None:
    share = card(revision, "share")
    key = next(one.id for one in share.claims if "leave" in one.text)
    assert "¶3; contradicted by The Valley Post, ¶6)" in cited(revision, share, key)
    text = cited(revision, card(revision, "share-or-level"), "position:1")
    assert "(The Valley Post, ¶4; context: Institute of Water Engineers)" in text


def test_a_figure_of_the_panel_has_the_address_of_the_card_that_gives_it(
    revision: Revision,
) -> None:
    text = cited(revision, card(revision, "share"), "figure:dam-cost")
    assert text.endswith(ORIGIN.format("ferry#figure:dam-cost"))


def test_a_quotation_has_its_marks_and_its_speaker(revision: Revision) -> None:
    share = card(revision, "share")
    text = cited(revision, share, share.claims[-1].id)
    assert text.startswith("“We trust them for now.” — Ann Lee-Marsh (The Valley Post, ¶5)")


def test_a_source_cited_as_a_whole_has_no_paragraph(revision: Revision) -> None:
    dam = card(revision, "dam")
    assert "(Institute of Water Engineers)" in cited(revision, dam, dam.claims[0].id)


def test_an_assumption_says_that_it_has_no_source(revision: Revision) -> None:
    hold = card(revision, "will-it-hold")
    assert "(no source: assumed)" in cited(revision, hold, hold.claims[-1].id)


def test_a_figure_and_a_position_have_theirs(revision: Revision) -> None:
    share = card(revision, "share")
    text = cited(revision, share, "figure:water-share")
    assert text.startswith("about 66.6 per cent: Share of summer water for Hilltop (The Herald")
    level = card(revision, "share-or-level")
    text = cited(revision, level, "position:1")
    assert "It is a floor" in text
    assert "fixed part" not in text
    assert "fixed part" in cited(revision, level, "positions")


def test_an_item_that_claims_nothing_gives_the_whole_card(revision: Revision) -> None:
    share = card(revision, "share")
    assert cited(revision, share, None) == whole(revision, share)
    assert cited(revision, share, "title") == whole(revision, share)


def test_a_card_has_all_its_text_and_its_sources_in_full(revision: Revision) -> None:
    for _, one in revision.briefing.cards():
        text = whole(revision, one)
        assert text.startswith(f"{one.title}\n")
        assert text.endswith(ORIGIN.format(one.id))
        for claim in one.claims:
            assert claim.text in text
        for figure in one.figures:
            assert f"{figure.amount} {figure.unit}: {figure.measure}" in text
    text = whole(revision, card(revision, "share"))
    assert "The Herald, Ann Lee, Bo Marsh: “Two towns, one dam”; published 1 May 2024" in text
    assert "The Valley Post: “A deal with a hole in it”; published about May 2024" in text
    assert "retrieved not given" in text


def test_what_is_not_published_has_an_address_but_no_permanent_one(revision: Revision) -> None:
    draft = replace(revision, number=0)
    text = cited(draft, card(draft, "share"), "summer")
    assert text.endswith("dam”, not published: two-towns/terms/share#summer")
