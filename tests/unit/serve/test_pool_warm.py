"""What the pool has worked out before anybody comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.library import past_figures, since
from briefing.library.library import Library, PinnedLibrary
from briefing.serve import pool
from briefing.serve.options import SharedSettings
from tests.revising import NAME, publish_three
from tests.unit.serve.server_folder import make_server


def test_what_has_changed_is_compared_once_for_all_sessions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(since, "_compared", {})
    monkeypatch.setattr(past_figures, "_known", {})
    shared = SharedSettings.read(str(make_server(tmp_path)))
    publish_three(Library(Path(shared.library)))
    library = PinnedLibrary(Path(shared.library))
    pool._warm_up(shared, library)
    assert (NAME, 2, 3) in since._compared
    assert past_figures.known_past_figures(library, library.open(NAME))
