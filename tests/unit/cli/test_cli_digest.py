"""digest: what is new over all briefings."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.library.library import Library
from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.model.parts import card_digest
from tests.revising import publish_three, with_claim
from tests.samples import ALL_FIELDS, two_towns
from tests.unit.library.samples import NOON

from .conftest import Run
from .test_cli_reading_verbs import valid

PLACE = Place(section="terms", card="share")


@pytest.fixture(autouse=True)
def library(home: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """It is the morning after the third revision."""
    monkeypatch.setattr("briefing.views.digest.now", lambda: NOON + timedelta(hours=69))
    library = Library(home / "library")
    publish_three(library)
    return library


def test_what_was_wrong_comes_first_and_a_briefing_takes_some_forty_lines(run: Run) -> None:
    code, out, err = run("digest", "--since", "2024-05-02")
    assert (code, err) == (0, "")
    assert out.startswith(
        "Briefing 1 of 1: Lakeside and Hilltop agree to share the dam\n"
        "  Name: two-towns\n"
        "  Revision: 3, before 1\n"
        "\n"
        "Corrected: 1\n"
    )
    assert "  Address: two-towns/share#summer@3\n" in out
    assert "  Support lost: 17 statements; " in out
    assert "Reworded" not in out
    end = out.replace("\n", " ").partition("Not told here: ")[2]
    assert end.startswith("17 with less support,")
    assert end.endswith("1 renamed, 1 reworded; see `briefing changes two-towns --since 1`. ")
    assert out.count("\n") < 50


@pytest.mark.parametrize(
    ("since", "old"),
    [("1d", 2), ("24h", 2), ("36h", 2), ("2d", 1), ("1w", None), ("2024-05-03", 2), ("2024-05", 0)],
)
def test_since_when(run: Run, since: str, old: int | None) -> None:
    done = run("digest", "--since", since, "--format", "json")
    listed = valid("digest", done.out)["briefings"]
    assert [one["old"] for one in listed] == ([] if old == 0 else [old])
    assert done.code == (0 if listed else 1)


def test_the_last_day_is_the_default(run: Run) -> None:
    assert run("digest") == run("digest", "--since", "1d")
    assert valid("digest", run("digest", "--format", "json").out)["since"] == (
        datetime.isoformat(NOON + timedelta(hours=45)).replace("+00:00", "Z")
    )


@pytest.mark.parametrize("form", ["text", "md"])
def test_where_nothing_is_new_a_line_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr("briefing.views.digest.now", lambda: NOON + timedelta(days=9))
    code, out, err = run("digest", "--format", form)
    assert (code, out, err) == (1, "", "Nothing is new since 10 May 2024, 12:00 UTC.\n")


def test_a_new_briefing_tells_its_bottom_line(run: Run, library: Library) -> None:
    library.publish([replace(ALL_FIELDS, id="fields")], NOON + timedelta(days=3))
    out = run("digest").out
    first, second = out.split("\n\n\n")
    assert "  Name: fields\n  Revision: 1, new\n" in first
    assert first.endswith("  Bottom line: Hilltop takes the water. It holds. We trust them.")
    assert second.startswith("Briefing 2 of 2: Lakeside")


def test_last_goes_by_what_was_read(run: Run, home: Path, library: Library) -> None:
    state = ReaderState.open(home / "state" / "reader.json")

    def read(number: int) -> None:
        briefing = library.open("two-towns", number).briefing
        digests = {card.id: card_digest(briefing, card) for _, card in briefing.cards()}
        state.mark_read("two-towns", digests)

    assert "Revision: 3, new\n" in run("digest", "--since", "last").out
    state.remember("two-towns", PLACE, 1)
    read(1)
    state.remember("two-towns", PLACE, 2)
    out = run("digest", "--since", "last").out
    assert "Revision: 3, before 1\n" in out, "the second was opened, but not all of it was read"
    read(2)
    assert "Revision: 3, before 2\n" in run("digest", "--since", "last").out
    state.remember("two-towns", PLACE, 3)
    assert "Revision: 3, before 2\n" in run("digest", "--since", "last").out
    read(3)
    code, out, err = run("digest", "--since", "last")
    assert (code, out, err) == (1, "", "Nothing is new that you have not read.\n")


def test_last_tells_nothing_of_what_was_opened_first_as_it_is_now(run: Run, home: Path) -> None:
    ReaderState.open(home / "state" / "reader.json").remember("two-towns", PLACE, 3)
    assert run("digest", "--since", "last").code == 1


def test_markdown_of_a_briefing_stays_text(run: Run, library: Library) -> None:
    odd = with_claim(
        two_towns(), "share#summer", lambda one: replace(one, text="# [x](y)\n<b> *z* | ~~q~~")
    )
    library.publish([replace(odd, title="*Odd* # title")], NOON + timedelta(days=3))
    library.publish([replace(two_towns(), title="<i>", corrections=())], NOON + timedelta(days=3))
    out = run("digest", "--since", "2h", "--format", "md").out
    assert out.splitlines()[:4] == [
        "# What is new since 5 May 2024, 07:00 UTC",
        "",
        "## \\<i\\>",
        "",
    ]
    assert "<b>" not in out


@pytest.mark.parametrize(
    "since", ["", "1", "1m", "-1d", "yesterday", "2024-13", "99999999d", "0x1"]
)
def test_what_is_no_time_is_told(run: Run, since: str) -> None:
    code, out, err = run("digest", f"--since={since}")
    assert (code, out) == (2, "")
    assert f"“{since}” is none of 36h, 1d, 2w, a day such as 2024-05-02, and last" in err


def test_the_longest_time_ago_is_before_everything(run: Run) -> None:
    assert "Revision: 3, new\n" in run("digest", "--since", "99999w").out


def test_what_cannot_be_read_is_told(run: Run, home: Path) -> None:
    (home / "library" / "briefings" / "torn.json").write_text("{")
    code, _, err = run("digest")
    assert code == 0
    assert err.startswith("“torn” was not looked at. ")


def test_of_many_briefings_the_newest_are_looked_through(
    run: Run, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.publish([replace(ALL_FIELDS, id="fields")], NOON + timedelta(days=3))
    monkeypatch.setattr("briefing.views.digest.MOST_BRIEFINGS", 1)
    code, out, err = run("digest")
    assert code == 0
    assert "Briefing 1 of 1" in out
    assert err == "Only the 1 newest briefings were looked through.\n"
