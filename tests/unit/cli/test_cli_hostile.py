"""Text that was written to do harm, in every field, through every verb and format."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from briefing.authoring.load import Loaded
from briefing.authoring.problems import Problem
from briefing.library.library import Library
from briefing.model.vocabulary import Severity
from tests.hostile import SHORT
from tests.samples import ALL_FIELDS, worded

from .conftest import Run

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\u2028\u2029]"
)
COMMANDS = [
    ["list"],
    ["list", "--json"],
    *(
        ["show", f"two-towns{place}", "--format", form]
        for place in ("", "/reactions", "/people/card-people", "/terms/card-terms")
        for form in ("text", "md", "json")
    ),
    ["search", "the", "--limit", "50"],
    ["search", "the", "--json"],
    *(["figures", "two-towns", "--format", form] for form in ("text", "csv", "json")),
    *(["evidence", "two-towns", "--format", form] for form in ("text", "json")),
    ["log", "two-towns"],
    ["log", "two-towns", "--json"],
    ["diff", "two-towns", "1", "2", "--all"],
    ["diff", "two-towns", "1", "2", "--json"],
    ["changes", "two-towns", "--since", "1"],
    ["figures", "two-towns", "--history"],
    *(["digest", "--format", form] for form in ("text", "md", "json")),
    *(["without", "two-towns", "herald", "--format", form] for form in ("text", "json")),
]


TYPED = [
    ["{}"],
    ["show", "{}"],
    ["show", "two-towns/{}"],
    ["show", "two-towns/terms/{}"],
    ["show", "two-towns", "--format", "{}"],
    ["search", "{}"],
    ["search", "{}", "--json"],
    ["search", "dam", "--limit", "{}"],
    ["search", "dam", "--briefing", "{}"],
    ["figures", "{}"],
    ["evidence", "{}"],
    ["evidence", "two-towns/terms/share#{}"],
    ["without", "two-towns", "{}"],
    ["show", "two-towns", "--as-of", "{}"],
    ["show", "two-towns/share#{}@1"],
    ["show", "two-towns/{}@1"],
    ["log", "{}"],
    ["digest", "--since", "{}"],
    ["watch", "{}"],
    ["watch", "--saved", "{}"],
    ["search", "dam", "--as-of", "{}"],
    ["actor", "mayor", "two-towns", "--as-of", "{}"],
    ["changes", "{}"],
    ["changes", "two-towns", "--since", "{}"],
    ["diff", "two-towns", "{}", "1"],
    ["diff", "{}", "1", "1"],
    ["resolve", "{}"],
    ["resolve", "two-towns/share#summer@1{}"],
    ["anchor", "{}", "--corpus", "."],
    ["check", "two-towns", "--corpus", "{}"],
    ["check", "{}"],
    ["check", "{}", "--format", "json"],
    ["publish", "{}"],
    ["list", "--{}"],
]


@pytest.mark.parametrize("number", range(len(SHORT)))
def test_no_control_character_of_a_briefing_gets_out(run: Run, home: Path, number: int) -> None:
    library = Library(home / "library")
    for before in ("Earlier", ""):
        library.publish(
            [worded(ALL_FIELDS, lambda words: f"{before} {words} {SHORT[number]}")]  # noqa: B023
        )
    for command in COMMANDS:
        code, out, err = run(*command)
        assert code == 0, command
        assert out, command
        assert not UNSAFE.search(out + err), command
        if command[-1] in ("--json", "json"):
            json.loads(out)


@pytest.mark.parametrize("text", SHORT)
def test_nothing_typed_is_echoed_as_a_command_to_the_terminal(
    run: Run, text: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    for command in TYPED:
        _, out, err = run(*(word.format(text.replace("\0", "")) for word in command))
        assert not UNSAFE.search(out + err), command
        assert "Traceback" not in err, command
        assert "not your fault" not in err, command


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_control_character_of_a_problem_gets_out(
    run: Run, monkeypatch: pytest.MonkeyPatch, text: str, form: str
) -> None:
    problem = Problem(
        path=f"two-towns/{text}",
        line=1,
        column=1,
        severity=Severity.ERROR,
        code="bad-text",
        message=text,
        fix=text,
    )
    loaded = Loaded(briefing=None, problems=(problem,))
    monkeypatch.setattr("briefing.views.authored.load_briefing", lambda *_, **__: loaded)
    code, out, err = run("check", "two-towns", "--format", form)
    assert code == 1
    assert not UNSAFE.search(out + err)
