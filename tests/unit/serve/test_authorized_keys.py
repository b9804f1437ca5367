"""The file of the keys of readers."""

from __future__ import annotations

import base64
import struct
from pathlib import Path

import asyncssh
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.authorized_keys import (
    AuthorizedKeysError,
    load_authorized_keys,
    weakness,
)

POINT = b"\x04" + bytes.fromhex(  # the base point of P-256 (SEC 2, section 2.4.2)
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
ACCEPTED = "this is not a key of an accepted kind (ed25519, ecdsa, sk-…, rsa)."


def line_of(*parts: bytes, comment: str = "ann@home") -> str:
    """A line with a key that is made of these parts; the first is its kind (RFC 4253, 6.6)."""
    blob = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return f"{parts[0].decode()} {base64.b64encode(blob).decode()} {comment}"


def rsa_line(bits: int) -> str:
    """A line with an RSA key of a size."""
    modulus = (1 << bits - 1 | 12345).to_bytes(bits // 8 + 1)
    return line_of(b"ssh-rsa", (65537).to_bytes(3), modulus)


def ed25519_line(seed: int, comment: str = "ann@home") -> str:
    """A line with a key of today."""
    return line_of(b"ssh-ed25519", seed.to_bytes(32, "little"), comment=comment)


def fingerprint(line: str) -> str:
    kind, blob = line.split()[:2]
    return asyncssh.import_public_key(f"{kind} {blob}").get_fingerprint()


GOOD = ed25519_line(1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "authorized_keys"


def problems(path: Path, *lines: str) -> list[str]:
    """What is wrong with lines, without the name of the file."""
    path.write_text("\n".join(lines), encoding="utf-8")
    return [told.removeprefix(f"{path}:") for told in load_authorized_keys(path).problems]


@pytest.mark.parametrize(
    "line",
    [
        GOOD,
        rsa_line(2048),
        rsa_line(4096),
        line_of(b"ecdsa-sha2-nistp256", b"nistp256", POINT),
        line_of(b"sk-ssh-ed25519@openssh.com", bytes(31) + b"\1", b"ssh:"),
        line_of(b"sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", POINT, b"ssh:"),
    ],
    ids=lambda line: line.split()[0],
)
def test_keys_of_today_are_known_by_their_fingerprints(path: Path, line: str) -> None:
    path.write_text(f"{line}\n")
    assert load_authorized_keys(path) == ({fingerprint(line): "ann@home"}, [])


def test_comments_and_blank_lines_are_passed_over(path: Path) -> None:
    other = ed25519_line(2, comment="")
    path.write_text(f"# staff\n\n  # more\n  {GOOD}\t\r\n\t\n{other}")
    loaded = load_authorized_keys(path)
    assert loaded == ({fingerprint(GOOD): "ann@home", fingerprint(other): ""}, [])


def test_a_comment_may_have_several_words(path: Path) -> None:
    path.write_text(ed25519_line(1, comment="Ann, at home #2"))
    assert load_authorized_keys(path).fingerprints == {fingerprint(GOOD): "Ann, at home #2"}


def test_a_comment_may_be_in_any_language(path: Path) -> None:
    path.write_text(ed25519_line(1, comment="Zoë 東京"), encoding="utf-8")
    assert load_authorized_keys(path) == ({fingerprint(GOOD): "Zoë 東京"}, [])


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_a_key_within_a_comment_is_none(path: Path, end: str) -> None:
    path.write_text(f"# was: {end}{GOOD}\n{ed25519_line(2)}\n", encoding="utf-8")
    assert load_authorized_keys(path).fingerprints.keys() == {fingerprint(ed25519_line(2))}


def test_an_empty_file_has_no_keys(path: Path) -> None:
    path.touch()
    assert load_authorized_keys(path) == ({}, [])


@pytest.mark.parametrize(
    "options",
    ['from="192.0.2.*"', 'command="ls",no-pty', "restrict", "no-pty,no-agent-forwarding"],
)
@pytest.mark.parametrize("line", [GOOD, rsa_line(2048)], ids=["ed25519", "rsa"])
def test_options_that_nothing_would_obey_are_refused(path: Path, options: str, line: str) -> None:
    assert problems(path, f"{options} {line}") == [
        "1: options before a key have no effect here; remove them."
    ]
    assert not load_authorized_keys(path).fingerprints


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (rsa_line(1024), "an RSA key of 1024 bits is too short; 2048 are the least."),
        (rsa_line(2040), "an RSA key of 2040 bits is too short; 2048 are the least."),
        (line_of(b"ssh-dss", b"\3", b"\3", b"\3", b"\3"), ACCEPTED),
        (line_of(b"ssh-ed448", bytes(57)), ACCEPTED),
        ("ann ssh-keys AAAA", ACCEPTED),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", ACCEPTED),
        (f"ssh_ed25519 {GOOD.split()[1]}", ACCEPTED),
        ("ssh-ed25519", "this key cannot be read: "),
        ("ssh-ed25519 AAAA", "this key cannot be read: "),
        ("ssh-ed25519 ====", "this key cannot be read: "),
        (GOOD[:-20], "this key cannot be read: "),
        (GOOD.replace("ssh-ed25519", "ssh-rsa"), "this key cannot be read: "),
        (
            line_of(b"ssh-ed25519-cert-v01@openssh.com", bytes(32), bytes(32)),
            "this key cannot be read: ",
        ),
    ],
)
def test_a_line_that_is_no_good_is_told_with_its_number_and_takes_no_other_with_it(
    path: Path, line: str, problem: str
) -> None:
    (told,) = problems(path, "# staff", ed25519_line(2), line, GOOD)
    assert told.startswith(f"3: {problem}")
    assert told.endswith(".")
    assert load_authorized_keys(path).fingerprints.keys() == {
        fingerprint(GOOD),
        fingerprint(ed25519_line(2)),
    }


def test_a_key_that_no_number_can_be_is_told(path: Path) -> None:
    negative = line_of(b"ssh-rsa", b"\3", b"\x80")
    (told,) = problems(path, GOOD, negative)
    assert told.startswith("2: this key cannot be read: ")


def test_each_bad_line_is_told(path: Path) -> None:
    told = problems(path, "x", GOOD, "", "y", "# z", "w")
    assert [line.partition(":")[0] for line in told] == ["1", "4", "6"]


def test_a_key_may_stand_there_twice(path: Path) -> None:
    path.write_text(f"{GOOD}\n{ed25519_line(1, comment='again')}")
    assert load_authorized_keys(path) == ({fingerprint(GOOD): "again"}, [])


@pytest.mark.parametrize("where", ["none", ".", "file/none"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AuthorizedKeysError) as told:
        load_authorized_keys(tmp_path / where)
    assert str(told.value).startswith(f"The keys “{tmp_path / where}” cannot be read: ")


def test_a_file_without_end_is_not_read() -> None:
    with pytest.raises(AuthorizedKeysError, match="has more than 4,194,304 bytes"):
        load_authorized_keys(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (GOOD, None),
        (rsa_line(2048), None),
        (rsa_line(1024), "an RSA key of 1024 bits is too short; 2048 are the least."),
        (line_of(b"ssh-ed448", bytes(57)), "keys of the kind ssh-ed448 are not accepted."),
    ],
)
def test_a_key_is_weak_whoever_has_it(line: str, problem: str | None) -> None:
    assert weakness(asyncssh.import_public_key(line)) == problem


kinds = st.sampled_from(
    ("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-x", "sk-ecdsa-sha2-nistp256@")
)
junk = st.one_of(
    st.binary(max_size=40),
    st.tuples(kinds, st.text(max_size=40)).map(lambda parts: " ".join(parts).encode()),
    st.builds(
        lambda kind, parts: line_of(kind.encode(), *parts).encode(),
        kinds.filter(lambda kind: kind != "ssh-rsa"),
        st.lists(st.binary(max_size=40), max_size=4),
    ),
).map(lambda line: line.replace(b"\n", b""))


@given(st.lists(junk, max_size=3), st.lists(junk, max_size=3))
def test_whatever_stands_around_it_a_key_is_found(
    tmp_path_factory: pytest.TempPathFactory, before: list[bytes], after: list[bytes]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any_keys"
    path.write_bytes(b"\n".join([*before, GOOD.encode(), *after]))
    loaded = load_authorized_keys(path)
    assert loaded.fingerprints[fingerprint(GOOD)] == "ann@home"
    assert all(told.startswith(f"{path}:") for told in loaded.problems)
