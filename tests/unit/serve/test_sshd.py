"""OpenSSH's server: which one is taken, and the configuration that it gets."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from briefing.serve.setup import Sshd, SshdConfig, SshdError, check_configuration, find_sshd
from tests.programs import find_program, need

REAL: Final = find_program("sshd")
ACCOUNT: Final = pwd.getpwuid(os.geteuid()).pw_name
ODD = "a folder with “quotes” 'single' and %h %% $HOME #1"
real_sshd = pytest.mark.usefixtures("_sshd")
Programs = Callable[..., Path]


@pytest.fixture
def _sshd() -> None:
    """The real one is needed."""
    need("sshd")


@pytest.fixture(scope="module")
def host_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("ssh-keygen")
    key = tmp_path_factory.mktemp("keys") / "host_ed25519"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    return key


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Makes the only sshd that is found."""

    def make(says: str, status: int = 0) -> Path:
        folder = tmp_path / "sbin"
        folder.mkdir(exist_ok=True)
        program = folder / "sshd"
        program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"{says}\" >&2\nexit {status}\n")
        program.chmod(0o755)
        return program

    monkeypatch.setattr("briefing.serve.setup._WHERE", str(tmp_path / "sbin"))
    return make


def front(folder: Path, host_key: Path, *lines: str, keys: Path | None = None) -> SshdConfig:
    """A server in a folder, which has a host key."""
    folder.mkdir(exist_ok=True)
    made = SshdConfig("127.0.0.1:2222", folder, ACCOUNT, keys, lines)
    shutil.copy(host_key, made.host_key)
    made.host_key.chmod(0o600)
    return made


def effective(front: SshdConfig, user: str = ACCOUNT) -> dict[str, str]:
    """What the real sshd makes of a configuration, for a user who logs in."""
    assert REAL
    file = front.folder / "sshd_config"
    file.write_text(front.configuration((9, 2)))
    check_configuration(Sshd(REAL, (9, 2)), file)
    connection = f"user={user},host=h,addr=192.0.2.7"
    done = subprocess.run(
        [REAL, "-T", "-f", str(file), "-C", connection], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = {}
    for line in done.stdout.splitlines():
        name, _, value = line.partition(" ")
        found[name] = f"{found[name]} {value}" if name in found else value
    return found


# -- which one is taken ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "status", "version"),
    [
        ("OpenSSH_9.8p1, OpenSSL 3.0.14", 0, (9, 8)),
        ("OpenSSH_10.0p2 Debian-7, OpenSSL 3.5", 0, (10, 0)),
        (
            "unknown option -- V\nOpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0\nusage: sshd",
            1,
            (9, 2),
        ),
        ("OpenSSH_8.5p1", 1, (8, 5)),
    ],
)
def test_a_program_that_is_new_enough_is_taken(
    programs: Programs, says: str, status: int, version: tuple[int, int]
) -> None:
    program = programs(says, status)
    assert find_sshd() == Sshd(str(program), version)


@pytest.mark.parametrize("says", ["OpenSSH_8.4p1", "OpenSSH_7.9p1", "dropbear 2022", "", "OpenSSH"])
def test_a_program_that_is_too_old_or_another_one_is_not(programs: Programs, says: str) -> None:
    program = programs(says)
    with pytest.raises(SshdError, match=f"“{program}” is no OpenSSH 8.5 or later, which is needed"):
        find_sshd()


def test_where_there_is_none_it_is_told_how_to_install_it(programs: Programs) -> None:
    del programs
    with pytest.raises(SshdError, match=r"sshd, is not installed\. .* apt install openssh-server"):
        find_sshd()


def test_what_a_version_has_is_used_and_what_it_lacks_is_left_out(tmp_path: Path) -> None:
    made = SshdConfig(":22", tmp_path, "ann", None)
    for version, penalties, size in (
        ((9, 8), 1, 1),
        ((10, 0), 1, 1),
        ((9, 2), 0, 1),
        ((8, 5), 0, 0),
    ):
        text = made.configuration(version)
        assert text.count("PerSourcePenalties yes\n") == penalties
        assert text.count("RequiredRSASize 2048\n") == size


# -- what it gets ----------------------------------------------------------------------------------

ASKED_FOR = {
    "authenticationmethods": "publickey",
    "pubkeyauthentication": "yes",
    "passwordauthentication": "no",
    "kbdinteractiveauthentication": "no",
    "hostbasedauthentication": "no",
    "permitemptypasswords": "no",
    "usepam": "no",
    "strictmodes": "yes",
    "usedns": "no",
    "exposeauthinfo": "yes",
    "disableforwarding": "yes",
    "permittty": "yes",
    "permituserrc": "no",
    "permituserenvironment": "no",
    "acceptenv": "COLORTERM NO_COLOR LANG LC_ALL LC_CTYPE",
    "maxauthtries": "6",
    "maxsessions": "4",
    "logingracetime": "20",
    "maxstartups": "20:30:60",
    "persourcemaxstartups": "5",
    "persourcenetblocksize": "32:64",
    "clientaliveinterval": "30",
    "clientalivecountmax": "3",
    "requiredrsasize": "2048",
    "banner": "none",
    "chrootdirectory": "none",
    "trustedusercakeys": "none",
    "authorizedprincipalscommand": "none",
}


@real_sshd
@pytest.mark.parametrize("listed", [True, False])
def test_sshd_does_all_that_is_asked_for(tmp_path: Path, host_key: Path, *, listed: bool) -> None:
    keys = tmp_path / "keys" if listed else None
    made = front(tmp_path / "serve", host_key, keys=keys)
    found = effective(made)
    assert {name: found.get(name) for name in ASKED_FOR} == ASKED_FOR
    assert found["forcecommand"] == str(made.session_script)
    assert found["hostkey"] == str(made.host_key)
    assert found["pidfile"] == str(made.pid_file)
    assert found["allowusers"] == ACCOUNT
    assert found["listenaddress"] == "127.0.0.1:2222"


@real_sshd
def test_who_is_listed_comes_in_by_the_list_alone(tmp_path: Path, host_key: Path) -> None:
    found = effective(front(tmp_path / "serve", host_key, keys=tmp_path / "keys"))
    assert found["authorizedkeysfile"] == str(tmp_path / "keys")
    assert found["authorizedkeyscommand"] == "none"


@real_sshd
def test_everybody_with_a_key_comes_in_by_a_program_of_roots(
    tmp_path: Path, host_key: Path
) -> None:
    found = effective(front(tmp_path / "serve", host_key))
    program, *rest = found["authorizedkeyscommand"].split()
    assert rest == ["restrict,pty", "%t", "%k"]
    assert Path(program).stat().st_uid == 0
    assert found["authorizedkeyscommanduser"] == ACCOUNT
    assert found["authorizedkeysfile"] == "none"


@real_sshd
def test_other_users_of_the_host_do_not_come_in_here(tmp_path: Path, host_key: Path) -> None:
    found = effective(front(tmp_path / "serve", host_key, keys=tmp_path / "keys"), "games")
    assert found["allowusers"] == ACCOUNT
    assert found["permitrootlogin"] == "without-password"


@real_sshd
@pytest.mark.parametrize("name", [ODD, 'with "quotes"', "back\\slash", "a  b\tc", "%u", "é東"])
def test_folders_may_have_any_name(tmp_path: Path, host_key: Path, name: str) -> None:
    folder = tmp_path / name
    made = front(folder, host_key, keys=folder / "keys")
    found = effective(made)
    assert found["hostkey"] == str(made.host_key)
    assert found["pidfile"] == str(made.pid_file)
    assert found["authorizedkeysfile"].replace("%%", "%") == str(folder / "keys")
    # sshd gives it to a shell.
    ran = subprocess.run(
        ["/bin/sh", "-c", f"printf %s {found['forcecommand']}"], capture_output=True, check=True
    )
    assert ran.stdout.decode() == str(made.session_script)


@real_sshd
def test_lines_of_the_administrator_go_first_and_count(tmp_path: Path, host_key: Path) -> None:
    counted = {"maxauthtries": "3", "maxsessions": "1", "clientaliveinterval": "9"}
    counted |= {"logingracetime": "7", "persourcemaxstartups": "9", "maxstartups": "7:30:70"}
    lines = tuple(map(" ".join, counted.items()))
    lines += ("ListenAddress 127.0.0.2:2223", "LogLevel VERBOSE")
    found = effective(front(tmp_path / "serve", host_key, *lines, keys=tmp_path / "keys"))
    assert {name: found[name] for name in counted} == counted
    assert found["loglevel"] == "VERBOSE"
    assert found["listenaddress"] == "127.0.0.2:2223 127.0.0.1:2222"
    assert found["disableforwarding"] == "yes"


@real_sshd
@pytest.mark.parametrize(
    ("listen", "shown"),
    [(":2299", "0.0.0.0:2299"), ("[::1]:2299", "[::1]:2299"), ("127.0.0.9:1", "127.0.0.9:1")],
)
def test_it_listens_where_it_is_told_to(
    tmp_path: Path, host_key: Path, listen: str, shown: str
) -> None:
    made = front(tmp_path / "serve", host_key)._replace(listen=listen)
    assert shown in effective(made)["listenaddress"].split()


@real_sshd
def test_a_configuration_that_sshd_does_not_take_is_told_in_its_words(
    tmp_path: Path, host_key: Path
) -> None:
    made = front(tmp_path / "serve", host_key, "MaxAuthTries many")
    file = made.folder / "sshd_config"
    file.write_text(made.configuration((9, 2)))
    assert REAL
    with pytest.raises(SshdError, match=r"does not take its configuration “.*”: .*line 3"):
        check_configuration(Sshd(REAL, (9, 2)), file)


def test_what_is_above_the_account_can_be_left_out_for_another_sshd(tmp_path: Path) -> None:
    text = SshdConfig(":22", tmp_path, "ann", tmp_path / "keys").configuration((0, 0))
    above, match, below = text.partition("\nMatch User ann\n")
    assert match
    assert "HostKey" in above
    for name in ("ForceCommand", "DisableForwarding", "AuthorizedKeysFile", "ExposeAuthInfo"):
        assert f"    {name} " in below
        assert name not in above


@real_sshd
def test_no_key_exchange_is_weak_and_no_code_is_made_by_sha_1(
    tmp_path: Path, host_key: Path
) -> None:
    found = effective(front(tmp_path / "serve", host_key))
    exchanges, codes = found["kexalgorithms"].split(","), found["macs"].split(",")
    assert "curve25519-sha256" in exchanges
    weak = ("nistp", "group14", "group-exchange")
    assert not [one for one in exchanges if any(sign in one for sign in weak)]
    assert "hmac-sha2-256-etm@openssh.com" in codes
    assert not [one for one in codes if "sha1" in one or "umac" in one]
