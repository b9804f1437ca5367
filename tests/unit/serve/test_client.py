"""Who is there: by which key, from where, and whether sshd says so."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.client import Client, comes_from_sshd, fingerprint_of, variables_of
from tests.programs import need

KINDS = [("ed25519", "256"), ("ecdsa", "256"), ("rsa", "2048")]
ORPHAN = """\
import ctypes, os, signal, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # whoever loses its parent becomes our child
ours, theirs = os.pipe()
if not (listener := os.fork()):
    if not os.fork():
        if not os.fork():
            while os.getppid() != int(os.environ["SUPERVISOR"] or 0):
                time.sleep(0.001)
            os.write(theirs, str(os.getpid()).encode())
            signal.pause()
        os._exit(0)
    signal.pause()
print(listener, os.read(ours, 20).decode(), flush=True)
signal.pause()
"""


# -- by which key ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "bits"), KINDS)
def test_the_fingerprint_is_the_one_that_ssh_keygen_prints(
    tmp_path: Path, kind: str, bits: str
) -> None:
    need("ssh-keygen")
    key = tmp_path / "id"
    make = ["ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-C", "ann", "-f", str(key)]
    subprocess.run(make, check=True, stdin=subprocess.DEVNULL)
    printed = subprocess.run(["ssh-keygen", "-lf", key], check=True, capture_output=True, text=True)
    name, blob, _ = key.with_suffix(".pub").read_text().split()
    told = tmp_path / "auth"
    told.write_text(f"publickey {name} {blob}\n")
    assert fingerprint_of(str(told)) == printed.stdout.split()[1]


def test_of_several_methods_it_is_the_key_that_counts(tmp_path: Path) -> None:
    told = tmp_path / "auth"
    told.write_text("password\npublickey ssh-ed25519 AAAA\npublickey ssh-ed25519 BBBB\n")
    first = fingerprint_of(str(told))
    told.write_text("publickey ssh-ed25519 AAAA")
    assert first == fingerprint_of(str(told)) is not None


@pytest.mark.parametrize(
    "text",
    [
        *("", "\n", "password\n", "publickey\n", "publickey ssh-ed25519\n", " publickey a AAAA\n"),
        *("publickey ssh-ed25519 AAA\n", "publickey ssh-ed25519 A*AA\n", "publickey é AAAA\n"),
        "hostbased ssh-ed25519 AAAA\n",
    ],
)
def test_where_no_key_is_told_there_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "auth").write_text(text, encoding="utf-8")
    assert fingerprint_of(str(tmp_path / "auth")) is None


@pytest.mark.parametrize("kind", ["a", "ab", "abc", "abcd"])
def test_a_key_that_is_too_long_is_none_rather_than_another(tmp_path: Path, kind: str) -> None:
    told = tmp_path / "auth"
    told.write_text(f"publickey {kind} AAAA".ljust(16 << 10))
    assert fingerprint_of(str(told)) is not None
    told.write_text(f"publickey {kind} ".ljust(17 << 10, "A"))
    assert fingerprint_of(str(told)) is None


@pytest.mark.parametrize("path", [None, "", "/nonexistent", "/", "a\0b", "/dev/null"])
def test_a_file_that_is_none_tells_no_key(path: str | None) -> None:
    assert fingerprint_of(path) is None


@given(st.binary(max_size=200))
def test_whatever_the_file_has_there_is_a_fingerprint_or_none(data: bytes) -> None:
    pipe = os.memfd_create("auth")
    try:
        os.write(pipe, b"publickey ssh-rsa " + data)
        found = fingerprint_of(f"/proc/self/fd/{pipe}")
    finally:
        os.close(pipe)
    assert found is None or len(base64.b64decode(f"{found.removeprefix('SHA256:')}=")) == 32


# -- from where ------------------------------------------------------------------------------------


def test_a_client_is_what_sshd_says_of_it(tmp_path: Path) -> None:
    (tmp_path / "auth").write_text("publickey ssh-ed25519 AAAA\n")
    sent = {
        "SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22",
        "SSH_USER_AUTH": str(tmp_path / "auth"),
        "SSH_ORIGINAL_COMMAND": "show dam",
        "SSH_CLIENT": "203.0.113.9 1 2",
        "KEY": "SHA256:of-another",
    }
    client = Client.of(sent)
    assert (client.host, client.command, client.variables) == ("192.0.2.7", "show dam", sent)
    assert client.key == fingerprint_of(str(tmp_path / "auth"))


def test_a_client_of_whom_nothing_is_said_is_nobody() -> None:
    assert Client.of({}) == Client(None, "", None, {})


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:0DB8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        *((odd, odd) for odd in ("", "UNKNOWN", "192.0.2.256", "1.2.3", "::g", "a" * 30)),
    ],
)
def test_an_address_is_counted_to_itself_or_to_its_network(host: str, counted: str) -> None:
    assert Client(None, host, None, {}).counted_to == counted


@given(st.ip_addresses(v=4))
def test_an_address_is_counted_alike_however_it_is_written(address: object) -> None:
    written = {f"{address}", f"::ffff:{address}"}
    assert {Client(None, one, None, {}).counted_to for one in written} == {str(address)}


@given(st.text(max_size=60))
def test_any_text_is_counted_to_something(host: str) -> None:
    assert isinstance(Client(None, host, None, {}).counted_to, str)


# -- whether sshd says so --------------------------------------------------------------------------


@contextmanager
def running(*words: str, **variables: str) -> Iterator[tuple[int, list[int]]]:
    """Run a program; give its number and those that it prints."""
    pipe = subprocess.PIPE  # what waits for input waits for good
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, env=variables) as process:
        assert process.stdout
        try:
            yield process.pid, [int(word) for word in process.stdout.readline().split()]
        finally:
            process.kill()


def below(shell: str) -> tuple[str, ...]:
    """A program that starts another one, prints its number and stays."""
    return ("/bin/sh", "-c", shell)


CHILD = below("sleep 600 & echo $!; trap 'kill $!' TERM; wait")
GRANDCHILD = below("sh -c 'sleep 600 & echo $!; wait'; true")


def test_whoever_descends_from_sshd_comes_from_it() -> None:
    for words in (CHILD, GRANDCHILD):
        with running(*words) as (listener, (child,)):
            assert comes_from_sshd(child, listener, ())
            assert not comes_from_sshd(child, listener, (listener,))
            assert not comes_from_sshd(listener, child, ())
            os.kill(child, 9)


def test_what_we_have_started_ourselves_does_not() -> None:
    with running(*CHILD) as (listener, (child,)), running(*CHILD) as (_, (other,)):
        assert comes_from_sshd(child, listener, (os.getpid(),))
        assert not comes_from_sshd(other, listener, (os.getpid(),))
        assert not comes_from_sshd(os.getpid(), listener, (os.getpid(),))
        for pid in (child, other):
            os.kill(pid, 9)


def test_who_has_lost_its_parent_does_not_come_from_sshd_any_more() -> None:
    orphan = ORPHAN.replace('int(os.environ["SUPERVISOR"] or 0)', "supervisor")
    orphan = orphan.replace("ours, theirs", "supervisor = os.getpid()\nours, theirs", 1)
    with running(sys.executable, "-c", orphan) as (supervisor, (listener, lost)):
        assert not comes_from_sshd(lost, listener, ())
        assert not comes_from_sshd(lost, listener, (supervisor,))
        for pid in (listener, lost):
            os.kill(pid, 9)


def test_who_is_gone_does_not_come_from_sshd() -> None:
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    assert not comes_from_sshd(gone.pid, os.getpid(), ())
    assert not comes_from_sshd(0, os.getpid(), ())
    assert not comes_from_sshd(-1, os.getpid(), ())


ROOT, ANN = "0\t0\t0\t0", "1000\t1000\t1000\t1000"


@pytest.mark.parametrize(
    ("parents", "comes"),
    [
        ([("sshd", ROOT)], True),
        ([("sshd-session", ANN), ("sshd-session", ROOT), ("sshd", ROOT)], True),
        ([("sh", ANN), ("sshd", ANN), ("sshd", ROOT)], True),
        ([("sshd", ANN), ("sshd", ANN)], False),
        ([("sshd", "1000\t0\t0\t0")], False),
        ([("notsshd", ROOT), ("my sshd", ROOT)], False),
        ([("bash", ROOT)], False),
        ([], False),
    ],
)
def test_the_systems_sshd_is_any_of_roots(
    monkeypatch: pytest.MonkeyPatch, parents: list[tuple[str, str]], *, comes: bool
) -> None:
    line = [("thin", ANN), *parents]
    table = {
        100 + n: {"Name": name, "Uid": user, "PPid": str(101 + n if n + 1 < len(line) else 1)}
        for n, (name, user) in enumerate(line)
    }
    table[1] = {"Name": "sshd", "Uid": ROOT, "PPid": "0"}  # as in a container: it started all
    monkeypatch.setattr("briefing.serve.client.status_of", lambda pid: table.get(pid, {}))
    assert comes_from_sshd(100, None, ()) is comes
    assert not comes_from_sshd(100, None, (100,))


def test_the_variables_of_a_process_are_those_it_was_started_with() -> None:
    code = "import os; os.environ['A'] = 'another'; print(1, flush=True); input()"
    with running(sys.executable, "-c", code, A="a=b", B="", ODD="\udcff") as (pid, _):
        assert variables_of(pid) == {"A": "a=b", "B": "", "ODD": "\udcff"}
    with pytest.raises(OSError, match="No such file"):
        variables_of(1 << 23)  # beyond all numbers of processes
