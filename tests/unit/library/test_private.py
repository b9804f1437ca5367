"""Where somebody is and what they marked is nobody else's business."""

from __future__ import annotations

import os
from pathlib import Path

from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState

TOP = Place(section="terms", card="card-0")
END = Place(section="terms", card="card-9", claim="c2")


def test_nobody_else_may_look_at_it_even_where_others_made_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "state" / "state.json"
    before = os.umask(0o022)
    try:
        state = ReaderState.open(path)
        state.remember("dam", TOP)
        assert state.save()
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
        assert {one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {0o600}
        path.parent.chmod(0o755)
        state.remember("dam", END)
        assert state.save()
        assert path.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
