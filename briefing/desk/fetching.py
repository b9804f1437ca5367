"""What stands at an address or in a file: its bytes, within bounds of size, time, redirections.

The standard library's client does it: it goes through the proxy that the environment names, and
needs nothing that is not there already. It asks for no compression, and knows no cookies.
"""

from __future__ import annotations

import re
import socket
import ssl
import zlib
from http.client import HTTPException
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import IO, Final, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from briefing import __version__
from briefing.model.errors import BriefingError
from briefing.model.untrusted_files import Refusal, RefusedError, read_inside

LARGEST_PAGE: Final = 10 * 1024 * 1024
"""Most bytes of what is fetched or read, also when it is unpacked."""

_TOO_LARGE: Final = f"It has more than {LARGEST_PAGE // 1024**2} MB; no article has."

LONGEST_WAIT: Final = 60.0
"""Seconds after which nobody waits for a page any more, whatever it is busy with."""

MOST_REDIRECTS: Final = 5

_SAVE_IT: Final = "Open it in a browser, save the page, and add the file."
_STATUS: Final = {
    401: "it asks for a login",
    402: "it asks for payment",
    403: "the server refuses programs or this place",
    404: "there is no such page",
    410: "the page was taken down",
    429: "the server wants fewer requests",
    451: "it is withheld here for legal reasons",
}
_TO_SAVE: Final = frozenset({401, 402, 403, 429, 451, 503})
_ASKED: Final = {
    "User-Agent": f"Mozilla/5.0 (compatible; briefing/{__version__})",
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "identity",
}


class NotFetchedError(BriefingError):
    """Neither an address nor a file of that name gives something to read."""


class Original(NamedTuple):
    """What was fetched or read, to the byte.

    Attributes:
        media_type: What the server says that it is, or its name; empty where nobody says.
        url: Where redirections led to; None where it was not fetched.
    """

    data: bytes
    media_type: str = ""
    url: str | None = None


def is_address(source: str) -> bool:
    return re.match("https?://", source, re.IGNORECASE) is not None


def read(source: str, stdin: IO[bytes]) -> Original:
    """Take what stands at an address, in a file, or for ``-`` what comes on standard input.

    Raises:
        NotFetchedError: It cannot be had; the message says why.
    """
    if is_address(source):
        return fetch(source)
    if source == "-":
        return Original(_read(stdin))
    try:
        path = Path(source).resolve()
        data = read_inside(path.parent, path.name, most=LARGEST_PAGE)
    except FileNotFoundError as error:
        raise NotFetchedError(f"There is no file “{source}”, and it is no web address.") from error
    except RefusedError as error:
        why = _TOO_LARGE if error.why is Refusal.TOO_LARGE else "It is a folder or a device."
        raise NotFetchedError(why) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NotFetchedError(f"It cannot be read: {reason}.") from error
    return Original(data, guess_type(path.name)[0] or "")


def fetch(url: str, seconds: float = LONGEST_WAIT) -> Original:
    """Fetch what stands at an address.

    Raises:
        NotFetchedError: It cannot be had; the message says why.
    """
    came: list[Original | Exception] = []
    # Looking up a name, shaking hands and a server that sends a byte now and then each have no
    # limit of their own; a thread can be left behind, and ends with the program.
    thread = Thread(target=_keep, args=(url, seconds, came), daemon=True)
    thread.start()
    thread.join(seconds)
    if not came:
        raise NotFetchedError(f"{_site(url)} did not send it within {seconds:.0f} seconds.")
    match came[0]:
        case Original() as original:
            return original
        case NotFetchedError() as error:
            raise error
        case error:
            raise NotFetchedError(_why(url, error)) from error


def _keep(url: str, seconds: float, came: list[Original | Exception]) -> None:
    try:
        came.append(_fetch(url, seconds))
    except Exception as error:
        if isinstance(error, HTTPError):
            error.close()
        came.append(error)


class _Redirections(HTTPRedirectHandler):
    max_redirections = MOST_REDIRECTS


def _fetch(url: str, seconds: float) -> Original:
    opener = OpenerDirector()
    for handler in (
        *(ProxyHandler(), HTTPHandler(), HTTPSHandler(), _Redirections()),
        *(HTTPErrorProcessor(), HTTPDefaultErrorHandler(), UnknownHandler()),
    ):
        opener.add_handler(handler)
    # Letters that an address may not have are written as browsers send them.
    request = Request(quote(_with_plain_host(url), safe="%/:=&?~#+!$,;'@()*[]"), headers=_ASKED)
    with opener.open(request, timeout=seconds) as response:
        data = _read(response)
        encoding = response.headers.get("Content-Encoding", "identity").lower()
        if encoding == "gzip":
            data = _unpacked(data)
        elif encoding not in ("", "identity"):
            raise NotFetchedError(f"{_site(url)} sends it packed ({encoding}). {_SAVE_IT}")
        return Original(data, response.headers.get_content_type(), response.url)


def _with_plain_host(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return url if host.isascii() else url.replace(host, host.encode("idna").decode("ascii"), 1)


def _read(stream: IO[bytes]) -> bytes:
    return _within_bounds(stream.read(LARGEST_PAGE + 1))


def _unpacked(data: bytes) -> bytes:
    unpacking = zlib.decompressobj(zlib.MAX_WBITS + 16)
    found = _within_bounds(unpacking.decompress(data, LARGEST_PAGE + 1))
    if not unpacking.eof:
        raise EOFError
    return found


def _within_bounds(data: bytes) -> bytes:
    if len(data) > LARGEST_PAGE:
        raise NotFetchedError(_TOO_LARGE)
    return data


def _why(url: str, error: Exception) -> str:
    site = _site(url)
    match error:
        case HTTPError():
            return _refused(site, error)
        case URLError(reason=Exception() as reason):
            return _why(url, reason)
        case socket.gaierror():
            said = f"There is no host “{site}”, or no network"
        case ssl.SSLError():
            said = f"The connection to {site} is not safe: {error.reason or error}"
        case TimeoutError():
            said = f"{site} did not answer in time"
        case EOFError() | zlib.error():
            said = f"What {site} sent is damaged"
        case HTTPException() | ValueError() | URLError():
            reason = getattr(error, "reason", error)
            said = f"“{url}” is no address that can be fetched: {reason}"
        case _:
            said = f"{site} cannot be reached: {getattr(error, 'strerror', None) or error}"
    return f"{said}."


def _refused(site: str, error: HTTPError) -> str:
    if "infinite loop" in str(error.reason):
        return f"{site} redirects more than {MOST_REDIRECTS} times. {_SAVE_IT}"
    said = _STATUS.get(error.code, str(error.reason))
    advice = f" {_SAVE_IT}" if error.code in _TO_SAVE else ""
    return f"{site} answers {error.code}: {said}.{advice}"


def _site(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or url
    except ValueError:
        return url
