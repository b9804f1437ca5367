"""Starts of a server that are expected to fail."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.served.host import ACCOUNT, free_port, new_key
from tests.terminal.conftest import COMMAND, environment_of
from tests.waiting import HANGS


def words_for(home: Path, *words: str, keys: bool = True) -> list[str]:
    """Flags with which a server starts; those that follow count more."""
    list_ = home / "authorized_keys"
    if keys and not list_.exists():
        list_.write_text(new_key(home / "id").with_suffix(".pub").read_text())
    listed = ["--authorized-keys", str(list_)] if keys else []
    where = ["--listen", f"127.0.0.1:{free_port()}", "--folder", str(home / "serve")]
    return [*where, "--user", ACCOUNT, *listed, *words]


def refused(home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start a server that is expected not to start."""
    return subprocess.run(
        [*COMMAND, "serve", *words],
        capture_output=True,
        text=True,
        env=environment_of(home) | variables,
        timeout=HANGS,
        check=False,
    )


def host_key_of(home: Path) -> Path:
    """Make a host key where the server looks for it."""
    (home / "serve").mkdir(mode=0o755, exist_ok=True)
    return new_key(home / "serve" / "host_ed25519")
