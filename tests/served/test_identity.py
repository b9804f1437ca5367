"""Who somebody is: the key that they proved to have, and whose marks they find again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from subprocess import CalledProcessError
from typing import Final

import pytest

from briefing.library.state import ReaderState
from tests.served.conftest import ANY, FREE, LISTED, Way, new_home
from tests.served.host import Host, fingerprint_of, new_key
from tests.served.raw import elsewhere
from tests.terminal.pty import Terminal
from tests.thorough import often, spread
from tests.waiting import until

pytestmark = pytest.mark.terminal

FIRST: Final = "Lakeside and Hilltop agreed on 1 May"
FOURTH: Final = "The deal runs for ten years"


@pytest.fixture(scope="module", params=spread([LISTED, ANY] if os.geteuid() == 0 else [LISTED], 1))
def host(homes: Path, request: pytest.FixtureRequest) -> Iterator[Host]:
    """A host for listed keys, and one for all; both know the key “victim”, whose half is lost."""
    way: Way = request.param
    with Host(new_home(homes), any_key=way.any_key, pool=way.pool, limits=FREE) as running:
        running.new_reader("victim").unlink()
        yield running


def read_and_mark(terminal: Terminal) -> None:
    """Go some way, mark a card and leave."""
    terminal.wait_for(FIRST)
    terminal.press("3", "J")
    terminal.wait_for(FOURTH)
    terminal.press("b", "q")
    assert terminal.wait_end() == 0


# -- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [("ecdsa", "-b", "384"), ("rsa", "-b", "2048")], ids=" ".join)
def test_a_good_key_lets_in_and_is_logged(host: Host, kind: tuple[str, ...]) -> None:
    key = new_key(host.home / kind[0], *kind)
    with host.keys.open("a") as file:
        file.write(key.with_suffix(".pub").read_text())
    assert host.run("version", key=key).returncode == 0
    opened = host.wait_for("open", key=fingerprint_of(key))
    assert opened["command"] == "version"
    assert opened["address"] == "127.0.0.1"


@pytest.mark.parametrize("kind", [("rsa", "-b", "1024"), ("dsa",)], ids=" ".join)
def test_a_weak_key_does_not(host: Host, kind: tuple[str, ...]) -> None:
    key = host.home / f"weak-{kind[0]}"
    with suppress(CalledProcessError):  # a newer OpenSSH makes none
        new_key(key, *kind)
        with host.keys.open("a") as file:
            file.write(key.with_suffix(".pub").read_text())
    if not key.exists():
        pytest.skip("this OpenSSH makes no such key")
    weak = ("-o", "PubkeyAcceptedAlgorithms=+ssh-dss", "-o", "RequiredRSASize=1024")
    done = host.run("version", key=key, options=("-b", elsewhere(), *weak))
    assert (done.returncode, done.stdout) == (255, "")


# -- the key of somebody else ----------------------------------------------------------------------


@pytest.mark.parametrize("victim_first", [True, False])
def test_who_offers_the_key_of_another_is_who_they_prove_to_be(
    host: Host, victim_first: bool
) -> None:
    own, victim = host.new_reader(f"own{victim_first}"), host.home / "victim.pub"
    offered = (victim, own) if victim_first else (own, victim)
    with host.reader("-v", "-i", str(offered[0]), key=offered[1]) as terminal:
        terminal.wait_for(FIRST)
        assert not victim_first or "Server accepts key" in terminal.written, "it was not offered"
        terminal.press("b", "q")
        assert terminal.wait_end() == 0
    assert host.events("open")[-1]["key"] == fingerprint_of(own)
    assert host.marks_of(own).exists()
    assert not host.marks_of(victim.with_suffix("")).exists()


def test_who_offers_the_key_of_another_and_proves_nothing_is_not_let_in(host: Host) -> None:
    before = len(host.events())
    victim = host.home / "victim.pub"
    done = host.run("version", key=victim, options=("-b", elsewhere(), "-o", "LogLevel=DEBUG"))
    assert (done.returncode, done.stdout) == (255, "")
    assert "Server accepts key" in done.stderr, "it was not even offered"
    assert len(host.events()) == before


def test_what_a_client_says_of_its_key_counts_for_nothing(host: Host, tmp_path: Path) -> None:
    (tmp_path / "auth").write_text(f"publickey {(host.home / 'victim.pub').read_text()}")
    lies = f"SSH_USER_AUTH={tmp_path / 'auth'} SSH_CONNECTION=1.2.3.4"
    done = host.run("version", options=("-o", f"SetEnv={lies}"))
    assert done.returncode == 0
    (opened,) = host.events("open")[-1:]
    assert (opened["key"], opened["address"]) == (fingerprint_of(host.key), "127.0.0.1")


# -- marks -----------------------------------------------------------------------------------------


def test_marks_of_a_key_come_back_and_nobody_else_sees_them(host: Host) -> None:
    host.forget()
    one, other = host.new_reader("one"), host.new_reader("other")
    with host.reader(key=one) as terminal:
        read_and_mark(terminal)
    kept = ReaderState.open(host.marks_of(one))
    place = kept.place("two-towns")
    assert place is not None
    assert kept.bookmarks("two-towns") == {place.card} == {"duration"}
    with host.reader(key=other) as terminal:
        terminal.wait_for(FIRST)
        terminal.press("q")
        assert terminal.wait_end() == 0
    assert ReaderState.open(host.marks_of(other)).bookmarks("two-towns") == set()
    assert host.run("search", "is:bookmarked", key=one).stdout.count("Address:") == 1
    assert host.run("search", "is:bookmarked", key=other).stdout.count("Address:") == 0
    with host.reader(key=one) as terminal:
        terminal.wait_for(FOURTH)
        terminal.press("b", "q")
        assert terminal.wait_end() == 0
    assert ReaderState.open(host.marks_of(one)).bookmarks("two-towns") == set()
    assert host.marks_of(one).stat().st_mode & 0o777 == 0o600
    assert host.marks_of(one).parent.stat().st_mode & 0o777 == 0o700


def test_marks_that_the_server_before_kept_are_found_again(host: Host) -> None:
    key = host.new_reader("long-known")
    with host.reader(key=key) as terminal:
        read_and_mark(terminal)
    marks = host.marks_of(key)
    earlier = marks.parent.with_suffix(".json")
    marks.rename(earlier)
    for path in marks.parent.iterdir():
        path.unlink()
    marks.parent.rmdir()
    with host.reader(key=key) as terminal:
        terminal.wait_for(FOURTH)
        terminal.press("q")
        assert terminal.wait_end() == 0
    assert not earlier.exists()
    assert ReaderState.open(marks).bookmarks("two-towns") == {"duration"}


def test_damaged_marks_are_set_aside_and_the_reader_hears_nothing_of_files(host: Host) -> None:
    key = host.new_reader("unlucky")
    with host.reader(key=key) as terminal:
        read_and_mark(terminal)
    host.marks_of(key).write_text("{")
    with host.reader(key=key) as terminal:
        terminal.wait_for(FIRST, "Your marks were damaged")
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert str(host.home) not in terminal.written
    assert "{" in [path.read_text() for path in host.marks_of(key).parent.iterdir()]
    assert str(host.marks_of(key)) in host.faults


def test_a_command_without_marks_leaves_nothing_on_the_disk(host: Host) -> None:
    key = host.new_reader("fleeting")
    for words in ("list", "search is:bookmarked", "search is:unread", "nonsense"):
        host.run(*words.split(), key=key)
    assert not host.marks_of(key).parent.exists()


# -- many at once (D7) -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "same"),
    spread(
        [
            pytest.param(Way(any_key=False, pool=False), True, id="one key, cold"),
            pytest.param(Way(any_key=False, pool=True), False, id="three keys, from a pool"),
            pytest.param(Way(any_key=False, pool=True), True, id="one key, from a pool"),
        ],
        1,
    ),
    indirect=["way"],
)
def test_of_marks_that_are_set_at_once_none_is_lost(way: Host, same: bool) -> None:
    keys = [way.key] * 3 if same else [way.new_reader(f"key{number}") for number in range(3)]
    sections = ("two-towns/reactions", "two-towns/terms", "two-towns/people")
    with ExitStack() as stack:
        terminals = [
            stack.enter_context(way.reader("-t", "--", section, key=key))
            for section, key in zip(sections, keys, strict=True)
        ]
        for terminal in terminals:
            terminal.wait_for("read on")
        for _ in range(often(2, 5)):  # set it, take it away …
            for terminal in terminals:
                terminal.press("b", "b")
        for terminal in terminals:
            terminal.press("b")
        for terminal in terminals:
            terminal.press("q")
            assert terminal.wait_end() == 0
            assert "This host cannot" not in terminal.written
    marked = [ReaderState.open(way.marks_of(key)).bookmarks("two-towns") for key in keys]
    if same:
        assert len(marked[0]) == 3
    else:
        assert [len(one) for one in marked] == [1, 1, 1]
        assert len(set.union(*map(set, marked))) == 3
    assert way.faults == ""
    for key in keys:
        json.loads(way.marks_of(key).read_bytes())
        left = [path.name for path in way.marks_of(key).parent.iterdir()]
        assert not [name for name in left if "tmp" in name or "new" in name], left
    until(lambda: way.sessions == [], "a seat stays")
