"""Files are changed by splices: what is not meant stays, byte for byte."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.authoring.fields import compose
from briefing.desk.edits import EditRefusedError
from briefing.desk.forms import as_yaml
from briefing.desk.typed import Typed, list_items


def typed(text: str) -> Typed:
    return Typed("sources.yaml", text.encode())


LISTS = [
    ("a: [x, y, z]\nb: 1\n", [2, 0], "a: [z, x]\nb: 1\n"),
    ("a: [ x,y , z ]  # why\n", [0, 2, "n"], "a: [ x,z,n ]  # why\n"),
    ("a: [x]\n", [], "a: []\n"),
    ("a: []\n", ["n", "m"], "a: [n, m]\n"),
    ("a: x\nb: 1\n", [0, "n"], "a: [x, n]\nb: 1\n"),
    ("b: 1\n", ["n"], "b: 1\na: [n]\n"),
    ("b: 1", ["n"], "b: 1\na: [n]\n"),
    ("{b: 1}\n", ["n"], "{b: 1, a: [n]}\n"),
    ("a: [\n  x,  # one\n  y,\n]\n", [1, 0], None),
    ("a: [\n  x,  # one\n  y,\n]\n", [1, 0, "n"], "a: [\n  y, x,  # one\n  n,\n]\n"),
    ("a: [\n  x,  # one\n  y,\n]\n", [0, 1, "n"], "a: [\n  x,  # one\n  y, n,\n]\n"),
    ("a:\n  - x  # one\n  # two\n  - y\n", [1, 0], "a:\n  # two\n  - y\n  - x  # one\n"),
    ("a:\n- x\n- y\n", ["n", 1], "a:\n- n\n- y\n"),
    ("a:\n- x\n- y", [1, 0], "a:\n- y\n- x\n"),
    ("a:  # why\n- x\nb: 1\n", [], "a: []\nb: 1\n"),
    ("a:\n-\n  x: 1\n- y: 2\n\n  z: 3\n\nb: 1\n", [1], "a:\n- y: 2\n\n  z: 3\n\nb: 1\n"),
    ("a:\r\n- x\r\n- y\r\n", [1, 0, "n"], "a:\r\n- y\r\n- x\r\n- n\r\n"),
]


@pytest.mark.parametrize(("text", "order", "becomes"), LISTS)
def test_a_list_is_arranged(text: str, order: list[int | str], becomes: str | None) -> None:
    file = typed(text)
    if becomes is None:
        with pytest.raises(EditRefusedError, match="A remark stands within “a”"):
            file.set_list(file.fields, "a", order)
        return
    known = list(list_items(file.pairs(file.fields)["a"].value)) if "a" in text else []
    file.set_list(file.fields, "a", order)
    assert file.became() == becomes
    if "x:" not in text:
        wanted = [known[one] if isinstance(one, int) else one for one in order]
        now = typed(becomes)
        assert list(list_items(now.pairs(now.fields)["a"].value)) == wanted


FIELDS = [
    ("a: 1\nb: 2\n", "a", "n", "a: n\nb: 2\n"),
    ("a: 'it''s'  # why\n", "a", "it's", "a: it's  # why\n"),
    ("a: >-\n  one\n  two\n\nb: 2\n", "a", "n", "a: n\n\nb: 2\n"),
    ("a:\nb: 2\n", "a", "n", "a: n\nb: 2\n"),
    ("b:\n  - x\n", "a", "n", "b:\n  - x\na: n\n"),
    ("b: |\n  one\n", "a", "n: m", 'b: |\n  one\na: "n: m"\n'),
]


@pytest.mark.parametrize(("text", "name", "value", "becomes"), FIELDS)
def test_a_field_is_set(text: str, name: str, value: str, becomes: str) -> None:
    file = typed(text)
    file.set_value(file.fields, name, as_yaml(value))
    assert file.became() == becomes


REMOVED = [
    ("a: 1\nb: 2  # why\nc: 3\n", "b", "a: 1\nc: 3\n"),
    ("a: 1\nb:\n  - x\n  - y\n", "b", "a: 1\n"),
    ("{a: 1, b: 2, c: 3}\n", "b", "{a: 1, c: 3}\n"),
    ("{a: 1, b: 2}\n", "a", "{b: 2}\n"),
    ("{a: 1, b: 2}\n", "b", "{a: 1}\n"),
]


@pytest.mark.parametrize(("text", "name", "becomes"), REMOVED)
def test_a_field_is_removed(text: str, name: str, becomes: str) -> None:
    file = typed(text)
    file.remove_field(file.fields, name)
    assert file.became() == becomes


@example("-")
@given(st.text())
def test_a_text_is_typed_so_that_it_is_read_as_it_is(text: str) -> None:
    text = " ".join(text.split())
    try:
        typed_text = as_yaml(text)
    except EditRefusedError:
        return
    for around in ("a: {}\nb: 1\n", "{{a: {}, b: 1}}\n", "- a: {}\n"):
        node = compose(around.format(typed_text))
        while isinstance(node, yaml.SequenceNode):
            node = node.value[0]
        assert isinstance(node, yaml.MappingNode)
        assert node.value[0][1].value == text


@pytest.mark.parametrize("text", ["no: field", "a: [b", "x: &a 1", "- x", "{}", "caf\xe9"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    data = b"caf\xe9" if "\xe9" in text else f"---\n{text}\n".encode()
    with pytest.raises(EditRefusedError, match="briefing check"):
        _ = Typed("card.md", data).fields


ADDED = [
    ("sources.yaml", "", "a: 1\n"),
    ("sources.yaml", "\ufeff", "\ufeffa: 1\n"),
    ("sources.yaml", "# None yet", "# None yet\na: 1\n"),
    ("sources.yaml", "# None yet\r\n", "# None yet\r\na: 1\r\n"),
    ("card.md", "---\n---", "---\na: 1\n---"),
    ("card.md", "---\n# Why\n---\nText\n", "---\n# Why\na: 1\n---\nText\n"),
]


@pytest.mark.parametrize(("name", "text", "becomes"), ADDED)
def test_a_file_without_fields_gets_one(name: str, text: str, becomes: str) -> None:
    file = Typed(name, text.encode())
    file.add_field(file.fields, "a: 1")
    assert file.became() == becomes
    assert becomes[: file.cursor].endswith("a: 1")


ITEMS = [
    ("b: 1\n", "b: 1\na:\n  - x: 1\n    y: 2\n"),
    ("a:\n- z: 3\n", "a:\n- z: 3\n- x: 1\n  y: 2\n"),
    ("a: [{z: 3}]\n", "a: [{z: 3}, {x: 1, y: 2}]\n"),
]


@pytest.mark.parametrize(("text", "becomes"), ITEMS)
def test_an_item_goes_to_the_end_of_a_list(text: str, becomes: str) -> None:
    file = typed(text)
    file.add_item(file.fields, "a", "x: 1\ny: 2")
    assert file.became() == becomes
