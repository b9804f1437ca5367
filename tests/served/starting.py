"""Starts of a server that are expected to fail, or are set up by nothing but some words."""

from __future__ import annotations

import os
import pwd
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.served.host import new_key, until
from tests.terminal.conftest import COMMAND, environment_of

ANYWHERE = ("--listen", "127.0.0.1:0")
ME = ("--user", pwd.getpwuid(os.geteuid()).pw_name)
GUESTS = (*ANYWHERE, *ME, "--anonymous")
FINGERPRINT = re.compile("SHA256:[A-Za-z0-9+/]{43}")


def refused(home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start a server that is expected not to start."""
    return subprocess.run(
        [*COMMAND, "serve", *words],
        capture_output=True,
        text=True,
        env=environment_of(home) | variables,
        timeout=20,
        check=False,
    )


@contextmanager
def serving(home: Path, *words: str) -> Iterator[Path]:
    """Run a server that is set up by nothing but some words; give the file of what it says."""
    said = home / "said"
    with said.open("wb") as file:
        process = subprocess.Popen(
            [*COMMAND, "serve", *words],
            env=environment_of(home),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        until(
            lambda: b"Host key" in said.read_bytes() or process.poll() is not None,
            "it does not start",
        )
        assert process.poll() is None, said.read_text()
        yield said
    finally:
        process.kill()
        process.wait()


def host_key_of(home: Path) -> Path:
    """Make a host key where the server looks for it."""
    (home / "state").mkdir(mode=0o700, exist_ok=True)
    return new_key(home / "state" / "host_ed25519")


def fingerprint_of(key: Path) -> str:
    """The fingerprint of a key, as OpenSSH tells it."""
    listed = subprocess.run(
        ["ssh-keygen", "-lf", str(key)], capture_output=True, text=True, check=True
    )
    return listed.stdout.split()[1]


def first_fingerprint(text: str) -> str:
    match = FINGERPRINT.search(text)
    assert match, text
    return match[0]
