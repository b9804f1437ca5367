"""Which SSH is spoken: today's algorithms, and a compression that cannot be made a bomb.

What OpenSSH has given up is not offered: SHA-1 anywhere, CBC, DSA and short keys. The list of key
exchanges is asyncssh's own, so that it grows with it (post-quantum ones come first).
"""

from __future__ import annotations

import zlib
from functools import partial
from typing import Final

from asyncssh.compression import Decompressor, get_compressor, register_compression_alg
from asyncssh.kex import get_default_kex_algs

_GIVEN_UP: Final = (b"sha1", b"gss-", b"@ssh.com", b"rsa2048")

KEY_EXCHANGES: Final = [
    name.decode() for name in get_default_kex_algs() if not any(old in name for old in _GIVEN_UP)
]
CIPHERS: Final = [
    *("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com"),
    *("aes256-ctr", "aes192-ctr", "aes128-ctr"),
]
MACS: Final = [
    *("umac-128-etm@openssh.com", "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"),
    *("umac-128@openssh.com", "hmac-sha2-256", "hmac-sha2-512"),
]
SIGNATURES: Final = [
    *("ssh-ed25519", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"),
    *("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    *("rsa-sha2-256", "rsa-sha2-512"),
]
COMPRESSION: Final = ["zlib@openssh.com", "none"]
"""The first begins only after login; `ssh -C` asks for it."""

_LARGEST: Final = 256 << 10
"""Bytes that a packet may have: more than any that is allowed without compression."""


class _BoundedDecompressor(Decompressor):
    """Inflates packets. A small one that would become a very large one ends the connection."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj()

    def decompress(self, data: bytes) -> bytes | None:
        """Inflate a packet; None for one that is damaged or too large."""
        try:
            plain = self._inflate.decompress(data, _LARGEST)
        except zlib.error:
            return None
        return None if self._inflate.unconsumed_tail else plain


def offer_bounded_compression() -> None:
    """Have asyncssh inflate nothing beyond bounds, in the whole process."""
    register_compression_alg(
        COMPRESSION[0].encode(),
        partial(get_compressor, b"zlib"),
        _BoundedDecompressor,
        after_auth=True,
        default=True,
    )
