"""The index that sessions search in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing.serve.audit import AuditLog
from briefing.serve.index import ServedIndex
from briefing.serve.nursery import NurseryError
from briefing.serve.protocol import Begin


@pytest.mark.parametrize("error", [NurseryError("It cannot be started."), OSError("No room.")])
async def test_an_index_that_nobody_can_make_is_told_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("briefing.serve.index.start_program", fail)
    audit = AuditLog(tmp_path / "audit.log")
    begin = Begin(library=str(tmp_path / "library"), state=str(tmp_path / "state"))
    index = ServedIndex(begin, audit)
    await index.refresh()
    index.close()
    audit.close()
    (line,) = (tmp_path / "audit.log").read_text(encoding="utf-8").splitlines()
    assert (json.loads(line)["event"], json.loads(line)["why"]) == ("index_failed", str(error))
