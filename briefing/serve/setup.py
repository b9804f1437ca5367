"""OpenSSH's server, and its folder: configuration, host key, key list, the sessions' script.

All of it is made or checked at each start; the host key is made once, for readers know the host by
it.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

import briefing
from briefing.model.errors import BriefingError
from briefing.serve import thin_client
from briefing.serve.client import ACCEPTED
from briefing.serve.options import Options, OptionsError, SharedSettings
from briefing.settings.config import Config, Places
from briefing.views.context import open_to_read

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


_ROOT: Final = str(Path(briefing.__file__).parents[1])
_SCRIPT: Final = """\
#!/bin/sh
# Made by `briefing serve`: the session of whoever sshd has let in, and the shell of the account
# that is for nothing else. What it is called with has no say in it.
exec {} -I -S {} {} {}
"""

Say = Callable[[str], None]


class ServerSetup(NamedTuple):
    """A server as it is set up."""

    options: Options
    sshd: Sshd | None  # the server in front; None where that is the system's
    account: pwd.struct_passwd  # that readers log in to
    shared: SharedSettings
    sshd_config: SshdConfig

    @property
    def sshd_config_file(self) -> Path:
        return self.sshd_config.folder / "sshd_config"

    @property
    def settings_file(self) -> Path:
        return self.sshd_config.folder / "session.json"

    @property
    def has_own_account(self) -> bool:
        """Whether the account is not that of who serves."""
        return self.account.pw_uid != os.geteuid()

    @property
    def sshd_config_text(self) -> str:
        return self.sshd_config.configuration(self.sshd.version if self.sshd else (0, 0))


class Wanted(NamedTuple):
    """How a server is wanted."""

    options: Options
    config: Config
    places: Places  # of the account that readers log in to


def set_up(wanted: Wanted, sshd: Sshd | None, say: Say) -> ServerSetup:
    """Make and check everything; what is new is said, and what to do where it cannot be."""
    options, config, places = wanted
    account = _account(options)
    folder = Path(options.folder)
    try:
        folder.mkdir(mode=0o755 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        with acting_as(account):
            places.state.mkdir(mode=0o700, parents=True, exist_ok=True)
            library = open_to_read(places.library, say)
    except OSError as error:
        raise OptionsError(f"“{error.filename}” cannot be made: {error.strerror}.") from error
    for path in (folder, places.state, library.folder):
        _refuse_writable(path, account)
    keys = _keys(options, account)
    shared = SharedSettings(
        library=str(library.folder.absolute()),
        state=str(places.state.absolute()),
        corpus=options.corpus,
        theme=config.theme,
        mouse=config.mouse,
        version=config.version,
        signs=config.signs,
        limits=options.limits,
    )
    sshd_config = SshdConfig(options.listen, folder, account.pw_name, keys, options.sshd)
    made = ServerSetup(options, sshd, account, shared, sshd_config)
    _write(
        made.settings_file, msgspec.json.encode(shared), 0o644 if made.has_own_account else 0o600
    )
    words = (sys.executable, thin_client.__file__, shared.state, str(made.settings_file))
    _write(sshd_config.session_script, _SCRIPT.format(*map(shlex.quote, words)).encode(), 0o755)
    if sshd is not None:
        _make_host_key(sshd_config.host_key, places.state, say)
        _write(made.sshd_config_file, made.sshd_config_text.encode(), 0o600)
        check_configuration(sshd, made.sshd_config_file)
    if made.has_own_account:
        _check_account(account, sshd_config.session_script)
    return made


def python(module: str, *words: object) -> list[str]:
    """The command that runs ``main`` of a module of ours, whatever is in the environment."""
    start = f"import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main()"
    return [sys.executable, "-I", "-c", start, _ROOT, *map(str, words)]


@contextmanager
def acting_as(account: pwd.struct_passwd) -> Iterator[None]:
    """Act as another user for a while, if we are root, so that what is made belongs to them."""
    if os.geteuid() or account.pw_uid == 0:
        yield
        return
    groups = os.getgroups()
    os.setgroups([account.pw_gid])
    os.setegid(account.pw_gid)
    os.seteuid(account.pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


def fingerprints_in(keys: Path) -> list[str]:
    """Fingerprints of the keys of a file, ``SHA256:…``; none where there is no key in it."""
    said = subprocess.run(["ssh-keygen", "-lf", str(keys)], capture_output=True, check=False)
    lines = said.stdout.decode(errors="replace").splitlines()
    return [line.split()[1] for line in lines if " SHA256:" in line]


def _account(options: Options) -> pwd.struct_passwd:
    make = f"useradd --system --create-home --shell {options.folder}/session"
    if options.user is None:
        if os.geteuid() == 0:
            raise OptionsError(
                "Name the account that readers log in to, with --user NAME. It is for nothing else;"
                f" make one with: {make} NAME"
            )
        return pwd.getpwuid(os.geteuid())
    try:
        account = pwd.getpwnam(options.user)
    except KeyError:
        raise OptionsError(
            f"There is no user “{options.user}” here. Make one: {make} {options.user}"
        ) from None
    if os.geteuid() not in (0, account.pw_uid):
        raise OptionsError(f"Only root can serve as “{options.user}”; leave --user out.")
    return account


def _refuse_writable(path: Path, account: pwd.struct_passwd) -> None:
    about = path.stat()
    if about.st_mode & 0o022:
        raise OptionsError(
            f"Others can write to “{path}”, so what is served would be theirs to decide. Run: chmod"
            f" go-w {shlex.quote(str(path))}"
        )
    if about.st_uid not in (0, os.geteuid(), account.pw_uid):
        raise OptionsError(f"“{path}” belongs to another user. Run: chown {account.pw_name} {path}")


def _keys(options: Options, account: pwd.struct_passwd) -> Path | None:
    if options.any_key:
        if os.geteuid():
            raise OptionsError(
                "With any key everybody would come in as you. Give a list of keys, with"
                " --authorized-keys FILE, or have root serve with --any-key --user NAME."
            )
        return None
    if options.authorized_keys is None:
        return _own_keys(Path(options.folder))
    keys = Path(options.authorized_keys)
    if not keys.is_file() or not fingerprints_in(keys):
        raise OptionsError(
            f"“{keys}” has no key that can be read. Write into it the public keys of readers, one a"
            " line, as in id_ed25519.pub."
        )
    for path in (keys, *keys.parents):  # as sshd does at each login (StrictModes)
        _refuse_writable(path, account)
        if str(path) == account.pw_dir:
            break
    return keys


def _own_keys(folder: Path) -> Path:
    """Make the list of the user's own keys, for who serves only themselves."""
    if os.geteuid() == 0:
        raise OptionsError(
            "Say who can log in: readers whose keys are in a file, with --authorized-keys FILE, or"
            " everybody who has a key, with --any-key."
        )
    found = sorted(Path("~/.ssh").expanduser().glob("*.pub"))
    lines = [line for path in found for line in path.read_text(errors="replace").splitlines()]
    keys = folder / "authorized_keys"
    _write(keys, "".join(f"{line}\n" for line in lines).encode(), 0o600)
    if not fingerprints_in(keys):
        raise OptionsError(
            "There is no key of yours in ~/.ssh. Make one with `ssh-keygen -t ed25519`, then start"
            " again; or name the readers' keys with --authorized-keys FILE."
        )
    return keys


def _make_host_key(path: Path, state: Path, say: Say) -> None:
    earlier = state / path.name
    if not path.exists() and earlier.is_file() and not earlier.is_symlink():
        shutil.move(earlier, path)
        os.chown(path, os.geteuid(), os.getegid())
        say(f"The host key that readers know was moved to “{path}”; keep a copy of it.")
    if not path.exists():
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "briefing", "-f", str(path)]
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
        say(f"The host key is new; keep a copy of “{path}”.")
    if not path.is_file() or path.stat().st_mode & 0o077:
        raise OptionsError(f"Others can read the host key. Run: chmod 600 {shlex.quote(str(path))}")
    if not fingerprints_in(path):
        raise OptionsError(
            f"“{path}” is no key. Put back your copy of the host key; or move the file away, and a"
            " new one is made, of which every reader's ssh will warn."
        )


def _check_account(account: pwd.struct_passwd, session: Path) -> None:
    """Make sure that sshd lets readers in to an account, and that nothing else does."""
    name = account.pw_name
    lines = Path("/etc/shadow").read_text(errors="replace").splitlines()
    password = next((line.split(":")[1] for line in lines if line.startswith(f"{name}:")), "")
    words = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {_ROOT!r}); import briefing",
    ]
    ids: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    problem = ""
    if account.pw_shell != str(session):
        problem = (
            "has another shell than the session, and a way into the account could lead elsewhere."
            f" Run: usermod --shell {session} {name}"
        )
    elif not password or password.startswith("!"):
        problem = (
            "is locked or has no password at all: sshd lets nobody in to the one, and everybody can"
            f" use the other. Run: usermod --password '*' {name}"
        )
    elif not Path(account.pw_dir).is_dir():
        problem = f"has no home. Run: mkhomedir_helper {name}"
    elif subprocess.run(words, capture_output=True, cwd="/", check=False, **ids).returncode:
        problem = (
            "cannot run the program. Install it, and Python too, where that user can read them, for"
            " example in /opt."
        )
    if problem:
        raise OptionsError(f"The account “{name}” {problem}")


def _write(path: Path, data: bytes, mode: int) -> None:
    """Replace a file as a whole."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.unlink(missing_ok=True)
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(file, "wb") as stream:
            stream.write(data)
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as error:
        raise BriefingError(f"“{path}” cannot be written: {error.strerror}.") from error
