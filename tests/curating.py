"""A desk to curate at: a copy of the two towns with anchors, and the texts of all its sources."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, NamedTuple

from briefing.cli.main import main
from tests.samples import TEXTS, TWO_TOWNS

ENGINEERS: Final = """\
The dam in dry years. Institute of Water Engineers.

A mill that neither town owned built the dam before 1930. In 2020 the first dry summer emptied the
upper basin.

Orkhan Aliyev, the engineer who proposed the shares, counts households by the census of 31 December
2023. In 2023 we measured 58 to 61.5 per cent of the summer water for Hilltop. Nobody has offered to
pay for a new gauge – the towns’ councils call it “a matter for later”.
"""
"""The text of the one source of the two towns that has none."""


class Desk(NamedTuple):
    """The folder of a briefing, and the folder of the texts of its sources."""

    draft: Path
    corpus: Path

    def run(self, verb: str, *options: str) -> int:
        """Run a verb on the draft with the texts, and give its exit code; what it says is lost."""
        words = [verb, str(self.draft), "--corpus", str(self.corpus), *options]
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            return main(words)

    def rewrite(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Change the bytes of a file of the draft."""
        file = self.draft / name
        file.write_bytes(change(file.read_bytes()))


def lay_out(folder: Path) -> Desk:
    """Put both folders into one; a check finds nothing wrong."""
    shutil.copytree(_laid_out(), folder, dirs_exist_ok=True)
    return Desk(folder / "two-towns", folder / "corpus")


@cache
def _laid_out() -> Path:
    """Both folders, to be copied; they go when this process ends."""
    folder = Path(mkdtemp(prefix="briefing-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    desk = Desk(folder / "two-towns", folder / "corpus")
    shutil.copytree(TWO_TOWNS, desk.draft)
    shutil.copytree(TEXTS, desk.corpus)
    (desk.corpus / "engineers.txt").write_text(ENGINEERS, "utf-8")
    desk.rewrite("sources.yaml", lambda typed: typed.rstrip() + b"\n  corpus: engineers.txt\n")
    assert desk.run("anchor") == 0
    return folder
