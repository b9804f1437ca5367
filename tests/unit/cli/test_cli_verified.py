"""Nothing passes without having been looked at: bad texts, and what is recorded of a check."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import msgspec
import pytest
from msgspec.structs import replace

from briefing import __version__
from briefing.authoring.load import load_briefing
from briefing.authoring.verified_lock import VERIFIED_NAME, VerifiedLock, write_verified
from briefing.library.library import Library
from briefing.model.briefing import Briefing, Verified
from tests.curating import ENGINEERS, Desk, lay_out

from .conftest import Outcome, Run
from .test_cli_reading_verbs import valid

TODAY: Final = date(2026, 12, 2)
KNOWN: Final = Verified(on=TODAY, by=f"briefing {__version__}", passages=66, claims=34, warnings=0)
SAID: Final = f"verified on 2 Dec 2026 by briefing {__version__}: 66 passages, 34 claims"
UNKNOWN: Final = "not verified against the texts of its sources"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    today = datetime(2026, 12, 2, 23, 59, tzinfo=UTC)
    clock = SimpleNamespace(now={UTC: today}.__getitem__)
    monkeypatch.setattr("briefing.views.check.datetime", clock)


class Curator:
    """Runs verbs on a draft, with the texts of its sources or without them."""

    def __init__(self, run: Run, desk: Desk, home: Path) -> None:
        self.run = run
        self.draft, self.corpus = desk
        self._library = home / "library"

    def __call__(self, verb: str, *options: str, texts: bool = True) -> Outcome:
        about = str(self.draft) if verb in ("anchor", "check", "publish") else "two-towns"
        corpus = ["--corpus", str(self.corpus)] if texts else []
        return self.run(verb, about, *corpus, *options)

    @property
    def recorded(self) -> Verified | None:
        """What the draft's file says, whether or not it holds."""
        file = self.draft / VERIFIED_NAME
        if not file.exists():
            return None
        return msgspec.json.decode(file.read_bytes(), type=VerifiedLock).verified

    @property
    def loaded(self) -> Briefing:
        briefing = load_briefing(self.draft).briefing
        assert briefing is not None
        return briefing

    @property
    def published(self) -> Verified | None:
        return Library(self._library).open("two-towns").briefing.verified

    def change(self, name: str, old: str, new: str) -> None:
        file = self.draft / name
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def curator(run: Run, home: Path) -> Curator:
    return Curator(run, lay_out(home), home)


# -- texts that cannot be looked into --------------------------------------------------------------

HERALD: Final = "herald.txt"


def remove(curator: Curator) -> None:
    (curator.corpus / HERALD).unlink()


def holding(data: bytes) -> Callable[[Curator], None]:
    def hold(curator: Curator) -> None:
        (curator.corpus / HERALD).write_bytes(data)

    return hold


def misspell(curator: Curator) -> None:
    curator.change("sources.yaml", "corpus: herald.txt", "corpus: hearld.txt")


def link_out(curator: Curator) -> None:
    outside = curator.corpus.parent / "outside.txt"
    (curator.corpus / HERALD).rename(outside)
    (curator.corpus / HERALD).symlink_to(outside)


SAVE: Final = "Save it as plain text in the encoding UTF-8."
BAD: Final = {
    "missing": (
        remove,
        "The corpus folder has no file “herald.txt”.",
        "See whether `corpus` in sources.yaml names the right file.",
    ),
    "misspelt": (
        misspell,
        "The corpus folder has no file “hearld.txt”.",
        "Write “herald.txt” in sources.yaml, if that is it.",
    ),
    "empty": (holding(b"\n"), "“herald.txt” is empty.", "Save the text of the article in it."),
    "binary": (holding(bytes(range(32)) * 9), "“herald.txt” is binary.", SAVE),
    "other encoding": (
        holding("Два города делят воду плотины.".encode("cp1251")),
        "“herald.txt” is no text in UTF-8, UTF-16 or Windows-1252.",
        SAVE,
    ),
    "PDF": (
        holding(b"%PDF-1.7\n1 0 obj"),
        "“herald.txt” is a PDF.",
        "Save its text as UTF-8, for example with `pdftotext -enc UTF-8`.",
    ),
    "HTML": (
        holding(b"<!DOCTYPE html><title>Two towns</title><p>They share"),
        "“herald.txt” is HTML.",
        "Save the text alone, one paragraph a block, with blank lines between.",
    ),
    "link": (
        link_out,
        "“herald.txt” leads out of the corpus folder.",
        "Put the file itself there, not a link.",
    ),
}


@pytest.fixture(params=BAD)
def bad(request: pytest.FixtureRequest, curator: Curator) -> tuple[str, str]:
    """Why the text of one source cannot be looked into, and what to do; it is published anyway."""
    spoil, why, fix = BAD[request.param]
    spoil(curator)
    assert curator("publish", "--unverified").code == 0
    return why, fix


def test_check_says_where_the_bad_text_is_named(curator: Curator, bad: tuple[str, str]) -> None:
    done = curator("check")
    assert done.code == 1
    why, fix = bad
    line = f": error: {why} No passage of @herald was looked at. {fix} [missing-text]"
    (told,) = [one for one in done.out.splitlines() if one.endswith(line)]
    path, row, column, _ = told.split(":", 3)
    typed = Path(path).read_text("utf-8").splitlines()[int(row) - 1]
    assert path.endswith("sources.yaml")
    assert typed[int(column) - 1 :] in ("herald.txt", "hearld.txt")
    assert "; 36 passages not looked at.\n" in done.err
    assert not (curator.draft / VERIFIED_NAME).exists()


def test_publish_refuses_a_bad_text(curator: Curator, bad: tuple[str, str]) -> None:
    done = curator("publish")
    assert (done.code, done.out) == (1, "")
    assert f"error: {bad[0]} No passage of @herald was looked at. {bad[1]}" in done.err
    assert done.err.endswith(
        "\nNothing was published; first correct 1 error. With --unverified it is published all the"
        " same, and readers are told.\n"
    )


def test_anchor_keeps_the_anchors_of_a_bad_text(curator: Curator, bad: tuple[str, str]) -> None:
    before = curator.loaded.anchors
    done = curator("anchor")
    assert done.code == 1
    assert f"error: @herald was not looked into, so its 7 anchors stayed. {' '.join(bad)}" in (
        done.err
    )
    assert curator.loaded.anchors == before


def test_health_counts_a_bad_text_as_an_error(curator: Curator, bad: tuple[str, str]) -> None:
    done = curator("health")
    assert done.code == 1
    assert "\n  1 error: not so in the source, or it cannot be read (wrong) [errors]" in done.out
    cases = " ".join(curator("health", "--list", "errors").out.split())
    said = f"{bad[0]} No passage of @herald was looked at."
    assert f"- herald: Two towns, one dam Note: {said} Source: herald" in cases
    assert valid("health", curator("health", "--format", "json").out)["sound"] is False


def test_evidence_says_why_a_bad_text_is_not_shown(curator: Curator, bad: tuple[str, str]) -> None:
    for form in ("text", "json"):
        done = curator("evidence", "--format", form)
        assert done.code == 1
        assert bad[0] in done.out
        assert done.err == f"error: @herald: {' '.join(bad)}\n"
    post = curator.run("evidence", "two-towns/background/dam", "--corpus", str(curator.corpus))
    assert (post.code, post.err) == (0, "")


@pytest.mark.parametrize("how", ["environment", "configuration", "option"])
@pytest.mark.parametrize(
    ("verb", "code"), [("check", 2), ("publish", 2), ("anchor", 2), ("health", 2), ("evidence", 1)]
)
def test_a_folder_that_is_not_there_stops_what_was_to_look_into_it(
    curator: Curator, monkeypatch: pytest.MonkeyPatch, verb: str, code: int, how: str
) -> None:
    assert curator("publish").code == 0
    home = curator.draft.parent
    nowhere = home / "nowhere"
    options: list[str] = []
    if how == "environment":
        monkeypatch.setenv("BRIEFING_CORPUS", str(nowhere))
    elif how == "configuration":
        (home / "config.toml").write_text('corpus = "nowhere"\n')
    else:
        options, code = ["--corpus", str(nowhere)], 2
    done = curator(verb, *options, texts=False)
    assert done.code == code
    assert (code == 2) == (done.out == "")
    assert done.err.startswith(f"There is no folder “{nowhere}”")
    assert "--corpus" in done.err
    assert curator.recorded == KNOWN


@pytest.mark.parametrize(("encoding", "name"), [("utf-16", "UTF-16"), ("cp1252", "Windows-1252")])
def test_a_text_in_another_encoding_is_read_and_told(
    curator: Curator, encoding: str, name: str
) -> None:
    (curator.corpus / "engineers.txt").write_bytes(ENGINEERS.encode(encoding))
    done = curator("check")
    assert done.code == 0
    (line,) = done.out.splitlines()
    assert line.endswith(
        f": warning: “engineers.txt” was read as {name}. Save it as UTF-8, so that nothing has to"
        " be guessed. [text-encoding]"
    )
    assert curator("anchor").code == 0
    assert curator("publish").out.endswith("34 claims, 1 warning\n")
    assert curator("evidence").code == 0
    assert curator("health").code == 0
    assert curator("check", "--strict").code == 1


def test_a_mark_of_utf_8_needs_no_word(curator: Curator) -> None:
    (curator.corpus / "engineers.txt").write_bytes(ENGINEERS.encode("utf-8-sig"))
    assert (curator("check").code, curator.recorded) == (0, KNOWN)


# -- what is recorded of a check -------------------------------------------------------------------


def test_a_check_with_all_texts_and_no_error_is_recorded(curator: Curator) -> None:
    assert curator("check").err.splitlines()[1:] == [
        "66 passages, 34 claims, 6 quotes, 8 figures, 23 numbers, 27 names, 27 dates verified;"
        " 0 passages not looked at.",
        f"“{curator.draft}” is verified: recorded in verified.lock.json.",
    ]
    assert curator.recorded == KNOWN
    assert curator.loaded.verified == KNOWN


def test_who_has_no_texts_is_told_of_the_check(curator: Curator) -> None:
    curator("check")
    done = curator("check", texts=False)
    assert done.code == 0
    assert done.err.splitlines()[1:] == [
        "66 passages not looked at. Name the folder of the source texts with --corpus DIR.",
        f"“{curator.draft}” was verified on 2 Dec 2026.",
    ]
    assert curator("publish", texts=False) == (0, f"two-towns: new, revision 1, {SAID}\n", "")
    assert curator.published == KNOWN


@pytest.mark.parametrize("later", [date(2026, 12, 3), date(2027, 1, 1)])
def test_another_check_that_finds_the_same_leaves_the_record(
    curator: Curator, monkeypatch: pytest.MonkeyPatch, later: date
) -> None:
    curator("check")
    before = (curator.draft / VERIFIED_NAME).read_bytes()
    monkeypatch.setattr("briefing.views.check.__version__", "99")
    clock = SimpleNamespace(now=lambda _: datetime.combine(later, datetime.min.time()))
    monkeypatch.setattr("briefing.views.check.datetime", clock)
    assert curator("check").err.endswith(f"\n“{curator.draft}” was verified on 2 Dec 2026.\n")
    assert (curator.draft / VERIFIED_NAME).read_bytes() == before


@pytest.mark.parametrize(
    "earlier",
    [
        replace(KNOWN, passages=65),
        replace(KNOWN, claims=33),
        replace(KNOWN, warnings=1),
    ],
)
def test_a_check_that_finds_something_else_is_recorded_anew(
    curator: Curator, earlier: Verified
) -> None:
    earlier = replace(earlier, on=date(2026, 1, 1))
    lock = VerifiedLock(load_briefing(curator.draft).fingerprints, earlier)
    write_verified(curator.draft, lock)
    assert curator.loaded.verified == earlier
    assert "is verified: recorded in" in curator("check").err
    assert curator.recorded == KNOWN


@pytest.mark.parametrize(
    "change",
    [
        lambda curator: curator.change("briefing.md", "agree to share", "agreed to share"),
        lambda curator: (curator.draft / "anchors.lock.json").unlink(),
    ],
    ids=["text", "anchors"],
)
def test_what_has_changed_since_is_not_verified(
    curator: Curator, change: Callable[[Curator], None]
) -> None:
    curator("check")
    change(curator)
    said = f"“{curator.draft}” was verified on 2 Dec 2026, but has changed since.\n"
    assert curator("check", texts=False).err.endswith(said)
    assert curator("publish", texts=False) == (
        0,
        f"two-towns: new, revision 1, {UNKNOWN}\n",
        said,
    )
    assert curator.published is None
    assert curator.recorded == KNOWN


def test_a_check_that_fails_takes_the_record_away(curator: Curator) -> None:
    curator("check")
    curator.change("cards/terms/share.md", "We trust them for now", "We trust them for good")
    done = curator("check")
    assert done.code == 1
    assert done.err.endswith(
        f"\n“{curator.draft}” is not verified any more: verified.lock.json is removed.\n"
    )
    assert not (curator.draft / VERIFIED_NAME).exists()
    assert curator("check").err.endswith(" passages not looked at.\n")


@pytest.mark.parametrize("verb", ["check", "publish"])
def test_who_lacks_a_text_takes_away_no_record_of_who_had_it(curator: Curator, verb: str) -> None:
    curator("check")
    (curator.corpus / HERALD).unlink()
    assert curator(verb).code == 1
    assert curator.loaded.verified == KNOWN
    assert curator("check").err.endswith(f"\n“{curator.draft}” was verified on 2 Dec 2026.\n")
    post = curator.corpus / "post.txt"
    post.write_text(post.read_text("utf-8").replace("two readers", "three readers"), "utf-8")
    assert curator(verb).code == 1
    assert curator.recorded is None


@pytest.mark.parametrize("wrong", ["a quotation", "no anchors"])
def test_what_an_earlier_version_may_have_let_pass_is_taken_away(
    curator: Curator, wrong: str
) -> None:
    if wrong == "no anchors":
        (curator.draft / "anchors.lock.json").unlink()
    else:
        curator.change("cards/terms/share.md", "We trust them for now", "We trust them for good")
    write_verified(curator.draft, VerifiedLock(load_briefing(curator.draft).fingerprints, KNOWN))
    assert curator.loaded.verified == KNOWN
    assert "is not verified any more" in curator("check").err
    assert curator.recorded is None


def test_a_folder_with_a_mistake_keeps_what_is_void_until_it_is_read(curator: Curator) -> None:
    curator("check")
    curator.change("cards/terms/share.md", "tags: [", "tgas: [")
    done = curator("check")
    assert done.code == 1
    assert done.err.endswith(
        f"\n“{curator.draft}” was not held against its sources: correct its errors first.\n"
    )
    curator.change("cards/terms/share.md", "tgas: [", "tags: [")
    assert curator.loaded.verified == KNOWN


def test_beside_a_folder_with_a_mistake_another_is_recorded(curator: Curator, home: Path) -> None:
    broken = Path(shutil.copytree(curator.draft, home / "broken"))
    (broken / "sources.yaml").unlink()
    done = curator.run("check", str(curator.draft), str(broken), "--corpus", str(curator.corpus))
    assert done.code == 1
    assert done.err.splitlines()[2:] == [
        f"“{curator.draft}” is verified: recorded in verified.lock.json.",
        f"“{broken}” was not held against its sources: correct its errors first.",
    ]


def test_without_anchors_nothing_is_recorded_and_it_is_said_why(curator: Curator) -> None:
    (curator.draft / "anchors.lock.json").unlink()
    done = curator("check")
    assert done.code == 0
    assert done.err.endswith(
        f"\n“{curator.draft}” is not verified: 66 of 66 passages without an anchor.\n"
    )
    assert curator.recorded is None


def test_a_record_that_cannot_be_written_or_removed_is_told(curator: Curator) -> None:
    (curator.draft / VERIFIED_NAME / "full").mkdir(parents=True)
    done = curator("check")
    assert done.code == 0
    assert f"\n“{curator.draft / VERIFIED_NAME}” cannot be written: " in done.err
    (curator.corpus / HERALD).unlink()
    done = curator("check")
    assert done.code == 1
    assert f"\n“{curator.draft / VERIFIED_NAME}” cannot be removed: " in done.err


def test_strict_fails_for_a_warning_and_where_nobody_looked(curator: Curator) -> None:
    assert curator("check", "--strict").code == 0
    assert curator("check", "--strict", texts=False).code == 1
    (curator.draft / "cards" / "notes.txt").touch()
    assert curator("check").code == 0
    assert curator("check", "--strict").code == 1


# -- what is published -----------------------------------------------------------------------------


def test_publishing_checks_and_records(curator: Curator) -> None:
    assert curator("publish") == (
        0,
        f"two-towns: new, revision 1, {SAID}\n",
        f"“{curator.draft}” is verified: recorded in verified.lock.json.\n",
    )
    assert curator.published == curator.recorded == KNOWN
    assert curator("publish") == (0, f"two-towns: unchanged, revision 1, {SAID}\n", "")


def test_the_configured_texts_are_held_against_it(
    curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CORPUS", str(curator.corpus))
    curator.change("cards/terms/share.md", "We trust them for now", "We trust them for good")
    done = curator("publish", texts=False)
    assert (done.code, done.out) == (1, "")
    assert "share.md:31:" in done.err
    assert "[quote-not-in-passage]" in done.err


def test_what_is_published_unverified_says_so_and_leaves_the_record(curator: Curator) -> None:
    curator("check")
    assert curator("publish", "--unverified") == (
        0,
        f"two-towns: new, revision 1, {UNKNOWN}\n",
        "",
    )
    assert curator.published is None
    assert curator.recorded == KNOWN
    assert curator("publish").out == f"two-towns: changed, revision 2, {SAID}\n"
    assert curator.published == KNOWN


def test_unverified_publishes_no_mistake(curator: Curator) -> None:
    curator.change("cards/terms/share.md", "tags: [", "tgas: [")
    done = curator("publish", "--unverified")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("\nNothing was published; first correct 1 error.\n")


def test_what_publishing_refutes_is_verified_nowhere(curator: Curator) -> None:
    curator("check")
    herald = curator.corpus / HERALD
    herald.write_text(herald.read_text("utf-8").replace("two thirds", "one third"), "utf-8")
    done = curator("publish")
    assert (done.code, done.out) == (1, "")
    assert f"\n“{curator.draft}” is not verified any more: " in done.err
    assert curator("publish", texts=False).out == f"two-towns: new, revision 1, {UNKNOWN}\n"


def test_views_and_exports_say_what_was_verified(curator: Curator) -> None:
    for options, said in ((["--unverified"], UNKNOWN), ([], SAID)):
        assert curator("publish", *options).code == 0
        assert f"\nCheck: {said}\n" in curator("show", texts=False).out
        assert f"\nCheck: {said}\n" in curator("evidence").out
        assert f"\nCheck: {said}\n" in curator("health").out
        assert f"\n- Check: {said}\n" in curator("export", texts=False).out
    told = {"on": "2026-12-02", "by": KNOWN.by, "passages": 66, "claims": 34, "warnings": 0}
    for verb in ("show", "export"):
        whole = valid("show", curator(verb, "--format", "json", texts=False).out)
        assert whole["briefing"]["verified"] == told
        short = valid("show", curator(verb, "--short", "--format", "json", texts=False).out)
        assert short["short"]["verified"] == told
    assert valid("health", curator("health", "--format", "json").out)["verified"] == told
