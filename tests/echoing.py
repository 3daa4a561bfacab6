"""A server as ours, of an app that says back what it was sent: `python echoing.py PORT`.

`/slow` is answered once a line is written to its standard input.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bookload.web.gateway import Gateway
from bookload.web.patience import Patience, seconds
from bookload.web.server import Bound, listening

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def echo(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    """Answer with the body; say so first where the answer is to wait."""
    if environ["PATH_INFO"] == "/slow":
        os.write(1, b"begun\n")
        os.read(int(os.environ["ECHO_WAITS"]), 1)
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]


application = Gateway(echo, 2, Patience(seconds()))

if __name__ == "__main__":
    listening(Bound(port=int(sys.argv[1])), "echoing:application").serve()
