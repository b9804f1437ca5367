"""How sharp the tests are: how many of a sample of mutants they catch.

    python -m tests.long.mutants [--seed N] [--count 100] [--room ROOM] [--root FOLDER]

A mutant is the program with one operator, constant, condition or result changed. The sample is
spread over the rooms of `briefing/` by their size. All of it is written into one temporary copy of
the checkout, each mutant switched off, and all tests run once to see which of them meets which
mutant. Then each mutant is switched on for the tests that meet it, see `mutant_runs`.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.long.mutant_runs import MARK, ON

COPIED: Final = ("briefing", "content", "docs", "tests", ".ci", "README.md", "pyproject.toml")
AT_LEAST: Final = 2
"""Mutants of the smallest room."""
MOST_SECONDS: Final = 20
"""Processor time of the tests tried on a mutant of what runs at import."""
ALSO: Final = {
    "tui": ("pilot", "snapshots", "terminal"),
    "views": ("unit.cli",),
    "serve": ("served",),
}
"""Folders whose tests follow those of a room: what its screens do, what its verbs print."""
ALL: Final = ("unit", "pilot", "snapshots", "terminal", "served")

ALONE: Final = Path("briefing/serve/thin_client.py")
"""A program by itself, which can import nothing of ours."""

OTHER: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
}  # fmt: skip

_AS_NONE: Final = frozenset(["None", "False"])
"""Results that whoever only asks whether they are true cannot tell from None."""


@dataclass(frozen=True)
class Mutant:
    """One change of one file: bytes `start` to `end` become `new`.

    Attributes:
        early: Whether it is met when its module is imported, not when a function runs.
    """

    file: Path
    line: int
    early: bool
    start: int
    end: int
    old: str
    new: str

    def overlaps(self, other: Mutant) -> bool:
        return self.file == other.file and self.start < other.end and other.start < self.end

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {shortened(self.old)} → {shortened(self.new)}"


def shortened(code: str) -> str:
    return re.sub(r"\s+", " ", code if len(code) < 70 else f"{code[:45]} … {code[-20:]}")


# What may be changed.


def mutants_of(root: Path, file: Path) -> list[Mutant]:
    source = (root / file).read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node, new, early in _changes(ast.parse(source), early=True):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        old = source[start:end].decode()
        found.append(Mutant(file, node.lineno, early, start, end, old, new))
    return found


def _changes(node: ast.AST, *, early: bool) -> Iterator[tuple[ast.expr, str, bool]]:
    """Yield the expressions below a node that may be changed, and what to put in their place."""
    yield from ((one, new, early) for one, new in _changes_of(node))
    for child in _children(node):
        functions = ast.FunctionDef | ast.AsyncFunctionDef
        inside = isinstance(node, functions) and child in node.body
        inside = inside or (isinstance(node, ast.Lambda) and child is node.body)
        yield from _changes(child, early=early and not inside)


def _changes_of(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Compare(left=ast.Name(id="__name__"))):
            return  # what is imported for types only, or when a module is run by itself
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                others = [*ops[:place], _other(op), *ops[place + 1 :]]
                yield node, _code(ast.Compare(node.left, others, node.comparators))
        case ast.BoolOp(op=op):
            yield node, _code(ast.BoolOp(_other(op), node.values))
        case ast.BinOp(op=op) if type(op) in OTHER and not _is_text(node):
            yield node, _code(ast.BinOp(node.left, _other(op), node.right))
        case ast.UnaryOp(op=ast.Not()):
            yield node, _code(node.operand)
        case ast.Constant(value=bool() as value):
            yield node, str(not value)
        case ast.Constant(value=int() as value):
            yield from ((node, str(value + 1)), (node, f"({value - 1})"))
        case ast.Return(value=ast.expr() as result) if ast.unparse(result) not in _AS_NONE:
            yield result, "None"
        case ast.While():
            yield node.test, "False"
        case ast.If() | ast.IfExp():
            yield from ((node.test, "True"), (node.test, "False"))
        case ast.comprehension(ifs=ifs):
            yield from ((one, "True") for one in ifs)


def _other(op: ast.AST) -> Any:  # noqa: ANN401 - of the same kind as the first
    return OTHER[type(op)]()


def _code(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"


def _is_text(node: ast.BinOp) -> bool:
    """Whether text or a display is added, where any other operator is an error at once."""
    displays = (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp)
    return any(
        isinstance(side, displays)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str | bytes))
        or (isinstance(side, ast.BinOp) and _is_text(side))
        for side in (node.left, node.right)
    )


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is below a node and runs: no annotations, declarations, patterns, f-strings."""
    left_out: list[ast.AST] = []
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Compare(left=ast.Name(id="__name__"))):
            left_out = [node.test, *node.body]
        case ast.Assign(targets=[ast.Name(id="TYPE_CHECKING")]):
            return
        case ast.AnnAssign():
            left_out = [node.annotation]
        case ast.arg():
            left_out = [one for one in [node.annotation] if one]
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            left_out = [one for one in [node.returns] if one]
        case ast.ClassDef():
            left_out = [*node.keywords, *node.decorator_list]
        case ast.Subscript(value=ast.Name(id="Literal")) | ast.JoinedStr() | ast.pattern():
            return
        case ast.Call(func=ast.Name(id="lru_cache")):
            return  # how much is kept, which nobody can see
    for child in ast.iter_child_nodes(node):
        if not any(child is one for one in left_out):
            yield child


def room_of(file: Path) -> str:
    return file.parts[1] if len(file.parts) > 2 else "."


def folders_of(room: str) -> list[str]:
    return [f"unit.{room}", *ALSO.get(room, ())]


def sample(root: Path, count: int, seed: int, only: str | None) -> list[Mutant]:
    """Draw mutants: by room in proportion to statements, then a line, then a change of it."""
    statements: dict[str, int] = defaultdict(int)
    lines: dict[str, dict[tuple[Path, int], list[Mutant]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted((root / "briefing").rglob("*.py")):
        file = path.relative_to(root)
        room = room_of(file)
        if path.name == "__main__.py" or only not in {None, room}:
            continue
        statements[room] += sum(
            isinstance(node, ast.stmt) for node in ast.walk(ast.parse(path.read_bytes()))
        )
        for one in mutants_of(root, file):
            lines[room][file, one.line].append(one)
    rest = count - AT_LEAST * len(lines)
    total = sum(statements[room] for room in lines)
    shares = {room: rest * statements[room] / total for room in lines}
    quotas = {room: AT_LEAST + int(share) for room, share in shares.items()}
    by_fraction = sorted(shares, key=lambda room: (int(shares[room]) - shares[room], room))
    for room in by_fraction[: count - sum(quotas.values())]:
        quotas[room] += 1
    drawn: list[Mutant] = []
    for room in sorted(lines):
        dice = random.Random(f"{seed} {room}")
        places = sorted(lines[room])
        dice.shuffle(places)
        chosen: list[Mutant] = []
        for place in places:
            one = dice.choice(lines[room][place])
            if len(chosen) < quotas[room] and not any(one.overlaps(other) for other in chosen):
                chosen.append(one)
        drawn += chosen
    return drawn


# Running them.


def write_copy(root: Path, folder: Path, mutants: list[Mutant]) -> None:
    """Copy a checkout, with every mutant in it, each behind its switch."""
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("*.pyc"))
        elif (root / name).exists():
            shutil.copy2(root / name, folder / name)
    shutil.copy2(Path(__file__).with_name("mutant_runs.py"), folder)
    by_place = sorted(enumerate(mutants), key=lambda one: one[1].start, reverse=True)
    for number, one in by_place:
        source = (folder / one.file).read_bytes()
        is_on = f'__import__("mutant_runs").on({number})'
        if one.file == ALONE:
            is_on = f'__import__("posix").access("{folder / MARK.format(number)}", 0)'
        switch = f"({one.new} if {is_on} else ({one.old}))"
        changed = source[: one.start] + switch.encode() + source[one.end :]
        (folder / one.file).write_bytes(changed)
    for file in {one.file for one in mutants} - {ALONE}:
        with (folder / file).open("a", encoding="utf-8") as module:
            module.write("\nimport mutant_runs\n")  # while it can be: a process may confine itself


def run_tests(folder: Path, tests: list[str], mutant: int | None = None) -> str:
    """Run tests in a copy, and give what pytest prints last: the first test that fails."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "HYPOTHESIS_DATABASE_FILE": os.devnull}
    if mutant is not None:
        environment[ON] = str(mutant)
        (folder / MARK.format(mutant)).touch()
    code = "import briefing; print(briefing.__file__)"
    command = [sys.executable, "-c", code]
    said = subprocess.check_output(command, env=environment, cwd="/", text=True).strip()
    if not Path(said).is_relative_to(folder):
        raise SystemExit(f"the tests would run {said}")
    options = ["-x", "-q", "-n", "0", "-p", "mutant_runs", "-p", "no:randomly"]
    options += ["-p", "no:cacheprovider", "--timeout=600", "--hypothesis-seed=0"]
    options += [f"--basetemp={folder / 't'}"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    (folder / MARK.format(mutant)).unlink(missing_ok=True)
    if ran.returncode in {0, 5}:
        return ""
    named = re.search(r"^(?:FAILED|ERROR) (\S+)", ran.stdout, re.MULTILINE)
    return named[1] if named else "a time limit"


def _tests_of(room: str) -> tuple[str, ...]:
    return tuple(f"tests/{one.replace('.', '/')}/" for one in folders_of(room))


def _nearest(mutant: Mutant, ran: dict[str, dict[str, float]]) -> list[str]:
    """Choose test files: those that name the module first, then of its room, while time allows."""
    words, room = set(mutant.file.stem.split("_")), room_of(mutant.file)
    seconds = {file: sum(ran[file].values()) for file in ran if file.startswith(_tests_of(room))}

    def order(file: str) -> tuple[int, bool, float]:
        named = len(words & set(re.split(r"[_./]", file)))
        return -named, not file.startswith(f"tests/unit/{room}/"), seconds[file]

    left: float = MOST_SECONDS
    chosen = []
    for file in sorted(seconds, key=order):
        if seconds[file] < left:
            left -= seconds[file]
            chosen.append(file)
    return chosen


def measure(root: Path, mutants: list[Mutant], folder: Path) -> dict[Mutant, str]:
    """Try the mutants, print what comes of each, and give the test that catches it, or nothing."""
    write_copy(root, folder, mutants)
    late = [number for number, one in enumerate(mutants) if not one.early]
    own = [(number, _tests_of(room_of(mutants[number].file))) for number in late]
    (folder / "numbers.json").write_text(json.dumps(own))
    rooms = {room_of(one.file) for one in mutants}
    folders = folders_of(rooms.pop()) if len(rooms) == 1 else ALL
    places = [f"tests/{one.replace('.', '/')}" for one in folders]
    run_tests(folder, [one for one in places if (folder / one).exists()])
    ran: dict[str, dict[str, float]] = defaultdict(dict)
    skipped = []
    for test, seconds, failed in map(json.loads, (folder / "ran.jsonl").read_text().splitlines()):
        ran[test.partition("::")[0]][test] = seconds
        skipped += [f"--deselect={test}"] if failed else []
    caught: dict[Mutant, str] = {}
    for number, verdict, tests in map(
        json.loads, (folder / "verdicts.jsonl").read_text().splitlines()
    ):
        caught[mutants[number]] = verdict
        print(f"{mutants[number]}  {verdict or f'MISSED by {tests} tests that meet it'}")
    for number in set(range(len(mutants))) - set(late):
        files = _nearest(mutants[number], ran)
        verdict = run_tests(folder, [*files, *skipped], number) if files else ""
        caught[mutants[number]] = verdict
        print(f"{mutants[number]}  {verdict or f'MISSED by {len(files)} files of its room'}")
    if skipped:
        print("fail without a mutant, and so catch none:", *skipped)
    return caught


def main() -> None:
    """Draw the sample, measure it, and print a table."""
    parser = argparse.ArgumentParser(description="Measure how many mutants the tests catch.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--room")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[2])
    parser.add_argument("--list", action="store_true", help="print the mutants, run nothing")
    given = parser.parse_args()
    root: Path = given.root.resolve()
    mutants = sample(root, given.count, given.seed, given.room)
    if given.list:
        print("\n".join(map(str, mutants)))
        return
    with tempfile.TemporaryDirectory() as folder:
        caught = measure(root, mutants, Path(folder).resolve())
    print(f"\n{'room':<12}{'caught':>8}{'of':>6}")
    for room in sorted({room_of(one.file) for one in mutants}):
        verdicts = [bool(caught[one]) for one in mutants if room_of(one.file) == room]
        print(f"{room:<12}{sum(verdicts):>8}{len(verdicts):>6}")
    print(f"caught: {sum(map(bool, caught.values()))} of {len(mutants)}")


if __name__ == "__main__":
    main()
