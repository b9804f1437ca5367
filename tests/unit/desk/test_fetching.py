"""Fetching, from a server on loopback, and reading files."""

from __future__ import annotations

import gzip
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest

from briefing.desk.fetching import LARGEST_PAGE, NotFetchedError, Original, fetch, is_address, read

DAM = "die-wehr-mauer-ü".encode()


class Handler(BaseHTTPRequestHandler):
    released = threading.Event()

    def do_GET(self) -> None:
        name, _, argument = self.path.strip("/").partition("/")
        getattr(self, f"_{name}")(argument)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""

    def _answer(self, code: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def _page(self, _: str) -> None:
        self._answer(200, DAM, Content_Type="text/html; charset=utf-8")

    def _packed(self, how: str) -> None:
        data = gzip.compress(DAM)[: -1 if how == "damaged" else None]
        self._answer(200, data, Content_Encoding="gzip" if how != "br" else "br")

    def _bomb(self, _: str) -> None:
        self._answer(200, gzip.compress(b"0" * (LARGEST_PAGE + 1)), Content_Encoding="gzip")

    def _large(self, _: str) -> None:
        self._answer(200, b"0" * (LARGEST_PAGE + 1))

    def _status(self, code: str) -> None:
        self._answer(int(code), b"<p>no</p>")

    def _hops(self, left: str) -> None:
        where = f"/hops/{int(left) - 1}" if int(left) > 1 else "/page"
        self._answer(302, Location=where)

    def _away(self, _: str) -> None:
        self._answer(302, Location="file:///etc/hostname")

    def _silent(self, _: str) -> None:
        self.released.wait()


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    Handler.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_what_came_is_given_with_its_type_and_where_it_was(host: str) -> None:
    assert fetch(f"{host}/page/wehr ü?a=b c#d") == Original(
        DAM, "text/html", f"{host}/page/wehr%20%C3%BC?a=b%20c#d"
    )
    assert fetch(f"{host}/hops/5").url == f"{host}/page"
    assert fetch(f"{host}/packed/gzip").data == DAM


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("hops/6", "redirects more than 5 times. Open it in a browser"),
        ("hops/600", "redirects more than 5 times"),
        ("away", "answers 302: "),
        ("status/404", "answers 404: there is no such page."),
        ("status/403", "answers 403: the server refuses programs or this place. Open it in a"),
        ("status/500", "answers 500: Internal Server Error."),
        ("packed/br", "sends it packed (br)."),
        ("packed/damaged", "sent is damaged."),
        ("large", "It has more than 10 MB; no article has."),
        ("bomb", "It has more than 10 MB; no article has."),
    ],
)
def test_what_cannot_be_had_is_told_in_a_sentence(host: str, path: str, said: str) -> None:
    with pytest.raises(NotFetchedError) as told:
        fetch(f"{host}/{path}")
    assert said in str(told.value)


def test_nobody_waits_longer_than_told(host: str) -> None:
    with pytest.raises(NotFetchedError, match=r"did not (send it within 0 seconds|answer in time)"):
        fetch(f"{host}/silent", 0.05)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://lakeside.invalid/", "There is no host “lakeside.invalid”, or no network."),
        ("http://127.0.0.1:1/", "127.0.0.1:1 cannot be reached: Connection refused."),
        ("http://127.0.0.1:port/", "is no address that can be fetched"),
        ("http://[::1", "is no address that can be fetched"),
        ("http:///page", "is no address that can be fetched"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(url: str, said: str) -> None:
    with pytest.raises(NotFetchedError) as told:
        fetch(url)
    assert said in str(told.value)


def test_a_connection_that_is_not_safe_is_told(host: str) -> None:
    with pytest.raises(NotFetchedError, match=r"The connection to .* is not safe: "):
        fetch(host.replace("http:", "https:"))


def test_files_and_standard_input_are_read_within_bounds(tmp_path: Path) -> None:
    file = tmp_path / "dam.html"
    file.write_bytes(DAM)
    (tmp_path / "link.html").symlink_to(file)
    for name in ("dam.html", "link.html"):
        assert read(str(tmp_path / name), BytesIO()) == Original(DAM, "text/html")
    assert read("-", BytesIO(DAM)) == Original(DAM)
    file.write_bytes(b"0" * (LARGEST_PAGE + 1))
    os.mkfifo(tmp_path / "pipe")
    for name, said in (
        ("dam.html", "It has more than 10 MB"),
        ("pipe", r"It is a folder or a device\."),
        ("", r"It is a folder or a device\."),
        ("none.html", r"There is no file “.*none\.html”, and it is no web address\."),
        ("a\0b", "It cannot be read"),
    ):
        with pytest.raises(NotFetchedError, match=said):
            read(str(tmp_path / name), BytesIO())


def test_only_the_web_has_addresses() -> None:
    assert is_address("HTTPS://example.org/")
    assert not any(map(is_address, ("ftp://example.org/", "file:///etc/hosts", "httpd.txt")))
