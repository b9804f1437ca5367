"""The document about serving says what holds."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

import msgspec
import pytest

from briefing.serve import marks, session
from briefing.serve.options import Limits, read_options
from briefing.settings.config import Places

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
SOURCES = "".join(path.read_text() for path in (ROOT / "briefing" / "serve").glob("*.py"))


def test_the_table_of_limits_has_the_defaults_of_all() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\w+) \| ", DOCUMENT, re.MULTILINE))
    assert set(rows) == {field.encode_name for field in msgspec.structs.fields(Limits)}
    places = Places(Path("library"), Path("state"), Path("config.toml"))
    assert read_options({"limits": rows}, Namespace(), places).limits == Limits()


def test_every_reason_for_which_a_session_ends_is_told() -> None:
    ended = re.compile(
        r'_end\([^,()]+, "([a-z ]+)"|_why = "([a-z ]+)"|, end, "([a-z]+)"|"why":"([a-z]+)"'
        r'|: \([A-Z_]+, "([a-z]+)", |channel\.end\([^,]+, "([a-z]+)"|end\("([a-z]+)", [A-Z]'
    )
    reasons = {next(filter(None, groups)) for groups in ended.findall(SOURCES)}
    expected = {"left", "gone", "idle", "longest", "cpu", "time", "output", "stop", "key"}
    assert reasons == expected | {"fault", "killed", "no key"}
    row = next(line for line in DOCUMENT.splitlines() if line.startswith("| `close`"))
    for reason in reasons:
        assert f"`{reason}`" in row, reason


@pytest.mark.parametrize("event", ["open", "refuse", "close"])
def test_every_event_of_the_log_is_told(event: str) -> None:
    assert f'"{event}"' in SOURCES or f'"event":"{event}"' in SOURCES
    assert f"| `{event}` |" in DOCUMENT


def test_no_sentence_for_readers_names_a_folder() -> None:
    said = {**vars(session), **vars(marks)}
    sentences = [value for name, value in said.items() if name.isupper()]
    assert not any("/" in one for one in sentences if isinstance(one, str))
