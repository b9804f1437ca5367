"""Programs that are asked about claims: good ones, bad ones, and those that never end."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from briefing.evidence.corpus import Corpus, Examination
from briefing.model.errors import UsageError
from briefing.model.vocabulary import Severity
from briefing.views import asking
from briefing.views.asking import Asked, ask, command_of
from briefing.views.shapes import schema
from tests.articles import anchored
from tests.samples import TEXTS, two_towns


def examination(corpus: Path | None = TEXTS) -> Examination:
    return Examination(anchored(two_towns(), TEXTS), Corpus(corpus))


def asked(tmp_path: Path, code: str, patience: float = asking.PATIENCE) -> Asked:
    """Ask a program that is written in Python."""
    program = tmp_path / "checker.py"
    program.write_text(f"import json, sys\n{code}\n")
    return ask([sys.executable, str(program)], examination(), patience)


EACH = "for line in sys.stdin:\n    one = json.loads(line)\n    "


def warning(found: Asked) -> str:
    (one,) = [one for one in found.answers if one.severity is Severity.WARNING]
    assert (one.code, one.bearer) == ("bad-answers", None)
    return one.message


def test_a_program_gets_each_claim_with_its_passages_as_the_schema_has_it(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    found = asked(tmp_path, f"open({str(kept)!r}, 'w').write(sys.stdin.read())")
    lines: list[Any] = [json.loads(line) for line in kept.read_text().splitlines()]
    assert len(lines) == found.asked > 30
    validator = Draft202012Validator(schema("ask"))
    assert all(validator.is_valid(line) for line in lines)
    summer = next(line for line in lines if line["id"] == "share#summer")
    assert summer["address"] == "two-towns/terms/share#summer"
    assert [one["paragraph"] for one in summer["passages"]] == [2, 4]
    assert "takes two thirds of" in summer["passages"][0]["words"]
    # What cites a text that is not at hand could not be judged.
    assert found.left_out > 0
    assert not any(one["source"] == "engineers" for line in lines for one in line["passages"])
    assert found.silent == found.asked
    assert found.words.startswith(f"{Path(sys.executable).name} checker.py was asked about")


def test_what_it_says_is_a_look_and_that_it_carries_is_none(tmp_path: Path) -> None:
    says = '{"summer": "Carries.", "crews": "not said\\x1b[2J\\n there"}'
    found = asked(
        tmp_path,
        f"{EACH}says = {says}.get(one['id'].partition('#')[2])\n"
        "    if says: print(json.dumps({'id': one['id'], 'says': says}))",
    )
    (look,) = found.answers
    assert look.bearer is not None
    assert look.bearer.key == "turbines#crews"
    assert (look.severity, look.code) == (Severity.LOOK, "asked")
    assert look.message.endswith("checker.py says: not said\ufffd[2J there.")
    assert found.silent == found.asked - 2


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("little-carried", "little-carried"),
        ("NO [x]", "asked"),
        ("", "asked"),
        pytest.param("a" * 999, "asked", id="long"),
    ],
)
def test_a_code_is_kept_where_it_is_one(tmp_path: Path, code: str, kept: str) -> None:
    answer = {"id": "share#summer", "code": code, "message": "Look."}
    found = asked(tmp_path, f"print(json.dumps({answer!r}))")
    assert [one.code for one in found.answers] == [kept]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("print('junk')", "answer 1 cannot be read"),
        ("print('[' * 100000)", "answer 1 cannot be read"),
        ("print(json.dumps({'id': 'no#thing', 'says': 'x'}))", "of which it was not asked"),
        ("print(json.dumps({'id': 'share#summer'}))", "answer 1 says nothing"),
        ("print('junk\\njunk')", "(2 of 2 answers cannot be used)"),
        ("sys.stdout.buffer.write(b'\\xff\\n')", "answer 1 cannot be read"),
        ("sys.exit(3)", "ended with exit code 3."),
    ],
)
def test_bad_answers_are_one_warning(tmp_path: Path, code: str, said: str) -> None:
    found = asked(tmp_path, code)
    assert said in warning(found)
    assert len(found.answers) == 1


def test_a_program_that_never_ends_is_ended_with_what_it_started(tmp_path: Path) -> None:
    code = (
        "import signal, subprocess\n"
        "print(json.dumps({'id': 'share#summer', 'says': 'No.'}), flush=True)\n"
        "subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        "signal.pause()"
    )
    found = asked(tmp_path, code, patience=1)
    assert "did not end within 1 seconds, and was ended" in warning(found)


def test_a_program_that_says_too_much_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_LARGEST", 1024)
    found = asked(tmp_path, "while True: print('x' * 100)")
    assert "and was ended" in warning(found)


def test_a_program_that_does_not_read_is_no_fault(tmp_path: Path) -> None:
    found = asked(tmp_path, "sys.stdin.close()")
    assert found.answers == []


def test_without_texts_nothing_is_asked(tmp_path: Path) -> None:
    found = ask([str(tmp_path / "not-there")], examination(None))
    assert (found.asked, found.answers) == (0, [])
    assert "were not asked about" in found.words


def test_a_command_that_is_none_is_told(tmp_path: Path) -> None:
    assert command_of("check 'a b'") == ["check", "a b"]
    for typed in ("", "  ", "'unclosed"):
        with pytest.raises(UsageError):
            command_of(typed)
    with pytest.raises(UsageError, match="cannot be run: No such file"):
        ask([str(tmp_path / "not-there")], examination())
