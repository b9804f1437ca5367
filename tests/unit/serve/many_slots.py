"""A program that forks sessions which take slots at once, and says what each got.

Its words are the state folder, the limits in JSON, and the key and address of each. A line with the
numbers of sessions that are to be killed is answered by how many slots are taken then.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from briefing.serve.options import Limits
from briefing.serve.slots import take_slot, taken_slots


def main() -> None:
    """Fork them, let them all go at the same time, and do what is asked."""
    state, limits = Path(sys.argv[1]), msgspec.json.decode(sys.argv[2], type=Limits)
    who = [one.split(",") for one in sys.argv[3:]]
    gate, opens = os.pipe()
    told = [os.pipe() for _ in who]
    pids = []
    for (key, address), (_, report) in zip(who, told, strict=True):
        if not (pid := os.fork()):
            os.close(opens)
            os.read(gate, 1)
            os.write(report, take_slot(state, key, address, limits).refused.encode() or b"-")
            signal.pause()
        pids.append(pid)
    os.close(opens)
    print(json.dumps([os.read(ours, 100).decode() for ours, _ in told]), flush=True)
    for line in sys.stdin:
        for number in map(int, line.split()):
            os.kill(pids[number], signal.SIGKILL)
            os.waitpid(pids[number], 0)
        print(len(taken_slots(state)), len(list((state / "sessions").iterdir())), flush=True)
    for pid in pids:
        with suppress(ProcessLookupError):  # some have been killed already
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
