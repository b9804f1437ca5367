from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from briefing.views.shapes import FOLDER, SHAPES, KeyList, ListedKey, as_json, schema
from briefing.views.verb_table import VERBS


def committed(verb: str) -> Any:  # noqa: ANN401
    return json.loads((FOLDER / f"{verb}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("verb", SHAPES)
def test_the_committed_schema_is_what_the_shapes_say(verb: str) -> None:
    assert committed(verb) == schema(verb), "run: python -m briefing.views.shapes"


@pytest.mark.parametrize("verb", SHAPES)
def test_the_schema_is_one(verb: str) -> None:
    Draft202012Validator.check_schema(committed(verb))


def test_there_is_no_schema_of_a_verb_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(SHAPES)


def test_a_schema_refuses_what_is_not_its_shape() -> None:
    validator = Draft202012Validator(committed("list"))
    assert validator.is_valid({"briefings": []})
    assert not validator.is_valid({"briefings": [{"id": "two-towns"}]})


def test_every_verb_that_prints_json_has_a_schema() -> None:
    assert set(SHAPES) == {verb.name for verb in VERBS if verb.shape} | {
        "figures-history",
        "keys",
        "ask",
        "draft-with",
    }


def test_json_is_indented_and_leaves_no_field_of_ours_out() -> None:
    key = ListedKey(id="quit", group="Général", keys=(), label="Quit", help="")
    assert as_json(KeyList(keys=(key,))) == (
        '{\n  "keys": [\n    {\n      "id": "quit",\n      "group": "Général",\n'
        '      "keys": [],\n      "label": "Quit",\n      "help": ""\n    }\n  ]\n}\n'
    )
