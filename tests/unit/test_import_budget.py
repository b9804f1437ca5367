"""What each verb may import: a start costs what it imports, and nothing else of note."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli.verbs import ALL_VERBS, READ, SERVE
from briefing.library.library import Library
from briefing.settings.config import Places
from briefing.views.indexing import update_index
from tests.revising import publish_three
from tests.samples import TEXTS, TWO_TOWNS

ROOT = Path(__file__).parents[2]

HEAVY = {
    *("textual", "rich", "asyncio"),
    *("msgspec", "tinydb", "filelock"),
    *("yaml", "markdown_it", "iso3166", "argcomplete"),
    *("calendar", "dataclasses", "difflib", "email", "html", "http", "inspect", "json", "logging"),
    *(
        "multiprocessing",
        "signal",
        "sqlite3",
        "shutil",
        "ssl",
        "tempfile",
        "threading",
        "tomllib",
        "traceback",
        "xml",
    ),
}
"""What takes a millisecond or more to import, beside `argparse`, `pathlib` and `typing`."""

SHAPES = {"msgspec", "inspect", "difflib"}
LIBRARY = {*SHAPES, "tinydb", "json"}

READING = {
    *("yaml", "markdown_it", "iso3166", "dataclasses"),
    *("html", "json", "logging", "threading", "traceback"),
}
HERALD = (str(TWO_TOWNS), "herald", "--corpus", str(TEXTS))

BUDGET: dict[tuple[str, ...], set[str]] = {
    ("--version",): set(),
    ("--help",): set(),
    ("list", "--help"): set(),
    ("config",): set(),
    ("completion", "bash"): {"argcomplete", "signal", "threading"},
    ("keys",): set(),
    ("list",): LIBRARY,
    ("actor", "mayor"): LIBRARY,
    ("figures", "two-towns"): LIBRARY,
    ("show", "two-towns"): {*LIBRARY},
    ("show", "two-towns/terms", "--format", "json"): {*LIBRARY},
    ("export", "two-towns"): {*LIBRARY},
    ("search", "dam"): {*LIBRARY, "sqlite3", "threading"},
    ("search", "dam", "--briefing", "two-towns"): {*LIBRARY, "sqlite3", "threading"},
    ("evidence", "two-towns"): {*LIBRARY},
    ("health", "two-towns", "--as-of", "1"): {*LIBRARY},
    ("without", "two-towns", "herald"): {*LIBRARY},
    ("log", "two-towns"): LIBRARY,
    ("changes", "two-towns"): LIBRARY,
    ("diff", "two-towns", "1", "3"): LIBRARY,
    ("resolve", "two-towns/duration@3"): LIBRARY,
    ("figures", "two-towns", "--history"): LIBRARY,
    ("digest", "--since", "2024-05-02"): LIBRARY,
    ("digest", "--since", "2024-05-02", "--format", "md"): LIBRARY,
    ("show", "two-towns", "--as-of", "2024-05-02"): LIBRARY,
    ("check", str(TWO_TOWNS)): {*SHAPES, *READING},
    ("paragraphs", *HERALD): {*LIBRARY, *READING},
    ("affects", *HERALD): {*LIBRARY, *READING},
}
"""What of all that is heavy a command line may import."""


def heavy_imports(home: Path, *words: str) -> set[str]:
    """Run a command line and tell what heavy things it imported."""
    code = (
        "import sys\nfrom briefing.__main__ import start\n"
        "try: start()\n"
        "except SystemExit as leave: assert leave.code in (None, 0, 1), leave.code\n"
        f"print('\\0', *sorted({HEAVY!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env={
            "BRIEFING_LIBRARY": str(home / "library"),
            "BRIEFING_STATE": str(home / "state"),
            "BRIEFING_CONFIG": str(home / "config.toml"),
            "COLUMNS": "80",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("\0")[2].split())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that has two towns, in three revisions."""
    home = tmp_path_factory.mktemp("home")
    library = Library(home / "library")
    publish_three(library)
    # Publishing does it; what has no index yet pays for making it.
    update_index(library, Places(home / "library", home / "state", home / "config.toml"), print)
    return home


@pytest.mark.parametrize("words", BUDGET, ids=" ".join)
def test_a_verb_imports_what_it_uses(home: Path, words: tuple[str, ...]) -> None:
    assert heavy_imports(home, *words) - BUDGET[words] == set()


def test_what_is_shown_first_imports_next_to_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "from briefing.tui.terminal import first_frame\n"
        "assert first_frame.find([], {'HOME': '/'}) is None\n"
        "print(*sorted(set(sys.modules) - before))\n"
        "import briefing.tui.terminal.early_screen\n"
        "print(*sorted({'typing', 'pathlib', 're', 'argparse', 'json'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    first, heavy = done.stdout.splitlines()
    ours = ["briefing", "briefing.settings", "briefing.settings.folders", "briefing.tui"]
    ours += ["briefing.tui.terminal", "briefing.tui.terminal.first_frame"]
    assert first.split() == ["__future__", *ours]
    assert heavy == ""


def test_the_desk_begins_without_what_a_letter_may_ask_for() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, briefing.tui.desk.app; print(*sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )
    later = {"adding", "affected", "drafting", "extracting", "fetching", "proposing"}
    assert not {f"briefing.desk.{one}" for one in later} & set(done.stdout.split())


def test_every_verb_that_only_reads_has_a_budget() -> None:
    writing = {READ.name, SERVE.name, "publish", "add", "anchor", "review", "new", "preview"}
    writing |= {"checkout", "correct", "desk", "draft", "edit", "retract", "watch", "withdraw"}
    assert set(ALL_VERBS) - writing <= {words[0] for words in BUDGET}
