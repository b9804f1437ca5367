"""A process that edits a briefing's folder until it is killed.

Run as ``python -m tests.terminal.edit_writer edit FOLDER`` it does an edit of several files and
undoes it, for ever, and prints a line for each. Run with ``die TARGET`` it makes the edit in a
fresh folder below TARGET for each step to the disk, and dies just before or just after that step.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from briefing.desk.edits import Edit, apply, recover
from briefing.desk.renaming import rename
from tests.samples import TWO_TOWNS
from tests.terminal.writer import die_at_each_step
from tests.unit.desk.folders import copied
from tests.unit.library.samples import STEPS


def edit(folder: Path) -> None:
    """Rename a section, which moves three files and changes one, and name it back, for ever."""
    recover(folder)
    for number in itertools.count():
        is_first = (folder / "cards" / "terms").exists()
        old, new = ("terms", "deal") if is_first else ("deal", "terms")
        apply(folder, rename(folder, f"section:{old}", new))
        print(number, flush=True)


@cache
def renaming() -> Edit:
    """What the edit would change, which is the same in each copy of the folder."""
    return rename(TWO_TOWNS, "section:terms", "deal")


def edit_once(parent: Path) -> Callable[[], object]:
    folder, one = copied(TWO_TOWNS, parent), renaming()
    return lambda: apply(folder, one)


if __name__ == "__main__":
    _, what, where = sys.argv
    if what == "edit":
        edit(Path(where))
    else:
        die_at_each_step(edit_once, Path(where), (*STEPS, "unlink", "rmdir"))
