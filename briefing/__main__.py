"""``python -m briefing`` is ``briefing``."""

from __future__ import annotations

from briefing.cli.main import run

if __name__ == "__main__":
    run()
