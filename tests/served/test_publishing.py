"""What is published, and who may come in, while a server runs and readers read."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from tests.samples import two_towns
from tests.served.conftest import FREE
from tests.served.host import Host, new_key, wait_until_gone
from tests.served.raw import elsewhere
from tests.thorough import long, spread
from tests.waiting import until

pytestmark = pytest.mark.terminal


def revised(word: str, id_: str = "two-towns") -> Briefing:
    """Two towns, with a word in the titles of the briefing and of all its cards."""
    towns = two_towns()
    sections = tuple(
        replace(
            section,
            cards=tuple(replace(card, title=f"{word} {card.title}") for card in section.cards),
        )
        for section in towns.sections
    )
    return replace(towns, id=id_, title=f"{word} {towns.title}", sections=sections)


def damage(home: Path, id_: str = "two-towns") -> None:
    """Put a file into the place of a briefing that is none."""
    path = home / "library" / "briefings" / f"{id_}.json"
    broken = path.with_suffix(".broken")
    broken.write_text("{")
    broken.replace(path)


def title_of(host: Host) -> str:
    """The title of two towns, as somebody sees it who comes now."""
    answer = host.run("show", "two-towns")
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.splitlines()[0]


# -- briefings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("pool", spread([False, True], 1))
def test_a_reader_keeps_what_they_read_until_they_want_what_is_new(home: Path, pool: bool) -> None:
    with (
        Host(home, pool=pool, limits=FREE) as host,
        host.reader("-t", "--", "two-towns/terms") as terminal,
    ):
        terminal.wait_for("Card 1 of 3")
        before = host.pools
        Library(home / "library").publish([revised("Newer")])
        terminal.wait_for("Revision 2 is out: R loads it")  # without a key, or a word to the host
        if pool:
            until(lambda: host.pools and host.pools != before, "there is no new pool")
            wait_until_gone(before)
            until(lambda: len(host.pools) == 1, "two pools stay")
        until(
            lambda: title_of(host) == "Briefing: Newer Lakeside and Hilltop agree to share the dam",
            "new sessions have what was",
        )
        terminal.press("J")
        terminal.wait_for("Card 2 of 3", "  The deal runs for ten years and renews by")
        assert "Newer" not in terminal.text
        terminal.press("R")
        terminal.wait_for("Since you read this (revision 1", "Enter lists")
        terminal.press("escape")
        terminal.wait_for(
            "Newer Lakeside and Hilltop",
            "Card 2 of 3",
            "Newer The deal runs for ten years",
        )
        assert "is out" not in terminal.text
        with host.reader(key=host.new_reader("later")) as later:
            later.wait_for("Newer Lakeside and Hilltop")
            assert "is out" not in later.text
        terminal.press("q")
        assert terminal.wait_end() == 0


@long  # `tests/unit/serve/test_supervisor.py` always tries it, without processes
def test_of_what_is_published_in_a_row_the_last_is_served_by_one_pool(home: Path) -> None:
    with Host(home, limits=FREE) as host, host.reader() as terminal:
        terminal.wait_for("read on")
        (first,) = host.pools
        for number in (2, 3):
            Library(home / "library").publish([revised(f"Word{number}")])
            assert host.reload() == "Reloaded."  # while the pool before still loads
        terminal.wait_for("Revision 3 is out")
        wait_until_gone([first])
        until(lambda: len(host.pools) == 1, "a pool stays")
        until(lambda: "Word3" in title_of(host), "new sessions have what was")
        terminal.press("R")
        terminal.wait_for("Word3 Lakeside")
        terminal.press("q")
        assert terminal.wait_end() == 0


def test_what_cannot_be_read_reaches_nobody(home: Path) -> None:
    Library(home / "library").publish([revised("Another", "another")])
    with Host(home, limits=FREE) as host, host.reader("-t", "--", "two-towns/terms") as terminal:
        terminal.wait_for("Card 1 of 3")
        damage(home)
        until(lambda: "What was published is not read: " in host.said.read_text(), "it is not told")
        assert "two-towns.json” is damaged" in host.said.read_text()
        terminal.press("J")
        terminal.wait_for("Card 2 of 3", "The deal runs for ten years")
        assert "is out" not in terminal.text
        assert title_of(host) == "Briefing: Lakeside and Hilltop agree to share the dam"
        assert host.run("show", "another").returncode == 0
        terminal.press("R")
        terminal.wait_for("“two-towns” cannot be read here at the moment.")
        assert str(home) not in terminal.written
        assert "JSON" not in terminal.written

        before = host.pools
        Library(home / "library").publish([revised("Mended")])
        terminal.wait_for("is out: R loads it")
        until(lambda: host.pools and {*host.pools}.isdisjoint(before), "it is never read")
        assert title_of(host) == "Briefing: Mended Lakeside and Hilltop agree to share the dam"


# -- keys ------------------------------------------------------------------------------------------


def test_the_key_list_is_read_at_each_login(home: Path) -> None:
    other = new_key(home / "other")
    with Host(home, pool=False, limits=FREE) as host:

        def comes_in(key: Path) -> bool:
            answer = host.run("version", key=key, options=("-b", elsewhere()))
            assert answer.returncode in (0, 255)
            assert (answer.returncode == 255) == ("Permission denied" in answer.stderr)
            return answer.returncode == 0

        assert comes_in(host.key)
        assert not comes_in(other)
        host.keys.write_text(f"no key at all\n{other.with_suffix('.pub').read_text()}")
        assert not comes_in(host.key)
        assert comes_in(other)
        assert host.reload() == "Reloaded."
        assert comes_in(other)

        host.keys.write_text("")
        assert "has no key" in host.reload()
        host.keys.unlink()
        assert host.reload().startswith("Not reloaded: ")
        assert not comes_in(other)
        host.keys.write_text(other.with_suffix(".pub").read_text())
        assert host.reload() == "Reloaded."
        assert comes_in(other)


@pytest.mark.parametrize("pool", spread([False, True], 1))
def test_a_key_that_is_taken_away_ends_what_it_opened(home: Path, pool: bool) -> None:
    with Host(home, pool=pool, limits=FREE) as host:
        other = host.new_reader("other")
        with host.reader() as reads, host.reader(key=other) as stays:
            reads.wait_for("Lakeside")
            stays.wait_for("Lakeside")
            assert host.reload() == "Reloaded."
            listed = host.keys.read_text()
            host.keys.unlink()  # a list that nobody can read ends nothing
            assert host.reload().startswith("Not reloaded: ")
            assert len(host.sessions) == 2
            host.keys.write_text(listed.partition("\n")[2])
            assert host.reload() == "Reloaded."
            assert reads.wait_end() == 75
            assert "Your key has been revoked." in reads.written
            assert "\x1b[?1049l" in reads.written
            assert host.wait_for("close")["why"] == "key"
            assert len(host.events("close")) == 1
            stays.press("q")
            assert stays.wait_end() == 0


def test_a_mistake_in_the_configuration_changes_nothing_that_runs(home: Path) -> None:
    with Host(home, pool=False) as host, host.reader() as terminal:
        terminal.wait_for("Lakeside")
        (home / "config.toml").write_text("[serve]\nanonymous = true\n")
        assert "“anonymous”" in host.reload()
        assert host.run("version").returncode == 0
        (home / "config.toml").write_text('[serve]\nsshd = ["Nonsense yes"]\n')
        assert "sshd does not take its configuration" in host.reload()
        assert host.run("version").returncode == 0
        terminal.press("q")
        assert terminal.wait_end() == 0


def test_a_reload_takes_new_limits_and_lines_of_sshd(home: Path) -> None:
    with Host(home, pool=True) as host:
        lines = '[serve]\nsshd = ["Banner %s"]\n[serve.limits]\nsessions = 1\n'
        (home / "banner").write_text("Read here.\n")
        (home / "config.toml").write_text(lines % (home / "banner"))
        assert host.reload() == "Reloaded."
        assert "Read here." in host.run("version", options=("-o", "LogLevel=INFO")).stderr
        until(lambda: len(host.pools) == 1, "two pools")
        with host.reader() as terminal:
            terminal.wait_for("Lakeside")
            assert "This host has as many sessions open" in host.run("list").stderr


def test_a_log_that_was_moved_away_is_begun_anew(home: Path) -> None:
    with Host(home, pool=False) as host:
        assert host.run("version").returncode == 0
        host.log.rename(host.log.with_suffix(".old"))
        assert host.run("version").returncode == 0
        assert [one["event"] for one in host.events()] == ["open", "close"]
        assert host.log.stat().st_mode & 0o777 == 0o600
