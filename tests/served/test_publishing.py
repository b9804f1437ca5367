"""What is published, and who may come in, while a server runs and readers read."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from briefing.plain.indexing import update_index
from briefing.settings.places import Places
from tests.served.conftest import FREE, load_two_towns
from tests.served.host import Host, new_key, until
from tests.served.test_stopping import GUEST, fork_servers_of, wait_until_gone

pytestmark = pytest.mark.terminal


def revised(word: str, id_: str = "two-towns") -> Briefing:
    """Two towns, with a word in the titles of the briefing and of all its cards."""
    towns = load_two_towns()
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


def test_a_reader_keeps_what_they_read_until_they_want_what_is_new(home: Path) -> None:
    with Host(home, limits=FREE) as host:
        with host.reader("-t", "--", "two-towns/terms") as terminal:
            terminal.wait_for(GUEST, "Card 1 of 3")
            (first,) = fork_servers_of(host.process.pid)
            Library(home / "library").publish([revised("Newer")])
            terminal.wait_for("Revision 2 is out: R loads it")  # without a word to the host
            assert host.wait_for("reload")["revisions"] == ["two-towns 2"]
            assert title_of(host) == "Briefing: Newer Lakeside and Hilltop agree to share the dam"
            assert [one.revisions for one in host.status().generations] == [
                {"two-towns": 2},
                {"two-towns": 1},
            ]
            assert [one.sessions for one in host.status().generations] == [0, 1]
            assert first in fork_servers_of(host.process.pid)

            terminal.press("J")
            terminal.wait_for("Card 2 of 3", "  The deal runs for ten years and renews by itself")
            assert "Newer" not in terminal.text
            terminal.press("R")
            terminal.wait_for(
                "Revision 2 is loaded.",
                "Newer Lakeside and Hilltop",
                "Card 2 of 3",
                "Newer The deal runs for ten years",
            )
            assert "is out" not in terminal.text
            with host.reader() as later:
                later.wait_for(GUEST, "Newer Lakeside and Hilltop", "revision 2")
                assert "is out" not in later.text
                assert [one.sessions for one in host.status().generations] == [1, 1]
            terminal.press("q")
            assert terminal.wait_end() == 0
        wait_until_gone([first])
        until(lambda: len(host.status().generations) == 1, "the old generation stays")
        assert len(fork_servers_of(host.process.pid)) == 1


def test_of_many_generations_only_those_with_readers_stay(home: Path) -> None:
    with Host(home, limits=FREE) as host:
        with host.reader() as terminal:
            terminal.wait_for(GUEST)
            for number in (2, 3):
                Library(home / "library").publish([revised(f"Word{number}")])
                host.reload()
                terminal.wait_for(f"Revision {number} is out")
            until(
                lambda: len(fork_servers_of(host.process.pid)) == 2, "the one without readers stays"
            )
            assert [one.number for one in host.status().generations][1:] == [1]
            terminal.press("R")
            terminal.wait_for("Word3 Lakeside", "revision 3")
            terminal.press("q")
            assert terminal.wait_end() == 0
        until(lambda: len(fork_servers_of(host.process.pid)) == 1, "a fork server stays")


def test_what_cannot_be_read_reaches_nobody(home: Path) -> None:
    with Host(home, limits=FREE) as host, host.reader("-t", "--", "two-towns/terms") as terminal:
        terminal.wait_for(GUEST)
        damage(home)
        host.reload()
        assert str(home / "library") in host.wait_for("reload_failed")["why"]
        assert host.events("reload") == []
        terminal.press("J")
        terminal.wait_for("Card 2 of 3", "The deal runs for ten years")
        assert "is out" not in terminal.text
        assert title_of(host) == "Briefing: Lakeside and Hilltop agree to share the dam"
        with host.reader() as later:
            later.wait_for(GUEST, "Lakeside and Hilltop agree to share the dam")
        assert host.status().generations[0].number == 1

        Library(home / "library").publish([revised("Mended")])
        host.reload()
        host.wait_for("reload")
        terminal.wait_for("is out: R loads it")
        assert title_of(host) == "Briefing: Mended Lakeside and Hilltop agree to share the dam"


def test_of_several_briefings_one_that_is_damaged_keeps_all_as_they_were(home: Path) -> None:
    Library(home / "library").publish([revised("Another", "another")])
    with Host(home, limits=FREE) as host:
        damage(home)
        host.reload()
        assert "two-towns.json” is damaged" in host.wait_for("reload_failed")["why"]
        assert host.status().generations[0].revisions == {"another": 1, "two-towns": 1}
        assert host.run("show", "another").returncode == 0


def test_what_is_held_back_is_not_found_and_what_is_read_instead_is(home: Path) -> None:
    library = Library(home / "library")
    library.publish([revised("Another", "another")])
    with Host(home, limits=FREE) as host:
        damage(home)
        library.publish([revised("Unheard", "another")])
        update_index(library, Places(library.folder, home / "state", home / "config.toml"), print)
        host.wait_for("reload_failed")
        found = host.run("search", "another ferry")
        assert found.stdout.count("Another ") >= 1, found
        assert "Unheard" not in found.stdout
        assert host.run("search", "unheard").stdout.count("Unheard") == 0
        # What is damaged now is read as it was, and so it is found.
        assert "two-towns" in host.run("search", "briefing:two-towns ferry").stdout


def test_of_several_briefings_one_that_is_damaged_is_read_as_it_was(home: Path) -> None:
    Library(home / "library").publish([revised("Another", "another")])
    with Host(home) as host:
        damage(home)
        assert title_of(host) == "Briefing: Lakeside and Hilltop agree to share the dam"


def test_a_reader_of_what_is_damaged_meanwhile_hears_nothing_of_files(home: Path) -> None:
    with Host(home, limits=FREE) as host, host.reader("-t", "--", "two-towns") as terminal:
        terminal.wait_for(GUEST, "Lakeside")
        damage(home)
        why = host.wait_for("reload_failed")["why"]
        (said,) = host.status().not_reloaded
        assert said.startswith(why.removesuffix("…"))
        terminal.press("R")
        terminal.wait_for("“two-towns” cannot be read here at the moment.")
        terminal.press("o")
        terminal.wait_for("damaged: It cannot be read here at the moment.")
        assert str(home) not in terminal.written
        assert "JSON" not in terminal.written


# -- keys ------------------------------------------------------------------------------------------


def test_keys_are_read_again(home: Path) -> None:
    keys = home / "authorized_keys"
    other = new_key(home / "other")
    with Host(home, anonymous=False, limits=FREE) as host:
        first = host.key

        def comes_in(key: Path) -> bool:
            host.key = key
            answer = host.run("version", key=True)
            assert answer.returncode in (0, 255)
            assert (answer.returncode == 255) == ("Permission denied" in answer.stderr)
            return answer.returncode == 0

        assert comes_in(first)
        assert not comes_in(other)
        keys.write_text(f"no key at all\n{other.with_suffix('.pub').read_text()}")
        host.reload()
        host.wait_for("reload")
        assert host.wait_for("keys")["problem"].startswith(f"{keys}:1: ")
        assert not comes_in(first)
        assert comes_in(other)

        keys.write_text("")
        host.reload()
        assert f"There is no key in “{keys}”" in host.wait_for("reload_failed")["why"]
        keys.unlink()
        host.reload()
        why = host.wait_for("reload_failed", 2)["why"]
        assert f"“{keys}” cannot be read" in why
        assert host.status().keys == 0
        (said,) = host.status().not_reloaded
        assert said.startswith(why[:150])
        assert said.endswith("No key can log in until that is corrected.")
        assert not comes_in(other)
        keys.write_text(other.with_suffix(".pub").read_text())
        host.reload()
        until(lambda: comes_in(other), "the key does not let in again")
        assert host.status().not_reloaded == ()


def test_a_key_that_is_taken_away_lets_in_no_more_and_ends_what_it_opened(home: Path) -> None:
    keys = home / "authorized_keys"
    other = new_key(home / "other").with_suffix(".pub").read_text()
    with (
        Host(home, limits=FREE) as host,
        host.reader(key=True) as reads,
        host.reader("-t", "--", "two-towns") as guest,
    ):
        reads.wait_for("Lakeside")
        guest.wait_for("Lakeside")
        keys.write_text(f"{keys.read_text()}{other}")
        host.reload()
        host.wait_for("reload")
        # A file that nobody can read ends nothing.
        keys.unlink()
        host.reload()
        host.wait_for("reload_failed")
        assert host.status().sessions == 2
        keys.write_text(other)
        host.reload()
        assert reads.wait_end() != 0
        assert "Your key has been revoked." in reads.written
        assert [event["why"] for event in host.events("close")] == ["key"]
        assert guest.process.poll() is None
        assert host.status().sessions == 1


def test_an_audit_log_that_was_moved_away_is_begun_anew(home: Path) -> None:
    with Host(home, limits=FREE) as host:
        old = host.audit.rename(home / "audit.log.1")
        assert host.run("version").returncode == 0
        assert not host.audit.exists()
        assert '"event":"answer"' in old.read_text()
        host.reload()
        host.wait_for("reload")
        size = old.stat().st_size
        assert host.run("version").returncode == 0
        host.wait_for("answer")
        assert old.stat().st_size == size
        assert host.audit.stat().st_mode & 0o777 == 0o600
