"""A process that writes to a library or a state file until it is killed.

Run as ``python -m tests.terminal.writer publish|publish-folder|mark TARGET`` it goes on for ever
and prints a line for each change once it has been told that the change is kept. Run with
``publish-and-die``, ``merge-and-die`` or ``mark-and-die``, it makes a change in one fresh folder
below TARGET for each step to the disk that the change takes, and dies just before or just after
that step.
"""

from __future__ import annotations

import atexit
import itertools
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from briefing.authoring.writing import write_files
from briefing.cli.main import main
from briefing.library.library import Library, Submission
from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from tests.samples import TWO_TOWNS
from tests.unit.library.samples import STEPS, Steps, make_briefing

IDS = tuple(f"topic-{n}" for n in range(6))
WORDS = {"A": "One town says so. " * 20, "B": "The other town doubts it, and says why. " * 20}
DIED = 9
PIECE = 4096
"""Bytes that the disk takes at once where a process dies at each step."""


def topic(id_: str, variant: str) -> Briefing:
    """One of the two contents of a briefing."""
    return make_briefing(id_, WORDS[variant], cards=20)


def files_of(id_: str, variant: str) -> dict[str, bytes]:
    """The files of one of the two contents: some are the same in both."""
    words = f"{id_}: {WORDS[variant]}"
    return {
        "briefing.md": words.encode(),
        "sources.yaml": b"\xff" + words.encode("utf-16-le"),
        "actors.yaml": b"both have these",
        f"cards/terms/{variant.lower()}.md": b"",
    }


def submission(id_: str, variant: str) -> Submission:
    return Submission(briefing=topic(id_, variant), files=files_of(id_, variant))


def publish(folder: Path) -> None:
    """Publish all briefings with one content, then with the other, for ever."""
    library = Library(folder)
    for variant in itertools.cycle("AB"):
        publications = library.publish([submission(id_, variant) for id_ in IDS])
        print(*(publication.number for publication in publications), flush=True)


def retitle(folder: Path) -> None:
    """Give the folder of the two towns a title that it did not have before."""
    outline = folder / "briefing.md"
    text = title_of(outline.read_bytes())
    number = int(text.rpartition(" ")[2]) if text.startswith("No") else 0
    typed = outline.read_text("utf-8").replace(text, f"No {number + 1}", 1)
    write_files({outline: typed.encode()})


def title_of(outline: bytes) -> str:
    found = re.search("^title: (.*)$", outline.decode(), re.MULTILINE)
    assert found
    return found[1]


def publish_folder(home: Path) -> None:
    """Publish a folder as one does from the command line, with one title after the other."""
    while True:
        retitle(home / "two-towns")
        words = ["publish", str(home / "two-towns"), "--library", str(home / "library")]
        if code := main(words):
            sys.exit(code)
        sys.stdout.flush()


def mark(file: Path) -> None:
    """Mark one card after the other as read and go there, for ever."""
    state = ReaderState.open(file)
    for number in itertools.count(len(state.read_marks("dam"))):
        state.mark_read("dam", {f"card-{number}": "d"})
        state.remember("dam", Place(section="terms", card=f"card-{number}"))
        if not state.save():
            sys.exit(str(state.notices))
        print(number, flush=True)


@cache
def submissions(variant: str) -> tuple[Submission, ...]:
    return tuple(submission(id_, variant) for id_ in IDS[:2])


def publish_once(folder: Path) -> Callable[[], object]:
    """Make a library with the old content, and give the act of publishing the new."""
    library, new = Library(folder), submissions("B")
    library.publish(submissions("A"))
    return lambda: library.publish(new)


def merge_once(folder: Path) -> Callable[[], object]:
    """Lay out two curators who have both changed the two towns, and give the act of merging."""
    shutil.copytree(two_curators(), folder)
    return lambda: main(merging_words(folder))


def merging_words(folder: Path) -> list[str]:
    mine = str(folder / "mine" / "two-towns")
    return ["publish", mine, "--merge", "--library", str(folder / "library")]


@cache
def two_curators() -> Path:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    mine, theirs, library = (
        folder / "mine/two-towns",
        folder / "theirs/two-towns",
        folder / "library",
    )
    shutil.copytree(TWO_TOWNS, mine)
    publishing = ["publish", "--library", str(library)]
    assert main([*publishing, str(mine)]) == 0
    shutil.copytree(mine, theirs)
    retitle(theirs)
    (theirs / "cards/people/towns.md").unlink()
    assert main([*publishing, str(theirs)]) == 0
    for card in ("terms/duration", "terms/turbines"):
        with (mine / f"cards/{card}.md").open("a", encoding="utf-8") as file:
            file.write("\nSo it is said again. [@herald, ¶2]\n")
    return folder


def mark_once(folder: Path) -> Callable[[], object]:
    """Make a state with one mark, and give the act of adding another."""
    state = ReaderState.open(folder / "state.json")
    state.mark_read("dam", {"old": "d"})
    return lambda: state.mark_read("dam", {"new": "d"})


def die_at_each_step(
    prepare: Callable[[Path], Callable[[], object]], target: Path, steps: Sequence[str] = STEPS
) -> None:
    """Die at step 0, 1, 2 … of a change, before and after it, until it takes no more steps.

    To ask the disk to keep something is a step, but the disk is not waited for: who dies leaves it
    to the kernel either way.
    """
    os.fsync = lambda fd: None
    for at in itertools.count():
        codes = [
            in_a_child(prepare(target / f"{at:03}-{when}"), at, when, steps)
            for when in ("before", "after")
        ]
        if codes == [0, 0]:
            return
        assert codes == [DIED, DIED]


def in_a_child(act: Callable[[], object], at: int, when: str, steps: Sequence[str]) -> int:
    """Do something in a child process that dies at a step; give its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def die(step: Callable[[], object]) -> None:
        try:
            if when == "after":
                step()
        finally:
            os._exit(DIED)

    write = os.write
    os.write = lambda file, data: write(file, memoryview(data)[:PIECE])
    Steps(at, die, steps).install(setattr)
    act()
    os._exit(0)


if __name__ == "__main__":
    _, what, where = sys.argv
    match what:
        case "publish":
            publish(Path(where))
        case "publish-folder":
            publish_folder(Path(where))
        case "mark":
            mark(Path(where))
        case "publish-and-die":
            die_at_each_step(publish_once, Path(where))
        case "merge-and-die":
            die_at_each_step(merge_once, Path(where), ("replace", "unlink"))
        case "mark-and-die":
            die_at_each_step(mark_once, Path(where))
