from __future__ import annotations

import msgspec
import pytest

from briefing.evidence.names import Lexicon
from briefing.evidence.texts import Passage
from briefing.model.actors import Actor, Name
from briefing.model.cards import Reaction
from briefing.model.claims import Evidence
from briefing.model.vocabulary import ActorType, Basis, Stance, Support
from tests.unit.evidence.verify_samples import (
    ACTORS,
    SOURCES,
    a_briefing,
    answers,
    cite,
    claim,
    only,
    told,
    verified,
)


def lexicon() -> Lexicon:
    return Lexicon(a_briefing())


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Lakeside and Upper Town met.", {"lakeside", "hilltop"}),
        ("The Lakesiders and the LAKESIDE council met.", {"lakeside"}),
        ("Lee said", {"mayor"}),
        ("a boat in the lee of the pier", set()),
        ("The Hilltopian mayor", {"hilltop"}),
        ("on a hilltop by the lakeside", set()),
        ("The anglers told us", {"anglers"}),
        ("The US told us", {"us"}),
        ("Us they told", set()),
        ("Lakesidewards", set()),
    ],
)
def test_who_is_named_in_a_text(text: str, actors: set[str]) -> None:
    assert lexicon().actors_in(Passage.of(text)) == actors


def test_the_longest_name_is_read() -> None:
    (named,) = lexicon().read(Passage.of("Then Ann Lee spoke."))
    assert (named.first, named.last, set(named.actors)) == (1, 3, {"mayor"})


def test_an_outlet_is_known_by_its_actor() -> None:
    (named,) = lexicon().read(Passage.of("The Herald writes"))
    assert (set(named.sources), set(named.actors)) == ({"herald"}, set())
    (named,) = lexicon().read(Passage.of("a Herald writer"))
    assert (set(named.sources), set(named.actors)) == ({"herald"}, {"herald"})


@pytest.mark.parametrize(
    ("name", "adjective"),
    [
        ("Armenia", "Armenians"),
        ("Azerbaijan", "Azerbaijani"),
        ("Russia", "Russian"),
        ("Germany", "German"),
        ("Italy", "Italian"),
        ("Georgia", "Georgian"),
    ],
)
def test_a_state_is_named_by_an_adjective(name: str, adjective: str) -> None:
    state = Actor(id="x", type=ActorType.STATE, names=(Name(text=name),))
    known = Lexicon(a_briefing(actors=[state]))
    assert known.actors_in(Passage.of(f"the {adjective} side")) == {"x"}
    assert known.actors_in(Passage.of(f"the {adjective.lower()} side")) == set()


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("Lakeside and Upper Town signed their deal over the dam.", "herald 1", None),
        ("Lakeside first asked for talks.", "herald 3", None),
        ("Ann Lee said boats and rafts had been moored.", "herald 2", None),
        ("Aliyev said boats and rafts had been moored.", "herald 2", ("look", "¶4")),
        ("Hilltop had boats and rafts moored.", "herald 2", None),
        ("Hilltop had boats moored.", "post 2", ("warning", "¶1")),
        ("The US had boats and rafts moored.", "herald 2", ("error", "nor elsewhere")),
        ("They told us of boats and rafts moored.", "herald 2", None),
        ("Boats and rafts had been moored, says “Aliyev”.", "post 2", ("quote", "")),
    ],
)
def test_names_in_claims(text: str, place: str, expected: tuple[str, str] | None) -> None:
    verification = verified(a_briefing(claim(text, place)))
    if expected is None:
        assert told(verification) == []
        return
    grade, where = expected
    remark = only(verification, looks=grade == "look")
    if grade == "quote":
        assert remark.code == "quote-not-in-passage"
        return
    assert (remark.code, str(remark.severity)) == ("name-not-in-passage", grade)
    assert where in remark.message


def test_a_name_is_reported_once() -> None:
    one = claim("Aliyev counted boats, and Aliyev counted rafts moored.", "herald 2")
    remark = only(verified(a_briefing(one)), looks=True)
    assert remark.offset == 0
    assert verified(a_briefing(one)).tallies["names"].total == 1


def test_an_inference_may_name_whom_the_source_does_not() -> None:
    one = claim("The US keeps silent.", "herald 2", basis=Basis.ASSESSED)
    assert told(verified(a_briefing(one))) == [("warning", "name-not-in-passage")]


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("The Herald writes that boats had been moored at the dam.", "herald 2", []),
        ("The Herald writes that boats had been moored at the dam.", "post 2", ["attributed"]),
        ("The Valley Post says that boats and rafts were moored.", "herald 2", ["attributed"]),
    ],
)
def test_attributions(text: str, place: str, expected: list[str]) -> None:
    wanted = [("warning", f"{one}-elsewhere") for one in expected]
    assert told(verified(a_briefing(claim(text, place)))) == wanted


def test_a_place_in_the_name_of_an_outlet_is_no_outlet() -> None:
    paper = msgspec.structs.replace(SOURCES[0], outlet="Lakeside Today")
    (named,) = Lexicon(a_briefing(sources=[paper])).read(Passage.of("Lakeside signs"))
    assert (set(named.sources), set(named.actors)) == (set(), {"lakeside"})


def test_a_spelling_must_stand_in_each_passage_that_shows_it() -> None:
    other = Evidence(source="herald", paragraph=1, stance=Support.CONTEXT)
    names = (
        Name(text="Orkhan Aliyev", evidence=cite("herald 4")),
        Name(text="Orxan Aliyev", evidence=(*cite("herald 4"), other)),
        Name(text="Aliyev", evidence=cite("herald 3", "herald 4")),
    )
    person = Actor(id="engineer", type=ActorType.PERSON, names=names)
    verification = verified(a_briefing(actors=[person]))
    first, second = [one for one in verification.remarks if one.bearer is not None]
    assert first.is_error
    assert second.is_error
    assert "Correct the spelling" in first.fix
    assert (second.citation, "¶4" in second.fix) == (0, True)
    tally = verification.tallies["names"]
    assert (tally.total, tally.verified, tally.unchecked) == (4, 2, 0)


def test_the_bearer_of_a_role_needs_no_name_in_its_passage() -> None:
    role = Actor(
        id="mayor",
        type=ActorType.PERSON,
        names=(Name(text="Ann Lee"),),
        role="Engineer",
        evidence=cite("herald 4"),
    )
    assert told(verified(a_briefing(actors=[role]))) == []


def test_a_card_s_actors_are_named_in_its_passages() -> None:
    one = claim("A ferry of Hilltop may land in Lakeside.", "post 1")
    known = [actor.id for actor in ACTORS]
    briefing = a_briefing(one, card_actors=["lakeside", "anglers", "engineer", "nobody"])
    assert "nobody" not in known
    remark = only(verified(briefing))
    assert (remark.is_error, remark.code) == (False, "actor-not-in-passage")
    assert "Orkhan Aliyev" in remark.message


def test_a_reaction_s_speaker_is_named_in_its_passages() -> None:
    one = claim("A ferry of Hilltop may land in Lakeside.", "post 1")
    detail = Reaction(actor="lakeside", stance=Stance.NEUTRAL, speaker="mayor")
    remark = only(verified(a_briefing(one, detail=detail)))
    assert (remark.code, "`speaker`" in remark.message) == ("actor-not-in-passage", True)


COUNTED = "The keeper counted the boats at the pier of the dam."
NO_NAME = "name-not-in-passage"


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("The keeper met Marsh at the pier.", COUNTED, f"warning {NO_NAME}"),
        ("The keeper of the Longbridge left.", COUNTED, f"warning {NO_NAME}"),
        ("Marsh said the boats were counted.", COUNTED, f"warning {NO_NAME}"),
        ("Bo Marsh counted the boats.", COUNTED, f"warning {NO_NAME}"),
        (
            "The keeper met Marsh at the pier.",
            f"{COUNTED}\n\nThe keeper is called Marsh in the valley.",
            f"look {NO_NAME}",
        ),
        ("Observers said the boats were counted.", COUNTED, f"look {NO_NAME}"),
        (
            "The keeper met Bo Marsh at the pier.",
            "The keeper met Bo Marsh at the pier of the dam.",
            "",
        ),
        ("The Keeper of the Pier counted.", COUNTED, ""),
        ("Boats lay at the pier.", COUNTED, ""),
        ("Nobody says who counted.", COUNTED, ""),
        ("They counted boats: Barges, too.", COUNTED, ""),
        ("The Herald says the keeper counted.", COUNTED, ""),
        ("On Monday in May the keeper counted.", "On Monday the keeper counted in May.", ""),
        ("The MP counted.", COUNTED, ""),
        ("The keeper said “Marsh” at the pier.", "The keeper said “Marsh” at the pier then.", ""),
    ],
)
def test_a_name_that_no_list_has(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, NO_NAME) == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("The keeper flew to Paris.", "The keeper flew to France for the talks.", ""),
        ("The keeper flew to France.", "The keeper flew to Paris for the talks.", ""),
        ("The French keeper left.", "The keeper left for France after the talks.", ""),
        ("The keeper left Kuala Lumpur.", "The Malaysian keeper left after the talks.", ""),
        ("The keeper of Europe left.", "The European keeper left after the talks.", ""),
        (
            "The keeper flew to Paris.",
            "The keeper flew to Germany for the talks.",
            f"warning {NO_NAME}",
        ),
        (
            "The Belgian keeper left.",
            "The keeper left for France after the talks.",
            f"warning {NO_NAME}",
        ),
        (
            "The keeper of Asia left.",
            "The European keeper left after the talks.",
            f"warning {NO_NAME}",
        ),
    ],
)
def test_a_state_by_its_capital_or_its_people(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, NO_NAME) == expected


def test_a_name_that_no_list_has_is_told_once() -> None:
    one = claim("The keeper met Marsh, and Marsh left.", "herald 1")
    remark = only(verified(a_briefing(one), herald=COUNTED))
    assert (remark.code, remark.offset) == (NO_NAME, one.text.index("Marsh"))
    assert told(verified(a_briefing(one), post=COUNTED)) == []


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("The dockers in Sarrano left. Their union spoke in the hall.", []),
        ("The dockers in Sarrano left. They spoke in the hall.", ["name-not-in-passage"]),
        ("The dockers left. Their union spoke in the hall.", ["name-not-in-passage"]),
    ],
)
def test_a_description_is_there_with_its_words(passage: str, expected: list[str]) -> None:
    union = Actor(
        id="union", type=ActorType.ORGANISATION, names=(Name(text="the dockers' union in Sarrano"),)
    )
    one = claim("The dockers' union in Sarrano left the hall.", "herald 1")
    remarks = verified(a_briefing(one, actors=[union]), herald=passage).remarks
    assert [found.code for found in remarks if found.code.startswith("name-")] == expected


FERRY = """\
Stadia starts on Tuesday in both of the towns.

The early buyers pay 10 crowns, and Early left the firm.
"""
EARLY = Actor(id="early", type=ActorType.PERSON, names=(Name(text="Early"),))


@pytest.mark.parametrize(
    ("text", "title", "codes"),
    [
        ("Buyers of Stadia pay 10 crowns.", "Stadia starts", []),
        ("Buyers of Stadia pay 10 crowns.", "A service starts", [("look", "name-not-in-passage")]),
        ("Buyers of Quell pay 10 crowns.", "Quell starts", [("warning", "name-not-in-passage")]),
    ],
)
def test_what_all_of_a_briefing_is_about_need_not_be_in_every_passage(
    text: str, title: str, codes: list[tuple[str, str]]
) -> None:
    briefing = msgspec.structs.replace(a_briefing(claim(text, "herald 2")), title=title)
    assert told(verified(briefing, herald=FERRY), looks=True) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Early reviews of it are good.", []),
        ("It starts. Early buyers are few.", []),
        ("A service of Early starts on Tuesday.", ["name-not-in-passage"]),
    ],
)
def test_a_plain_word_that_begins_a_sentence_is_no_name(text: str, codes: list[str]) -> None:
    briefing = a_briefing(claim(text, "herald 1"), actors=[*ACTORS, EARLY])
    found = told(verified(briefing, herald=FERRY), looks=True)
    assert [code for _, code in found if code == "name-not-in-passage"] == codes
