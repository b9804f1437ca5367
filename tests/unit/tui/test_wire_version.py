"""The grammar of lean output is that of one version of Textual."""

from __future__ import annotations

import textual


def test_textual_is_the_version_whose_output_is_known() -> None:
    assert textual.__version__ == "8.2.8", (
        "Lean output reads back what Textual 8.2.8 writes. With another version nothing breaks, but"
        " what it writes differently is sent in full. Read LinuxDriver, App._display, Strip and"
        " _compositor anew, adapt briefing/tui/terminal/decoding.py and output.py, run"
        " `python -m tests.terminal.watching` and tests/benchmarks/wire.py, then change this."
    )
