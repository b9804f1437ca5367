"""What a new source contradicts, agrees with or touches: the Valley Radio on the two towns."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.desk.affected import Affected, Effect, affected
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import WHOLE, bearers, by_paragraph, citing
from briefing.model.actors import Source
from briefing.model.dates import parse_date
from tests.curating import lay_out
from tests.samples import two_towns

RADIO = "radio"


def found(folder: Path, text: str, on: str | None = None) -> dict[str, Affected]:
    """What the radio's text affects, by key."""
    desk = lay_out(folder)
    (desk.corpus / "radio.txt").write_text(text, "utf-8")
    radio = Source(
        key=RADIO,
        type="broadcast",
        title="News",
        outlet="Valley Radio",
        corpus="radio.txt",
        published=parse_date(on) if on else None,
    )
    briefing = two_towns()
    heard = replace(briefing, sources=(*briefing.sources, radio))
    return {one.bearer.key: one for one in affected(Examination(heard, Corpus(desk.corpus)), RADIO)}


@pytest.mark.parametrize(
    ("text", "key", "effect", "why"),
    [
        (
            "At least 12,400 households of both towns drink from the dam.",
            "duration#figure:households",
            Effect.AGREES,
            "¶1 has 12,400 too",
        ),
        (
            "Some 9,000 households in Lakeside and Hilltop drink from the dam.",
            "duration#figure:households",
            Effect.CONTRADICTS,
            "¶1 has 9,000, the card 12,400",
        ),
        (
            "“A good day for both our towns,” said the mayor.",
            "lakeside-council#a-good-day-for",
            Effect.AGREES,
            "¶1 has the words “A good day for both our towns.”",
        ),
        (
            "Good morning.\n\nThe anglers of the valley fear for the spawning grounds in spring.",
            "anglers#the-anglers-fear-for",
            Effect.TOUCHES,
            "¶2 has",
        ),
        (
            "It rained on 1 May, when the councils signed.",
            "years#signature",
            Effect.TOUCHES,
            "¶1 has signed, councils, 1 May",
        ),
    ],
)
def test_what_a_source_does_to_what_is_said(
    tmp_path: Path, text: str, key: str, effect: Effect, why: str
) -> None:
    one = found(tmp_path, text)[key]
    assert one.effect is effect
    assert one.why.startswith(why)
    assert one.passage.words in text


@pytest.mark.parametrize(
    "text",
    [
        "The weather in the valley will be fair on Sunday, with wind from the west.",
        "More than 12,000 households in Lakeside and Hilltop drink from the dam.",
        "Four horses of 9,000 ran in the race of Hilltop, and two of them won.",
    ],
)
def test_what_says_nothing_else_contradicts_nothing(tmp_path: Path, text: str) -> None:
    assert Effect.CONTRADICTS not in {one.effect for one in found(tmp_path, text).values()}


def test_of_a_paragraph_that_affects_nothing_the_nearest_is_told(tmp_path: Path) -> None:
    near = "The council of Lakeside meets next year."
    one = found(tmp_path, near)["day-of-signature#the-councils-met-in"]
    assert (one.effect, one.why) == (Effect.NEAREST, "¶1 has meets, council")
    # What tells more of it stands alone, and what has only one word in common is not near.
    more = "The councils met in the evening and signed after midnight, in an old mill."
    told = found(tmp_path / "more", f"{more}\n\n{near}\n\nA council is a council.")
    assert told["day-of-signature#the-councils-met-in"].effect is Effect.TOUCHES
    assert Effect.NEAREST not in {one.effect for one in told.values()}


def test_a_day_is_the_same_however_it_is_told(tmp_path: Path) -> None:
    one = found(tmp_path, "It rained yesterday, when the councils signed.", "2024-05-02")
    assert one["years#signature"].effect is Effect.TOUCHES
    assert "yesterday" in one["years#signature"].why


def test_what_cites_the_source_already_is_no_news(tmp_path: Path) -> None:
    desk = lay_out(tmp_path)
    examination = Examination(two_towns(), Corpus(desk.corpus))
    listed = affected(examination, "herald")
    assert listed
    assert all("herald" not in {e.source for e in one.bearer.evidence} for one in listed)
    order = [list(Effect).index(one.effect) for one in listed]
    assert order == sorted(order)


def test_a_source_without_a_text_affects_nothing() -> None:
    examination = Examination(two_towns(), Corpus(None))
    assert affected(examination, "herald") == ()


@pytest.mark.parametrize("key", ["herald", "post"])
def test_every_citation_is_in_its_paragraph_or_of_the_whole(tmp_path: Path, key: str) -> None:
    desk = lay_out(tmp_path)
    examination = Examination(two_towns(), Corpus(desk.corpus))
    known = by_paragraph(citing(examination, key))
    for bearer in bearers(examination.briefing):
        for one in bearer.evidence:
            if one.source == key:
                there = known[one.paragraph or WHOLE]
                assert bearer.key in {other.bearer.key for other in there}
