"""What a session may have, and who a stock sshd has let in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import asyncssh
import pytest

from briefing.serve.child.forced import fingerprint_of
from briefing.serve.limits import Limits
from briefing.serve.ordering import order_for
from briefing.serve.protocol import Fork
from briefing.serve.request import Reading, Running
from briefing.serve.terminal import Terminal, read_terminal

LIMITS = Limits(memory=64 << 20, cpu=100, command_cpu=7, files=40)
NO_TERMINAL = {"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TERM": "dumb"}


@pytest.fixture
def terminal() -> Terminal:
    read = read_terminal("xterm", (120, 40), {"LANG": "x.ISO-8859-1"}, "ann", LIMITS)
    assert read is not None
    return read


def test_a_reader_has_the_terminal_and_the_share_of_readers(terminal: Terminal) -> None:
    order = order_for(Reading("dam/terms"), terminal, {"LANG": "C.KOI8-R"}, LIMITS)
    assert order == Fork(
        session=0,
        environment=terminal.environment(),
        encoding="iso8859-1",
        columns=120,
        address="dam/terms",
        memory=64 << 20,
        cpu=100,
        files=40,
    )


def test_a_command_has_the_share_of_commands(terminal: Terminal) -> None:
    order = order_for(Running(("show", "dam")), terminal, {}, LIMITS)
    assert (order.verb, order.address, order.cpu) == (("show", "dam"), None, 7)
    assert order.environment == terminal.environment()


def test_without_a_terminal_nothing_is_drawn_and_lines_have_a_width() -> None:
    order = order_for(Running(("list",)), None, {"LC_ALL": "ru_RU.KOI8-R"}, LIMITS)
    assert (order.environment, order.columns, order.encoding) == (NO_TERMINAL, 80, "koi8-r")


def test_nothing_is_kept_and_nothing_controlled_unless_the_caller_says_so(
    terminal: Terminal,
) -> None:
    order = order_for(Reading(), terminal, {}, LIMITS)
    assert (order.keeps, order.marks, order.terminal) == (False, False, False)


# -- by which key somebody came --------------------------------------------------------------------


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Where sshd tells how somebody logged in."""
    return tmp_path / "auth"


@pytest.mark.parametrize("before", ["", "password\n", "keyboard-interactive pam\n"])
def test_a_key_has_the_fingerprint_that_it_has_everywhere(told: Path, before: str) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    kind, blob = key.export_public_key().decode().split()[:2]
    told.write_text(f"{before}publickey {kind} {blob}\n")
    assert fingerprint_of(str(told)) == key.get_fingerprint()


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="there is no ssh-keygen")
def test_a_key_has_the_fingerprint_that_openssh_prints(told: Path, tmp_path: Path) -> None:
    public = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    (tmp_path / "key.pub").write_text(public)
    told.write_text(f"publickey {public}")
    printed = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(tmp_path / "key.pub")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stdout.split()[1] == fingerprint_of(str(told))


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"password\n", b"publickey\n", b"publickey ssh-ed25519\n", b"publickeys a AAAA\n"),
        *(b"publickey ssh-ed25519 A\n", b"publickey ssh-ed25519 ../..\n", b"publickey a \xff\n"),
    ],
)
def test_whoever_came_without_a_key_is_a_guest(told: Path, content: bytes) -> None:
    told.write_bytes(content)
    assert fingerprint_of(str(told)) is None


@pytest.mark.parametrize("path", [None, "", "/nonexistent/auth", "/", "a\0b", "/dev/zero"])
def test_whoever_nothing_is_told_of_is_a_guest(path: str | None) -> None:
    assert fingerprint_of(path) is None
