"""review without its screen, and what check, publish, health and evidence say of sign-offs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefing.authoring.load import load_briefing
from briefing.authoring.review_lock import REVIEWS_NAME, sign
from briefing.evidence.reviewing import questions
from briefing.views.review import new_sign_off
from tests.curating import lay_out

from .conftest import Run
from .test_cli_reading_verbs import valid

SUMMER = "share#summer"


@pytest.fixture
def draft(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A briefing of which all texts are at hand, all passages anchored."""
    desk = lay_out(home)
    monkeypatch.setenv("BRIEFING_CORPUS", str(desk.corpus))
    return desk.draft


def sign_all(draft: Path, *names: str) -> None:
    """Have some people sign everything."""
    briefing = load_briefing(draft).briefing
    assert briefing is not None
    for one in questions(briefing):
        for name in names:
            sign(draft, new_sign_off(one, name))


def listed(run: Run, draft: Path, *options: str) -> Any:  # noqa: ANN401
    return valid("review", run("review", str(draft), "--format", "json", *options).out)


def test_a_sign_off_is_written_and_no_longer_listed_for_who_made_it(run: Run, draft: Path) -> None:
    assert run("review", str(draft), "--sign-off", SUMMER, "share:title", "--by", "Ann Lee") == (
        0,
        "Ann Lee signed 2 things.\n",
        "",
    )
    everything = listed(run, draft)
    assert (everything["total"], everything["met"]) == (127, 0)
    summer = next(one for one in everything["items"] if one["key"] == SUMMER)
    assert (summer["needed"], summer["lacks"], summer["changed"]) == (2, 1, False)
    assert [(one["by"], one["trust"]) for one in summer["sign_offs"]] == [("Ann Lee", "stated")]
    assert SUMMER not in [one["key"] for one in listed(run, draft, "--by", "ann lee")["items"]]
    assert SUMMER in [one["key"] for one in listed(run, draft, "--by", "Bo Marsh")["items"]]


def test_the_list_says_what_lacks_whom(run: Run, draft: Path) -> None:
    run("review", str(draft), "--sign-off", SUMMER, "--by", "Ann Lee")
    code, out, err = run("review", str(draft), "--list")
    assert (code, err) == (1, "")
    assert "Signed as the desk asks: 0 of 127\n" in out
    assert "1 lacks one person beside Ann Lee" in " ".join(out.split())
    assert f"{SUMMER}: Hilltop takes two thirds of the water" in out
    assert "  Lacks: one person beside Ann Lee\n  Signed: Ann Lee (stated) on " in out


def test_the_name_is_that_of_git_or_of_the_login(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(draft / "none"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(draft / "none"))
    monkeypatch.setenv("LOGNAME", "ann")
    assert run("review", str(draft), "--sign-off", SUMMER).out == "ann signed 1 thing.\n"
    if shutil.which("git"):
        subprocess.run(["git", "init", "-q", str(draft)], check=True)
        subprocess.run(["git", "-C", str(draft), "config", "user.name", "Bo Marsh"], check=True)
        assert run("review", str(draft), "--sign-off", SUMMER).out == "Bo Marsh signed 1 thing.\n"


def test_nothing_is_signed_where_one_of_them_cannot_be(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRIEFING_CORPUS")
    code, out, err = run("review", str(draft), "--sign-off", SUMMER, ":length", "--by", "Ann")
    assert (code, out) == (1, "")
    assert err.startswith(f"{SUMMER}: @herald, ¶2: No text on this machine")
    assert err.endswith("Nothing was signed: whoever signs must have the passages at hand.\n")
    assert not (draft / REVIEWS_NAME).exists()
    assert run("review", str(draft), "--sign-off", ":length", "--by", "Ann").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--sign-off", "share#sumer"], "did you mean “share#summer”?"),
        (["--sign-off", SUMMER, "--by", " "], "A name has from 1 to 80 characters"),
        (["--sign-off", SUMMER, "--remark", " "], "this one is empty"),
        (["--sign-off", SUMMER, "--automated", "--sign", "k"], "Only a person signs with a key"),
        (["--sign-off", SUMMER, "--sign", "nowhere"], "cannot sign"),
        (["--answer", SUMMER], "--answer takes two words"),
        (["--answer", SUMMER, "No."], "Nobody has an open remark on “share#summer”."),
        (["--list", "--signers", "nowhere"], "There is no file “nowhere”"),
    ],
)
def test_what_makes_no_sense_is_told(run: Run, draft: Path, options: list[str], said: str) -> None:
    code, out, err = run("review", str(draft), *options)
    assert code != 0
    assert out == ""
    assert said in err
    assert not (draft / REVIEWS_NAME).exists()


def test_a_folder_with_mistakes_is_not_reviewed(run: Run, draft: Path) -> None:
    (draft / REVIEWS_NAME).write_text("<<<<<<< HEAD\n")
    code, out, err = run("review", str(draft), "--list")
    assert code == 1
    assert f"{draft}/{REVIEWS_NAME}:1:1: error: Git could not merge" in out
    assert "first" in err or "before this is corrected" in err


def test_the_screen_needs_a_terminal(run: Run, draft: Path) -> None:
    code, _, err = run("review", str(draft))
    assert code == 2
    assert f"use `briefing review {draft} --list` instead." in err


# -- remarks ---------------------------------------------------------------------------------------


def test_a_remark_is_an_error_at_its_place_until_it_is_answered(run: Run, draft: Path) -> None:
    run("review", str(draft), "--sign-off", SUMMER, "--by", "Ann", "--remark", "A third, not two.")
    code, out, _ = run("check", str(draft))
    assert code == 1
    (line,) = out.splitlines()
    assert line.startswith(f"{draft}/cards/terms/share.md:26:1: error: Not carried, says Ann ")
    assert "“A third, not two.”" in line
    assert line.endswith(f"`briefing review {draft} --answer {SUMMER} “…”`. [reviewer-remark]")
    assert run("publish", str(draft)).err.endswith("first correct 1 error.\n")
    assert run("publish", str(draft), "--unverified").code == 1
    answered = run("review", str(draft), "--answer", SUMMER, "Two, says ¶2.")
    assert answered == (0, f"Answered 1 remark on {SUMMER}.\n", "")
    assert run("check", str(draft)).code == 0
    items = listed(run, draft)["items"]
    (said,) = next(one for one in items if one["key"] == SUMMER)["sign_offs"]
    assert (said["verdict"], said["answered"]) == ("does not", "Two, says ¶2.")


def test_a_remark_falls_with_the_text_and_the_sign_off_is_counted_as_void(
    run: Run, draft: Path
) -> None:
    run("review", str(draft), "--sign-off", SUMMER, "--by", "Ann", "--remark", "A third.")
    card = draft / "cards" / "terms" / "share.md"
    card.write_text(card.read_text().replace("takes two thirds of", "takes two thirds of all"))
    _, out, err = run("check", str(draft))
    assert "reviewer-remark" not in out
    assert "1 sign-off is void: the text changed.\n" in err
    assert next(one for one in listed(run, draft)["items"] if one["key"] == SUMMER)["changed"]


def test_remarks_on_a_card_and_on_the_whole_have_a_place_too(run: Run, draft: Path) -> None:
    options = ("--by", "Ann", "--remark", "Too long.")
    run("review", str(draft), "--sign-off", "share:length", ":length", *options)
    places = [line.split(": ")[0] for line in run("check", str(draft)).out.splitlines()]
    assert places == [f"{draft}/briefing.md:2:8", f"{draft}/cards/terms/share.md:2:8"]


def test_what_a_program_says_counts_for_nothing_and_is_in_nobodys_way(
    run: Run, draft: Path
) -> None:
    options = ("--by", "checker", "--automated")
    run("review", str(draft), "--sign-off", SUMMER, *options, "--remark", "Odd.")
    run("review", str(draft), "--sign-off", "share:title", *options)
    assert run("check", str(draft)).code == 0
    assert ": look: Not carried, says checker (automated)" in run("check", str(draft), "--look").out
    everything = listed(run, draft)
    assert (everything["met"], everything["remarks"]) == (0, 0)


# -- publishing, health, evidence ------------------------------------------------------------------


def test_publish_refuses_what_is_not_reviewed_and_says_how_many_lack_whom(
    run: Run, draft: Path
) -> None:
    code, out, err = run("publish", str(draft), "--reviewed")
    assert (code, out) == (1, "")
    assert "of 127 things to sign 95 lack two people, 32 lack one person." in err
    sign_all(draft, "Ann Lee")
    err = run("publish", str(draft), "--reviewed").err
    assert "of 127 things to sign 95 lack one person beside Ann Lee." in err
    sign_all(draft, "Bo Marsh")
    assert run("review", str(draft), "--list").code == 0
    code, out, _ = run("publish", str(draft), "--reviewed")
    assert code == 0
    assert out.startswith("two-towns: new, revision 1, verified on ")


def test_who_wrote_it_is_not_its_only_reviewer(run: Run, draft: Path) -> None:
    outline = draft / "briefing.md"
    text = outline.read_text()
    rule = "written-by: [Ann Lee]\nreviews: {short: 1, titles: 1, quotations: 1, numbers: 1}\n"
    outline.write_text(text.replace("sections:", f"{rule}sections:", 1))
    sign_all(draft, "Ann Lee")
    err = run("publish", str(draft), "--reviewed").err
    assert "lack one person, one of whom did not write it (only Ann Lee did sign)" in err
    sign_all(draft, "Bo Marsh")
    assert run("publish", str(draft), "--reviewed").code == 0


def test_health_and_evidence_say_what_is_signed_and_by_whom(run: Run, draft: Path) -> None:
    run("publish", str(draft))
    assert "Review:" not in run("evidence", "two-towns/terms/share").out
    run("review", str(draft), "--sign-off", SUMMER, "--by", "Ann Lee")
    assert "two-towns: changed, revision 2" in run("publish", str(draft)).out
    out = run("evidence", "two-towns/terms/share").out
    assert "  Review: signed by Ann Lee (stated) on " in out
    assert "  Review: signed by nobody\n" in out
    printed = run("evidence", f"two-towns/terms/{SUMMER}", "--format", "json").out
    (item,) = valid("evidence", printed)["items"]
    assert [(one["by"], one["verdict"]) for one in item["sign_offs"]] == [("Ann Lee", "carries")]
    assert "\n  1 signed by one person [signed-by-one]\n" in run("health", "two-towns").out
    out = run("health", "two-towns", "--list", "signed-by-one").out
    assert "  Note: signed by Ann Lee (stated) on " in out
    assert f"  Address: two-towns/terms/{SUMMER}\n" in out


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no OpenSSH")
def test_a_signature_is_verified_where_somebody_asks(run: Run, draft: Path, home: Path) -> None:
    key = home / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    signed = ("--sign-off", SUMMER, "--by", "Ann Lee", "--sign", str(key))
    assert run("review", str(draft), *signed).code == 0
    signers = home / "signers"
    public = " ".join((home / "key.pub").read_text().split()[:2])
    signers.write_text(f'"Ann Lee" {public}\n')
    assert (
        "Ann Lee (signed, verified)"
        in run("review", str(draft), "--list", "--signers", str(signers)).out
    )
    assert run("check", str(draft), "--signers", str(signers)).code == 0
    run("publish", str(draft))
    assert "Ann Lee (signed, not verified here)" in run("evidence", f"two-towns/terms/{SUMMER}").out
    listing = ("health", "two-towns", "--list", "signed-by-one")
    assert "(signed, nobody looked up whose key it is)" in " ".join(run(*listing).out.split())
    assert "(signed, verified)" in run(*listing, "--signers", str(signers)).out

    signers.write_text(f'"Bo Marsh" {public}\n')
    code, out, _ = run("check", str(draft), "--signers", str(signers))
    assert code == 1
    assert "The sign-off by Ann Lee does not count. The key " in out
    assert out.endswith("[bad-signature]\n")
    code, out, err = run(*listing, "--signers", str(signers))
    assert f"The sign-off of “{SUMMER}” by Ann Lee does not count." in err
    assert "Reviews: 0 signed by one person" in out


def test_a_line_that_was_changed_by_hand_does_not_count(run: Run, draft: Path, home: Path) -> None:
    briefing = load_briefing(draft).briefing
    assert briefing is not None
    summer = next(one for one in questions(briefing) if one.key == SUMMER)
    forged = replace(new_sign_off(summer, "Ann Lee"), how="signed", signature="-----BEGIN")
    sign(draft, forged)
    code, out, _ = run("check", str(draft))
    assert code == (1 if shutil.which("ssh-keygen") else 0)
    assert "The signature is not of this sign-off." in out


# -- asking a program ------------------------------------------------------------------------------


def test_check_asks_a_program_and_lists_what_it_says(run: Run, draft: Path, home: Path) -> None:
    program = home / "asker.py"
    program.write_text(
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    one = json.loads(line)\n"
        f"    if one['id'] == '{SUMMER}': print(json.dumps({{'id': one['id'], 'says': 'Hm'}}))\n"
    )
    code, out, err = run("check", str(draft), "--ask", f"{sys.executable} {program}")
    assert code == 0
    (told,) = [line for line in out.splitlines() if "asker.py says: Hm. " in line]
    assert told.startswith(f"{draft}/cards/terms/share.md:26:1: look: ")
    assert "asker.py was asked about " in err
    assert " looks" in err
    printed = run("check", str(draft), "--ask", f"{sys.executable} {program}", "--format", "json")
    problems = valid("check", printed.out)["problems"]
    assert [one["severity"] for one in problems if one["code"] == "asked"] == ["look"]
