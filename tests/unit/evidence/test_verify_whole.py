from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.anchors import make_anchor
from briefing.evidence.checking import Tally
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.texts import SourceText
from briefing.evidence.verify import verify
from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Commitment, Deal, Disagreement, Position, Reaction
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.vocabulary import (
    ActorType,
    Basis,
    Dimension,
    Mode,
    Qualifier,
    Severity,
    Stance,
    Support,
)
from tests.samples import TEXTS
from tests.thorough import examples
from tests.unit.evidence.verify_samples import (
    ACTORS,
    HERALD,
    LONG,
    POST,
    SOURCES,
    Shelf,
    a_briefing,
    about_bearers,
    allow,
    cite,
    claim,
    only,
    told,
    verified,
)

MOORED = "Boats and rafts had been moored at the dam."


def anchored(*claims: Claim) -> Briefing:
    evidence = [one for each in claims for one in each.evidence]
    anchors = [make_anchor(SourceText(HERALD), one) for one in evidence]
    return a_briefing(*claims, anchors=anchors)


def test_a_sound_briefing_has_no_remark_but_that_it_has_no_anchors() -> None:
    (remark,) = verified(a_briefing(claim(MOORED, "herald 2"))).remarks
    assert (remark.code, remark.is_error, remark.bearer) == ("unanchored-passage", False, None)


def test_an_anchored_briefing_has_none() -> None:
    assert not verified(anchored(claim(MOORED, "herald 2"))).remarks


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("rafts", "boats", [("error", "altered-passage")]),
        (
            "Mayor Ann Lee said",
            "A boat sank.\n\nMayor Ann Lee said",
            [("warning", "moved-passage")],
        ),
        (HERALD, "Nothing of all that was ever said by anyone.", [("error", "missing-passage")]),
    ],
)
def test_a_passage_that_is_not_what_it_was(
    old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    one = claim("Boats had been moored at the dam.", "herald 2")
    assert told(verified(anchored(one), herald=HERALD.replace(old, new))) == expected


def test_a_passage_that_has_moved_is_read_where_it_is_now() -> None:
    one = claim("At least 80 boats and 32 rafts had been moored, said Ann Lee.", "herald 2")
    moved = HERALD.replace("Mayor Ann Lee said", "A boat sank.\n\nMayor Ann Lee said")
    assert told(verified(anchored(one), herald=moved)) == [("warning", "moved-passage")]


def test_a_passage_that_stands_there_twice_is_ambiguous() -> None:
    paragraph = HERALD.split("\n\n")[1]
    one = claim("Aliyev moored 77 boats.", "herald 2")
    twice = f"{paragraph}\n\n{paragraph}"
    remark = only(verified(anchored(one), herald=twice))
    assert (remark.code, remark.citation) == ("ambiguous-passage", 0)


@pytest.mark.parametrize(
    ("title", "remarks"),
    [
        ("At least 80 boats and both towns", 0),
        ("Ninety-nine boats of two sorts are moored at three piers", 1),
        ("The US has “a deal” on 77 boats", 3),
        ("“We trust them” from Hilltop", 0),
    ],
)
def test_a_title_says_nothing_that_its_passages_do_not(title: str, remarks: int) -> None:
    briefing = a_briefing(claim(MOORED, "herald 2"), title=title)
    found = about_bearers(verified(briefing))
    assert len(found) == remarks
    assert all("title" in one.message and not one.is_error for one in found)


def test_where_there_are_anchors_each_passage_needs_one() -> None:
    first, second = claim(MOORED, "herald 2"), claim("Aliyev welcomed the signing.", "herald 4")
    briefing = msgspec.structs.replace(
        a_briefing(first, msgspec.structs.replace(second, id="d")),
        anchors=anchored(first).anchors,
    )
    assert told(verified(briefing)) == [("error", "unanchored-passage")]


def test_a_passage_that_cannot_be_selected_is_an_error() -> None:
    remark = only(verified(a_briefing(claim("The two towns met 77 times.", "herald 9"))))
    assert (remark.is_error, remark.code) == (True, "bad-passage")
    assert remark.message.startswith("@herald, ¶9: ")
    assert "no paragraph 9" in remark.message


def test_a_source_cited_as_a_whole_is_named_without_a_paragraph() -> None:
    changed = LONG.replace("rafts", "boats")
    verification = verified(anchored(claim("Boats had been moored.", "herald")), herald=changed)
    assert told(verification) == [("error", "altered-passage"), ("warning", "whole-article")]
    remark = about_bearers(verification)[0]
    assert remark.message == "@herald: Its words changed; its numbers did not."


def test_behind_an_anchor_of_another_version_stands_the_passage_cited() -> None:
    briefing = anchored(claim("At least 77 boats and rafts had been moored.", "herald 2"))
    old = [msgspec.structs.replace(one, norm=one.norm + 1) for one in briefing.anchors]
    codes = told(verified(msgspec.structs.replace(briefing, anchors=tuple(old))))
    assert ("error", "number-not-in-passage") in codes
    assert ("error", "unanchored-passage") in codes


def test_a_source_cited_as_a_whole_is_read_in_its_nearest_paragraph() -> None:
    near = claim("Ann Lee said 32 rafts were moored.", "herald")
    assert told(verified(a_briefing(near), herald=LONG), looks=True) == [
        ("warning", "whole-article")
    ]
    far = claim("Ann Lee said that 30 boats and rafts had been moored.", "herald")
    assert told(verified(a_briefing(far), herald=LONG)) == [
        ("error", "number-not-in-passage"),
        ("warning", "whole-article"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("Aliyev welcomed the signing and praised them.", "herald 4", None),
        ("Aliyev welcomed the signing and praised them.", "herald 5", "¶4"),
        ("Nobody has ever bought cheese here.", "herald 4", "have 0."),
        ("They agree.", "herald 4", None),
        ("Upper Town keeps its peace.", "herald 3", None),
        ("The Herald told and printed of a gauge and cheese.", "herald 4", None),
        ("The paper prints a gauge of doubtful age and worth, not more.", "herald 4", None),
    ],
)
def test_a_claim_has_words_in_common_with_its_passage(
    text: str, place: str, expected: str | None
) -> None:
    remarks = [
        one
        for one in verified(a_briefing(claim(text, place))).remarks
        if one.code == "little-in-common"
    ]
    assert [expected is not None and expected in one.message for one in remarks] == (
        [] if expected is None else [True]
    )


@pytest.mark.parametrize(
    ("stance", "place", "warned"),
    [
        (Stance.WELCOMES, "herald 4", False),
        (Stance.OPPOSES, "herald 4", True),
        (Stance.SUPPORTS, "post 2", True),
        (Stance.OPPOSES, "post 2", False),
        (Stance.NEUTRAL, "post 2", True),
        (Stance.NEUTRAL, "herald 1", False),
        (Stance.SKEPTICAL, "herald 1", False),
    ],
)
def test_a_stance_and_its_words(stance: Stance, place: str, warned: bool) -> None:
    one = claim("It is so.", place)
    detail = Reaction(actor="anglers", stance=stance)
    codes = [code for _, code in told(verified(a_briefing(one, detail=detail)))]
    assert ("stance-not-in-passage" in codes) is warned


def test_words_of_both_sides_speak_for_neither() -> None:
    one = claim("It is so.", "herald 4", "post 2")
    detail = Reaction(actor="anglers", stance=Stance.WELCOMES)
    codes = [code for _, code in told(verified(a_briefing(one, detail=detail)))]
    assert "stance-not-in-passage" not in codes


def boats(
    id_: str, value: str, place: str, measure: str = "Boats moored at the dam", **more: object
) -> Figure:
    return Figure(
        id=id_,
        measure=measure,
        value=Decimal(value),
        unit="boats",
        qualifier=Qualifier.AT_LEAST if value == "80" else Qualifier.ABOUT,
        evidence=cite(place),
        **more,  # type: ignore[arg-type]
    )


def disagreement(*places: str) -> Card:
    positions = tuple(Position(says="So.", evidence=cite(place)) for place in places)
    detail = Disagreement(
        question="How many?",
        dimension=Dimension.NUMBER,
        positions=positions,
        matters=False,
        why="It does not.",
    )
    return Card(id="dispute", title="A dispute", detail=detail)


@pytest.mark.parametrize(
    ("figures", "cards", "severity"),
    [
        ([boats("a", "80", "herald 2"), boats("b", "90", "post 2")], [], "warning"),
        ([boats("a", "80", "herald 2"), boats("b", "80", "post 2")], [], None),
        ([boats("a", "80", "herald 2"), boats("b", "90", "herald 2")], [], "look"),
        ([boats("a", "80", "herald 2", rivals=("b",)), boats("b", "90", "post 2")], [], None),
        ([boats("a", "80", "herald 2"), boats("b", "90", "post 2", rivals=("a",))], [], None),
        ([boats("a", "80", "herald 2"), boats("b", "90", "post 2", "Boats sunk")], [], None),
        (
            [boats("a", "80", "herald 2"), boats("b", "90", "post 2")],
            [disagreement("herald 2", "post 2")],
            None,
        ),
        (
            [boats("a", "80", "herald 2"), boats("b", "90", "post 2")],
            [disagreement("herald 3", "post 2")],
            "warning",
        ),
        (
            [
                boats("a", "80", "herald 2", as_of=parse_date("2023")),
                boats("b", "90", "post 2", as_of=parse_date("2024")),
            ],
            [],
            "look",
        ),
    ],
)
def test_two_sources_with_different_numbers(
    figures: list[Figure], cards: list[Card], severity: str | None
) -> None:
    remarks = verified(a_briefing(figures=figures, more_cards=cards)).remarks
    found = [one for one in remarks if one.code == "conflicting-figures"]
    assert [str(one.severity) for one in found] == ([] if severity is None else [severity])
    for one in found:
        assert 'cite: "herald ¶2"' in one.fix
        assert f'cite: "{figures[1].evidence[0].source} ¶2"' in one.fix


def test_a_warning_may_stand_with_a_reason() -> None:
    one = claim(
        "That makes 113 boats.",
        "herald 2",
        basis=Basis.ASSESSED,
        allowed=allow("number-not-in-passage"),
    )
    verification = verified(a_briefing(one))
    remark = only(verification)
    assert (remark.reason, remark.stands_out) == ("Looked into.", False)
    assert verification.tallies["claims"].verified == 1


def test_an_allowance_that_nothing_needs_is_a_warning() -> None:
    one = claim(MOORED, "herald 2", allowed=allow("number-not-in-passage"))
    assert told(verified(a_briefing(one))) == [("warning", "unneeded-allowance")]


def test_without_the_text_no_allowance_is_unneeded() -> None:
    one = claim(MOORED, "herald 2", allowed=allow("number-not-in-passage"))
    assert not verified(a_briefing(one), post=POST).remarks[1:]


def test_a_claim_without_any_text_is_unchecked_and_nothing_is_said_of_it() -> None:
    one = claim("They trust them 77 times, says “Nobody” of the US on May 5.", "herald 2")
    other = msgspec.structs.replace(claim(MOORED, "post 2", "herald 2"), id="d")
    verification = verified(a_briefing(one, other), post=POST)
    assert told(verification) == []
    tally = verification.tallies["claims"]
    assert (tally.total, tally.verified, tally.unchecked) == (2, 1, 1)


def test_an_assumption_rests_on_nothing_and_is_not_counted() -> None:
    one = claim("Nobody will dispute it.", basis=Basis.ASSUMED)
    assert verified(a_briefing(one)).tallies["claims"].total == 0


def test_remarks_are_in_reading_order() -> None:
    first = claim(MOORED, "herald 2", allowed=allow("number-not-in-passage"))
    second = msgspec.structs.replace(claim("Rafts and 77 boats.", "herald 2"), id="d")
    codes = [code for _, code in told(verified(a_briefing(first, second)))]
    assert codes == ["unneeded-allowance", "number-not-in-passage"]


WORDS = (
    "Lee Aliyev US at least 80 two thirds 1,200 May 3 2024 today “now” … last month end of year"
    " « » „ ‹ › ‘ ’ \" ' ” “ not never may will reportedly all most both articles without twice"
    " dozens 40 % $ a week by deputy mayor Tuesday Paris Lаkeside Երևան Москва 中 [sic] ; , and"
)
scraps = st.lists(
    st.sampled_from([*WORDS.split(), "\n\n", "."]) | st.text(max_size=4), max_size=30
).map(" ".join)


@examples(60)
@given(
    scraps,
    st.just("") | scraps,
    st.builds(
        Evidence,
        source=st.just("herald"),
        paragraph=st.sampled_from([None, 1, 2]),
        mode=st.sampled_from(Mode),
        stance=st.sampled_from(Support),
    ),
    st.sampled_from(Basis),
)
def test_anything_can_be_held_against_anything(
    text: str, source: str, cited: Evidence, basis: Basis
) -> None:
    evidence, day = (cited,), parse_date("2024-05~")
    one = Claim(id="c", text=text, evidence=evidence, basis=basis, date=day)
    quote = Quote(id="q", text=text, evidence=evidence, speaker="mayor", date=day)
    figure = boats(
        "f", "80", "herald 1", text, as_of=parse_date("../2024"), as_reported=text, note=text
    )
    sides = (Position(says=text, evidence=evidence), Position(says=text, evidence=evidence[:0]))
    dispute = Disagreement(
        question=text, dimension=Dimension.NUMBER, positions=sides, matters=True, why=text
    )
    owed = Commitment(by=("mayor",), does=text, status=text, evidence=evidence)
    reaction = Reaction(actor="mayor", verb=text, country="AM", date=day)
    cards = [
        Card(id="d", title=text, detail=dispute),
        Card(id="o", title=text, detail=Deal(commitments=(owed,))),
        Card(id="r", title=text, detail=reaction, claims=(one,), actors=("us",)),
    ]
    herald = msgspec.structs.replace(
        SOURCES[0], title=text, authors=(text,), origin=text, descriptor=text, published=day
    )
    mayor = Actor(
        id="mayor",
        type=ActorType.PERSON,
        names=(Name(text=text, evidence=evidence), Name(text="Ann Lee")),
        role=text,
        country="AM",
        evidence=evidence,
    )
    briefing = a_briefing(
        *(one, quote),
        figures=[figure],
        more_cards=cards,
        actors=[mayor, *ACTORS[:1]],
        sources=[herald, SOURCES[1]],
        title=text,
    )
    for texts in ({"herald": source}, {"herald": source, "post": text}):
        verification = verified(briefing, **texts)
        for tally in verification.tallies.values():
            assert 0 <= tally.verified + tally.unchecked <= tally.total
        for remark in verification.remarks:
            assert remark.message.strip()
            assert remark.fix.strip()
            assert remark.offset is None or 0 <= remark.offset <= len(text)


def test_the_fixture_agrees_with_its_sources(two_towns: Briefing) -> None:
    verification = verify(Examination(two_towns, Corpus(TEXTS)))
    assert [
        one.message
        for one in verification.remarks
        if one.bearer and one.severity is not Severity.LOOK
    ] == []
    tallies = dict(verification.tallies)
    # It has no anchors, and there is no text of one source.
    assert tallies.pop("passages") == Tally(total=66, verified=0, unchecked=8)
    for kind, tally in tallies.items():
        assert tally.verified > 5, kind
        assert tally.verified + tally.unchecked == tally.total, kind


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("12,400 households", "12,500 households", "number-not-in-passage"),
        ("half million francs", "half billion francs", "number-not-in-passage"),
        ("At least 12,400", "Nearly 12,400", "qualifier-changed"),
        ("too old", "too small", "quote-not-in-passage"),
        ("Ann Lee-Marsh, in office", "in office", "name-not-in-passage"),
        ("agreed on 1 May", "agreed on 2 May", "date-not-in-passage"),
        ("31 December 2023", "30 December 2023", "date-not-in-passage"),
        ("they oppose", "they welcome", "stance-not-in-passage"),
    ],
)
def test_what_is_changed_in_a_source_comes_to_light(
    two_towns: Briefing, old: str, new: str, code: str
) -> None:
    texts = {
        source.key: (TEXTS / source.corpus).read_text("utf-8")
        for source in two_towns.sources
        if source.corpus
    }
    assert sum(text.count(old) for text in texts.values()) == 1
    changed = {key: text.replace(old, new) for key, text in texts.items()}
    remarks = verify(Examination(two_towns, Shelf(changed))).remarks
    assert code in {one.code for one in remarks}


def test_evidence_for_and_against_is_looked_through_alike() -> None:
    against = Evidence(source="herald", paragraph=2)
    one = claim("Aliyev welcomed the signing with 32 rafts.", "herald 4")
    both = msgspec.structs.replace(one, evidence=(*one.evidence, against))
    assert told(verified(a_briefing(both))) == []
