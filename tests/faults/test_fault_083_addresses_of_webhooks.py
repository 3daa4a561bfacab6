"""83. Webhooks go to no loopback, private or link-local address, by no other name of it and no redirect."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time

import pytest

from bookload.base.errors import UsageError
from bookload.web.hooks.address import is_public, resolved
from bookload.web.hooks.posting import _Pinned, post
from web.test_hooks import HERE, receiver

__all__ = ["receiver"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",  # noqa: S104 - refused, not listened on
        "10.0.0.8",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[fe80::1]",
        "[fd00::1]",
        "[fec0::1]",
        "localhost",
    ],
)
def test_no_spelling_of_an_address_that_is_not_public_is_taken(host):
    with pytest.raises(UsageError, match="not on the public internet"):
        resolved(f"https://{host}/x")


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are(ip):
    assert is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://example.com/",
        "http://example.com/",
        "//example.com/",
        "https://user:secret@example.com/",
        "https://example.com\\@127.0.0.1/",
        "https://example.com/\r\nHost: x",
        "https://example.com/#x",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://" + "a" * 600,
    ],
)
def test_only_an_https_address_of_a_host_is_taken(url):
    with pytest.raises(UsageError, match="address"):
        resolved(url)


def test_one_hidden_address_among_those_of_a_name_is_enough(monkeypatch):
    def answers(*ips):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ips]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    answers("93.184.215.14")
    assert resolved("https://example.com/x?y=1").ip == "93.184.215.14"
    answers("93.184.215.14", "10.0.0.1")
    with pytest.raises(UsageError, match=r"10\.0\.0\.1"):
        resolved("https://example.com/x")


def test_the_connection_goes_to_the_address_that_was_looked_at_whatever_the_name_says_by_then(
    receiver, monkeypatch
):
    port = receiver.server_address[1]
    address = resolved(f"http://127.0.0.1:{port}/200", HERE)
    monkeypatch.setattr(socket, "gethostbyname", None)
    connection = _Pinned(type(address)("http", "rebound.example", port, address.ip, "/200"))
    try:
        connection.request("POST", "/200", b"{}")
        assert connection.getresponse().status == 200
    finally:
        connection.close()


def test_a_redirect_is_looked_at_as_the_address_was(receiver):
    here = receiver.url.removeprefix("http://")
    assert post(f"{receiver.url}/307/{here}/200", b"{}", {}, HERE).arrived
    assert [path for path, _, _ in receiver.sent][-1] == "/200"
    inside = post(f"{receiver.url}/308/localhost:{receiver.server_address[1]}/200", b"{}", {}, HERE)
    assert (inside.status, "https" in inside.words) == (None, True)
    assert [path for path, _, _ in receiver.sent][-1] != "/200" or len(receiver.sent) == 3
    assert post(f"{receiver.url}/302/{here}/200", b"{}", {}, HERE).status == 302, (
        "what was posted is not fetched"
    )


def test_who_is_sent_on_for_ever_is_sent_on_three_times(receiver):
    here = receiver.url.removeprefix("http://")
    circle = "/307/" + "/307/".join([here] * 8)
    found = post(f"{receiver.url}{circle}", b"{}", {}, HERE)
    assert not found.arrived
    assert len(receiver.sent) == 4


def test_who_answers_a_byte_at_a_time_is_left_in_the_end(monkeypatch):
    from bookload.web.hooks import posting

    monkeypatch.setattr(posting, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()

        def drip():
            found, _ = server.accept()
            with found:
                while not ended.wait(0.05):
                    try:
                        found.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        answered = post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, HERE)
        took = time.monotonic() - began
        ended.set()
        thread.join()
    assert answered.status is None
    assert took < 10


def test_a_certificate_has_to_be_the_names(receiver):
    context = ssl.create_default_context()
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
    secure = receiver.url.replace("http", "https")
    assert post(f"{secure}/200", b"{}", {}, HERE).status is None
