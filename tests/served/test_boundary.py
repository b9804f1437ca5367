"""What a session could do if somebody took it over (D11): it tries everything, with its own rights.

A copy of the program has a verb do this. Whoever runs the tests serves as themselves, so that
nothing is refused by whose it is: all of it is what a session gives up by itself. Where there are a
second account and systemd's confinement (`docs/serving.md`), there is more.
"""

from __future__ import annotations

import ctypes
import json
import shutil
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.served.conftest import FREE, new_home
from tests.served.host import Host
from tests.terminal.conftest import ROOT
from tests.waiting import HANGS

pytestmark = pytest.mark.terminal

PROBE = textwrap.dedent(
    '''
    """Tries what it is told to, and says what came of it."""

    import ctypes, json, os, signal, socket, subprocess
    from pathlib import Path


    def tried(what):
        try:
            return ["done", str(what())[:60]]
        except BaseException as error:
            return ["refused", type(error).__name__]


    def connect(family, address):
        with socket.socket(family, socket.SOCK_STREAM) as line:
            line.settimeout(2)
            line.connect(address)


    def pool(path):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as line:
            line.settimeout(2)
            line.connect(path)
            return line.recv(1)


    def prctl(option, argument=0):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(option, argument, 0, 0, 0) < 0:
            raise OSError(ctypes.get_errno())


    def read_memory(pid):
        with open(f"/proc/{pid}/mem", "rb") as file:
            return file.read(1)


    def main(plan):
        home, state = Path(plan["home"]), Path(plan["home"]) / "state"
        others, mine = Path(plan["others"]), Path(plan["mine"])
        marks, host_key = mine / "reader.json", home / "serve" / "host_ed25519"
        log, there_6 = state / "sessions.log", ("::1", plan["port"])
        return {
            "its own marks are read": tried((mine / "reader.json").read_bytes),
            "its own marks are written": tried(lambda: (mine / "new").write_text("x")),
            "the library is read": tried(lambda: os.listdir(home / "library")),
            "the host key": tried((home / "serve" / "host_ed25519").read_bytes),
            "the configuration": tried((home / "config.toml").read_bytes),
            "the settings of sessions": tried((home / "serve" / "session.json").read_bytes),
            "the key list": tried((home / "authorized_keys").read_bytes),
            "another's marks": tried((others / "reader.json").read_bytes),
            "all readers": tried(lambda: os.listdir(state / "readers")),
            "the log": tried((state / "sessions.log").read_bytes),
            "passwords": tried(Path("/etc/shadow").read_bytes),
            "users": tried(Path("/etc/passwd").read_bytes),
            "a home": tried(lambda: os.listdir(home)),
            "to write the library": tried(lambda: (home / "library" / "new").write_text("x")),
            "to write the log": tried(lambda: (state / "sessions.log").open("a").close()),
            "to write /tmp": tried(lambda: Path("/tmp/new-of-session").write_text("x")),
            "to replace the log": tried(lambda: os.rename(marks, log)),
            "to replace another's": tried(lambda: os.replace(marks, others / "reader.json")),
            "to remove another's": tried(lambda: os.unlink(others / "reader.json")),
            "to make a folder": tried(lambda: os.mkdir(state / "new")),
            "a link out of its folder": tried(lambda: os.link(host_key, mine / "l")),
            "a program": tried(lambda: subprocess.run(["/bin/sh", "-c", "id"])),
            "to become a program": tried(lambda: os.execv("/bin/true", ["true"])),
            "to send a signal": tried(lambda: os.kill(plan["server"], 0)),
            "to stop sshd": tried(lambda: os.kill(plan["sshd"], signal.SIGCONT)),
            "memory of the server": tried(lambda: read_memory(plan["server"])),
            "memory of its parent": tried(lambda: read_memory(os.getppid())),
            "variables of others": tried(Path(f"/proc/{plan['sshd']}/environ").read_bytes),
            "files of others": tried(lambda: os.listdir(f"/proc/{plan['server']}/fd")),
            "to be looked into again": tried(lambda: prctl(4, 1) or read_memory("self")),
            "the network": tried(lambda: connect(socket.AF_INET, ("127.0.0.1", plan["port"]))),
            "the network, version 6": tried(lambda: connect(socket.AF_INET6, there_6)),
            "to listen": tried(lambda: socket.create_server(("127.0.0.1", 0)).close()),
            "the pool": tried(lambda: pool(str(state / "pool.sock"))),
            "the pool by its file": tried(lambda: pool(f"/proc/self/root{state}/pool.sock")),
            "more files": tried(lambda: [os.open("/dev/null", 0) for _ in range(100)]),
            "more memory": tried(lambda: len(bytearray(1 << 30))),
            "variables": sorted(os.environ),
        }
    '''
)

ALLOWED = {"its own marks are read", "its own marks are written", "the library is read"}


@pytest.fixture(scope="module", params=[True, False], ids=["from a pool", "cold"])
def tried(
    homes: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[dict[str, Any]]:
    """What came of all that a session tried."""
    copy = tmp_path_factory.mktemp("copy")
    package = shutil.copytree(ROOT / "briefing", copy / "briefing")
    (package / "probe.py").write_text(PROBE)
    home = new_home(homes)
    session = package / "serve" / "session.py"
    place = "        code = verb.run("
    text = session.read_text()
    assert text.count(place) == 1
    with socket.create_server(("127.0.0.1", 0)) as server:
        plan: dict[str, object] = {"home": str(home), "port": server.getsockname()[1]}
        # The plan is known only when the server runs: it is where a session may read.
        probe = (
            "        if arguments.json:\n"
            "            import json\n            from briefing.probe import main\n"
            f"            plan = json.loads(open({str(home / 'library' / 'plan')!r}).read())\n"
            "            print(json.dumps(main(plan)), flush=True)\n"
            "            return 0\n"
        )
        variables = {"PYTHONPATH": str(copy), "PYTHONSAFEPATH": "1", "SECRET": "1"}
        session.write_text(text.replace(place, probe + place))
        with Host(home, pool=request.param, limits=FREE, variables=variables) as host:
            other = host.new_reader("other")
            for key in (host.key, other):
                with host.reader(key=key) as terminal:
                    terminal.wait_for("read on")
                    terminal.press("b", "q")
                    assert terminal.wait_end() == 0
            plan |= {
                "others": str(host.marks_of(other).parent),
                "mine": str(host.marks_of().parent),
            }
            plan |= {"server": host.process.pid, "sshd": host.sshd}
            (home / "library" / "plan").write_text(json.dumps(plan))
            done = host.run("list", "--json")
            assert done.returncode == 0, (done, host.faults)
            yield json.loads(done.stdout)
            assert host.run("version").returncode == 0
            assert host.process.poll() is None


def test_a_session_has_what_it_needs(tried: dict[str, Any]) -> None:
    assert {name: tried[name][0] for name in ALLOWED} == dict.fromkeys(ALLOWED, "done")


def test_a_session_that_is_taken_over_gets_nothing_else(tried: dict[str, Any]) -> None:
    if not landlock():
        pytest.skip("the kernel has no Landlock; docs/serving.md says what that means")
    others = {name: one for name, one in tried.items() if name not in ALLOWED | {"variables"}}
    assert {name: one for name, one in others.items() if one[0] != "refused"} == {}
    assert {one[1] for one in others.values()} <= {"PermissionError", "OSError", "MemoryError"}
    assert not Path("/tmp/new-of-session").exists()


def test_a_session_has_no_variables_of_the_server(tried: dict[str, Any]) -> None:
    assert set(tried["variables"]) <= {"PATH", "LANG", "TERM", "COLORTERM", "NO_COLOR", "TMUX"}


def test_the_pool_has_no_session_for_a_process_that_sshd_has_not_started(host: Host) -> None:
    lies = {"SSH_USER_AUTH": str(host.home / "lie"), "SSH_CONNECTION": "127.0.0.1 1 127.0.0.1 2"}
    (host.home / "lie").write_text(f"publickey {(host.home / 'id.pub').read_text()}")
    ask = (
        "import socket, sys; line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)\n"
        "line.connect(sys.argv[1]); line.settimeout(20); print(line.recv(1))\n"
        "socket.send_fds(line, [b'+'], [0, 1, 2]); print(line.recv(100))"
    )
    words = [sys.executable, "-c", ask, str(host.state / "pool.sock")]
    before = len(host.events())
    done = subprocess.run(
        words, env=lies, capture_output=True, text=True, timeout=HANGS, check=False
    )
    assert done.stdout == "b'+'\nb''\n", done.stderr
    assert "sshd has not started it" in host.said.read_text()
    assert len(host.events()) == before
    assert host.run("version").returncode == 0


def landlock() -> bool:
    """Whether the kernel lets programs give up files by themselves."""
    return int(ctypes.CDLL(None).syscall(444, None, 0, 1)) > 0
