"""86. A webhook with a bad, old or replayed signature is answered with 400, by whoever receives as we say."""

from __future__ import annotations

import http.client
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bookload.web.hooks.signature import HEADER, WINDOW, Receiver, SignatureError, signed

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SECRET = "whsec_0123456789"  # noqa: S105 - of nobody but this test
BODY = b'{"event":"import.finished"}'


@pytest.fixture
def post():
    """A receiver that does as the documentation says, on a port of this machine."""
    taking = Receiver(SECRET)

    class Receives(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                taking.take(body, self.headers.get(HEADER, ""), NOW)
            except SignatureError:
                self.send_response(400)
            else:
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Receives)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()

    def posted(body, header):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1])
        connection.request("POST", "/", body, {} if header is None else {HEADER: header})
        status = connection.getresponse().status
        connection.close()
        return status

    yield posted
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_true_message_is_taken_once(post):
    header = signed(SECRET, BODY, NOW)
    assert [post(BODY, header) for _ in range(3)] == [204, 400, 400]
    assert post(BODY, signed(SECRET, BODY, NOW + timedelta(seconds=1))) == 204, (
        "tried again, it is signed anew"
    )


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (BODY, None),
        (BODY, ""),
        (BODY, "t=,v1="),
        (BODY + b" ", signed(SECRET, BODY, NOW)),
        (BODY, signed("whsec_another", BODY, NOW)),
        (BODY, signed(SECRET, BODY, NOW).replace("t=1767225600", "t=1767225601")),
        (BODY, signed(SECRET, BODY, NOW - WINDOW - timedelta(seconds=1))),
        (BODY, signed(SECRET, BODY, NOW + WINDOW + timedelta(seconds=1))),
        (BODY, signed(SECRET, BODY, NOW) + "," + signed(SECRET, BODY, NOW)),
    ],
    ids=range(9),
)
def test_what_is_unsigned_changed_or_old_is_refused(post, body, header):
    assert post(body, header) == 400


def test_what_is_remembered_ends(post):
    taking = Receiver(SECRET)
    for minute in range(60):
        at = NOW + timedelta(minutes=minute)
        taking.take(BODY, signed(SECRET, BODY, at), at)
    assert len(taking._taken) <= 2 * WINDOW / timedelta(minutes=1) + 1
