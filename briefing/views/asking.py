"""``briefing check --ask``: claims and passages for any program, whose answers are looks.

The program gets a claim in a JSON line on its standard input, and answers in JSON lines on its
standard output. It is started without a shell, and ended with all that it started where it takes
too long or says too much. Nothing depends on what it is.
"""

from __future__ import annotations

import os
import re
import select
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import IO, Annotated, Final

import msgspec
from msgspec import Meta

from briefing.evidence.corpus import Examination
from briefing.evidence.support import Bearer, BearerKind, bearers
from briefing.model.errors import UsageError
from briefing.model.text import clean, count, shortened
from briefing.model.vocabulary import Basis, Severity
from briefing.views.address import bearer_address
from briefing.views.shapes import Ordinal, Shape

PATIENCE: Final = 600.0
"""Seconds for all answers."""

_LARGEST: Final = 4 * 1024 * 1024
"""Most bytes of all answers."""

_LONGEST: Final = 600
"""Most characters of one answer that are shown."""

_LONGEST_NAME: Final = 40

_CODE: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_CARRIES: Final = "carries"
"""What a program says of a claim that it finds nothing wrong with."""


class AskedPassage(Shape, frozen=True, kw_only=True):
    """A passage that a claim cites, in the words of its source."""

    source: Annotated[str, Meta(description="Citation key.")]
    paragraph: Annotated[
        Ordinal | None, Meta(description="As cited; null cites the source as a whole.")
    ]
    words: str


class AskedClaim(Shape, frozen=True, kw_only=True):
    """One line for a program that is asked by ``briefing check --ask``.

    It answers, in a line for each claim or for some, with ``{"id": …, "says": "carries"}`` where it
    finds nothing wrong, and else with ``{"id": …, "says": "…"}``, or with
    ``{"id": …, "code": "…", "message": "…"}``, of which the code may be left out.
    """

    id: Annotated[str, Meta(description="To be given back: CARD#ITEM.")]
    address: Annotated[str, Meta(description="NAME/SECTION/CARD#ITEM.")]
    text: str
    basis: Annotated[Basis, Meta(description="A figure or a position is reported.")]
    passages: tuple[AskedPassage, ...]


class _Answer(msgspec.Struct, frozen=True):
    id: str
    says: str | None = None
    code: str | None = None
    message: str | None = None


class Answered(msgspec.Struct, frozen=True):
    """What a program says of one claim, or what is wrong with its answers.

    Attributes:
        bearer: The claim; None where it is about the program itself.
    """

    bearer: Bearer | None
    severity: Severity
    code: str
    message: str
    fix: str


class Asked(msgspec.Struct, frozen=True):
    """What came of asking a program about a briefing.

    Attributes:
        name: What the program is called.
        asked: How many claims it was given.
        left_out: How many it was not given, since a passage is not at hand.
        silent: How many it was given, and did not answer.
    """

    name: str
    asked: int
    left_out: int
    silent: int
    answers: Sequence[Answered]

    @property
    def words(self) -> str:
        said = f"{self.name} was asked about {count(self.asked, 'claim')}"
        said += f", and said nothing of {self.silent:,}" if self.silent else ""
        missing = f"; {self.left_out:,} without a text were not asked about"
        return f"{said}{missing if self.left_out else ''}."


def command_of(typed: str, option: str = "--ask") -> list[str]:
    """Split a command as a shell would; what cannot be split is an error of usage."""
    try:
        words = shlex.split(typed)
    except ValueError as error:
        raise UsageError(f"“{typed}” is no command: {error}.") from error
    if not words:
        raise UsageError(f"{option} needs a command, such as {option} “./my-program --strict”.")
    return words


def ask(command: Sequence[str], examination: Examination, patience: float = PATIENCE) -> Asked:
    """Ask a program about all claims whose passages are at hand."""
    name = program_name(command)
    found = [
        one
        for one in bearers(examination.briefing)
        if one.evidence and one.kind is not BearerKind.NAME
    ]
    lines, by_id = [], {}
    for bearer in found:
        asked = _asked(bearer, examination)
        if asked is not None:
            by_id[asked.id] = bearer
            lines.append(msgspec.json.encode(asked) + b"\n")
    if not lines:
        return Asked(name, 0, len(found), 0, [])
    output, failure = run_program(command, b"".join(lines), patience)
    answers, answered, bad = _read(output, name, by_id)
    if failure or bad:
        wrong = f"{name} {failure}" if failure else f"{name}: {bad}"
        fix = "See docs/reviewing.md for what it is given, and what it may answer."
        answers.append(Answered(None, Severity.WARNING, "bad-answers", wrong, fix))
    return Asked(name, len(lines), len(found) - len(lines), len(by_id.keys() - answered), answers)


def program_name(command: Sequence[str]) -> str:
    """What a program is called: ``my-checker``, or ``python3 checker.py``."""
    words = (os.path.basename(word) for word in command if not word.startswith("-"))  # noqa: PTH119
    return shortened(clean(" ".join(words)), _LONGEST_NAME)


def _asked(bearer: Bearer, examination: Examination) -> AskedClaim | None:
    """The line on a claim; None where a passage of it is not at hand."""
    passages = []
    for one in bearer.evidence:
        passage = examination.finding(one).passage
        if passage is None:
            return None
        passages.append(
            AskedPassage(source=one.source, paragraph=one.paragraph, words=passage.words)
        )
    return AskedClaim(
        id=bearer.key,
        address=bearer_address(examination.briefing, bearer),
        text=bearer.text,
        basis=Basis.REPORTED if bearer.claim is None else bearer.claim.basis,
        passages=tuple(passages),
    )


# -- the program -----------------------------------------------------------------------------------


def run_program(command: Sequence[str], data: bytes, patience: float) -> tuple[bytes, str]:
    """Run a program on some data: what it answers, and what went wrong with it, if anything."""
    try:
        # A group of its own, so that what it starts ends with it.
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"“{command[0]}” cannot be run: {reason}.") from error
    assert process.stdin is not None, "it is a pipe"
    assert process.stdout is not None, "it is a pipe"
    feeder = threading.Thread(target=_feed, args=(process.stdin, data), daemon=True)
    feeder.start()
    with process.stdout as stream:
        output, failure = _answers(stream.fileno(), patience)
        code = _end(process, kill=bool(failure))
    feeder.join(_AFTER)
    return output, failure or (f"ended with exit code {code}." if code else "")


def _feed(stream: IO[bytes], data: bytes) -> None:
    """Give a program what it is asked; one that does not read to the end has its reasons."""
    with suppress(OSError, ValueError), stream:
        stream.write(data)


def _answers(stream: int, patience: float) -> tuple[bytes, str]:
    """Read what a program answers to its end, for so many seconds, and so much and no more."""
    found = bytearray()
    until = time.monotonic() + patience
    while (left := until - time.monotonic()) > 0:
        if not select.select([stream], [], [], left)[0]:
            break
        chunk = os.read(stream, 1 << 16)
        if not chunk:
            return bytes(found), ""
        found += chunk
        if len(found) > _LARGEST:
            size = _LARGEST // 1024 // 1024
            return bytes(found[:_LARGEST]), f"answered more than {size} MB, and was ended."
    return bytes(found), f"did not end within {patience:g} seconds, and was ended."


_AFTER: Final = 5.0
"""Seconds for a program to end after its last answer."""


def _end(process: subprocess.Popen[bytes], *, kill: bool) -> int:
    """Wait for a program that has answered; end one, with all that it started."""
    if not kill:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(_AFTER)
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


# -- its answers -----------------------------------------------------------------------------------


def _read(
    output: bytes, name: str, by_id: Mapping[str, Bearer]
) -> tuple[list[Answered], set[str], str]:
    """Read the answers: looks, the ids that were answered, and what is wrong with the others."""
    found: list[Answered] = []
    answered: set[str] = set()
    wrong: list[str] = []
    lines = [line for line in output.split(b"\n") if line.strip()]
    for number, line in enumerate(lines, start=1):
        try:
            answer = msgspec.json.decode(line, type=_Answer)
        except (msgspec.DecodeError, RecursionError) as error:
            wrong.append(f"answer {number} cannot be read: {clean(str(error))}")
            continue
        if answer.id not in by_id:
            wrong.append(
                f"answer {number} is about “{shortened(clean(answer.id), 60)}”, of which"
                " it was not asked"
            )
        elif (message := answer.message or answer.says) is None:
            wrong.append(f"answer {number} says nothing")
        else:
            answered.add(answer.id)
            found += _looks(answer, " ".join(clean(message).split()), name, by_id[answer.id])
    rest = f" ({len(wrong):,} of {len(lines):,} answers cannot be used)" if len(wrong) > 1 else ""
    return found, answered, f"{wrong[0]}{rest}." if wrong else ""


def _looks(answer: _Answer, message: str, name: str, bearer: Bearer) -> Iterator[Answered]:
    if answer.message is None and message.casefold().rstrip(".") == _CARRIES:
        return
    code = answer.code or ""
    code = code if len(code) <= _LONGEST_NAME and _CODE.fullmatch(code) else "asked"
    said = shortened(message, _LONGEST)
    said = f"{name} says: {said}{'' if said[-1] in '.!?…”' else '.'}"
    fix = "Read the passages again; a program may be wrong."
    yield Answered(bearer, Severity.LOOK, code, said, fix)
