"""A program that forks sessions which mark cards at the same time, and says what each has seen.

Its words are a state folder, ``one`` or ``each`` for whose key they have, how many sessions there
are, how many marks each makes, and on how many cards of its own in turn. The disk is not waited
for: what is tried is who gets in whose way.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path

from briefing.serve.marks import folder_of_marks, open_marks, prepare_marks


def key(number: int) -> str:
    """The fingerprint of a key."""
    return f"SHA256:{base64.b64encode(bytes([number]) * 32).decode().rstrip('=')}"


def main() -> None:
    """Let them all go at the same time."""
    state, whose = Path(sys.argv[1]), sys.argv[2]
    sessions, marks, cards = map(int, sys.argv[3:])
    vars(os)["fsync"] = lambda _: None
    gate, opens = os.pipe()
    lines = [os.pipe() for _ in range(sessions)]
    for number, (_, report) in enumerate(lines):
        if not os.fork():
            os.close(opens)
            os.read(gate, 1)
            said = _mark(state, key(1 if whose == "one" else number), number, marks, cards)
            os.write(report, json.dumps(said).encode())
            os._exit(0)
    os.close(opens)
    print(json.dumps([json.loads(os.read(ours, 4096)) for ours, _ in lines]))


def _mark(state: Path, fingerprint: str, number: int, marks: int, cards: int) -> dict[str, object]:
    folder = folder_of_marks(state, fingerprint)
    prepared = prepare_marks(folder, 1000)
    kept = open_marks(folder, lambda _: None)
    mine: dict[str, str] = {}
    lost = 0
    for turn in range(marks):
        card = f"card-{number}-{turn % cards}"
        mine[card] = str(turn)
        kept.mark_read("dam", {card: str(turn)})
        now = kept.read_marks("dam")
        lost += any(now.get(name) != mark for name, mark in mine.items())
    saved = kept.save()
    return {"prepared": prepared, "saved": saved, "lost": lost, "told": kept.notices}


if __name__ == "__main__":
    main()
