"""changes, diff and log: three revisions of the two towns."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.library.library import Library
from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from tests.revising import publish_three, second
from tests.samples import TWO_TOWNS, two_towns
from tests.unit.library.samples import NOON

from .conftest import Run
from .test_cli_reading_verbs import valid

PLACE = Place(section="terms", card="share")


@pytest.fixture(autouse=True)
def library(home: Path) -> Library:
    library = Library(home / "library")
    publish_three(library)
    return library


def read(home: Path, *revisions: int) -> None:
    state = ReaderState.open(home / "state" / "reader.json")
    for number in revisions:
        state.remember("two-towns", PLACE, number)


def groups(out: str) -> list[str]:
    """The lines that head a kind, or fold it."""
    return [line for line in out.splitlines() if line[:1] not in ("-", " ", "")][4:]


def test_what_was_wrong_comes_first_and_what_says_the_same_is_folded(run: Run) -> None:
    code, out, err = run("diff", "two-towns", "1", "3")
    assert (code, err) == (0, "")
    headings = groups(out)
    # With the retraction it is said how much rests on the source: that is not told one by one.
    assert headings.pop(2).startswith("Support lost: 17: “Lakeside and Hilltop agree to share")
    assert "  Support lost: 17 statements; " in out
    assert headings == [
        "Corrected: 1",
        "Source retracted: 1",
        "Withdrawn: 1",
        "Figure changed: 1",
        "Stance moved: 1",
        "Disagreement resolved: 1",
        "Unknown settled: 1",
        "New: 1",
        "Quotation added: 1",
        "Renamed: 1: “Lakeside drops its objection to the Hilltop ferry”",
        "Reworded: 1: “Hilltop gets two thirds of the water in summer”",
    ]
    assert (
        "  Was: Hilltop takes two thirds of the water from June to August.\n"
        "  Now: Hilltop takes three fifths of the water from June to August.\n"
        "  Reason: The text says 60 per cent.\n"
        "  Address: two-towns/terms/share#summer\n"
    ) in out
    assert "- The anglers oppose any change of level in spring: opposes → conditional\n" in out
    assert "  Address before: two-towns/gauge#nobody-has-offered-to@1\n" in out


def test_a_number_is_told_with_its_unit_once(run: Run) -> None:
    out = run("diff", "two-towns", "1", "2").out
    said = "- at least 12,400 → at least 13,100 households: Households that drink from the\n  dam\n"
    assert said in out
    assert "Claim now" not in out


def test_of_a_kind_what_is_in_the_short_version_comes_first(run: Run) -> None:
    lost = run("diff", "two-towns", "1", "3", "--all").out.partition("\nSupport lost")[2]
    # Both have no support any more, and in reading order it is the other way round.
    short, full = "two-towns/timeline/years#", "two-towns/side-deals/pier#in-return"
    assert 0 < lost.index(short) < lost.index(full)


def test_unfolded_a_sentence_tells_which_words_became_which(run: Run) -> None:
    out = run("diff", "two-towns", "1", "2", "--all").out
    assert (
        "Reworded: 1\n- Hilltop gets two thirds of the water in summer\n"
        "  Claim now: In winter the shares are equal, as they were before.\n"
        "  Words: “equal.” is now “equal, as they were before.”\n"
    ) in out


def test_days_mean_what_was_current_at_their_end(run: Run) -> None:
    by_number = run("diff", "two-towns", "1", "2").out
    assert run("diff", "two-towns", "2024-05-02", "2024-05-03").out == by_number
    assert run("diff", "two-towns", "2024-05-02", "2").out == by_number
    same = run("diff", "two-towns", "2024-05-04", "2024-06")
    assert same.code == 1
    assert "Nothing that is read has changed from revision 3 to revision 3." in same.err


def test_backwards_what_is_new_is_withdrawn(run: Run) -> None:
    out = run("diff", "two-towns", "2", "1").out
    assert "Withdrawn: 2\n" in out
    assert "Corrected" not in out


def test_as_json_every_change_is_there_with_both_permanent_addresses(run: Run) -> None:
    found = valid("diff", run("diff", "two-towns", "1", "3", "--json").out)
    assert [one["number"] for one in found["revisions"]] == [1, 2, 3]
    corrected, *rest = found["changes"]
    assert corrected["kind"] == "corrected"
    assert corrected["before"] == "two-towns/share#summer@1"
    assert corrected["after"] == "two-towns/share#summer@3"
    assert {"run": "gone", "text": " two thirds"} in corrected["words"]
    renamed = next(one for one in rest if one["kind"] == "renamed")
    assert (renamed["before"], renamed["after"]) == ("two-towns/ferry@1", "two-towns/pier@3")
    assert renamed["folded"]
    gone = next(one for one in rest if one["kind"] == "unknown settled")
    assert (gone["address"], gone["after"], gone["gone"]) == (None, None, True)


def test_changes_go_by_what_was_read_before_the_newest(run: Run, home: Path) -> None:
    read(home, 1)
    code, out, err = run("changes", "two-towns")
    assert (code, err) == (0, "")
    assert out == run("diff", "two-towns", "1", "3").out
    read(home, 3)
    assert run("changes", "two-towns", "--since", "last").out == out
    assert valid("changes", run("changes", "two-towns", "--json").out)["old"] == 1


def test_where_nothing_was_read_the_newest_is_held_against_the_one_before(run: Run) -> None:
    code, out, err = run("changes", "two-towns")
    assert code == 0
    assert out == run("diff", "two-towns", "2", "3").out
    assert err.startswith("Which revision of “two-towns” you read before the newest is not known")


def test_changes_since_a_revision_or_a_day(run: Run) -> None:
    assert run("changes", "two-towns", "--since", "1").out == run("diff", "two-towns", "1", "3").out
    day = run("changes", "two-towns", "--since", "2024-05-03")
    assert day.out == run("diff", "two-towns", "2", "3").out
    now = run("changes", "two-towns", "--since", "3")
    assert now.code == 1
    assert "Nothing that is read has changed" in now.err


def test_one_revision_alone_has_no_changes(run: Run, library: Library) -> None:
    library.publish([replace(two_towns(), id="alone")], NOON)
    code, out, err = run("changes", "alone")
    assert (code, out) == (1, "")
    assert "“alone” has no earlier revision, so nothing" in err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("diff", "two-towns", "1", "9"), 1, "“two-towns” has no revision 9; it has 1, 2, 3."),
        (("diff", "two-towns", "2024-05-01", "3"), 1, "was not published yet on 2024-05-01"),
        (("diff", "two-towns", "0", "3"), 2, "“0” is not a number from 1 up"),
        (("diff", "two-towns", "2024-13", "3"), 2, "“2024-13” is neither the number of a revision"),
        (("diff", "two-towns", "2024-05~", "3"), 2, "nor a day such as 2024-05-02"),
        (("diff", "two-towns", "1"), 2, "required: B"),
        (("diff", "two-tons", "1", "2"), 1, "Did you mean two-towns?"),
        (("changes", "two-towns", "--since", "yesterday"), 2, "“yesterday” is neither"),
        (("changes", "nothing"), 1, "There is no briefing “nothing”"),
        (("log", "../x"), 1, "There is no briefing “../x”"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(
    run: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run(*words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_log_has_a_line_of_counts_for_each_revision(run: Run) -> None:
    code, out, err = run("log", "two-towns")
    assert (code, err) == (0, "")
    assert out == (
        "Revision 3: 4 May 2024, 12:00 UTC\n"
        "  Changes: 1 corrected, 1 source retracted, 18 with less support, 1 withdrawn, 1\n"
        "    figure changed, 1 disagreement resolved, 1 unknown settled, 1 renamed\n"
        "\n"
        "Revision 2: 3 May 2024, 12:00 UTC\n"
        "  Changes: 1 figure changed, 1 stance moved, 1 new, 1 quotation added, 1\n"
        "    reworded\n"
        "\n"
        "Revision 1: 2 May 2024, 12:00 UTC\n"
        "  Changes: none, for there is no earlier one\n"
    )
    (newest, *_) = valid("log", run("log", "two-towns", "--json").out)["revisions"]
    assert newest["changes"]["support lost"] == 18


def test_a_damaged_revision_is_told_and_the_next_is_held_against_the_one_before(
    run: Run, home: Path
) -> None:
    (home / "library" / "revisions" / "two-towns" / "0002.json").write_text("{")
    code, out, _ = run("log", "two-towns")
    assert code == 0
    assert "Revision 2: cannot be read\n  Problem:" in out
    assert "(since revision 1)" in out.replace("\n    ", " ")
    newest, damaged, _ = valid("log", run("log", "two-towns", "--json").out)["revisions"]
    assert newest["before"] == 1
    assert damaged["revision"]["problem"]
    assert run("changes", "two-towns").out == run("diff", "two-towns", "1", "3").out


def test_a_long_log_ends_after_fifty(run: Run, library: Library) -> None:
    for number in range(4, 60):
        title = f"Two towns, {number}"
        library.publish([replace(second(), title=title)], NOON + timedelta(days=number))
    code, out, err = run("log", "two-towns")
    assert code == 0
    assert out.count("\nRevision ") == 49
    assert err == "9 earlier revisions: see `briefing log two-towns --all`.\n"
    assert json.loads(run("log", "two-towns", "--json").out)["more"]
    assert run("log", "two-towns", "--all").out.count("\nRevision ") == 58


# -- beside the text -------------------------------------------------------------------------------


def test_show_says_beside_each_text_what_has_changed(run: Run, home: Path) -> None:
    read(home, 1, 3)
    shown = run("show", "two-towns", "--since", "last")
    assert shown == run("show", "two-towns", "--since", "1")
    assert (shown.code, shown.err) == (0, "")
    corrected = "  Since revision 1: corrected; before: Hilltop takes two thirds of the water\n"
    assert corrected in shown.out
    assert "  Since revision 1: figure changed; before: at least 12,400 households\n" in shown.out
    assert "\nSince revision 1: stance moved; before: opposes\n" in shown.out
    assert "  Since revision 1: quotation added\n" in shown.out
    assert "\nSince revision 1: claim: withdrawn: Nobody has offered to pay for a new one.\n" in (
        shown.out
    )
    without = [line for line in shown.out.splitlines() if "Since revision 1" not in line]
    assert set(without) >= set(run("show", "two-towns").out.splitlines())


def test_the_short_version_says_it_of_its_rows(run: Run) -> None:
    shown = run("show", "two-towns", "--short", "--since", "1").out
    assert "  Since revision 1: support lost, stance moved\n" in shown


def test_show_says_so_where_nothing_has_changed_or_it_cannot(run: Run, library: Library) -> None:
    same = run("show", "two-towns", "--since", "3")
    assert same.out == run("show", "two-towns").out
    assert same.err == "Nothing that is read has changed since revision 3.\n"
    library.publish([replace(two_towns(), id="new")], NOON)
    first = run("show", "new", "--since", "last")
    assert (first.code, first.out) == (0, run("show", "new").out)
    assert first.err == "“new” has no earlier revision, so nothing has changed.\n"
    refused = run("show", "two-towns", "--since", "1", "--format", "json")
    assert refused.code == 2
    assert "`briefing changes NAME --json` has what changed" in refused.err
    turned = run("show", "two-towns", "--since", "3", "--as-of", "2")
    assert (turned.code, turned.out) == (2, "")
    assert "Revision 3 came after revision 2." in turned.err
    folder = run("show", str(TWO_TOWNS), "--since", "1")
    assert folder.code == 2
    assert "a folder is read as it is" in folder.err
