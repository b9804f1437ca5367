"""SSH signatures under sign-offs, made and verified by OpenSSH's ``ssh-keygen -Y``.

A signature is over the canonical JSON of a sign-off, in a namespace of its own, so that nothing
signed for something else passes for one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError, UsageError
from briefing.model.reviews import SignOff
from briefing.model.text import clean
from briefing.model.vocabulary import SignedHow
from briefing.views.sign_offs import Trust, unverified

if TYPE_CHECKING:
    from subprocess import CompletedProcess

NAMESPACE: Final = "briefing-review"

_PROGRAM: Final = "ssh-keygen"
_PATIENCE: Final = 60.0
"""Seconds: a key on a token waits to be touched."""

_KEY: Final = re.compile(r"with (\S+) key (\S+)")


class SigningError(BriefingError):
    """A key cannot sign; the message says what to do."""


class CheckedSignature(msgspec.Struct, frozen=True):
    """What came of verifying a signature.

    Attributes:
        key: Kind and fingerprint of the key; empty where it could not be read.
        why: What is wrong, in a sentence; empty where nothing is.
    """

    trust: Trust
    key: str = ""
    why: str = ""


def signed(sign_off: SignOff, key: Path) -> SignOff:
    """Sign a sign-off with a private key, or by the agent that holds the key of a public one.

    Raises:
        SigningError: The key cannot be read, or waits for a passphrase, or there is no OpenSSH.
    """
    sign_off = replace(sign_off, how=SignedHow.SIGNED)
    # Whoever reads the screen could not be asked for a passphrase in the middle of it.
    environment = {**os.environ, "SSH_ASKPASS": "false", "SSH_ASKPASS_REQUIRE": "force"}
    asked = ["-Y", "sign", "-f", str(key), "-n", NAMESPACE]
    try:
        done = _run(asked, sign_off.signed_part, environment)
    except FileNotFoundError as error:
        raise SigningError(
            f"There is no {_PROGRAM} here. Install OpenSSH, or leave --sign out."
        ) from error
    except TimeoutError as error:
        raise SigningError(f"The key “{key}” did not sign within a minute.") from error
    if done.returncode or not done.stdout.startswith("-----BEGIN SSH SIGNATURE-----"):
        why = clean((done.stderr.strip().splitlines() or ["it gave no signature"])[-1])
        raise SigningError(
            f"The key “{key}” cannot sign: {why}. Name a private key without a passphrase, or load"
            " it with `ssh-add` and name its public key."
        )
    return replace(sign_off, signature=done.stdout)


def check_signature(sign_off: SignOff, signers: Path | None) -> CheckedSignature:
    """Verify the signature under a sign-off, against a file of allowed signers if one is named.

    The principal that the key belongs to must be the reviewer's name.
    """
    if sign_off.how is not SignedHow.SIGNED:
        return CheckedSignature(unverified(sign_off))
    try:
        return _checked(sign_off, signers)
    except FileNotFoundError:
        return CheckedSignature(Trust.NOT_LOOKED_AT, why=f"There is no {_PROGRAM} here.")
    except TimeoutError:
        return CheckedSignature(Trust.NOT_LOOKED_AT, why=f"{_PROGRAM} did not answer.")


def _checked(sign_off: SignOff, signers: Path | None) -> CheckedSignature:
    import tempfile  # noqa: PLC0415 - only for who has a signature to verify

    with tempfile.NamedTemporaryFile("w", suffix=".sig", encoding="utf-8") as file:
        file.write(sign_off.signature)
        file.flush()
        of = ["-n", NAMESPACE, "-s", file.name]
        done = _run(["-Y", "check-novalidate", *of], sign_off.signed_part)
        if done.returncode:
            return CheckedSignature(Trust.WRONG, why="The signature is not of this sign-off.")
        found = _KEY.search(done.stdout)
        key = clean(" ".join(found.groups())) if found else ""
        if signers is None:
            return CheckedSignature(Trust.INTACT, key)
        named = ["-Y", "verify", "-f", str(signers), "-I", sign_off.by, *of]
        if _run(named, sign_off.signed_part).returncode:
            why = f"The key {key} is not that of “{sign_off.by}” in “{signers}”."
            return CheckedSignature(Trust.WRONG, key, why)
        return CheckedSignature(Trust.VERIFIED, key)


class Looked(msgspec.Struct, frozen=True):
    """A briefing whose signatures were verified.

    Attributes:
        briefing: Without the sign-offs whose signature is wrong, which count for nothing.
        signatures: What came of verifying each sign-off.
    """

    briefing: Briefing
    signatures: dict[SignOff, CheckedSignature]

    @property
    def wrong(self) -> list[tuple[SignOff, str]]:
        """The sign-offs whose signature is wrong, each with why."""
        found = self.signatures.items()
        return [(one, what.why) for one, what in found if what.trust is Trust.WRONG]

    def trust(self, sign_off: SignOff) -> Trust:
        found = self.signatures.get(sign_off)
        return unverified(sign_off) if found is None else found.trust


def look_at_signatures(briefing: Briefing, signers: Path | None) -> Looked:
    """Verify all signatures of a briefing; those that only state a name cost nothing."""
    found = {one: check_signature(one, signers) for one in briefing.sign_offs}
    kept = tuple(one for one, what in found.items() if what.trust is not Trust.WRONG)
    return Looked(replace(briefing, sign_offs=kept), found)


def signers_file(name: str | None) -> Path | None:
    """The file of allowed signers as typed; one that is not there is an error of usage."""
    if name is None:
        return None
    if not os.path.isfile(name):  # noqa: PTH113  # unlike Path.is_file, it never raises
        raise UsageError(f"There is no file “{name}”; name one of allowed signers with --signers.")
    return Path(name)


def _run(
    words: Sequence[str], data: bytes, environment: Mapping[str, str] | None = None
) -> CompletedProcess[str]:
    import subprocess  # noqa: PLC0415 - only for who signs, or has a signature to verify

    try:
        return subprocess.run(
            [_PROGRAM, *words],
            input=data.decode(),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
