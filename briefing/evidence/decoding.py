"""From the bytes of a file to the text of an article; or why it is none, and what to do."""

from __future__ import annotations

import codecs
import re
from typing import Final

import msgspec

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDE: Final = {"utf-16-le": slice(1, None, 2), "utf-16-be": slice(0, None, 2)}
"""Which bytes are nought where UTF-16, without its mark, spells the letters of ASCII."""

_NOUGHT: Final = 0.5
"""Share of these bytes from which on it is UTF-16; among the others there is no nought at all."""

_SAVE: Final = "Save it as plain text in the encoding UTF-8."
_OTHER_FORMATS: Final = {
    b"%PDF-": ("is a PDF", "Save its text as UTF-8, for example with `pdftotext -enc UTF-8`."),
    b"PK\x03\x04": ("is an archive, such as a Word document", _SAVE),
    b"{\\rtf": ("is Rich Text", _SAVE),
}
_PAGE: Final = re.compile(
    r"\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAG: Final = re.compile(r"</?(?:p|div|span|a|br|li|ul|h[1-6]|img|script|meta|td)\b[^<>]*>", re.I)
_MANY_TAGS: Final = 8
"""An article may print a tag or two."""

_CONTROL: Final = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_FEW: Final = 5
_MUCH: Final = 0.01
"""Number and share of control characters up to which something may be text."""

_GARBLED: Final = re.compile(r"[a-z][À-ÖØ-Þ]|[À-ÖØ-Þ]{3}|â€|[ÂÃ][\x80-\xbf]")
"""What Windows-1252 makes of the quotation marks of other encodings, “ArmeniaÕs”, and of UTF-8 with
a byte too few or too many."""


class Decoded(msgspec.Struct, frozen=True):
    """The text of a file; or what is wrong with the file, after its name, and what to do.

    Attributes:
        encoding: Name of the encoding, where it is not UTF-8.
    """

    text: str | None = None
    encoding: str | None = None
    wrong: str = ""
    fix: str = ""


def decode(data: bytes) -> Decoded:
    """Read bytes as UTF-8, as UTF-16, or as Windows-1252 where they can be that; nothing is raised.

    What is empty, binary, a page of HTML or a document of another program is refused.
    """
    for begin, (wrong, fix) in _OTHER_FORMATS.items():
        if data[:1024].lstrip().startswith(begin):
            return Decoded(wrong=wrong, fix=fix)
    text, encoding = _text(data)
    if text is None:
        return Decoded(wrong="is no text in UTF-8, UTF-16 or Windows-1252", fix=_SAVE)
    if "\0" in text or len(_CONTROL.findall(text)) > max(_FEW, _MUCH * len(text)):
        return Decoded(wrong="is binary", fix=_SAVE)
    if not any(map(str.isalnum, text)):
        return Decoded(wrong="is empty", fix="Save the text of the article in it.")
    if _PAGE.match(text) or len(_TAG.findall(text)) >= _MANY_TAGS:
        return Decoded(
            wrong="is HTML",
            fix="Save the text alone, one paragraph a block, with blank lines between.",
        )
    return Decoded(text, encoding)


def _text(data: bytes) -> tuple[str | None, str | None]:
    """The text and, where it is not UTF-8, its encoding by name; None for what cannot be told."""
    if data.startswith(_UTF_16):
        return _wide(data, "utf-16")
    for encoding, nought in _WIDE.items():
        share = data[nought].count(0) / max(1, len(data) // 2)
        if share >= _NOUGHT and data.count(0) == data[nought].count(0):
            return _wide(data, encoding)
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return (None, None) if data.startswith(codecs.BOM_UTF8) else _guessed(data)


def _wide(data: bytes, encoding: str) -> tuple[str | None, str | None]:
    try:
        return data.decode(encoding), "UTF-16"
    except UnicodeDecodeError:
        return None, None


def _guessed(data: bytes) -> tuple[str | None, str | None]:
    """Windows-1252, if it can be that. Other encodings are too easily taken for each other."""
    # Nearly all texts are UTF-8, and do not pay for this.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    match = from_bytes(data, cp_isolation=["cp1252"]).best()
    if match is None or match.encoding != "cp1252" or _GARBLED.search(str(match)):
        return None, None
    return str(match), "Windows-1252"
