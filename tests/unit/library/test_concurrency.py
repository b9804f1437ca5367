"""Several processes at once: nothing is lost, and readers neither wait nor see half a file."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from briefing.library.errors import NewerRevisionError
from briefing.library.files import BRIEFING_FILE
from briefing.library.library import Library, PublishOutcome, Submission
from briefing.library.state import ReaderState
from briefing.library.storage import exclusive
from tests.unit.library.samples import make_briefing
from tests.waiting import HANGS

PROCESSES = 4
ROUNDS = 6
SPAWN = multiprocessing.get_context("spawn")


def publish(folder: Path, worker: int) -> None:
    """Publish a briefing of our own and one that all share, each time with new words."""
    library = Library(folder)
    for turn in range(ROUNDS):
        words = f"turn {turn} of worker {worker}"
        library.publish([make_briefing(f"own-{worker}", words), make_briefing("shared", words)])


def publish_the_same(folder: Path, _: int) -> None:
    """Publish what everybody else publishes."""
    Library(folder).publish([make_briefing(f"topic-{n}") for n in range(ROUNDS)])


def add_to_what_is_there(folder: Path, worker: int) -> None:
    """Add words of our own to what is published, time and again; begin anew where it has changed.

    As one does with a folder: what one has read is what one may replace.
    """
    library = Library(folder)
    for turn in range(ROUNDS):
        while True:
            seen = library.open("shared")
            words = f"{library.files('shared', seen.number)['words'].decode()} {worker}-{turn}"
            try:
                library.publish([with_words(words, seen.number)])
                break
            except NewerRevisionError:
                continue


def with_words(words: str, over: int) -> Submission:
    return Submission(
        briefing=make_briefing("shared", words),
        files={"words": words.encode()},
        may_replace=lambda current: current.revision.number == over,
    )


def mark(file: Path, worker: int) -> None:
    """Mark cards of our own as read, one by one, and take back every second."""
    state = ReaderState.open(file)
    for turn in range(ROUNDS):
        state.mark_read("dam", {f"{worker}-{turn}": "d"})
        if turn % 2:
            state.undo()
    assert state.save()


def at_once(work: Callable[[Path, int], None], target: Path) -> None:
    workers = [SPAWN.Process(target=work, args=(target, n)) for n in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES


def test_publishers_at_once_lose_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.publish([make_briefing("shared", "to begin with")])
    known = {
        make_briefing("shared", f"turn {turn} of worker {worker}")
        for turn in range(ROUNDS)
        for worker in range(PROCESSES)
    } | {library.open("shared").briefing}
    done = threading.Event()

    def read() -> list[int]:
        numbers = []
        while not done.is_set():
            revision = library.open("shared")
            assert revision.briefing in known
            assert all(entry.problem is None for entry in library.entries())
            numbers.append(revision.number)
        return numbers

    with ThreadPoolExecutor() as pool:
        reading = pool.submit(read)
        try:
            at_once(publish, tmp_path)
        finally:
            done.set()
    seen = reading.result()

    assert seen == sorted(seen)
    assert len(set(seen)) > 2
    assert library.revisions("shared") == list(range(1, 2 + PROCESSES * ROUNDS))
    assert {library.open("shared", n).briefing for n in library.revisions("shared")} == known
    for worker in range(PROCESSES):
        assert library.revisions(f"own-{worker}") == list(range(1, 1 + ROUNDS))
    assert len(library.entries()) == 1 + PROCESSES


def test_publishers_who_build_on_each_other_undo_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.publish([with_words("to begin with", 0)])
    at_once(add_to_what_is_there, tmp_path)
    words = library.files("shared")["words"].decode().removeprefix("to begin with ").split()
    assert sorted(words) == sorted(
        f"{worker}-{turn}" for worker in range(PROCESSES) for turn in range(ROUNDS)
    )
    assert library.revisions("shared") == list(range(1, 2 + PROCESSES * ROUNDS))
    for number in library.revisions("shared"):
        found = library.files("shared", number)["words"].decode()
        assert library.open("shared", number).briefing == make_briefing("shared", found)


def test_publishers_of_the_same_make_one_revision(tmp_path: Path) -> None:
    at_once(publish_the_same, tmp_path)

    assert [entry.revision for entry in Library(tmp_path).entries()] == [1] * ROUNDS
    again = Library(tmp_path).publish([make_briefing("topic-0")])
    assert again[0].outcome is PublishOutcome.UNCHANGED


def test_readers_do_not_wait_for_a_publisher_that_hangs(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.publish([make_briefing()])
    (tmp_path / "catalogue.json").unlink()
    finished = threading.Event()

    def read() -> None:
        library.open("dam")
        library.open("dam", 1)
        library.entries()
        library.revisions("dam")
        finished.set()

    with exclusive(tmp_path / ".lock", BRIEFING_FILE, seconds=0):
        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        assert finished.wait(HANGS)
    reader.join()


def test_sessions_at_once_lose_no_marks(tmp_path: Path) -> None:
    file = tmp_path / "state.json"

    at_once(mark, file)

    expected = {f"{worker}-{turn}" for worker in range(PROCESSES) for turn in range(0, ROUNDS, 2)}
    assert set(ReaderState.open(file).read_marks("dam")) == expected
