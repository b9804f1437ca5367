from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.dates import DateMention, lies_in, overlap, read_dates
from briefing.evidence.texts import Passage
from briefing.model.actors import Source
from briefing.model.cards import Reaction
from briefing.model.claims import Figure, Quote
from briefing.model.dates import EdtfDate, parse_date
from briefing.model.vocabulary import Basis, Stance
from tests.unit.evidence.verify_samples import (
    HERALD,
    SOURCES,
    a_briefing,
    answers,
    cite,
    claim,
    only,
    told,
    verified,
)

WEDNESDAY = parse_date("2024-05-01")
days = st.dates(date(1600, 1, 1), date(2099, 12, 31))


def day_of(day: date) -> EdtfDate:
    return EdtfDate(edtf=str(day), earliest=day, latest=day)


def bounds(text: str, speaks_on: EdtfDate | None = None) -> list[tuple[str, str]]:
    return [(str(one.earliest), str(one.latest)) for one in read_dates(Passage.of(text), speaks_on)]


@given(
    days,
    st.sampled_from(
        [
            *("{0:%B} {0.day}, {0.year}", "{0.day} {0:%B} {0.year}", "{0:%b}. {0.day} {0.year}"),
            *("the {0.day}th of {0:%B} {0.year}", "{0:%Y-%m-%d}", "{0:%B} {0:%d}, {0.year}"),
        ]
    ),
)
def test_a_day_is_read_in_any_way_of_writing_it(day: date, form: str) -> None:
    assert bounds(f"It was {form.format(day)}, they say.") == [(str(day), str(day))]


@given(days, days)
def test_a_day_without_a_year_is_the_last_or_the_next_one(day: date, now: date) -> None:
    if (day.month, day.day) == (2, 29):
        return
    speaks = day_of(now)
    found = read_dates(Passage.of(f"On {day:%B} {day.day} they met."), speaks)
    years = [one.earliest for one in found]
    assert [(one.month, one.day) for one in years if one] == [(day.month, day.day)] * 2
    assert years[0] is not None
    assert years[1] is not None
    assert years[0] <= now < years[1]
    assert years[1] - years[0] <= timedelta(366)


@given(st.text(), st.none() | st.just(WEDNESDAY))
def test_any_text_can_be_read(text: str, speaks_on: EdtfDate | None) -> None:
    passage = Passage.of(text)
    assert all(
        0 <= one.first < one.last <= len(passage.tokens) for one in read_dates(passage, speaks_on)
    )


@given(
    st.dates(),
    st.sampled_from(["tomorrow", "yesterday", "last month", "next year", "on Friday"])
    | st.just("in the last 99 years"),
)
def test_the_calendar_has_no_day_on_which_reckoning_fails(now: date, words: str) -> None:
    for one in read_dates(Passage.of(f"They met {words}."), day_of(now)):
        assert one.earliest is not None
        assert one.latest is not None
        assert one.earliest <= one.latest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in September 2023", [("2023-09-01", "2023-09-30")]),
        ("on December 11-12, 2023", [("2023-12-11", "2023-12-12")]),
        ("on 11–12 December 2023", [("2023-12-11", "2023-12-12")]),
        ("the war of 2020", [("2020-01-01", "2020-12-31")]),
        ("by the end of 2020", [("2020-01-01", "2020-12-31"), ("2020-12-31", "2020-12-31")]),
        ("the 1990s", [("1990-01-01", "1999-12-31")]),
        ("on October 7", [("None", "None")]),
        ("on 2024-05-01 May said no", [("2024-05-01", "2024-05-01")]),
        ("2024-05-32 boats", [("2024-01-01", "2024-12-31")]),
        ("on 12-11 December 2023", [("2023-12-11", "2023-12-11")]),
        ("the 7th of October, 2023", [("2023-10-07", "2023-10-07")]),
        ("by the end of May 2024", [("2024-05-01", "2024-05-31"), ("2024-05-31", "2024-05-31")]),
        ("since mid May", [("None", "None")]),
        ("in Sept. 2023", [("2023-09-01", "2023-09-30")]),
        ("in 1499, in 2100, about 2000, $2000", []),
        ("the 1810s", [("1810-01-01", "1819-12-31")]),
        ("February 30, 2023", [("2023-01-01", "2023-12-31")]),
        ("they may meet, and 5 march on", []),
        ("in May", [("None", "None")]),
        ("May said no", []),
        ("at least 2000 boats", []),
        ("today", []),
    ],
)
def test_dates_are_read_as_they_are_meant(text: str, expected: list[tuple[str, str]]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", [("2024-05-01", "2024-05-01")]),
        ("yesterday", [("2024-04-30", "2024-04-30")]),
        ("this year", [("2024-01-01", "2024-12-31")]),
        ("last year", [("2023-01-01", "2023-12-31")]),
        ("by the end of this year", [("2024-01-01", "2024-12-31"), ("2024-12-31", "2024-12-31")]),
        ("by the end of the year", [("2024-01-01", "2024-12-31"), ("2024-12-31", "2024-12-31")]),
        ("in the year", []),
        ("next year", [("2025-01-01", "2025-12-31")]),
        ("tomorrow", [("2024-05-02", "2024-05-02")]),
        ("tonight", [("2024-05-01", "2024-05-01")]),
        ("this month", [("2024-05-01", "2024-05-31")]),
        ("next month", [("2024-06-01", "2024-06-30")]),
        ("this week", [("2024-04-25", "2024-05-07")]),
        ("last week", [("2024-04-18", "2024-04-30")]),
        ("the past 10 days", [("2024-04-21", "2024-05-01")]),
        ("the last several months", [("2023-07-27", "2024-05-01")]),
        ("the previous 2 years", [("2022-04-30", "2024-05-01")]),
        ("the next two weeks, the last two boats, the last 100 days", []),
        ("in May", [("2024-05-01", "2024-05-31"), ("2025-05-01", "2025-05-31")]),
        ("in June", [("2023-06-01", "2023-06-30"), ("2024-06-01", "2024-06-30")]),
        ("February 29", [("2024-02-29", "2024-02-29")]),
        ("November 20 last year", [("2023-11-20", "2023-11-20")]),
        ("on Tuesday", [("2024-04-30", "2024-04-30"), ("2024-05-07", "2024-05-07")]),
        ("last month", [("2024-04-01", "2024-04-30")]),
        ("in September this year", [("2024-09-01", "2024-09-30")]),
        ("on Monday", [("2024-04-29", "2024-04-29"), ("2024-05-06", "2024-05-06")]),
        ("on Wednesday", [("2024-05-01", "2024-05-01"), ("2024-05-08", "2024-05-08")]),
        ("March 3", [("2024-03-03", "2024-03-03"), ("2025-03-03", "2025-03-03")]),
        ("December 3", [("2023-12-03", "2023-12-03"), ("2024-12-03", "2024-12-03")]),
        ("the last two weeks", [("2024-04-17", "2024-05-01")]),
        ("in October 2022", [("2022-10-01", "2022-10-31")]),
    ],
)
def test_dates_are_reckoned_from_when_the_article_speaks(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert bounds(text, WEDNESDAY) == expected


def test_a_day_is_looked_for_in_the_year_where_no_more_is_known() -> None:
    assert bounds("November 20", parse_date("2023")) == [("2023-11-20", "2023-11-20")]
    spoken = parse_date("2023-12/2024-01")
    assert bounds("November 20", spoken) == [
        *(("2023-11-20", "2023-11-20"), ("2024-11-20", "2024-11-20")),
    ]
    assert bounds("this year", spoken) == [("2023-01-01", "2024-12-31")]
    assert bounds("last month", spoken) == [("2023-11-01", "2023-12-31")]
    assert bounds("on Friday", spoken) == []
    assert bounds("February 29", parse_date("2023-05-01")) == [("2024-02-29", "2024-02-29")]


@pytest.mark.parametrize(
    ("one", "other", "contradicted"),
    [
        ("October 7", "October 8", True),
        ("October 7, 2023", "October 7, 2022", True),
        ("October 2023", "October 2022", True),
        ("October 7", "November 7", False),
        ("October 7", "October 7, 2022", False),
        ("October 2023", "October 7, 2023", False),
        ("2023", "2022", False),
    ],
)
def test_what_contradicts(one: str, other: str, contradicted: bool) -> None:
    (wanted,), (found,) = (read_dates(Passage.of(text), None) for text in (one, other))
    assert found.contradicts(wanted) is contradicted


def test_open_bounds_are_no_bounds() -> None:
    mention = DateMention(0, 1, date(1930, 1, 1), date(1930, 12, 31))
    assert lies_in(mention, parse_date("../1930-12-31"))
    assert not lies_in(mention, parse_date("1930-02-01/.."))
    assert overlap(mention, parse_date("1930-02-01/.."))


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("Hilltop refused the talks in October 2022.", "herald 3", []),
        ("Hilltop refused the talks in October 2021.", "herald 3", [("error",)]),
        ("The Lakesiders asked for talks on March 3.", "herald 3", []),
        ("The Lakesiders asked for talks on March 3, 2024.", "herald 3", []),
        ("The Lakesiders asked for talks on March 4.", "herald 3", [("error",)]),
        ("The Lakesiders asked for talks on April 3.", "herald 3", [("warning",)]),
        ("The drought of 2020 had emptied the ponds.", "herald 5", []),
        ("The drought of 2021 had emptied the ponds.", "herald 5", [("warning",)]),
        ("Councils signed and announced on 1 May 2024 their deal.", "herald 1", []),
    ],
)
def test_dates_in_words(text: str, place: str, expected: list[tuple[str]]) -> None:
    wanted = [(grade, "date-not-in-passage") for (grade,) in expected]
    assert told(verified(a_briefing(claim(text, place)))) == wanted


def test_a_passage_that_counts_days_on_is_no_contradiction() -> None:
    text = "On March 3 they came to the pier; the day after, the two councils signed."
    one = claim("The councils signed on March 4.", "herald 1")
    assert told(verified(a_briefing(one), herald=text)) == [("warning", "date-not-in-passage")]


def test_an_assessed_date_is_only_a_warning() -> None:
    one = claim("It was March 4.", "herald 3", basis=Basis.ASSESSED)
    remark = only(verified(a_briefing(one)))
    assert (remark.is_error, remark.code, remark.offset) == (False, "date-not-in-passage", 7)


@pytest.mark.parametrize(
    ("edtf", "place", "found"),
    [
        ("2024-05-01", "herald 1", True),
        ("2024-05-01?", "herald 1", True),
        ("2024-04/2024-06", "herald 1", True),
        ("2024-05-02", "herald 1", False),
        ("2022-10", "herald 3", True),
        ("2022-10-07", "herald 3", False),
        ("2022-10-07~", "herald 3", True),
        ("2022", "herald 3", True),
        ("2024-03-03", "herald 3", True),
        ("../2021", "herald 5", True),
    ],
)
def test_the_date_of_a_claim(edtf: str, place: str, found: bool) -> None:
    said = {"herald 1": "Both councils signed their deal.", "herald 3": "Hilltop refused talks."}
    one = claim(said.get(place, "The drought emptied the ponds."), place, date=parse_date(edtf))
    assert told(verified(a_briefing(one))) == (
        [] if found else [("warning", "date-not-in-passage")]
    )


def test_how_a_date_was_reckoned_is_kept() -> None:
    one = claim("Both councils signed their deal.", "herald 1", date=parse_date("2024-05-01"))
    (derivation,) = verified(a_briefing(one)).derivations
    assert derivation.date == "1 May 2024"
    assert derivation.how == "“today” in ¶1; the article speaks on 1 May 2024, by its ¶1"


def test_a_printed_date_needs_no_reckoning() -> None:
    one = claim("Hilltop refused talks.", "herald 3", date=parse_date("2022-10"))
    assert not verified(a_briefing(one)).derivations


def test_an_undated_source_is_asked_for_a_dateline() -> None:
    undated = msgspec.structs.replace(SOURCES[0], dateline=None)
    one = claim("Both councils signed their deal.", "herald 1", date=parse_date("2024-05-01"))
    remark = only(verified(a_briefing(one, sources=[undated]), herald=HERALD))
    assert "dateline" in remark.fix


def test_a_figure_without_a_date_of_its_own_holds_when_the_article_speaks() -> None:
    def dated(edtf: str) -> Figure:
        return Figure(
            id="f",
            measure="Rafts",
            value=Decimal(32),
            unit="rafts",
            as_of=parse_date(edtf),
            evidence=cite("herald 2"),
        )

    assert told(verified(a_briefing(figures=[dated("2024-05")]))) == []
    assert told(verified(a_briefing(figures=[dated("2023-05")]))) == [
        ("warning", "date-not-in-passage")
    ]


@pytest.mark.parametrize(("edtf", "remarks"), [("2024-05-01", 0), ("2024-05-03", 1)])
def test_the_date_of_a_reaction_may_stand_in_any_passage_of_its_card(
    edtf: str, remarks: int
) -> None:
    detail = Reaction(actor="lakeside", stance=Stance.WELCOMES, date=parse_date(edtf))
    one = claim("Both councils signed their deal.", "herald 1")
    other = claim("Aliyev welcomed the signing.", "herald 4")
    assert len(told(verified(a_briefing(other, one, detail=detail)))) == remarks


def test_of_a_source_at_hand_only_in_part_nothing_is_missing() -> None:
    absent = Source(key="absent", type="webpage", title="T", outlet="O")
    one = claim("It was March 4.", "herald 3", "absent 1")
    verification = verified(a_briefing(one, sources=[*SOURCES, absent]))
    assert told(verification) == []
    assert verification.tallies["dates"].unchecked == 1


DATELINE = "If the passage says “today” or gives no year, give @post a dateline."
AGAINST = "The passage cited contradicts"
NOT_THERE = "is not in the passage cited and does not follow from it."
FIX = "Correct it, or cite the passage that has it."


@pytest.mark.parametrize(
    ("text", "places", "edtf", "expected"),
    [
        ("Talks on March 4.", "herald 3", None, f"error 9: {AGAINST} “March 4”."),
        ("On March 3, 2023.", "herald 3", None, f"error 3: {AGAINST} “March 3, 2023”."),
        ("Signed on 2 May.", "herald 1", None, f"warning 10: “2 May” {NOT_THERE}"),
        ("Signed in May 2023.", "herald 1", None, f"warning 10: “May 2023” {NOT_THERE}"),
        ("A ferry.", "herald 1", "2024-05-02", f"warning date: “2 May 2024” {NOT_THERE}"),
        ("A ferry.", "post 1", "2023-05", f"warning date: “May 2023” {NOT_THERE} {DATELINE}"),
        ("A ferry.", "post 1", "2024-05", f"look date: “May 2024” {NOT_THERE} {DATELINE}"),
        ("Ferry in May 2024.", "post 1", None, f"warning 9: “May 2024” {NOT_THERE} {DATELINE}"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_date_that_does_not_stand_there(
    text: str, places: str, edtf: str | None, expected: str
) -> None:
    one = claim(text, *places.split(", "), date=None if edtf is None else parse_date(edtf))
    remark = only(verified(a_briefing(one)), looks=True)
    grade = str(remark.severity)
    where = remark.offset if remark.field is None else remark.field
    assert f"{grade} {where}: {remark.message}{remark.fix.removeprefix(FIX)}" == expected


@pytest.mark.parametrize(
    ("text", "place", "edtf", "how"),
    [
        ("Asked on March 3, 2024.", "herald 3", None, ["March 3, 2024: “March 3” in ¶3; {}"]),
        ("Asked on March 3.", "herald 3", None, []),
        ("Signed on 1 May 2024.", "herald 1", None, ["1 May 2024: “today” in ¶1; {}"]),
        ("It was signed.", "herald 1", "2024-05", ["May 2024: “today” in ¶1; {}"]),
        ("Refused in October 2022.", "herald 3", "2022-10", []),
    ],
)
@pytest.mark.parametrize("published", [False, True])
def test_what_is_said_of_a_date_that_has_to_be_reckoned(
    text: str, place: str, edtf: str | None, how: list[str], published: bool
) -> None:
    herald, article = SOURCES[0], "the article speaks on 1 May 2024, by its ¶1"
    if published:
        herald = msgspec.structs.replace(herald, published=parse_date("2024-05-01"))
        article = "the article was published on 1 May 2024"
    one = claim(text, place, date=None if edtf is None else parse_date(edtf))
    verification = verified(a_briefing(one, sources=[herald, SOURCES[1]]))
    assert [f"{each.date}: {each.how}" for each in verification.derivations] == [
        each.format(article) for each in how
    ]
    assert {each.source for each in verification.derivations} <= {"herald"}
    assert told(verification) == []


def test_a_date_that_is_printed_goes_before_one_that_is_reckoned() -> None:
    one = claim("They signed it.", "herald 1", date=parse_date("2024-05-01"))
    text = "Today they signed it, on 1 May 2024, both of them."
    assert verified(a_briefing(one), herald=text).derivations == []


@pytest.mark.parametrize(
    ("between", "contradicted"),
    [
        ("for years in peace", True),
        ("two years later", False),
        ("the next day", False),
        ("in the same week", False),
        ("a week before that", False),
        ("before a week", True),
        ("later earlier", True),
        ("weeks months", True),
    ],
)
def test_a_passage_may_mean_another_day_where_it_counts_on_from_one(
    between: str, contradicted: bool
) -> None:
    text = f"On March 3 both of them met {between} and they signed it there."
    one = claim("They met and signed it on March 4.", "herald 1")
    grade = "error" if contradicted else "warning"
    assert told(verified(a_briefing(one), herald=text)) == [(grade, "date-not-in-passage")]


NO_DATE = "date-not-in-passage"


@pytest.mark.parametrize(
    ("true", "false", "passage"),
    [
        ("They met in March.", "They met in April.", "They met on March 4 in the hall there."),
        ("They met in March.", "They met in April.", "They met on 4 March in the hall there."),
        ("They met in March.", "They met in June.", "They met on 04/03/2024 in the hall."),
        ("They met by November.", "They met by June.", "In November they met in the hall there."),
        ("The accord of March.", "The accord of June.", "The March accord is signed by Lee."),
        ("From May to March.", "From May to June.", "The lock is shut from May to March."),
        ("They met in April.", "They met in March.", "They met a month ago in the hall there."),
        ("They met in March.", "They met in April.", "They met two months ago in the hall."),
        ("They met in May.", "They met in June.", "They met and spoke in the hall there."),
        ("They met in May 2024.", "They met in May 2023.", "They met and spoke in the hall."),
        ("In the last two months.", "In the last six months.", "In the last two months they met."),
    ],
)
def test_a_month_follows_from_a_day_of_it_or_from_the_article(
    true: str, false: str, passage: str
) -> None:
    assert answers(true, passage, NO_DATE, "number-not-in-passage") == ""
    assert answers(false, passage, NO_DATE, "number-not-in-passage") != ""


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("They met in May.", "They met on March 4 in the hall of the town."),
        ("They met on 3 May.", "They met and spoke in the hall of the town."),
    ],
)
def test_the_month_of_the_article_is_not_that_of_what_has_a_date(text: str, passage: str) -> None:
    assert answers(text, passage) == f"warning {NO_DATE}"


def test_that_a_month_is_that_of_the_article_is_kept() -> None:
    found = verified(
        a_briefing(claim("They met in May.", "herald 1")), herald="They met and spoke in the hall."
    )
    (derived,) = found.derivations
    assert derived.how == "the article speaks on 1 May 2024, by its ¶1"


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("They met on Tuesday.", "They met on Monday in the hall there.", f"warning {NO_DATE}"),
        ("They met in summer.", "They met in winter in the hall there.", f"warning {NO_DATE}"),
        (
            "They met in mid-June 2023.",
            "They met in late June 2023 in the hall there.",
            f"warning {NO_DATE}",
        ),
        ("They met on Tuesday.", "They met to talk in the hall there.", f"look {NO_DATE}"),
        ("They met in summer.", "They met to talk in the hall there.", f"look {NO_DATE}"),
        (
            "They met in mid-June 2023.",
            "They met in June 2023 in the hall there.",
            f"warning {NO_DATE}",
        ),
        ("They met on Monday.", "They met on Monday in the hall there.", ""),
        ("They met in summer.", "They met in summer in the hall there.", ""),
        (
            "They met in mid-June 2023.",
            "They met in mid June of 2023 and in June 2023.",
            "",
        ),
        ("They met in late June.", "They met at the end of June in the hall.", ""),
        ("They met in early June.", "They met at the start of June in the hall.", ""),
        ("They met in late June.", "At the end of the war in June they met.", f"warning {NO_DATE}"),
        ("They met in late June.", "They met at the start of June there.", f"warning {NO_DATE}"),
        ("They met after the fall.", "They met in winter in the hall there.", ""),
        ("They came late to the hall.", "They came early to the hall there.", "warning opposite"),
    ],
)
def test_weekdays_seasons_and_parts_of_a_month(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, NO_DATE) == expected


@pytest.mark.parametrize(
    ("said", "printed", "same"),
    [
        ("31 December", "the end of 2023", True),
        ("31 December 2023", "the end of 2023", True),
        ("31 December", "the end of the year", True),
        ("31 December 2024", "the end of the year", True),
        ("1 May", "today", True),
        ("30 April", "yesterday", True),
        ("30 December", "the end of the year", False),
        ("31 December 2022", "the end of 2023", False),
        ("1 June", "today", False),
        ("2 May", "this month", False),
    ],
)
def test_a_day_may_be_named_without_its_month(said: str, printed: str, *, same: bool) -> None:
    (wanted,) = read_dates(Passage.of(f"until {said}"), None)
    found = read_dates(Passage.of(f"until {printed}"), WEDNESDAY)
    assert any(one.confirms(wanted) for one in found) is same


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2024-05-01", []),
        ("2024-04-28", []),
        ("2024-04-20", [("warning", NO_DATE)]),
        ("2024-05-02", [("warning", NO_DATE)]),
        ("2020", [("look", NO_DATE)]),
    ],
)
def test_what_is_quoted_was_said_within_days_of_the_article(
    edtf: str, expected: list[tuple[str, str]]
) -> None:
    quote = Quote(
        id="q",
        text="We trust them for now",
        evidence=cite("herald 2"),
        speaker="mayor",
        date=parse_date(edtf),
    )
    assert told(verified(a_briefing(quote)), looks=True) == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("It holds from 2033.", "It holds until 2033 at the dam.", "warning opposite"),
        ("It holds until 2033.", "It holds by the end of 2033 at the dam.", ""),
        (
            "It may start not before 2033.",
            "It holds by 2033 at the dam.",
            "warning opposite, look negation",
        ),
        ("It did not hold until 2033.", "It holds from 2033 at the dam.", "warning negation"),
        ("It holds from 2033.", "It holds in 2033 at the dam.", ""),
        ("It holds from 2033.", "It holds until 2033, and from 2033 on in the hall.", ""),
        ("It holds before 2034.", "It holds by the end of 2033 at the dam.", ""),
        ("It holds before 2035.", "It holds by the end of 2033 at the dam.", f"warning {NO_DATE}"),
    ],
)
def test_before_or_from_a_date(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "negation") == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("They met on Wednesday.", "They met on 1 May 2024 in the hall there.", ""),
        ("They met on Friday.", "They met on 1 May 2024 in the hall there.", f"warning {NO_DATE}"),
        ("They met in mid-May.", "They met on 14 May 2024 in the hall there.", ""),
        ("They met in late May.", "They met on 14 May 2024 in the hall.", f"warning {NO_DATE}"),
        ("They met on 11 and 12 May.", "They met on May 11-12 in the hall there.", ""),
        ("They met on May 11 and 12.", "They met on May 11-12 in the hall there.", ""),
        ("It began in 2009.", "It began two years after 2007 in the hall there.", ""),
        ("It began in 2010.", "It began two years after 2007 in the hall.", f"warning {NO_DATE}"),
    ],
)
def test_a_day_that_is_given_in_another_way(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage) == expected


TWO_DAYS = "On 14 May 2024 the picket was fined. On 10 May 2024 the guard was charged in the hall."


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("The picket is fined.", "2024-05-10", f"look {NO_DATE}"),
        ("The picket is fined.", "2024-05-14", ""),
        ("The guard is charged.", "2024-05-10", ""),
    ],
)
def test_a_date_of_another_sentence(text: str, day: str, expected: str) -> None:
    assert answers(text, TWO_DAYS, NO_DATE, date=parse_date(day)) == expected
