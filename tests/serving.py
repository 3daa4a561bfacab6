"""A server as people start it, in a process of its own, and somebody who comes by its link."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PAUSE = 0.1
MAIN = "from bookload.cli import main; main()"


@dataclass
class Visitor:
    """Somebody with a browser's cookies; `text` is the page that they are on."""

    home: str
    root: Path
    text: str = ""
    url: str = ""
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def get(self, path: str) -> str:
        """Go to a page."""
        return self._open(path)

    def post(self, path: str, **said: str) -> str:
        """Send a form of the page that they are on."""
        token = TOKEN.search(self.text)
        assert token is not None, self.text
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **said}).encode()
        return self._open(path, body)

    def bring(self, **files: str) -> str:
        """Send files by the form of the data page."""
        self.get("/data")
        token = TOKEN.search(self.text)
        assert token is not None, self.text
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="'
        parts = [f'{head}csrfmiddlewaretoken"\r\n\r\n{token[1]}\r\n']
        parts += [f'{head}files"; filename="{name}.csv"\r\n\r\n{text}\r\n' for name, text in files.items()]
        body = ("".join(parts) + f"--{edge}--\r\n").encode()
        return self._open("/data/files", body, f"multipart/form-data; boundary={edge}")

    def _open(self, path: str, body: bytes | None = None, kind: str = "") -> str:
        request = urllib.request.Request(urllib.parse.urljoin(self.home, path), body)  # noqa: S310 - ours
        request.add_header("Referer", self.home)
        if kind:
            request.add_header("Content-Type", kind)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        with opener.open(request, timeout=60) as answer:
            self.url, self.text = answer.url, answer.read().decode()
        return self.text

    def wait_for(self, words: str, path: str | None = None, seconds: float = 60) -> float:
        """Look at the page until it says something; return the seconds that it took."""
        at = path or self.url
        return wait_until(lambda: words in self.get(at), seconds)

    def jobs(self) -> list[dict[str, object]]:
        """Return what the database says of the jobs that people asked for."""
        with sqlite3.connect(self.root / ".bookload" / "web" / "app.sqlite3", timeout=20) as rows:
            rows.row_factory = sqlite3.Row
            asked = "SELECT * FROM jobs_job WHERE kind != 'ready' ORDER BY id"
            return [dict(row) for row in rows.execute(asked)]


@contextmanager
def serving(root: Path, **setting: str) -> Iterator[tuple[Visitor, subprocess.Popen[str]]]:
    """Serve a workspace and give its owner, signed in, and the server's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", MAIN, "serve", "--workspace", str(root), "--port", str(port)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ | setting
    )
    try:
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        visitor = Visitor(link.rpartition("/in/")[0], root)
        until = time.monotonic() + 60
        while True:
            try:
                visitor.get(link)
                break
            except urllib.error.URLError:
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.1)
        yield visitor, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
        if process.stdout is not None:
            process.stdout.close()


def children(process: int, saying: str) -> list[int]:
    """Return the processes below one whose command says something."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            command = (path / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
        except (OSError, ValueError):
            continue
        if saying in command and (parent == process or parent in children_of(process)):
            found.append(int(path.name))
    return found


def children_of(process: int) -> set[int]:
    """Return the processes that one started."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if int((path / "stat").read_text().rpartition(")")[2].split()[1]) == process:
                found.add(int(path.name))
        except (OSError, ValueError):
            continue
    return found


def wait_until(happens: Callable[[], object], seconds: float = 60) -> float:
    """Wait until something is so; return the seconds that it took.

    Those are the seconds waited here: a machine that stops all of us for a while makes nobody late.
    """
    waited = 0.0
    while not happens():
        assert waited < seconds, "it did not happen"
        time.sleep(PAUSE)
        waited += PAUSE
    return waited
