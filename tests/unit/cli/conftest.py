from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from briefing.authoring.load import Loaded, load_briefing
from briefing.cli.main import main
from tests.samples import TWO_TOWNS
from tests.waiting import HANGS


class Outcome(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]

_two_towns = cache(partial(load_briefing, TWO_TOWNS))


def _load(folder: Path, **options: Any) -> Loaded:  # noqa: ANN401
    if folder == TWO_TOWNS and not any(options.values()):
        return _two_towns()
    return load_briefing(folder, **options)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everything in a folder of its own, with no library yet."""
    monkeypatch.setenv("BRIEFING_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("BRIEFING_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("BRIEFING_CORPUS", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    # On a busy machine it would be said that the library is being indexed.
    monkeypatch.setattr("briefing.views.search._PATIENCE", HANGS)
    monkeypatch.setattr("briefing.settings.config.bundled_content", lambda: [TWO_TOWNS])
    # Each of these tests is a first start, and reads it.
    monkeypatch.setattr("briefing.authoring.load.load_briefing", _load)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process."""

    def run(*words: str) -> Outcome:
        code = main(words)
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture
def corpus(home: Path) -> Path:
    """Texts of our own for two of the three sources, long enough for every paragraph cited."""
    folder = home / "texts"
    folder.mkdir()
    for name in ("herald", "post"):
        paragraphs = (
            f"In part {number} the {name} tells at length how both councils came to agree on the"
            f" water of the dam, and nobody else was asked about part {number} of it."
            for number in range(1, 11)
        )
        (folder / f"{name}.txt").write_text("\n\n".join(paragraphs))
    return folder
