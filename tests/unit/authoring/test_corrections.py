"""What ``corrections.yaml`` and ``was`` are read as, and what is said of those with a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.authoring.corrections import CORRECTIONS_NAME, read_corrections
from briefing.authoring.folder import SourceFile
from briefing.authoring.load import load_briefing
from briefing.authoring.problems import IdKind, ParseContext, Report
from briefing.model.cards import Card
from briefing.model.dates import parse_date
from briefing.model.parts import card_digest
from briefing.model.records import Correction, Retraction
from tests.unit.authoring.topics import change, loaded

SUMMER = "{claim: share#summer, was: It takes half., reason: a slip, on: 2024-05-03}"
POST = "{source: post, reason: its author made it up, on: 2024-05-04}"


def record(topic: Path, *corrections: str, retractions: tuple[str, ...] = ()) -> None:
    lines = ["corrections:", *(f"  - {one}" for one in corrections)] if corrections else []
    lines += ["retractions:", *(f"  - {one}" for one in retractions)] if retractions else []
    (topic / CORRECTIONS_NAME).write_text("\n".join(lines), "utf-8")


def card(topic: Path, id_: str) -> Card:
    return next(card for _, card in loaded(topic).cards() if card.id == id_)


def said(topic: Path) -> list[str]:
    return [
        f"{one.path.partition('/')[2]}:{one.line}:{one.column} {one.code}: {one.fix}"
        for one in load_briefing(topic).problems
    ]


# -- the file --------------------------------------------------------------------------------------


def test_both_lists_are_read_the_oldest_first(topic: Path) -> None:
    record(
        topic,
        SUMMER,
        "{claim: share#figure:water-share, was: 50 per cent, reason: NO, on: 2024-05-01}",
        retractions=(POST,),
    )
    briefing = loaded(topic)
    first = Correction(
        claim="share#figure:water-share",
        was="50 per cent",
        reason="NO",
        on=parse_date("2024-05-01"),
    )
    second = Correction(
        claim="share#summer", was="It takes half.", reason="a slip", on=parse_date("2024-05-03")
    )
    assert briefing.corrections == (first, second)
    assert briefing.corrections_by_claim["share#summer"] == (second,)
    made_up = Retraction(source="post", reason="its author made it up", on=parse_date("2024-05-04"))
    assert briefing.retractions == (made_up,)
    assert briefing.retracted == {"post"}
    assert said(topic) == []


@pytest.mark.parametrize("text", ["", "# Nothing was wrong yet.\n", "corrections: []\n"])
def test_nothing_need_have_been_wrong(topic: Path, text: str) -> None:
    before = loaded(topic)
    (topic / CORRECTIONS_NAME).write_text(text, "utf-8")
    assert loaded(topic) == before


def test_what_is_recorded_counts_among_the_fingerprints(topic: Path) -> None:
    before = load_briefing(topic).fingerprints
    record(topic, SUMMER)
    after = load_briefing(topic).fingerprints
    assert (after.content != before.content, after.anchors) == (True, before.anchors)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            SUMMER.replace("#summer", "#sumer"),
            "2:13 unknown-corrected: Write “share#summer”. If it",
        ),
        (SUMMER.replace("share#summer", "share"), "2:13 bad-claim: Write card#claim"),
        (SUMMER.replace("#summer", "#position:x"), "2:13 bad-claim: Write card#claim"),
        (SUMMER.replace("#summer", "#Summer"), "2:13 bad-claim: Write card#claim"),
        (SUMMER.replace("2024-05-03", "2024-05"), "2:68 not-a-day: Write the day: 2024-05-03."),
        (SUMMER.replace("2024-05-03", "2024-05-03~"), "2:68 not-a-day: Write the day"),
        (SUMMER.replace("2024-05-03", "2024-05-03/2024-05-03"), "2:68 not-a-day: Write the day"),
        (SUMMER.replace("2024-05-03", "2024-02-30"), "2:68 impossible-date: Check the month"),
        (SUMMER.replace(", on: 2024-05-03", ""), "2:5 missing-field: Add “on: …”."),
        (SUMMER.replace("reason:", "why:"), "2:48 unknown-field: Write one of: claim, was, reason"),
        (SUMMER.replace("a slip", "a “slip"), "unpaired-quotation-mark"),
        (SUMMER.replace("It takes half.", '"\\e[31m half"'), "2:32 control-character: Delete it."),
        (SUMMER.replace("}", ", withdrawn: maybe}"), "unknown-value: Write “yes” or “no”."),
        (SUMMER.replace("}", ", withdrawn: yes}"), "2:13 not-withdrawn: Remove “withdrawn: yes”."),
    ],
)
def test_a_mistake_in_a_correction_is_found_where_it_is(
    topic: Path, entry: str, expected: str
) -> None:
    record(topic, entry)
    assert any(one.startswith(CORRECTIONS_NAME) and expected in one for one in said(topic))


def test_a_claim_that_was_withdrawn_keeps_its_correction(topic: Path) -> None:
    record(topic, "{claim: gone#all, was: A., reason: wrong, on: 2024-05-03, withdrawn: yes}")
    assert said(topic) == []
    assert [one.claim for one in loaded(topic).corrections] == ["gone#all"]


def test_the_same_is_recorded_once(topic: Path) -> None:
    record(topic, SUMMER, SUMMER.replace("2024-05-03", "2024-05-04"), retractions=(POST, POST))
    assert said(topic) == [
        "corrections.yaml:3:13 duplicate-record: Keep one of the two.",
        "corrections.yaml:6:14 duplicate-id: Name it once.",
    ]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (POST.replace("post", "pots"), "2:14 unknown-citation: Write “post”."),
        (POST.replace("source: post, ", ""), "2:5 missing-field: Add “source: …”."),
        (POST.replace("reason: its author made it up, ", ""), "2:5 missing-field: Add “reason: …”"),
    ],
)
def test_a_mistake_in_a_retraction_is_found_where_it_is(
    topic: Path, entry: str, expected: str
) -> None:
    record(topic, retractions=(entry,))
    assert [one for one in said(topic) if expected in one]


def test_what_is_not_held_cannot_be_retracted(topic: Path) -> None:
    change(topic, "sources.yaml", "herald:", "letter: {type: report, title: A, container-title: B,"
           " held: no}\nherald:")  # fmt: skip
    record(topic, retractions=(POST.replace("post", "letter"),))
    assert said(topic) == ["corrections.yaml:2:14 not-held: Remove this entry."]


def test_a_source_that_is_only_retracted_is_not_unused(topic: Path) -> None:
    change(topic, "sources.yaml", "herald:", "radio: {type: report, title: A, container-title: B}"
           "\nherald:")  # fmt: skip
    assert [one.split()[1] for one in said(topic)] == ["unused-source:"]
    record(topic, retractions=(POST.replace("post", "radio"),))
    assert said(topic) == []


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_told(text: str) -> None:
    context = ParseContext(Report())
    read = read_corrections(SourceFile(CORRECTIONS_NAME, text), context)
    assert all(one.claim and one.was and one.reason for one in read.corrections)


_SCALARS = st.text(st.characters(codec="utf-8", exclude_characters="'\r\n"), max_size=20)


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "claim": st.sampled_from(["a#b", "a", "a#figure:x", "a#b#c"]) | _SCALARS,
                "was": _SCALARS,
                "reason": _SCALARS,
                "on": st.sampled_from(["2024-05-03", "2024-05", "x"]) | _SCALARS,
                "withdrawn": st.sampled_from(["yes", "no", "maybe"]),
            },
        ),
        max_size=4,
    )
)
def test_each_entry_is_read_or_told(entries: list[dict[str, str]]) -> None:
    lines = ["{" + ", ".join(f"{k}: '{v}'" for k, v in one.items()) + "}" for one in entries]
    text = "corrections:\n" + "".join(f"  - {line}\n" for line in lines)
    context = ParseContext(Report())
    read = read_corrections(SourceFile(CORRECTIONS_NAME, text), context)
    whole = len(read.corrections) == len(entries)
    assert whole or context.report.has_errors()
    assert list(read.corrections) == sorted(read.corrections, key=lambda one: one.on.edtf)
    named = [id_ for id_, _ in context.ledger.names(IdKind.CLAIM)]
    assert sorted(named) == sorted(one.claim for one in read.corrections)


# -- what something was called before --------------------------------------------------------------


def test_a_card_and_its_claims_may_have_had_other_ids(topic: Path) -> None:
    before = card_digest(loaded(topic), card(topic, "turbines"))
    change(topic, "cards/terms/turbines.md", "title:", "was: [mills, wheels]\ntitle:")
    change(topic, "cards/terms/turbines.md", "^crews", '{was="people share#people"} ^crews')
    turbines = card(topic, "turbines")
    assert turbines.was == ("mills", "wheels")
    assert [one.was for one in turbines.claims] == [(), ("people", "share#people")]
    assert card_digest(loaded(topic), turbines) == before
    assert said(topic) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("turbines", "title:", "was: share\ntitle:", "2:6 former-id: Take it out of “was”"),
        ("turbines", "title:", "was: turbines\ntitle:", "2:6 former-id: Take it out of “was”"),
        ("turbines", "title:", "was: [a, a]\ntitle:", "2:10 duplicate-id: Name it once."),
        ("turbines", "title:", "was: Old One\ntitle:", "2:6 bad-id: Write “old-one”."),
        ("turbines", "^crews", "{was=crews} ^crews", "former-id: Take it out of “was”"),
        ("turbines", "^crews", "{was=share#summer} ^crews", "former-id: Take it out of “was”"),
        ("turbines", "^crews", "{was=share#Summer} ^crews", "bad-id: Write an id, or card#id"),
        ("turbines", "^crews", '{was="a a"} ^crews', "duplicate-id: Name it once."),
    ],
)
def test_a_former_id_is_an_id_and_nothing_has_it_now(
    topic: Path, file: str, old: str, new: str, expected: str
) -> None:
    change(topic, f"cards/terms/{file}.md", old, new)
    assert [one for one in said(topic) if one.startswith(f"cards/terms/{file}") and expected in one]


def test_two_cannot_both_have_had_an_id(topic: Path) -> None:
    for name in ("share", "turbines"):
        change(topic, f"cards/terms/{name}.md", "title:", "was: mills\ntitle:")
    change(topic, "cards/terms/turbines.md", "^crews", "{was=share#old} ^crews")
    change(topic, "cards/terms/share.md", "^summer", "{was=old} ^summer")
    assert sorted(said(topic)) == [
        "cards/terms/turbines.md:12:65 duplicate-id: Take it out of one of the two.",
        "cards/terms/turbines.md:2:6 duplicate-id: Take it out of one of the two.",
    ]


def test_no_other_sentence_takes_an_id_that_one_had_before(topic: Path) -> None:
    change(topic, "cards/terms/share.md", "^summer", "{was=in-winter-the-shares} ^summer")
    ids = [one.id for one in card(topic, "share").claims]
    assert ids[:2] == ["summer", "in-winter-the-shares-2"]
    assert said(topic) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (SUMMER.replace("It takes half.", "x" * 1_001), "too-long"),
        (SUMMER.replace("a slip", "x" * 1_001), "too-long"),
        (SUMMER.replace("2024-05-03", "2999-05-03"), "future-day"),
    ],
)
def test_a_record_is_brief_and_of_the_past(topic: Path, wrong: str, code: str) -> None:
    record(topic, wrong)
    assert [one.split()[1] for one in said(topic)] == [f"{code}:"]
