"""Fingerprints: SHA-256 (FIPS 180-4), as hexadecimal digits."""

from __future__ import annotations


def sha256(data: bytes) -> str:
    """Take the fingerprint of some bytes.

    Args:
        data: Any bytes.

    Returns:
        64 hexadecimal digits.
    """
    # Loading OpenSSL takes a third of Python's own start; most verbs compare no fingerprints.
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(data).hexdigest()
