"""What each verb takes, and what is made of what is typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from briefing.cli.verbs import ALL_VERBS, build_parser, with_verb

_SHOWN = {"address": "N", "format": "text", "short": False, "as_of": None, "since": None}


@pytest.mark.parametrize(
    "typed", ["--corpus C check P", "check --corpus C P", "check P --corpus=C"]
)
def test_the_corpus_may_be_given_anywhere_to_a_verb_that_looks_into_it(typed: str) -> None:
    arguments = build_parser().parse_args(with_verb(typed.split()))
    assert (arguments.corpus, arguments.paths) == ("C", ["P"])


def test_only_a_verb_that_looks_into_source_texts_takes_a_corpus() -> None:
    words = {"search": ["a"], "figures": ["N"], "show": ["N"], "export": ["N"], "health": ["N"]}
    words |= {"actor": ["A"], "evidence": ["N"], "without": ["N", "S"], "completion": ["zsh"]}
    words |= {verb: ["P"] for verb in ("anchor", "check", "review", "publish")}
    words |= {verb: ["F"] for verb in ("new", "preview", "desk")}
    words |= {verb: ["F", "K"] for verb in ("paragraphs", "affects", "draft", "add")}
    words |= {"edit": ["F", "rename"], "log": ["N"], "changes": ["N"], "diff": ["N", "1", "2"]}
    words |= {"resolve": ["A"], "watch": ["Q"]}
    words |= {"checkout": ["N", "F"], "withdraw": ["N"]}
    words |= {"retract": ["F", "K", "--reason", "R"]}
    words |= {"correct": ["F", "C", "--was", "W", "--reason", "R"]}
    taking = []
    for verb in ALL_VERBS:
        typed = [verb, *words.get(verb, []), "--corpus", "C"]
        arguments, unknown = build_parser(only=verb).parse_known_args(typed)
        assert unknown == ([] if arguments.corpus else ["--corpus", "C"])
        taking += [verb] if arguments.corpus else []
    reading = {
        "read",
        "search",
        "watch",
        "evidence",
        "health",
        "paragraphs",
        "affects",
        "check",
        "review",
    }
    writing = {"add", "draft", "anchor", "preview", "desk", "publish", "serve"}
    assert {*taking} == reading | writing


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("list", {"json": False}),
        ("list --json", {"json": True}),
        ("show N", _SHOWN),
        (
            "show N --format md --short --revision 12",
            {**_SHOWN, "format": "md", "short": True, "as_of": 12},
        ),
        ("show N --as-of 3 --since last", {**_SHOWN, "as_of": 3, "since": "last"}),
        (
            "figures N --history --as-of 2024-02",
            {"name": "N", "format": "text", "history": True, "as_of": date(2024, 2, 29)},
        ),
        ("log N", {"name": "N", "all": False, "json": False}),
        ("changes N", {"name": "N", "since": "last", "all": False, "json": False}),
        ("changes N --since 2", {"name": "N", "since": 2, "all": False, "json": False}),
        (
            "diff N 1 2024-05-02 --all --json",
            {"name": "N", "old": 1, "new": date(2024, 5, 2), "all": True, "json": True},
        ),
        ("watch", {"query": [], "saved": None, "json": False}),
        ("watch a b --json", {"query": ["a", "b"], "saved": None, "json": True}),
        ("digest", {"since": timedelta(days=1), "format": "text"}),
        ("digest --since last --format md", {"since": "last", "format": "md"}),
        ("digest --since 2024-05-02", {"since": date(2024, 5, 2), "format": "text"}),
        ("resolve A - --json", {"addresses": ["A", "-"], "json": True}),
        (
            "search a",
            {"query": ["a"], "briefing": None, "limit": None, "as_of": None} | {"json": False},
        ),
        (
            "search a b --briefing N --limit 1 --json",
            {"query": ["a", "b"], "briefing": "N", "limit": 1, "as_of": None} | {"json": True},
        ),
        ("actor A", {"name": "A", "briefing": None, "all": False, "as_of": None} | {"json": False}),
        (
            "actor A N --all --json",
            {"name": "A", "briefing": "N", "all": True, "as_of": None} | {"json": True},
        ),
        ("figures N", {"name": "N", "format": "text", "history": False, "as_of": None}),
        ("export N", {"name": "N", "format": "md", "short": False, "as_of": None}),
        ("evidence N#c", {"address": "N#c", "format": "text", "as_of": None}),
        (
            "health N",
            {"name": "N", "list": None, "format": "text", "as_of": None, "signers": None},
        ),
        (
            "without N S T",
            {"name": "N", "sources": ["S", "T"], "format": "text", "as_of": None},
        ),
        ("anchor P Q --renew", {"paths": ["P", "Q"], "renew": True, "follow": False}),
        ("anchor P --follow", {"paths": ["P"], "renew": False, "follow": True}),
        ("anchor P", {"paths": ["P"], "renew": False, "follow": False}),
        (
            "check P",
            {"paths": ["P"], "format": "text", "explained": False, "look": False, "strict": False}
            | {"ask": None, "signers": None, "watch": False},
        ),
        (
            "check P --explained --look --strict --watch --ask C --signers F",
            {"paths": ["P"], "format": "text", "explained": True, "look": True, "strict": True}
            | {"ask": "C", "signers": "F", "watch": True},
        ),
        (
            "publish P Q",
            {"paths": ["P", "Q"], "unverified": False, "reviewed": False, "signers": None}
            | {"message": None, "merge": False, "over": None},
        ),
        (
            "publish P --unverified --reviewed --signers F --message M",
            {"paths": ["P"], "unverified": True, "reviewed": True, "signers": "F"}
            | {"message": "M", "merge": False, "over": None},
        ),
        (
            "publish P --merge --over 3 -m M",
            {"paths": ["P"], "unverified": False, "reviewed": False, "signers": None}
            | {"message": "M", "merge": True, "over": 3},
        ),
        ("checkout N F --revision 2", {"name": "N", "folder": "F", "revision": 2}),
        ("withdraw N --reason R", {"name": "N", "revision": None, "reason": "R"}),
        (
            "review F --sign-off K L --by N --remark R --sign S",
            {"folder": "F", "sign_off": ["K", "L"], "by": "N", "remark": "R", "sign": "S"}
            | {"list": False, "format": "text", "automated": False, "answer": None}
            | {"drill": None, "signers": None},
        ),
        (
            "review F --answer K T",
            {"folder": "F", "sign_off": None, "by": None, "remark": None, "sign": None}
            | {"list": False, "format": "text", "automated": False, "answer": ["K", "T"]}
            | {"drill": None, "signers": None},
        ),
        ("read", {"name": None, "as_of": None, "no_mouse": False, "theme": None, "signs": None}),
        (
            "read N --no-mouse",
            {"name": "N", "as_of": None, "no_mouse": True, "theme": None, "signs": None},
        ),
    ],
)
def test_what_is_typed_is_what_a_verb_is_given(typed: str, given: dict[str, object]) -> None:
    arguments = vars(build_parser().parse_args(typed.split()))
    for name in ("verb", "library", "corpus", "version"):
        del arguments[name]
    assert arguments == given
