"""Which SSH is spoken, and a compression that cannot be made a bomb."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import pytest
from asyncssh import compression
from asyncssh.encryption import get_encryption_algs
from asyncssh.kex import get_kex_algs
from asyncssh.mac import get_mac_algs
from asyncssh.public_key import get_public_key_algs
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.algorithms import (
    CIPHERS,
    COMPRESSION,
    KEY_EXCHANGES,
    MACS,
    SIGNATURES,
    offer_bounded_compression,
)

LARGEST = 256 << 10
OFFERED = [*KEY_EXCHANGES, *CIPHERS, *MACS, *SIGNATURES]


@pytest.fixture(scope="module", autouse=True)
def _own_algorithms() -> Iterator[None]:
    """What is offered here is offered to no other test."""
    before = {name: value.copy() for name, value in vars(compression).items() if _is_table(value)}
    offer_bounded_compression()
    yield
    vars(compression).update(before)


def _is_table(value: object) -> bool:
    return isinstance(value, list | dict) and value is not vars(compression)["__builtins__"]


def inflated(*packets: bytes) -> list[bytes | None]:
    """What comes of packets of one connection."""
    decompressor = compression.get_decompressor(COMPRESSION[0].encode())
    assert decompressor is not None
    return [decompressor.decompress(packet) for packet in packets]


def deflated(*packets: bytes) -> list[bytes]:
    """What a client makes of packets."""
    deflate = zlib.compressobj()
    return [deflate.compress(packet) + deflate.flush(zlib.Z_PARTIAL_FLUSH) for packet in packets]


@pytest.mark.parametrize(
    "weak", ["sha1", "cbc", "md5", "dss", "3des", "arcfour", "ripemd", "gss", "rsa2048", "-96"]
)
def test_nothing_is_offered_that_openssh_has_given_up(weak: str) -> None:
    assert [name for name in OFFERED if weak in name.lower()] == []
    assert "ssh-rsa" not in SIGNATURES
    assert "none" not in [*CIPHERS, *MACS]


def known(names: Sequence[bytes]) -> set[str]:
    return {name.decode() for name in names}


def test_everything_that_is_offered_is_known_and_offered_once() -> None:
    assert set(KEY_EXCHANGES) <= known(get_kex_algs())
    assert set(CIPHERS) <= known(get_encryption_algs())
    assert set(MACS) <= known(get_mac_algs())
    assert set(SIGNATURES) - {"rsa-sha2-256", "rsa-sha2-512"} <= known(get_public_key_algs())
    assert set(COMPRESSION) <= known(compression.get_compression_algs())
    for names in (KEY_EXCHANGES, CIPHERS, MACS, SIGNATURES, COMPRESSION):
        assert len(set(names)) == len(names)


def test_what_clients_of_today_speak_is_offered() -> None:
    assert {"curve25519-sha256", "ecdh-sha2-nistp256"} < set(KEY_EXCHANGES)
    assert {"chacha20-poly1305@openssh.com", "aes128-ctr"} < set(CIPHERS)
    assert {"hmac-sha2-256", "hmac-sha2-256-etm@openssh.com"} < set(MACS)
    assert {"ssh-ed25519", "rsa-sha2-512", "sk-ssh-ed25519@openssh.com"} < set(SIGNATURES)


def test_compression_begins_only_after_login() -> None:
    assert COMPRESSION == ["zlib@openssh.com", "none"]
    assert compression.get_compression_params(b"zlib@openssh.com")


@given(st.lists(st.binary(max_size=2000), max_size=8))
def test_packets_come_out_as_they_went_in(packets: list[bytes]) -> None:
    assert inflated(*deflated(*packets)) == packets


@given(st.lists(st.binary(max_size=2000), max_size=4))
def test_what_is_sent_is_what_any_client_can_read(packets: list[bytes]) -> None:
    compressor = compression.get_compressor(COMPRESSION[0].encode())
    assert compressor is not None
    inflate = zlib.decompressobj()
    for packet in packets:
        assert inflate.decompress(compressor.compress(packet) or b"") == packet


@pytest.mark.parametrize("size", [LARGEST - 1, 35_000, 1])
def test_a_packet_may_be_as_large_as_without_compression(size: int) -> None:
    packet = b"\0" * size
    assert inflated(*deflated(packet, packet)) == [packet, packet]


@pytest.mark.parametrize("size", [LARGEST + 1000, 10 << 20, 100 << 20])
def test_a_packet_that_would_become_very_large_is_none(size: int) -> None:
    bomb = deflated(b"\0" * size)
    assert len(bomb[0]) < LARGEST
    assert inflated(*bomb) == [None]


@given(st.integers(LARGEST - 300, LARGEST + 600))
def test_no_packet_comes_out_larger_than_allowed(size: int) -> None:
    (packet,) = inflated(*deflated(b"\0" * size))
    assert packet is None or len(packet) <= LARGEST


@given(st.binary(max_size=200))
def test_what_is_damaged_is_no_packet(data: bytes) -> None:
    (packet,) = inflated(data)
    assert packet is None or len(packet) <= LARGEST
    assert inflated(b"damaged") == [None]
