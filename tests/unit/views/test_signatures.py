"""Signatures under sign-offs, made and verified by ssh-keygen."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.model.errors import UsageError
from briefing.model.reviews import SignOff
from briefing.model.vocabulary import SignedHow
from briefing.views.sign_offs import Trust
from briefing.views.signatures import (
    SigningError,
    check_signature,
    look_at_signatures,
    signed,
    signers_file,
)
from tests.samples import SIGN_OFF, two_towns

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no OpenSSH")

MakeKey = Callable[..., Path]


@pytest.fixture
def key(tmp_path: Path) -> MakeKey:
    def make(name: str = "key", passphrase: str = "") -> Path:
        path = tmp_path / name
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", str(path)]
        subprocess.run(words, check=True)
        return path

    return make


def signers(folder: Path, *owners: tuple[str, Path]) -> Path:
    """A file of allowed signers: who owns which key."""
    file = folder / "signers"
    keys = ((name, path.with_name(f"{path.name}.pub").read_text()) for name, path in owners)
    file.write_text("".join(f'"{name}" {" ".join(text.split()[:2])}\n' for name, text in keys))
    return file


def test_a_name_that_is_only_stated_needs_no_key() -> None:
    assert check_signature(SIGN_OFF, None).trust is Trust.STATED
    automated = replace(SIGN_OFF, how=SignedHow.AUTOMATED)
    assert check_signature(automated, None).trust is Trust.AUTOMATED


def test_a_signature_is_intact_and_verified_where_it_is_known_whose_key_it_is(
    key: MakeKey, tmp_path: Path
) -> None:
    mine = key()
    one = signed(SIGN_OFF, mine)
    assert one.how is SignedHow.SIGNED
    intact = check_signature(one, None)
    assert intact.trust is Trust.INTACT
    assert intact.key.startswith("ED25519 SHA256:")
    assert check_signature(one, signers(tmp_path, ("Ann Lee", mine))).trust is Trust.VERIFIED
    other = check_signature(one, signers(tmp_path, ("Bo Marsh", mine)))
    assert other.trust is Trust.WRONG
    assert "is not that of “Ann Lee”" in other.why
    stranger = signers(tmp_path, ("Ann Lee", key("other")))
    assert check_signature(one, stranger).trust is Trust.WRONG


@pytest.mark.parametrize(
    "change",
    [
        {"about": "card-terms#c2"},
        {"by": "Bo Marsh"},
        {"of": "c" * 64},
        {"passages": "c" * 64},
        {"remark": "No."},
        {"signature": ""},
        {"signature": "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"},
    ],
)
def test_whatever_is_changed_makes_it_wrong(key: MakeKey, change: dict[str, str]) -> None:
    one = replace(signed(SIGN_OFF, key()), **change)
    assert check_signature(one, None).trust is Trust.WRONG


def test_an_answer_comes_later_and_changes_nothing(key: MakeKey) -> None:
    one = replace(signed(SIGN_OFF, key()), answered="It is so.")
    assert check_signature(one, None).trust is Trust.INTACT


def test_a_signature_for_something_else_is_none(key: MakeKey) -> None:
    done = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-f", str(key()), "-n", "git"],
        input=replace(SIGN_OFF, how=SignedHow.SIGNED).signed_part,
        capture_output=True,
        check=True,
    )
    one = replace(SIGN_OFF, how=SignedHow.SIGNED, signature=done.stdout.decode())
    assert check_signature(one, None).trust is Trust.WRONG


def test_a_key_that_waits_for_a_passphrase_does_not_wait(key: MakeKey, tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="without a passphrase, or load it with `ssh-add`"):
        signed(SIGN_OFF, key("locked", "secret"))
    with pytest.raises(SigningError, match="cannot sign"):
        signed(SIGN_OFF, tmp_path / "nowhere")


def test_without_openssh_nothing_is_signed_and_nothing_called_verified(
    key: MakeKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = signed(SIGN_OFF, key())
    monkeypatch.setenv("PATH", "")
    assert check_signature(one, None).trust is Trust.NOT_LOOKED_AT
    with pytest.raises(SigningError, match="There is no ssh-keygen here"):
        signed(SIGN_OFF, key)  # type: ignore[arg-type]


def test_a_wrong_signature_counts_for_nothing(key: MakeKey) -> None:
    good = signed(SIGN_OFF, key())
    bad = replace(good, by="Bo Marsh")
    looked = look_at_signatures(briefing_with(good, bad), None)
    assert looked.briefing.sign_offs == (good,)
    assert [one for one, _ in looked.wrong] == [bad]
    assert looked.trust(good) is Trust.INTACT
    assert looked.trust(bad) is Trust.WRONG


def briefing_with(*sign_offs: SignOff) -> Briefing:
    return replace(two_towns(), sign_offs=sign_offs)


def test_a_file_of_signers_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert signers_file(None) is None
    with pytest.raises(UsageError, match="name one of allowed signers"):
        signers_file(str(tmp_path / "nowhere"))
