"""What a client does not get, by whatever way it asks, comes in and is started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

import pytest

from tests.served.conftest import ANY, LISTED_COLD
from tests.served.host import Host, client_environment, free_port, new_key, run
from tests.served.raw import Packets, elsewhere, text
from tests.thorough import spread
from tests.waiting import until

pytestmark = pytest.mark.terminal

LOUD: Final = ("-o", "LogLevel=INFO")


# -- ways out of a session -------------------------------------------------------------------------

OR_END: Final = ("-o", "ExitOnForwardFailure=yes")


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        ((*OR_END, "-R", "0:localhost:80"), 255, "port forwarding failed"),
        (("-R", "/socket:localhost:80"), 0, "forwarding failed"),
        (("-W", "127.0.0.1:22"), 255, "stdio forwarding failed"),
        (("-X",), 0, "X11 forwarding request failed"),
        ((*OR_END, "-w", "0:0"), 255, "unnel"),
    ],
    ids=["-R", "-R socket", "-W", "-X", "-w"],
)
def test_nothing_is_forwarded(served: Host, options: tuple[str, ...], code: int, told: str) -> None:
    asked = () if "-W" in options else ("--", "version")
    done = run(served.ssh(*LOUD, *options, *asked), DISPLAY=":0")
    assert done.returncode == code
    assert told in done.stderr
    assert done.stdout.startswith("briefing ") is (code == 0)


def test_an_agent_is_not_forwarded(served: Host, tmp_path: Path) -> None:
    where = tmp_path / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", where], stdout=subprocess.DEVNULL) as agent:
        until(where.exists, "no agent")
        done = served.run("version", options=("-A", "-o", f"IdentityAgent={where}"))
        agent.terminate()
    assert done.returncode == 0
    with Packets(served) as line:
        assert not line.ask(line.session(), b"auth-agent-req@openssh.com")


@pytest.mark.parametrize("way", ["-L", "-D"])
def test_a_forwarded_port_leads_nowhere(served: Host, tmp_path: Path, way: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there, ExitStack() as stack:
        there.settimeout(0)
        target = there.getsockname()[1]
        near: str | int = str(tmp_path / "near") if way == "-L" else free_port()
        where = f"{near}:127.0.0.1:{target}" if way == "-L" else str(near)
        process = subprocess.Popen(
            served.ssh(*LOUD, *OR_END, "-N", way, where),
            stderr=subprocess.PIPE,
            text=True,
            env=client_environment(),
        )
        stack.enter_context(process)
        stack.callback(process.kill)
        until(lambda: knocks(near, target), "it does not listen")
        process.kill()
        assert process.stderr is not None
        assert "administratively prohibited" in process.stderr.read()
        with pytest.raises(BlockingIOError):
            there.accept()


def knocks(near: str | int, target: int) -> bool:
    """Whether something listens; what is forwarded there is closed at once."""
    with socket.socket(socket.AF_UNIX if isinstance(near, str) else socket.AF_INET) as line:
        line.settimeout(5)
        with suppress(OSError):
            line.connect(near if isinstance(near, str) else ("127.0.0.1", near))
            if not isinstance(near, str):  # SOCKS 4, to 127.0.0.1
                line.sendall(b"\4\1" + target.to_bytes(2, "big") + b"\x7f\0\0\1\0")
            return line.recv(100) == b""
    return False


def test_a_channel_of_another_kind_is_refused(served: Host) -> None:
    port = text(b"127.0.0.1") + bytes([0, 0, 0, 22]) + text(b"") + bytes(4)
    with Packets(served) as line:
        for kind, more in (
            (b"direct-tcpip", port),
            (b"direct-streamlocal@openssh.com", text(b"/run/there") + text(b"") + bytes(4)),
            (b"tun@openssh.com", bytes([0, 0, 0, 1, 0, 0, 0, 3])),
            (b"x11", text(b"there") + bytes(4)),
            (b"auth-agent@openssh.com", b""),
            (b"\x1b[2J", b""),
        ):
            assert line.open(kind, more) is None
        channel = line.session()
        assert line.begin(channel, b"version")
        assert line.wait_end(channel) == 0


# -- other programs --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sftp", "version"])
def test_there_is_no_subsystem(served: Host, name: str) -> None:
    done = served.run(name, options=("-s",))
    assert (done.returncode, done.stdout) == (255, "")
    assert "subsystem request failed" in done.stderr


@pytest.mark.parametrize(
    ("program", "code"),
    [
        (("sftp", "HOST"), 255),
        (("scp", "FILE", "HOST:/there"), 255),
        (("scp", "-O", "HOST:/etc/passwd", "FILE"), 1),
    ],
    ids=["sftp", "scp", "scp -O"],
)
def test_no_file_is_copied(
    served: Host, tmp_path: Path, program: tuple[str, ...], code: int
) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    *options, name = ["-P" if word == "-p" else word for word in served.ssh()[1:]]
    words = [word.replace("HOST", name).replace("FILE", str(file)) for word in program[1:]]
    done = run([program[0], *options, *words])
    assert done.returncode == code
    assert file.read_text() == "mine"
    if code == 1:  # it would have run on the host by this name
        assert "is not offered here" in done.stderr
        assert served.events("open")[-1]["command"].startswith("scp ")


# -- who does not get in ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "told"),
    spread(
        [
            (("-o", "KexAlgorithms=diffie-hellman-group1-sha1"), "no matching key exchange method"),
            (("-c", "aes128-cbc"), "no matching cipher"),
            (("-c", "aes128-ctr", "-m", "hmac-md5"), "no matching MAC"),
            (("-o", "HostKeyAlgorithms=ssh-rsa"), "no matching host key type"),
        ],
        2,
    ),
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_what_is_old_is_not_spoken(host: Host, options: tuple[str, ...], told: str) -> None:
    done = host.run("version", options=("-b", elsewhere(), *LOUD, *options))
    assert (done.returncode, done.stdout) == (255, "")
    assert told in done.stderr


def test_nobody_comes_in_without_a_key(served: Host) -> None:
    for method in ("none", "password", "keyboard-interactive", "hostbased"):
        options = ("-b", elsewhere(), "-o", f"PreferredAuthentications={method}")
        done = served.run("version", options=options)
        assert (done.returncode, done.stdout) == (255, "")
        assert "denied (publickey)" in done.stderr


def test_there_is_one_account_and_no_other(served: Host) -> None:
    for name in ("nobody", "briefing", "no-such-user", "../x"):
        done = run(served.ssh("-b", elsewhere(), "--", "version", user=name))
        assert (done.returncode, done.stdout) == (255, "")
        assert "Permission denied (publickey" in done.stderr


def test_an_unknown_key_does_not_let_in(host: Host, tmp_path: Path) -> None:
    done = host.run("version", key=new_key(tmp_path / "key"), options=("-b", elsewhere()))
    assert (done.returncode, done.stdout) == (255, "")
    assert "Permission denied (publickey)." in done.stderr


# -- variables -------------------------------------------------------------------------------------


def test_of_the_clients_variables_few_reach_the_session(served: Host) -> None:
    names = (
        *(b"LANG", b"LC_ALL", b"NO_COLOR", b"LD_PRELOAD", b"PYTHONPATH", b"ENV", b"BASH_ENV"),
        *(b"SSH_USER_AUTH", b"SSH_CONNECTION", b"LC_X", b"TERM", b"PATH"),
    )
    with Packets(served) as line:
        channel = line.session()
        taken = [name for name in names if line.ask(channel, b"env", text(name) + text(b"x"))]
        assert taken == [b"LANG", b"LC_ALL", b"NO_COLOR"]


@pytest.mark.parametrize("way", spread([LISTED_COLD, ANY], 1), indirect=True)
def test_the_other_two_ways_give_no_more(way: Host) -> None:
    assert "not offered here" in way.run("sh").stderr
    assert "forwarding failed" in way.run(options=(*LOUD, "-W", "127.0.0.1:22")).stderr
    assert "subsystem request failed" in way.run("sftp", options=("-s",)).stderr
    done = way.run("version", options=("-b", elsewhere(), "-o", "PreferredAuthentications=none"))
    assert done.returncode == 255
    with way.reader() as terminal:
        terminal.wait_for("read on")
        (session,) = way.sessions
        os.kill(session, signal.SIGTERM)
        assert terminal.wait_end() == 75
