"""What the model derives from what was written: reading times, figures, the short version."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from briefing.model.actors import Dateline, Source
from briefing.model.briefing import Briefing, minutes
from briefing.model.cards import Card, Disagreement, Section
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.parts import card_digest, count_card_words, count_text_words, row_digest
from briefing.model.vocabulary import Dimension, Likelihood, Qualifier, SectionKind, ShortForm
from tests.samples import ALL_FIELDS, CLAIMS, published


def card(id_: str, text: str = "", title: str = "A title") -> Card:
    return Card(id=id_, title=title, claims=(Claim(id="c1", text=text),) if text else ())


def section(kind: SectionKind, *cards: Card, short: ShortForm | None = None) -> Section:
    return Section(id=kind.value, kind=kind, title="A section", cards=cards, short=short)


def briefing(*sections: Section) -> Briefing:
    return Briefing(id="dam", title="A dam", sections=sections)


@pytest.mark.parametrize(("words", "taken"), [(0, 0), (1, 1), (238, 1), (239, 2), (476, 2)])
def test_minutes_to_read_are_rounded_up(words: int, taken: int) -> None:
    assert minutes(words) == taken


def test_words_of_sections_to_look_things_up_in_are_not_read() -> None:
    text = " ".join(["word"] * 237)
    terms = section(SectionKind.TERMS, card("one", text))
    people, sources = SectionKind.PEOPLE, SectionKind.SOURCES
    whole = briefing(terms, section(people, card("two", text)), section(sources, card("three")))
    assert (whole.word_count, whole.reading_minutes) == (239, 2)


def test_words_of_the_short_version_are_those_of_its_rows_and_cards() -> None:
    terms = section(SectionKind.TERMS, card("one", "Three more words"), card("two", "Not this"))
    timeline = section(SectionKind.TIMELINE, card("three", "It holds"), card("four"))
    background = section(SectionKind.BACKGROUND, card("five"), short=ShortForm.NONE)
    short = briefing(terms, timeline, background)
    assert short.short_word_count == (2 + 3) + (2 + 2) + 2
    assert short.short_minutes == 1


def test_a_section_is_in_the_short_version_as_its_kind_or_its_curator_says() -> None:
    cards = (card("one"), card("two"))
    usual = section(SectionKind.TERMS, *cards)
    assert (usual.is_viewed, usual.is_in_short, usual.short_cards) == (False, True, cards[:1])
    view = section(SectionKind.REACTIONS, *cards)
    assert (view.is_viewed, view.is_in_short, view.short_cards) == (True, True, ())
    nothing = replace(view, short=ShortForm.NONE)
    assert (nothing.is_viewed, nothing.is_in_short, nothing.short_cards) == (False, False, ())
    chosen = replace(view, short=("two", "one"))
    assert (chosen.is_viewed, chosen.short_cards) == (False, cards)
    assert not replace(usual, cards=()).is_in_short


def test_the_words_of_a_card_are_its_prose_and_that_of_its_figures() -> None:
    figure = Figure(id="f", measure="Share of water", unit="per cent", value=Decimal(66))
    one = replace(card("one", "It holds – still."), figures=(figure,), tags=("water",))
    assert count_card_words(one) == 2 + 3 + 3 + 3
    assert count_text_words(one) == 3


@pytest.mark.parametrize(
    ("low", "high", "value", "qualifier", "amount"),
    [
        (None, None, "1234567.50", Qualifier.EXACT, "1,234,567.50"),
        (None, None, "32", Qualifier.AT_LEAST, "at least 32"),
        ("3", "5000", None, Qualifier.ABOUT, "about 3–5,000"),
        ("3", None, None, Qualifier.EXACT, "3"),
        (None, None, "0", Qualifier.AT_MOST, "at most 0"),
    ],
)
def test_an_amount_is_a_number_or_a_range_and_how_exactly_it_is_meant(
    low: str | None, high: str | None, value: str | None, qualifier: Qualifier, amount: str
) -> None:
    ends = [None if one is None else Decimal(one) for one in (value, low, high)]
    made = Figure(
        id="f", measure="m", unit="u", value=ends[0], low=ends[1], high=ends[2], qualifier=qualifier
    )
    assert made.amount == amount


def test_the_terms_of_likelihood_follow_one_another_without_a_gap() -> None:
    ranges = [term.percent for term in Likelihood]
    assert ranges[0][0] == 1
    assert [high for _, high in ranges] == [5, 20, 45, 55, 80, 95, 99]  # ICD 203, D.6.e(2)(a)
    assert [low for low, _ in ranges[1:]] == [high for _, high in ranges[:-1]]


def test_the_exact_words_of_a_card_are_a_quotation_or_else_in_its_title() -> None:
    quoted = card("one", "He said “a half”.", title="They call it “a start” and “fair”")
    assert quoted.exact_words == "a start"
    said = Quote(id="q", text="We trust them.", speaker="mayor")
    assert replace(quoted, claims=(*quoted.claims, said)).exact_words == "We trust them."
    assert card("one", "He said “a half”.").exact_words is None


def test_a_source_speaks_on_its_day_of_publication_or_else_of_its_dateline() -> None:
    source = Source(key="post", type="webpage", title="A dam", outlet="Post")
    dateline = Dateline(date=parse_date("2024-05-02"), paragraph=1)
    assert source.speaks_on is None
    assert replace(source, dateline=dateline).speaks_on == dateline.date
    day = parse_date("2024-05-03")
    assert replace(source, published=day).speaks_on == day
    assert replace(source, published=day, dateline=dateline).speaks_on == day


def test_what_a_briefing_is_asked_for_by_name() -> None:
    one = ALL_FIELDS
    assert [one.document(key) for key in ("post", "deal", "gone")] == [
        *(one.sources[1], one.not_held[0], None),
    ]
    assert [one.actor_name(id_) for id_ in ("mayor", "gone")] == ["Ann Lee", "gone"]
    assert [source.key for source in one.undescribed] == ["post", "radio", "deal"]
    assert [figure.id for figure in one.panel_figures()] == ["levy"]
    assert replace(one, key_figures=("gone", "share", "levy")).panel_figures() == [
        *(one.figures["share"], one.figures["levy"]),
    ]
    assert one.origins == {"Regional Press"}
    assert one.anchor(CLAIMS[0].evidence[0]) == one.anchors[0]
    assert one.anchor(Evidence(source="herald", paragraph=2)) is None


def test_several_disagreements_may_be_about_one_claim() -> None:
    def disputing(id_: str, *claims: str) -> Card:
        detail = Disagreement(
            question="?", dimension=Dimension.DATE, positions=(), matters=True, claims=claims
        )
        return replace(card(id_), detail=detail)

    cards = disputing("one", "terms#c1"), disputing("two", "terms#c2", "terms#c1")
    elsewhere = section(SectionKind.TERMS, card("three"))
    assert briefing(elsewhere, section(SectionKind.DISAGREEMENTS, *cards)).disputes == {
        "terms#c1": cards,
        "terms#c2": cards[1:],
    }


@pytest.mark.parametrize(
    ("cutoff", "day"),
    [
        (None, date(2024, 5, 4)),
        ("2024-04", date(2024, 4, 30)),
        ("2024-04-02/..", date(2024, 5, 4)),
    ],
)
def test_a_revision_is_of_the_last_day_that_its_cutoff_can_mean(
    cutoff: str | None, day: date
) -> None:
    made = replace(ALL_FIELDS, cutoff=parse_date(cutoff) if cutoff else None)
    assert published(made).day == day


def test_a_fingerprint_changes_with_what_it_is_of() -> None:
    one, other = card("one", "It holds."), card("one", "It does not hold.")
    kinds = section(SectionKind.TERMS, one), section(SectionKind.TIMELINE, one)
    whole, changed = briefing(kinds[0]), briefing(section(SectionKind.TERMS, other))
    same = card("one", "It holds.")
    assert card_digest(whole, one) == card_digest(whole, same) != card_digest(changed, other)
    assert len(card_digest(whole, one)) == 16
    assert whole.digest == briefing(kinds[0]).digest != changed.digest
    assert len(whole.digest) == 64
    rows = [row_digest(whole, where, what) for where in kinds for what in (one, other)]
    assert rows[0] == rows[1] != rows[2] != rows[3]  # a row among terms is a title alone
    assert {len(row) for row in rows} == {16}


def test_a_figure_is_said_in_a_line() -> None:
    one = Figure(
        id="f",
        measure="Boats moored",
        unit="boats",
        value=Decimal(1200),
        qualifier=Qualifier.AT_LEAST,
    )
    assert (one.number, one.amount) == ("1,200", "at least 1,200")
    assert (one.quantity, one.line) == (
        "at least 1,200 boats",
        "at least 1,200 boats: Boats moored",
    )
