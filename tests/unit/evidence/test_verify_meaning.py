"""Whether a sentence says it as its passage does: the false one stands beside the true one."""

from __future__ import annotations

import pytest

from briefing.evidence.support import BearerKind
from briefing.model.cards import Card, Commitment, Deal, Disagreement, Position
from briefing.model.claims import Claim
from briefing.model.vocabulary import Dimension, Mode
from tests.unit.evidence.verify_samples import (
    a_briefing,
    about_bearers,
    answers,
    cite,
    claim,
    told,
    verified,
)

SIGNED = "The councils signed the deal on the bridge in May."
NOT_SIGNED = "The councils did not sign the deal on the bridge."


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("The councils did not sign the deal.", SIGNED, "warning negation"),
        ("The councils didn’t sign the deal.", SIGNED, "warning negation"),
        ("They did not sign.", SIGNED, "warning negation"),
        ("The councils met on the bridge; they did not sign.", SIGNED, "warning negation"),
        (
            "The sluice was never opened in winter.",
            "The sluice was opened in winter, the keeper of the dam says.",
            "warning negation",
        ),
        (
            "The keeper cannot read the gauge.",
            "The keeper can read the gauge at the dam by night.",
            "warning negation",
        ),
        ("The councils signed the deal.", NOT_SIGNED, "warning negation"),
        (
            "The keeper repaired the gauge.",
            "The keeper has never repaired the gauge of the dam.",
            "warning negation",
        ),
        (
            "Nobody paid for the gauge.",
            "The towns paid for the gauge and for its keeper.",
            "look negation",
        ),
        (
            "There was no lawsuit over the sluice.",
            "There was a lawsuit over the sluice and the level.",
            "look negation",
        ),
        ("The councils did not sign the deal.", NOT_SIGNED, ""),
        ("The councils didn't sign the deal.", NOT_SIGNED, ""),
        ("The councils did not sign the deal.", "The councils refused to sign the deal there.", ""),
        ("The councils failed to sign the deal.", NOT_SIGNED, ""),
        ("The councils refused to sign the deal.", NOT_SIGNED, ""),
        ("The councils signed the deal.", f"{SIGNED} No angler was asked to come.", ""),
        (
            "The sluice stayed shut.",
            "The sluice was not opened all winter, the keeper says.",
            "",
        ),
        (
            "No more than 80 boats were moored.",
            "At most 80 boats were moored at the dam in May.",
            "",
        ),
        (
            "The talks end no later than noon.",
            "The talks end by noon, the council of the town writes.",
            "",
        ),
        ("Nobody paid for the gauge.", "Neither of the two towns paid for the gauge.", ""),
        (
            "The union is for the accord, but not without conditions.",
            "The union supports the accord, with conditions. It wants to read the gauge.",
            "",
        ),
        (
            "The tunnel has yet to be opened by the mayor.",
            "The tunnel was opened by the mayor, the keeper of the dam says.",
            "look negation",
        ),
        (
            "The towns have yet to approve the accord.",
            "Both towns have to approve the accord by May. They do not agree on the level.",
            "",
        ),
        (
            "The ban on raising a second dam is not in force.",
            "A judge told them to stop raising a second dam; the order is in force there.",
            "warning negation",
        ),
        (
            "Lee did not deny, however, that the gauge was read.",
            "Lee denied, however, that it was so. The gauge was not read, however, he said.",
            "warning negation",
        ),
    ],
)
def test_a_not_that_is_put_in_or_left_out(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "negation") == expected


@pytest.mark.parametrize(
    ("true", "false", "passage"),
    [
        (
            "The county pays for the pumps; it does not pay for pipes.",
            "The county pays for the pipes; it does not pay for pumps.",
            "The county pays for the pumps. No money comes from it for the pipes.",
        ),
        (
            "The deal covers fishing rights; it does not cover mining.",
            "The deal covers mining; it does not cover fishing rights.",
            "The deal covers fishing rights. Nothing in it speaks of mining in the valley.",
        ),
        (
            "The bridge is open to walkers but not to cars.",
            "The bridge is open to cars but not to walkers.",
            "The bridge is open to walkers. Cars are not allowed on it until the autumn.",
        ),
        (
            "The firm will close the plant in Lima; the union had feared it.",
            "The firm will close the plant in Cusco; the union had feared it.",
            "The firm will close the plant in Lima, but not the plant in Cusco.",
        ),
        (
            "The town published the map, but did not publish the list of owners.",
            "The town published the list of owners, but did not publish the map.",
            "The town published the map. It withheld the list of owners of the land.",
        ),
        (
            "The keeper opened the sluice and did not read the gauge.",
            "The keeper did not open the sluice and read the gauge.",
            "The keeper opened the sluice. He has yet to read the gauge of the dam.",
        ),
        (
            "The minister will visit Cairo, but he will not visit Beirut.",
            "The minister will visit Beirut, but he will not visit Cairo.",
            "The minister will visit Cairo on Monday. He will not visit Beirut, he said.",
        ),
        (
            "The board has not approved the vaccine for small children.",
            "The board has not approved the vaccine for adults.",
            "The board approved the vaccine for adults. It has not approved it for children.",
        ),
        (
            "The ferry of Lakeside did not sail on Monday.",
            "The ferry of Lakeside did not sail on Sunday.",
            "The ferry of Lakeside sailed on Sunday. It did not sail on Monday at all.",
        ),
        (
            "The tunnel has not been opened by the mayor.",
            "The tunnel has been opened by the mayor.",
            "The tunnel has yet to be opened by the mayor of the town.",
        ),
        (
            "The union accepts the wage offer, but not the new shifts.",
            "The union does not accept the wage offer, but accepts the new shifts.",
            "The union accepts the wage offer. It does not accept the new shifts there.",
        ),
    ],
)
def test_parts_are_compared_with_what_is_said_of_the_same(
    true: str, false: str, passage: str
) -> None:
    assert answers(true, passage, "negation") == ""
    assert "warning negation" in answers(false, passage, "negation")


def test_a_not_is_pointed_at_where_it_stands() -> None:
    one = claim("The councils met on the bridge; they did not sign the deal.", "herald 1")
    (remark,) = about_bearers(verified(a_briefing(one), herald=SIGNED))
    assert (remark.code, remark.offset) == ("negation", one.text.index("not"))
    assert "the passage says “The councils signed the deal on”" in remark.message


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "The ferry will land in Lakeside.",
            "The ferry may land in Lakeside from Friday on, they say.",
            "warning modality",
        ),
        (
            "The dam is leaking at the foot.",
            "The dam could be leaking at the foot, they write.",
            "warning modality",
        ),
        (
            "The council will rebuild the pier.",
            "The council wants to rebuild the pier before the summer.",
            "warning modality",
        ),
        (
            "The council has repaired the pier.",
            "The council hopes to repair the pier before the summer.",
            "warning modality",
        ),
        (
            "The towns will open the sluice.",
            "The towns discussed plans to open the sluice in May.",
            "warning modality",
        ),
        (
            "The pier is on a list of ruins.",
            "A list might name the pier among the ruins of the town.",
            "warning modality",
        ),
        (
            "The ferry is going to Lakeside from the pier.",
            "From the pier the council wants a ferry to Lakeside.",
            "look modality",
        ),
        (
            "The ferry may land in Lakeside.",
            "The ferry may land in Lakeside from Friday on, they say.",
            "",
        ),
        (
            "The ferry might land in Lakeside.",
            "The ferry could land in Lakeside from Friday on.",
            "",
        ),
        (
            "The ferry will land in Lakeside.",
            "The ferry will land in Lakeside; others may follow it.",
            "",
        ),
        (
            "The council plans to sell the pier.",
            "The council hopes to sell the pier before the summer.",
            "",
        ),
        (
            "The council has repaired the pier.",
            "In May the council repaired the pier of the town.",
            "",
        ),
        (
            "The jet has landed in the valley.",
            "Meanwhile a plane, called a jet, landed in the valley.",
            "",
        ),
        (
            "The council has repaired the pier.",
            "The council repaired the pier and may repair the dam.",
            "look modality",
        ),
        (
            "It is open whether the ferry is to land.",
            "The ferry may land in Lakeside from Friday on, they say.",
            "",
        ),
    ],
)
def test_what_may_be_or_is_wanted_told_as_what_is(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "modality") == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "The keeper sold the gauge.",
            "The keeper allegedly sold the gauge to a mill upstream.",
            "warning hedge-dropped",
        ),
        (
            "Lakeside moored 80 boats.",
            "Lakeside reportedly moored 80 boats at the dam in May.",
            "warning hedge-dropped",
        ),
        (
            "The tally names 80 boats.",
            "An unofficial tally names 80 boats at the dam.",
            "warning hedge-dropped",
        ),
        (
            "The keeper reportedly sold the gauge.",
            "The keeper allegedly sold the gauge to a mill upstream.",
            "",
        ),
        (
            "The Herald writes that the keeper sold the gauge.",
            "The keeper allegedly sold the gauge to a mill upstream.",
            "",
        ),
        (
            "The keeper may have sold the gauge.",
            "The keeper allegedly sold the gauge to a mill upstream.",
            "",
        ),
        (
            "The keeper sold the gauge.",
            "The keeper sold the gauge and allegedly fled by boat.",
            "",
        ),
    ],
)
def test_a_word_of_doubt_that_is_left_out(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "hedge-dropped") == expected


LEAKS = "The dam leaks in a wet year."


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (LEAKS, "The engineer argued that the dam leaks in a wet year.", "look attribution"),
        (LEAKS, "According to the engineer the dam leaks in a wet year.", "look attribution"),
        (LEAKS, "The dam leaks in a wet year, said one not to be named.", "look attribution"),
        (LEAKS, "The dam leaks in a wet year, and nobody mends it.", ""),
        (
            "The engineer says that the dam leaks in a wet year.",
            "The engineer argued that the dam leaks in a wet year.",
            "",
        ),
        (
            "The dam leaks, by the engineer’s account.",
            "According to the engineer the dam leaks in a wet year.",
            "",
        ),
        (
            "The anglers fear for the ponds.",
            "The anglers of the valley fear for the ponds below.",
            "",
        ),
        (
            "The gauge rusts and bends.",
            "The engineer was blunt: “It rusts and bends, that gauge.”",
            "look attribution",
        ),
        (
            "The gauge rusts and bends.",
            "The gauge rusts and bends; the engineer was blunt: “It rusts.”",
            "",
        ),
        (
            "The gauge is “bent, rusty and useless”.",
            "The engineer found it “bent, rusty and useless” in May.",
            "",
        ),
    ],
)
def test_an_opinion_told_as_a_fact(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "attribution") == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "All turbines are old.",
            "Some turbines of the dam are old, the engineer says.",
            "warning quantifier",
        ),
        (
            "Every household drinks from the dam.",
            "Several households of the town drink from the dam.",
            "warning quantifier",
        ),
        (
            "The whole council met on the bridge.",
            "The council met on the bridge in May and left.",
            "look quantifier",
        ),
        (
            "Entirely new turbines turn below.",
            "New turbines turn below the dam, the engineer says.",
            "look quantifier",
        ),
        (
            "Most turbines are old.",
            "Some turbines of the dam are old, the engineer says.",
            "warning quantifier",
        ),
        (
            "Mainly turbines turn below.",
            "Turbines turn below the dam, the engineer says.",
            "look quantifier",
        ),
        ("All turbines are old.", "Every turbine of the dam is old, the engineer says.", ""),
        ("Some turbines are old.", "All turbines of the dam are old, the engineer says.", ""),
        ("Most turbines are old.", "Three fifths of the turbines of the dam are old.", ""),
        ("Most turbines are old.", "Of the turbines of the dam 60 per cent are old.", ""),
        ("Most turbines are old.", "All turbines of the dam are old, the engineer says.", ""),
        ("At most 80 boats were moored.", "Up to 80 boats were moored at the dam in May.", ""),
    ],
)
def test_what_is_said_of_some_told_of_all(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "quantifier") == expected


NAMED = "The mayor signed the deal; the article does not name the mayor."


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        ("Both articles name the mayor.", ["herald 1"], [("warning", "one-source")]),
        ("Neither paper names the mayor.", ["herald 1"], [("warning", "one-source")]),
        ("Neither of the papers names the mayor.", ["herald 1"], []),
        ("Both articles name the mayor.", ["herald 1", "post 1"], []),
        ("Both mayors sign the deal, the paper says.", ["herald 1"], []),
        ("The article does not name the mayor.", ["herald 1"], []),
    ],
)
def test_both_articles_are_cited_where_both_are_spoken_of(
    text: str, places: list[str], expected: list[tuple[str, str]]
) -> None:
    briefing = a_briefing(claim(text, *places))
    found = told(verified(briefing, herald=NAMED, post=NAMED))
    assert [one for one in found if one[1] == "one-source"] == expected


def test_what_a_source_does_not_say_is_not_looked_for_in_it() -> None:
    text = "Neither article says that the US will not pay all 77 boats on March 4."
    silence = cite("herald 1", "post 1", mode=Mode.SILENCE)
    quiet = Claim(id="c", text=text, evidence=silence)
    assert told(verified(a_briefing(quiet)), looks=True) == []
    codes = {code for _, code in told(verified(a_briefing(claim(text, "herald 1", "post 1"))))}
    assert codes >= {"name-not-in-passage", "number-not-in-passage", "date-not-in-passage"}


def test_what_is_said_in_part_by_silence_is_not_read_for_its_sense() -> None:
    evidence = (*cite("herald 1"), *cite("post 1", mode=Mode.SILENCE))
    one = Claim(id="c", text="The councils did not sign the deal.", evidence=evidence)
    assert told(verified(a_briefing(one), herald=SIGNED, post=NAMED)) == []


def test_a_position_is_read_for_its_sense_as_a_claim_is() -> None:
    position = Position(says="The councils did not sign the deal.", evidence=cite("herald 1"))
    detail = Disagreement(
        question="Did they?",
        dimension=Dimension.STATUS,
        positions=(position,),
        matters=True,
        why="So.",
    )
    remarks = about_bearers(verified(a_briefing(detail=detail), herald=SIGNED))
    assert [(one.code, one.bearer and one.bearer.kind) for one in remarks] == [
        ("negation", BearerKind.POSITION)
    ]


@pytest.mark.parametrize(
    ("does", "expected"),
    [
        ("will land the ferry at the pier", []),
        ("will not land the ferry at the pier", [("warning", "negation")]),
    ],
)
def test_what_somebody_undertakes_is_to_come(does: str, expected: list[tuple[str, str]]) -> None:
    commitment = Commitment(by=("hilltop",), does=does, status="agreed", evidence=cite("herald 1"))
    card = Card(id="deal", title="A deal", detail=Deal(commitments=(commitment,)))
    passage = "Hilltop may land the ferry at the pier, the council says."
    assert told(verified(a_briefing(more_cards=[card]), herald=passage)) == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("They failed to meet.", "They met in the hall in May.", "look negation"),
        ("They did not decline to pay.", "They would not pay for it in May.", "look negation"),
        ("They did not decline to pay.", "They did not refuse to pay for it.", ""),
        ("It was not yet a week old.", "It was in its first week in May.", "look negation"),
        ("They pay every year.", "They pay once a year for the gauge.", ""),
        ("They pay every angler.", "They pay some anglers for the gauge.", "warning quantifier"),
        ("It is 80 in total.", "It is 80 in the hall at the dam.", ""),
        ("The deal as a whole holds.", "The deal holds, they said in May.", ""),
        ("All the same they pay.", "They pay for the gauge in May.", ""),
        ("They reject any deal.", "They reject a deal in May.", ""),
    ],
)
def test_what_says_no_or_all_in_other_ways(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "negation") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam leaks in a wet year.", "look attribution"),
        ("By a memo the dam leaks in a wet year.", ""),
    ],
)
def test_who_says_so_may_be_named_as_the_source_names_it(text: str, expected: str) -> None:
    passage = "The dam leaks in a wet year, according to a memo that was read."
    assert answers(text, passage, "attribution") == expected
