"""Pictures of what is to be signed; see `test_snapshots`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.articles import copy_towns
from tests.pilot.test_review import review_app


class Shot(NamedTuple):
    """The size of a terminal, the keys pressed, and whether no colour is wanted."""

    columns: int
    rows: int
    keys: Sequence[str]
    no_color: bool = False


SHOTS: Final = {
    "sentence-usual": Shot(80, 24, "JJJJ"),
    "sentence-wide": Shot(120, 40, "JJJJ"),
    "sentence-narrow": Shot(40, 24, "JJJJ"),
    "sentence-no-colour": Shot(80, 24, "JJJJ", no_color=True),
    "remark": Shot(80, 24, "JJJrno"),
    "sentence-cut-title": Shot(60, 24, "JJJ"),
    "question": Shot(160, 45, "J" * 25),
    "question-alone": Shot(80, 24, (*"J" * 26, "backspace")),
    "people": Shot(120, 40, "J" * 38),
    "whole": Shot(80, 24, "J" * 42),
}


@pytest.mark.parametrize("name", SHOTS)
def test_looks_as_it_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Callable[..., bool]
) -> None:
    shot = SHOTS[name]
    if shot.no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    app = review_app(copy_towns(tmp_path))
    size = (shot.columns, shot.rows)
    assert snap_compare(app, press=tuple(shot.keys), terminal_size=size)
