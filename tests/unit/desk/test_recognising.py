"""What is recognised in sentences of invented news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.desk.measuring import ends_name
from briefing.desk.recognising import (
    actors_in,
    dates_in,
    numbers_in,
    quotations_in,
    reactions_in,
)
from briefing.evidence.names import Lexicon
from briefing.evidence.numbers import read_numbers
from briefing.evidence.texts import Passage, SourceText
from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.dates import parse_date
from briefing.model.vocabulary import ActorType, NameKind

NOBODY = Lexicon(Briefing(id="dam", title="A dam", sections=()))
MAYOR = Actor(
    id="mayor",
    type=ActorType.PERSON,
    country="CH",
    names=(Name(text="Ann Lee-Marsh", kind=NameKind.USUAL),),
)
LISTED = Lexicon(Briefing(id="dam", title="A dam", sections=(), actors=(MAYOR,)))
TODAY = parse_date("2024-05-15")


def whole(text: str) -> Passage:
    return SourceText(text).whole


@pytest.mark.parametrize(
    ("text", "speaker", "actor"),
    [
        ("“The dam is ours to share,” said Ann Lee-Marsh.", "Ann Lee-Marsh", "mayor"),
        ("The mayor, Ann Lee-Marsh, said: “The dam is ours to share.”", "Ann Lee-Marsh", "mayor"),
        ("Minister Bo Tarn left. “The dam is ours to share,” he told us.", "Bo Tarn", None),
        ("“The dam is ours to share,” the statement reads.", "the statement", None),
        ("Ann Lee-Marsh left early. A sign had “the dam is ours to share” on it.", None, None),
        (
            "Bo Tarn told, while Ann Lee-Marsh wrote: “The dam is ours to share.”",
            *["Ann Lee-Marsh", "mayor"],
        ),
    ],
)
def test_a_quotation_has_its_probable_speaker(
    text: str, speaker: str | None, actor: str | None
) -> None:
    (found,) = quotations_in(whole(text), LISTED)
    assert found.words.rstrip(".").casefold() == "the dam is ours to share"
    assert (found.speaker, found.actor) == (speaker, actor)
    assert found.words in text


def test_a_label_below_a_quotation_names_its_speaker() -> None:
    text = SourceText("“It works, but there is not much of it.”\n\n[CNET]\n\nBo Tarn said no.")
    (found,) = quotations_in(text.whole, NOBODY)
    assert (found.words, found.speaker) == ("It works, but there is not much of it.", "CNET")
    names = {one.names: one.type for one in actors_in(text.whole, NOBODY)}
    assert names[("CNET",)] is ActorType.ORGANISATION


def test_of_a_part_of_a_quotation_only_that_part_is_found() -> None:
    text = SourceText("“The dam is ours to share. We will not sell it,” said Ann Lee-Marsh.")
    at = text.tokens.index("we")
    later = Passage(text, at, len(text.tokens))
    (found,) = quotations_in(later, LISTED)
    assert (found.words, found.actor) == ("We will not sell it", "mayor")
    assert quotations_in(Passage(text, len(text.tokens) - 4, len(text.tokens)), LISTED) == []


@pytest.mark.parametrize(
    "text", ["It was a “so-called floor”.", "She wrote “Sharing Water In Our Valley: A Tale”."]
)
def test_a_term_or_a_title_is_no_quotation(text: str) -> None:
    assert quotations_in(whole(text), NOBODY) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At least 12,400 households drink from it.", "at least 12400 households: households"),
        ("Some 5k people see 4K video of it.", "about 5000 people: people"),
        ("It has 60 frames per second.", "60 frames: frames"),
        ("It is 10.7 teraflop hardware.", "10.7 teraflops: hardware"),
        ("They freed 32 Hilltop prisoners of war.", "32 prisoners: Hilltop prisoners of war"),
        ("It costs 2.5 million francs a year.", "2.5 million francs: "),
        ("He got a ten-year prison term.", "10 years: prison term"),
        ("Two thirds of the farmers left.", "66.7 per cent: farmers"),
        ("About 40 per cent of the water is lost.", "about 40 per cent: water"),
        ("Between 3 and 5 boats sank.", "3-5 boats: boats"),
        ("It takes 30 to 45 minutes.", "30-45 minutes: "),
        (
            "It rose by 0.05 per cent, or 3.25 million francs.",
            "0.05 per cent:  | 3.25 million francs: ",
        ),
        ("It rose from 3 to 5 boats.", "5 boats: boats"),
        (
            "Eight former mayors and six engineers came.",
            "8 mayors: former mayors | 6 engineers: engineers",
        ),
        ("In 2024 the two sides met on 3 May.", ""),
        ("One of them is the second in line, and COP29 begins.", ""),
    ],
)
def test_numbers_have_a_unit_and_what_they_count(text: str, found: str) -> None:
    told = []
    for one in numbers_in(whole(text), NOBODY):
        amount = one.value or f"{one.low}-{one.high}"
        told.append(f"{one.qualifier or ''} {amount} {one.unit}: {one.measure}")
    assert " | ".join(map(str.lstrip, told)) == found
    assert all(one.words in text for one in numbers_in(whole(text), NOBODY))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("They met on 3 March 2023 and in June 2023.", ["2023-03-03", "2023-06"]),
        ("They met yesterday.", ["2024-05-14"]),
        ("They met on 2 May.", ["2024-05-02?"]),
        ("They will meet on 12 June.", ["2024-06-12?"]),
        ("They met in November.", []),  # six months off on either side
        ("They met on Monday.", ["2024-05-13?"]),
        ("They will meet on Monday.", ["2024-05-20?"]),
        ("They hope to sign by the end of this year.", ["2024-12-31"]),
        ("The War of 2020 ended in November 2020.", ["2020-11"]),
        ("Copyright © 2014-2025 The Herald", []),
    ],
)
def test_dates_are_told_where_the_year_can_be(text: str, dates: list[str]) -> None:
    assert [one.date for one in dates_in(whole(text), TODAY)] == dates


def test_without_a_day_to_reckon_from_only_printed_dates_are_told() -> None:
    found = dates_in(whole("Today, on 2 May, or on 3 May 2024 they met."), None)
    assert [one.date for one in found] == ["2024-05-03"]


@pytest.mark.parametrize(
    ("text", "name", "type_", "country"),
    [
        ("Foreign Minister Bo Tarn left.", "Bo Tarn", ActorType.PERSON, None),
        ("Said Bo Tarn, an old analyst. Tarn said so.", "Bo Tarn", ActorType.PERSON, None),
        (
            "Norway’s Ministry of Water is new.",
            "Norway’s Ministry of Water",
            *[ActorType.ORGANISATION, "NO"],
        ),
        ("It lies in the Upper Vale region.", "Upper Vale", ActorType.PLACE, None),
        ("Norway agrees.", "Norway", ActorType.STATE, "NO"),
        ("The treaty with the U.S. is old.", "U.S.", ActorType.STATE, "US"),
        ("It joined NATO.", "NATO", ActorType.BLOC, None),
        ("They met in Oslo.", "Oslo", ActorType.PLACE, "NO"),
        ("It is full, Bo Tarn, chief of Aqua, added.", "Bo Tarn", ActorType.PERSON, None),
        ("It was shown by the research firm IDC.", "IDC", ActorType.ORGANISATION, None),
        ("The CEO of Take-Two is glad.", "Take-Two", ActorType.ORGANISATION, None),
    ],
)
def test_who_is_not_listed_is_found_by_what_stands_beside(
    text: str, name: str, type_: ActorType, country: str | None
) -> None:
    found = actors_in(whole(text), NOBODY)[0]
    assert (found.names[0], found.actor, found.type, found.country) == (name, None, type_, country)


@pytest.mark.parametrize(
    "text",
    [
        *("The Norwegian Way is long.", "Many People Came Here", "Water"),
        "It costs 10 francs in its Ferry Pro version. Ferry sails. Only Pro has seats.",
        "We sell three months of Ferry Pro, too. Ferry sails. Ferry sinks. Only Pro has seats.",
    ],
)
def test_what_nothing_says_more_of_is_left_to_the_reader(text: str) -> None:
    assert actors_in(whole(text), NOBODY) == []


def test_states_that_only_stand_in_a_list_of_many_are_no_actors() -> None:
    text = "It sails to Norway, Sweden, Denmark, Finland, and the Netherlands. Norway agrees."
    assert [one.names for one in actors_in(whole(text), NOBODY)] == [("Norway",)]
    few = "It sails to Norway, Sweden and Denmark."
    assert len(actors_in(whole(few), NOBODY)) == 3


def test_a_number_within_a_name_counts_nothing() -> None:
    assert numbers_in(whole("Games of Take-Two Interactive sell well."), NOBODY) == []


def test_spellings_of_one_are_told_together_and_those_listed_have_their_id() -> None:
    text = (
        "President Bo Tarn left. Later Tarn met Ann Lee-Marsh. Switzerland waits, and Bern hopes."
    )
    found = {one.names: (one.actor, one.type) for one in actors_in(whole(text), LISTED)}
    assert found["Bo Tarn", "Tarn"] == (None, ActorType.PERSON)
    assert found["Ann Lee-Marsh",] == ("mayor", ActorType.PERSON)
    assert found["Switzerland", "Bern"] == (None, ActorType.STATE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norway welcomed the deal.", "Norway welcomed welcomes"),
        (
            "Minister Bo Tarn rejected it, while Norway praised it.",
            "Bo Tarn rejected opposes | Norway praised welcomes",
        ),
        (
            "Bo Tarn, a minister, conveyed Norway’s support of it. Tarn said so.",
            "Bo Tarn conveyed supports",
        ),
        ("Norway urged an early treaty.", "Norway urged None"),
        ("Norway refused to take part.", ""),
        ("“Norway welcomed the deal,” it said.", ""),
    ],
)
def test_a_reaction_is_an_actor_and_a_verb(text: str, told: str) -> None:
    found = [f"{one.name} {one.verb} {one.stance}" for one in reactions_in(whole(text), NOBODY)]
    assert " | ".join(found) == told
    assert all(one.words in text for one in reactions_in(whole(text), NOBODY))


PIECES = st.sampled_from(
    [
        *(
            "“",
            "”",
            "Norway",
            "Bo Tarn",
            "said",
            "he",
            "welcomed",
            "32",
            "two",
            "million",
            "francs",
        ),
        *("per cent", "of", "the", "statement", "reads", "May", "12", "2024", "Ministry", ".", ","),
        *("\n\n", "$", "’s", "U.S.", "-", "3", "to", "5", "©", "between", "and", "half", "today"),
    ]
)


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80))
def test_any_text_gives_findings_that_stand_in_it(text: str) -> None:
    source = SourceText(text)
    line = source.line(0, len(source.text))
    for quotation in quotations_in(source.whole, LISTED):
        assert quotation.words in line
    for number in numbers_in(source.whole, LISTED):
        assert number.words in line
        assert number.measure in line
    for date in dates_in(source.whole, TODAY):
        parse_date(date.date)
    for actor in actors_in(source.whole, LISTED):
        assert all(name.rstrip(".") in line for name in actor.names)
    for reaction in reactions_in(source.whole, LISTED):
        assert reaction.words in line


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("They play Destiny 2 at home.", True),
        ("How Destiny 2 Runs on it", True),
        ("It leaves Velmora 9 per cent.", False),
        ("In all Karabakh 12 households left.", False),
        ("Of them Some 300 stayed.", False),
        ("Some 11 flew.", False),
        ("They sold 12 of them.", False),
    ],
)
def test_a_number_may_end_a_name(text: str, is_name: bool) -> None:
    passage = Passage.of(text)
    (number,) = read_numbers(passage)
    assert ends_name(passage, number) is is_name
