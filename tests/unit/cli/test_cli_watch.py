"""watch: whether something is new since it was last asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.library.library import Library
from briefing.library.reader_tables import Watch
from briefing.library.state import MemoryKeeper, ReaderState
from briefing.model.briefing import Briefing
from tests.revising import second, third, with_card, with_claim
from tests.samples import ALL_FIELDS, two_towns
from tests.unit.library.samples import NOON

from .conftest import Outcome, Run
from .test_cli_reading_verbs import valid

Publish = Callable[..., None]


@pytest.fixture
def publish(home: Path) -> Publish:
    """Publish briefings in a library that has the two towns."""
    library = Library(home / "library")
    published: list[Briefing] = []

    def publish(*briefings: Briefing) -> None:
        published.extend(briefings)
        library.publish(briefings, NOON + timedelta(days=len(published)))

    publish(two_towns())
    return publish


def silent(done: Outcome) -> bool:
    return (done.code, done.out) == (1, "")


def test_the_first_time_it_notes_what_there_is(run: Run, publish: Publish) -> None:
    first = run("watch", "water")
    assert silent(first)
    assert first.err == (
        "Watching “water”, which 5 cards match now. Ask again, and what is new by then is told.\n"
    )
    again = run("watch", "water")
    assert silent(again)
    assert again.err == "Nothing is new for “water”.\n"


def test_what_has_changed_is_told_once(run: Run, publish: Publish) -> None:
    run("watch", "households")
    publish(second())
    code, out, err = run("watch", "households")
    assert (code, err) == (0, "")
    assert out == (
        "Briefing 1 of 1: Lakeside and Hilltop agree to share the dam\n"
        "  Name: two-towns\n"
        "  Revision: 2, before 1\n"
        "\n"
        "Figure changed: 1\n"
        "- at least 12,400 → at least 13,100 households: Households that drink from the\n"
        "  dam\n"
        "  Address: two-towns/terms/duration#figure:households\n"
    )
    assert silent(run("watch", "households"))


def test_each_query_is_asked_by_itself_and_blanks_do_not_matter(run: Run, publish: Publish) -> None:
    run("watch", "households")
    run("watch", "bus   or pier")
    publish(second())
    assert run("watch", "bus or", "pier").code == 0
    assert silent(run("watch", "spawning"))
    assert run("watch", "households").code == 0


def test_revisions_in_between_are_not_missed(run: Run, publish: Publish) -> None:
    run("watch", "share")
    publish(second())
    publish(third())
    found = valid("watch", run("watch", "share", "--json").out)["briefings"]
    assert [(one["old"], one["new"]) for one in found] == [(1, 3)]
    kinds = {one["kind"] for one in found[0]["changes"]}
    assert {"corrected", "source retracted", "reworded"} <= kinds
    assert [one["number"] for one in found[0]["revisions"]] == [2, 3]


def test_without_a_query_everything_is_watched(run: Run, publish: Publish) -> None:
    assert silent(run("watch"))
    publish(second(), replace(ALL_FIELDS, id="fields"))
    code, out, err = run("watch")
    assert (code, err) == (0, "")
    first, second_ = out.split("\n\n\n")
    assert "  Name: fields\n  Revision: 1, new" in first
    assert "Figure changed: 1\n" in second_
    assert "Reworded: 1: “" in second_
    assert silent(run("watch"))


def test_a_new_briefing_is_told_where_the_query_means_some_of_it(
    run: Run, publish: Publish
) -> None:
    run("watch", "water")
    run("watch", "spawning")
    publish(replace(second(), id="copy"))
    found = valid("watch", run("watch", "water", "--json").out)["briefings"]
    assert [(one["briefing"], one["old"], one["new"]) for one in found] == [("copy", None, 1)]
    assert {one["address"] for one in found[0]["found"]} >= {"copy/terms/share"}
    assert "Found now, and not before: 1\n" in run("watch", "spawning").out


def test_a_card_that_comes_to_be_meant_is_told_though_it_says_the_same(
    run: Run, publish: Publish
) -> None:
    run("watch", "tag:ferry")
    publish(with_card(two_towns(), "dam", lambda card: replace(card, tags=("ferry",))))
    out = run("watch", "tag:ferry").out
    assert "Found now, and not before: 1\n- The dam is older than either council\n" in out


def test_what_is_gone_is_told(run: Run, publish: Publish) -> None:
    run("watch", "winter in:unknowns")
    publish(second())
    publish(third())
    out = run("watch", "winter in:unknowns").out
    assert "Unknown settled: 1\n" in out
    assert "Source retracted" not in out


def test_a_new_name_alone_is_no_news(run: Run, publish: Publish) -> None:
    run("watch")
    publish(with_card(two_towns(), "ferry", lambda card: replace(card, id="pier", was=("ferry",))))
    assert silent(run("watch"))


def test_a_sentence_put_otherwise_is_told_in_full(run: Run, publish: Publish) -> None:
    run("watch", "crews")
    text = "Hilltop takes over two of them, with their crews."
    publish(with_claim(two_towns(), "turbines#crews", lambda one: replace(one, text=text)))
    out = run("watch", "crews").out
    assert f"  Claim now: {text}\n  Words: “two,” is now “two of them,”\n" in out


def test_what_cannot_be_read_is_told_and_waits(run: Run, home: Path, publish: Publish) -> None:
    run("watch")
    publish(second())
    current = home / "library" / "briefings" / "two-towns.json"
    whole = current.read_bytes()
    current.write_bytes(b"{")
    torn = run("watch")
    assert silent(torn)
    assert torn.err.startswith("“two-towns” was not looked at. ")
    current.write_bytes(whole)
    assert "Figure changed: 1\n" in run("watch").out


def test_a_saved_query_is_watched_by_its_text(run: Run, home: Path, publish: Publish) -> None:
    (home / "searches.txt").write_text("mine: households\n")
    assert "Watching “households”" in run("watch", "--saved", "mine").err
    publish(second())
    assert run("watch", "--saved", "mine").code == 0
    assert silent(run("watch", "households"))
    unknown = run("watch", "--saved", "mime")
    assert silent(unknown)
    assert "There is no saved search “mime”; did you mean “mine”?" in unknown.err
    both = run("watch", "water", "--saved", "mine")
    assert (both.code, both.out) == (2, "")


@pytest.mark.parametrize("query", ["is:", "is:nothing", "date:>x", "figure:>x"])
def test_a_query_without_sense_is_not_watched(run: Run, publish: Publish, query: str) -> None:
    before = run("watch", "--", query)
    assert (before.code, before.out) == (2, "")
    assert run("watch", "--", query) == before


def test_what_no_briefing_has_yet_is_told_and_watched(run: Run, publish: Publish) -> None:
    first = run("watch", "in:harbour")
    assert silent(first)
    assert "^^^^^^^" in first.err
    assert "Watching “in:harbour”, which 0 cards match now." in first.err


def test_where_nothing_can_be_noted_that_is_said(run: Run, home: Path, publish: Publish) -> None:
    (home / "state").write_text("in the way")
    first = run("watch", "water")
    assert silent(first)
    assert "What there is now could not be noted, so it will be told again. " in first.err


def test_of_many_the_newest_are_looked_at_and_the_others_the_next_time(
    run: Run, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("watch")
    publish(*(replace(second(), id=f"copy-{number}") for number in range(3)))
    monkeypatch.setattr("briefing.views.watch.MOST_BRIEFINGS", 2)
    code, out, err = run("watch")
    assert (code, out.count("Revision: 1, new")) == (0, 2)
    assert err == (
        "Only the 2 newest of 3 briefings that are new or changed were looked at; ask again for"
        " the others.\n"
    )
    assert run("watch").out.count("Revision: 1, new") == 1
    assert silent(run("watch"))


def test_a_reader_keeps_fifty_watches(home: Path) -> None:
    state = ReaderState.open(home / "state" / "reader.json")
    for number in range(60):
        asked = NOON + timedelta(minutes=number)
        assert state.note_watch(Watch(query=f"q{number}", revisions={"a": number}, asked=asked))
    again = ReaderState.open(home / "state" / "reader.json")
    assert [number for number in range(60) if again.watch(f"q{number}")] == [*range(10, 60)]
    assert not ReaderState(MemoryKeeper()).note_watch(Watch(query="", revisions={}, asked=NOON))
