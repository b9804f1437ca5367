"""The document about serving says what holds."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from briefing.serve.limits import Limits, changed

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
_EVENT = re.compile(r"audit(?:\.write)?\(\s*\"(\w+)\"|event = \"(\w+)\"")


def test_the_table_of_limits_has_the_defaults_of_all() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\w+) \| ", DOCUMENT, re.MULTILINE))
    nothing = {field.encode_name: 1 << 40 for field in msgspec.structs.fields(Limits)}
    assert list(rows) == list(nothing)
    assert changed(changed(Limits(), nothing), rows) == Limits()


def test_every_event_of_the_audit_log_is_told() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "briefing" / "serve").rglob("*.py"))
    events = {one or other for one, other in _EVENT.findall(sources)}
    assert {"accept", "open", "close", "refuse", "reload_failed"} <= events
    for event in events:
        assert f"`{event}`" in DOCUMENT, event
