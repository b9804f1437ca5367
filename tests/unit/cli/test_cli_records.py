"""``briefing retract`` and ``correct``, and what other verbs then say of what they recorded."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from briefing.authoring.load import load_briefing
from briefing.authoring.writing import JOURNAL_NAME
from briefing.cli.completing import completers
from briefing.views.shapes import FOLDER
from briefing.views.verb_table import VERBS
from briefing.views.verbs import Completes
from tests.samples import TWO_TOWNS
from tests.unit.cli.conftest import Run
from tests.unit.desk.folders import contents, copied

pytestmark = pytest.mark.usefixtures("home")

WHY: Final = ("--reason", "its author made it up", "--on", "2024-05-04")
WAS: Final = ("share#summer", "--was", "It takes half.", "--reason", "a slip", "--on", "2024-05-03")
RETRACTED: Final = "4 May 2024: Its author made it up."
CORRECTED: Final = "3 May 2024: it said “It takes half.” A slip."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(TWO_TOWNS, tmp_path)


@pytest.fixture
def recorded(run: Run, folder: Path) -> Path:
    """A folder with a retraction, and a correction."""
    assert run("retract", str(folder), "post", *WHY).code == 0
    assert run("correct", str(folder), *WAS).code == 0
    return folder


def told(run: Run, *words: str) -> str:
    """What a verb prints, its lines joined."""
    return " ".join(run(*words).out.split())


def parsed(run: Run, verb: str, *words: str) -> Any:  # noqa: ANN401
    found = json.loads(run(verb, *words, "--format", "json").out)
    if (FOLDER / f"{verb}.json").exists():
        schema = json.loads((FOLDER / f"{verb}.json").read_text("utf-8"))
        Draft202012Validator(schema).validate(found)
    return found


# -- recording -------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("retract", "post", *WHY), ("correct", *WAS)])
def test_an_edit_that_was_interrupted_is_finished_first(
    run: Run, folder: Path, words: tuple[str, ...]
) -> None:
    data = (folder / "sources.yaml").read_bytes()
    before, after = (b64encode(one).decode() for one in (data, data + b"# finished\n"))
    journal = [{"sources.yaml": before}, {"sources.yaml": after}, "Renamed a to b."]
    (folder / JOURNAL_NAME).write_text(json.dumps(journal))
    done = run(words[0], str(folder), *words[1:])
    assert done.code == 0, done.err
    assert "Renamed a to b." in done.err
    assert (folder / "sources.yaml").read_bytes().endswith(b"# finished\n")
    assert "2024-05-0" in (folder / "corrections.yaml").read_text()


def test_a_retraction_lists_what_loses_its_support(run: Run, folder: Path) -> None:
    done = run("retract", str(folder), "@post", *WHY)
    assert done.code == 0
    assert done.out.startswith(
        "Retracted post; it stays in sources.yaml.\n\nNothing supports any more: 14\n"
        "- The deal matters because it ends the lawsuit over the sluice, yet it leaves\n"
        "  the winter level to a committee that does not exist.\n"
        f"  {folder}/briefing.md:23\n"
    )
    assert f"\n  {folder}/cards/terms/share.md:26; left: herald\n" in done.out
    assert done.err == "Readers see it marked until it is mended; `briefing check` lists it, too.\n"
    lost = done.out.partition("Has fewer sources: 6")[0].count(f"\n  {folder}/")
    checked = run("check", str(folder), "--look")
    assert checked.code == 0
    codes = [line.rpartition("[")[2] for line in checked.out.splitlines() if line.endswith("]")]
    assert codes.count("rests-on-retracted]") == lost - 1  # but what it says of itself
    assert codes.count("cites-retracted]") == 6 + 2  # which they do not support
    assert run("publish", str(folder), "--unverified").code == 0


def test_what_neither_records_nor_writes_is_a_dry_run(run: Run, folder: Path) -> None:
    before = contents(folder)
    dry = run("retract", str(folder), "post", *WHY, "--dry-run")
    assert "+  - {source: post, reason: its author made it up, on: 2024-05-04}\n" in dry.out
    assert "Nothing supports any more: 14" in dry.out
    dry = run("correct", str(folder), *WAS, "--dry-run")
    assert "+  - {claim: share#summer, was: It takes half., reason: a slip" in dry.out
    assert not parsed(run, "retract", str(folder), "post", *WHY, "--dry-run")["written"]
    assert not parsed(run, "correct", str(folder), *WAS, "--dry-run")["written"]
    assert contents(folder) == before


def test_both_print_json(run: Run, folder: Path) -> None:
    found = parsed(run, "retract", str(folder), "post", *WHY)
    assert (len(found["lost"]), len(found["fewer"]), found["written"]) == (14, 6, True)
    assert found["fewer"][0]["left"] == ["herald"]
    assert found["retraction"]["source"] == "post"
    assert parsed(run, "correct", str(folder), *WAS)["correction"]["was"] == "It takes half."


def test_without_a_day_it_is_today(run: Run, folder: Path) -> None:
    run("retract", str(folder), "post", *WHY[:2])
    briefing = load_briefing(folder).briefing
    assert briefing is not None
    assert briefing.retractions[0].on.edtf == datetime.now(UTC).date().isoformat()


def test_what_only_has_errors_is_retracted_all_the_same(run: Run, folder: Path) -> None:
    (folder / "actors.yaml").write_text("lakeside: [", "utf-8")
    done = run("retract", str(folder), "post", *WHY)
    assert done.code == 0
    assert "What rests on it is not listed, because of errors" in done.err
    assert "source: post" in (folder / "corrections.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("retract", "pots", *WHY), 1, "There is no source “pots”. Write “post”."),
        (("retract", "post"), 2, "the following arguments are required: --reason"),
        (("retract", "post", *WHY[:2], "--on", "2024-05"), 2, "“2024-05” is not one day"),
        (("retract", "post", *WHY[:2], "--on", "soon"), 2, "--on: “soon” is not a date"),
        (("retract", "post", *WHY[:2], "--on", "2024-02-30"), 2, "is not in the calendar"),
        (("retract", "post", "--reason", ""), 1, "Give a reason"),
        (("correct", "share#sumer", *WAS[1:]), 1, "no claim or figure “share#sumer”. Write “share"),
        (("correct", "share#summer", *WAS[3:]), 2, "arguments are required: --was"),
        (
            (
                *("correct", "share#summer", "--was"),
                *("Hilltop takes two thirds of the water from June to August.", *WAS[3:]),
            ),
            1,
            "Mend the sentence first",
        ),
        (("correct", "share#summer", "--was", "\x1b[31m", *WAS[3:]), 1, "“�[31m” has characters"),
    ],
)
def test_what_cannot_be_recorded_is_told_and_nothing_written(
    run: Run, folder: Path, words: tuple[str, ...], code: int, why: str
) -> None:
    before = contents(folder)
    verb, *rest = words
    done = run(verb, str(folder), *rest)
    assert (done.code, done.out) == (code, "")
    assert why in done.err
    assert contents(folder) == before


def test_the_same_is_recorded_once(run: Run, recorded: Path) -> None:
    assert "retracted already, on 2024-05-04" in run("retract", str(recorded), "post", *WHY).err
    assert "recorded already, on 2024-05-03" in run("correct", str(recorded), *WAS).err


def test_both_are_for_those_who_have_the_folder(recorded: Path) -> None:
    verbs = {verb.name: verb for verb in VERBS}
    assert all(verbs[name].local for name in ("retract", "correct"))
    completes = {one.name: one.completes for one in verbs["correct"].arguments}
    assert completes["claim"] is Completes.PART
    assert completes["folder"] is Completes.PATH
    assert recorded.exists()
    assert Completes.KEY in completers()


# -- in views and exports --------------------------------------------------------------------------


def test_a_claim_says_what_it_said(run: Run, recorded: Path) -> None:
    assert f"Corrected: {CORRECTED}" in told(run, "show", f"{recorded}/terms/share")
    assert f"Corrected: {CORRECTED}" in told(run, "evidence", f"{recorded}/terms/share#summer")
    (item,) = parsed(run, "evidence", f"{recorded}/terms/share#summer")["items"]
    assert item["corrections"][0]["was"] == "It takes half."
    assert (item["sources"], item["retracted"]) == (["herald"], ["post"])
    assert [one["retracted"] for one in item["evidence"]] == [None, RETRACTED]
    assert f"*(disputed; corrected {CORRECTED})*" in told(run, "export", str(recorded))


def test_a_figure_says_what_it_said(run: Run, folder: Path) -> None:
    run("correct", str(folder), "share#figure:water-share", *WAS[1:])
    run("retract", str(folder), "post", *WHY)
    assert f"Corrected: {CORRECTED}" in told(run, "show", f"{folder}/terms/share")
    row = run("export", str(folder), "--format", "csv").out.splitlines()[1]
    assert row.endswith(f"herald ¶2; post ¶4 (retracted),{CORRECTED}")
    assert f"corrected {CORRECTED}" in told(run, "export", str(folder))


def test_a_position_says_what_it_said(run: Run, folder: Path) -> None:
    run("correct", str(folder), "day-of-signature#position:0", *WAS[1:])
    address = f"{folder}/disagreements/day-of-signature"
    assert f"Corrected (position 1): {CORRECTED}" in told(run, "show", address)
    assert f"**Corrected (position 1):** {CORRECTED}" in told(run, "export", str(folder))


def test_a_source_says_since_when_it_is_retracted(run: Run, recorded: Path) -> None:
    shown = told(run, "show", str(recorded))
    assert "Sources: 3 sources, 1 retracted, 2 origins" in shown
    assert f"Retracted: {RETRACTED}" in told(run, "show", f"{recorded}/sources/about-post")
    exported = told(run, "export", str(recorded))
    assert f"- The Valley Post: retracted {RETRACTED}" in exported
    assert f"¶5 (inferred). Retracted {RETRACTED}" in exported
    (post,) = [
        one
        for one in json.loads(run("export", str(recorded), "--format", "csl").out)
        if one["id"] == "post"
    ]
    assert post["note"].endswith(f"; Retracted {RETRACTED}")


def test_json_has_both_records(run: Run, recorded: Path) -> None:
    found = json.loads(run("export", str(recorded), "--format", "json").out)["briefing"]
    assert [one["source"] for one in found["retractions"]] == ["post"]
    assert [one["claim"] for one in found["corrections"]] == ["share#summer"]
    short = json.loads(run("export", str(recorded), "--format", "json", "--short").out)["short"]
    assert not any("post" in one["sources"] for one in short["overview"])


def test_what_was_wrong_off_the_short_way_is_told_on_it(run: Run, folder: Path) -> None:
    run("correct", str(folder), "turbines#crews", *WAS[1:])
    run("correct", str(folder), *WAS)
    text = (folder / "corrections.yaml").read_text("utf-8")
    gone = "  - {claim: gone#x, was: A., reason: wrong, on: 2024-05-02, withdrawn: yes}\n"
    (folder / "corrections.yaml").write_text(text + gone, "utf-8")
    shown = told(run, "show", str(folder), "--short")
    title = "Three turbines stay with Lakeside and two go to Hilltop"
    assert f"Corrected: 3 May 2024, {title}: it said “It takes half.” A slip." in shown
    assert "Corrected: 2 May 2024, withdrawn: it said “A.” Wrong." in shown
    assert shown.count("it said “It takes half.”") == 2  # that of the short way on its card
    overview = parsed(run, "show", str(folder), "--short")["short"]["overview"]
    assert [one["card"] for one in overview if one["topic"] == "corrected"] == [
        *("turbines", "bottom-line"),
    ]
    exported = told(run, "export", str(folder))
    assert "- Withdrawn, and corrected 2 May 2024: it said “A.” Wrong." in exported


def test_health_counts_what_rests_on_it(run: Run, recorded: Path) -> None:
    found = run("health", str(recorded), "--list", "rests-on-retracted")
    assert found.code == 1  # for claims that nothing supports
    listed = " ".join(found.out.split())
    assert "19 that rest on a retracted source" in listed
    assert "Note: post retracted; left: none" in listed
    assert "Note: post retracted; left: herald" in listed
    listed = told(run, "health", str(recorded), "--list", "retracted")
    assert f"Note: Retracted {RETRACTED}" in listed
    without = told(run, "without", str(recorded), "herald")
    assert "Claims that lose all support" in without


@pytest.mark.parametrize(
    ("claim", "was"),
    [
        ("share#summer", "hilltop takes two thirds of  the water from June to August"),
        ("share#figure:water-share", "about 66.6 per cent"),
        ("share#figure:water-share", "66.6"),
    ],
)
def test_what_it_says_now_is_not_what_was_wrong(
    run: Run, folder: Path, claim: str, was: str
) -> None:
    done = run("correct", str(folder), claim, "--was", was, "--reason", "a slip")
    assert done.code == 1
    assert "Mend the sentence first" in done.err
