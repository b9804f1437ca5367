"""OpenSSH's server: where it is, and the configuration by which it serves sessions alone."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from briefing.model.errors import BriefingError
from briefing.serve.client import ACCEPTED

_WHERE: Final = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/sbin"
_VERSION: Final = re.compile(r"OpenSSH_(\d+)\.(\d+)")
_OLDEST: Final = (8, 5)


class SshdError(BriefingError):
    """There is no sshd that can be used, or it does not take its configuration."""


class Sshd(NamedTuple):
    """OpenSSH's server, the program, and its version as in ``(9, 2)``."""

    path: str
    version: tuple[int, int]


class SshdConfig(NamedTuple):
    """What sshd is told."""

    listen: str  # HOST:PORT
    folder: Path  # of its host key, its number and the script of the sessions
    account: str  # that readers log in to
    keys: Path | None  # of readers; None for everybody's key
    lines: tuple[str, ...] = ()  # that take the place of ours

    @property
    def host_key(self) -> Path:
        return self.folder / "host_ed25519"

    @property
    def pid_file(self) -> Path:
        """The file in which sshd writes the number of its process."""
        return self.folder / "sshd.pid"

    @property
    def session_script(self) -> Path:
        return self.folder / "session"

    def configuration(self, version: tuple[int, int]) -> str:
        """Write it down (``sshd_config(5)``).

        From ``Match`` on it is for any sshd; what is above is for a server of its own.
        """
        host, _, port = self.listen.rpartition(":")
        fixed = [
            "# Made by `briefing serve` at each start. For lines of your own there is the option",
            "# sshd in the table [serve] of its configuration; they take the place of ours.",
            *self.lines,
            f"ListenAddress {self.listen}" if host else f"Port {port}",
            f"HostKey {_quoted(self.host_key)}",
            f"PidFile {_quoted(self.pid_file)}",
            f"AllowUsers {self.account}",
        ]
        alone = [
            "UsePAM no",
            "StrictModes yes",
            "UseDNS no",
            "KexAlgorithms -ecdh-sha2-*,diffie-hellman-group14-*,diffie-hellman-group-exchange-*",
            "MACs -hmac-sha1*,umac-*",
            "PermitUserEnvironment no",
            "PermitRootLogin prohibit-password",
            "LoginGraceTime 20",
            "MaxStartups 20:30:60",
            "PerSourceMaxStartups 5",
            "PerSourceNetBlockSize 32:64",
            *(["RequiredRSASize 2048"] if version >= (9, 1) else []),
            *(["PerSourcePenalties yes"] if version >= (9, 8) else []),
        ]
        if self.keys:
            keys = [f"AuthorizedKeysFile {_quoted(self.keys)}".replace("%", "%%")]
        else:
            # Says yes to whatever key is offered; that it is theirs, clients have to prove to sshd.
            echo = shutil.which("echo", path="/usr/bin:/bin")
            keys = [
                "AuthorizedKeysFile none",
                f"AuthorizedKeysCommand {echo} restrict,pty %t %k",
                f"AuthorizedKeysCommandUser {self.account}",
            ]
        account = [
            *keys,
            "AuthenticationMethods publickey",
            "PubkeyAuthentication yes",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "HostbasedAuthentication no",
            "ExposeAuthInfo yes",
            f"ForceCommand {shlex.quote(str(self.session_script))}",
            "DisableForwarding yes",
            "PermitTTY yes",
            "PermitUserRC no",
            "SetEnv SHLVL=1",  # else Debian's bash reads ~/.bashrc before a session
            f"AcceptEnv {' '.join(ACCEPTED)}",
            "MaxAuthTries 6",
            "MaxSessions 4",
            "ClientAliveInterval 30",
            "ClientAliveCountMax 3",
            *(["UnusedConnectionTimeout 60"] if version >= (9, 2) else []),
        ]
        # In a few cases the last of what is said twice counts, and in a match what stands there.
        theirs = {_keyword(line): line for line in self.lines}
        alone = [line for line in alone if _keyword(line) not in theirs]
        lines = (theirs.get(_keyword(line), line) for line in account)
        match = [f"Match User {self.account}", *(f"    {line}" for line in lines)]
        return "\n".join([*fixed, *alone, "", *match]) + "\n"


def find_sshd() -> Sshd:
    path = shutil.which("sshd", path=_WHERE)
    if path is None or shutil.which("ssh-keygen") is None:
        raise SshdError(
            "OpenSSH's server, sshd, is not installed. Install it (on Debian and Ubuntu:"
            " apt install openssh-server), then start again."
        )
    # Those before 9.3 know no -V, and say their version along with that.
    said = subprocess.run([path, "-V"], capture_output=True, check=False)
    found = _VERSION.search(f"{said.stderr!r}{said.stdout!r}")
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    if version < _OLDEST:
        raise SshdError(
            f"“{path}” is no OpenSSH {_OLDEST[0]}.{_OLDEST[1]} or later, which is needed to limit"
            " connections for each address. Update it."
        )
    return Sshd(path, version)


def check_configuration(sshd: Sshd, file: Path) -> None:
    """Have sshd read its configuration; the message of `SshdError` is sshd's."""
    if os.geteuid() == 0:
        # Debian's package leaves it to the service to make this folder.
        Path("/run/sshd").mkdir(mode=0o755, parents=True, exist_ok=True)
    said = subprocess.run([sshd.path, "-t", "-f", str(file)], capture_output=True, check=False)
    if said.returncode:
        problem = " ".join(said.stderr.decode(errors="replace").split())
        raise SshdError(f"sshd does not take its configuration “{file}”: {problem}")


def _keyword(line: str) -> str:
    return re.split(r"[\s=]", line.strip(), maxsplit=1)[0].lower()


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
