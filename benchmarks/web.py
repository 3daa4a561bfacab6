"""The web app under people: how fast its pages are, what twenty and fifty at once get while others write.

- `5,000`: fifty people of five roles, each on a connection of their own, look at pages, one after the other,
  with pauses as people make them and, harder, without any; twenty of them too; while that goes on somebody
  writes scenarios, one after the other. Afterwards each scenario that the server took is looked for.
- `100,000`: accounts over 60 months; Overview and Revenue, cold (the server has just started, what people
  open first was made ready after the import) and warm, one after the other.
- Both: pages at dates, and of accounts, that nobody asked about before: when the page is shown, and when all
  that follows is there; and the memory of the server, just started and in the end.

Load comes from `wrk`, on the same two cores. Beside each figure stands what the machine can do at most: the
same load on a page that reads one number (`/health`), and how many times as long a page took. Rows come of a
seed. The machine has to be quiet: each prints the load that it began and ended under.

    apt-get install wrk
    python benchmarks/web.py            # 5,000 accounts: eight minutes
    python benchmarks/web.py --large    # 100,000 accounts instead: eight minutes
    python benchmarks/web.py --accounts 300 --seconds 2    # to see that it runs: two minutes
"""

from __future__ import annotations

import argparse
import csv
import html
import http.cookiejar
import json
import os
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import django
import numpy as np

LUA = Path(__file__).resolve().parent / "beside" / "people.lua"
AS_OF = date(2026, 6, 30)
FIRST = date(2021, 7, 1)
ROLES = {"head": 4, "operations": 4, "finance": 4, "board": 3, "csm": 35}
"""Who comes, fifty in all."""
OF_ALL = (
    "/overview",
    "/revenue",
    "/revenue/retention",
    "/revenue/cohorts",
    "/revenue/renewals",
    "/books",
    "/overview/explain?metric=arr",
    "/export/movements.json",
)
OF_ONE_BOOK = ("/overview", "/revenue", "/books", "/overview/monday")
UNASKED = {
    "/overview": ("as_of=2026-05-13", "as_of=2026-03-31", "only.segment=SMB", "only.region=EMEA"),
    "/revenue": ("as_of=2026-04-16", "as_of=2026-02-28", "only.segment=Enterprise", "only.region=APAC"),
}
"""Dates and accounts that nobody asked about, each of one page alone: the other would find things there."""

SECONDS = 20
"""How long a load lasts."""

PERIODS, STAY = 5, 0.7
"""Price periods of an account, and the share of accounts whose last one has no end."""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FOLLOWS = re.compile(r'hx-get="([^"]+)" hx-trigger="load"')
TEMPLATE = re.compile(r'<select name="template"><option value="([^"]+)"')


# ------------------------------------------------------------------------------------------------ a company


def company(folder: Path, accounts: int, people: int) -> Path:
    """Return a workspace of so many accounts, five rows each over 60 months, imported as anybody's files."""
    files, root = folder / "files", folder / "acme"
    files.mkdir(parents=True)
    dice = np.random.default_rng(2026)
    ids = [f"A-{number:06d}" for number in range(accounts)]
    begun = [FIRST + timedelta(days=int(day)) for day in dice.integers(0, 1_500, accounts)]
    segments = dice.choice(["Enterprise", "Mid-market", "SMB"], accounts, p=[0.1, 0.3, 0.6])
    table(
        files / "accounts.csv",
        ["account_id", "name", "segment", "region"],
        zip(ids, ids, segments, dice.choice(["EMEA", "AMER", "APAC"], accounts), strict=True),
    )
    table(
        files / "subscriptions.csv",
        ["subscription_id", "account_id", "start_date", "end_date", "amount", "interval", "currency"],
        prices(ids, begun, dice),
    )
    staff = [f"P-{number:04d}" for number in range(people)]
    table(
        files / "people.csv",
        ["person_id", "name", "hire_date", "role"],
        ([each, each, date(2020, 1, 1), "csm"] for each in staff),
    )
    table(
        files / "ownership.csv",
        ["account_id", "owner_id", "start_date"],
        ([each, staff[place % people], begun[place]] for place, each in enumerate(ids)),
    )
    run("import", str(files), "--workspace", str(root), "--data-through", AS_OF.isoformat())
    return root


def prices(ids: Sequence[str], begun: Sequence[date], dice: np.random.Generator) -> Iterator[list[object]]:
    """Give each account's price periods: one follows the other, and a third of the last ones end."""
    for account, first in zip(ids, begun, strict=True):
        lasts = dice.integers(60, 400, PERIODS).cumsum()
        cuts = [first, *(first + timedelta(days=int(days)) for days in lasts)]
        amounts = np.maximum(50, int(dice.integers(100, 9_000)) + dice.integers(-300, 500, PERIODS).cumsum())
        stays = dice.random() < STAY
        for number, amount in enumerate(amounts):
            end = "" if stays and number == PERIODS - 1 else cuts[number + 1]
            yield [f"S-{account}", account, cuts[number], end, int(amount), "month", "USD"]


def table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def run(*words: str) -> None:
    """Run a command of the program in a process of its own."""
    command = [sys.executable, "-c", "from bookload.cli import main; main()", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


# ------------------------------------------------------------------------------------------------- visitors


@dataclass
class Visitor:
    """Somebody signed in; `seconds` are what their pages took."""

    home: str
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def get(self, path: str) -> tuple[float, str]:
        """Return the seconds that a page takes, read to its end, and its text."""
        return self._open(self._to(path))

    def whole(self, path: str) -> tuple[float, float]:
        """Return the seconds until a page is shown, and until all that it takes in afterwards is there."""
        shown, text = self.get(path)
        took, waiting = shown, FOLLOWS.findall(text)
        while waiting:
            request = self._to(html.unescape(waiting.pop()))
            request.add_header("HX-Request", "true")
            seconds, text = self._open(request)
            took += seconds
            waiting += FOLLOWS.findall(text)
        return shown, took

    def post(self, path: str, page: str, **said: str) -> tuple[float, str]:
        """Send a form that stands on a page."""
        token = TOKEN.search(page)
        if token is None:
            raise SystemExit(f"no form to send to {path}")
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **said}).encode()
        return self._open(self._to(path, body))

    def come_in(self, link: str) -> None:
        """Sign in by a link, and look at nothing yet."""
        try:
            self._open(self._to(link), Stays())
        except urllib.error.HTTPError as moved:
            if moved.code != HTTPStatus.FOUND:
                raise

    def _to(self, path: str, body: bytes | None = None) -> urllib.request.Request:
        return urllib.request.Request(urllib.parse.urljoin(self.home, path), body)  # noqa: S310 - our server

    def _open(self, request: urllib.request.Request, *how: urllib.request.BaseHandler) -> tuple[float, str]:
        request.add_header("Referer", self.home)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), *how)
        begun = time.perf_counter()
        with opener.open(request, timeout=600) as answer:
            text = answer.read().decode()
        return time.perf_counter() - begun, text

    @property
    def cookie(self) -> str:
        """What their browser sends with each request."""
        return "; ".join(f"{each.name}={each.value}" for each in self.cookies)


class Stays(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """Follow no redirect."""


@contextmanager
def serving(root: Path, workers: int) -> Iterator[tuple[str, Visitor]]:
    """Serve a workspace as people do; gives its address and its owner, signed in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = ["serve", "--workspace", str(root), "--port", port, "--workers", str(workers)]
    command = [sys.executable, "-c", "from bookload.cli import main; main()", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        if process.stdout is None:
            raise SystemExit("the server says nothing")
        link = process.stdout.readline().strip()
        owner = Visitor(link.rpartition("/in/")[0] + "/")
        for _ in range(600):
            try:
                owner.come_in(link)
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield owner.home, owner
    finally:
        process.terminate()
        process.wait(60)


def invited(root: Path) -> list[tuple[str, str]]:
    """Let fifty people in, as the page of people does, and return the role of each and their link's token."""
    os.environ["BOOKLOAD_WORKSPACE"] = str(root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bookload.web.settings"
    django.setup()
    from bookload.web.people.models import Person  # noqa: PLC0415 - models need the settings
    from bookload.web.people.ways_in import made  # noqa: PLC0415

    now, found = datetime.now(UTC), []  # noqa: TID251 - links hold from now on
    for role, count in ROLES.items():
        for number in range(count):
            name = f"{role}-{number}"
            of = f"P-{number:04d}" if role == "csm" else ""
            person = Person.objects.filter(name=name).first() or Person.objects.invite(name, role, of)
            found.append((role, made(person, now)))
    return found


# ----------------------------------------------------------------------------------------------------- load


def load(home: str, asked: Path, *, pause: int, seconds: int, people: int = 50) -> dict[str, float]:
    """Return what wrk says of people asking for pages at random, each after a pause of so many ms or more."""
    command = ["wrk", "-t2", f"-c{people}", f"-d{seconds}s", "--timeout", "30s", "-s", str(LUA), home]
    environment = os.environ | {"ASKED": str(asked), "PAUSE": str(pause)}
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, float] = json.loads(ran.stdout.strip().splitlines()[-1])
    return found


class Writer(threading.Thread):
    """Somebody who writes scenarios, one after the other, until told to stop; `taken` are those accepted."""

    def __init__(self, owner: Visitor) -> None:
        """Begin with none."""
        super().__init__(daemon=True)
        self.owner, self.refused, self.over = owner, 0, threading.Event()
        self.taken: list[str] = []

    def run(self) -> None:
        """Write on."""
        number = 0
        while not self.over.is_set():
            _, page = self.owner.get("/capacity/scenarios")
            name = f"under-load-{number}"
            try:
                template = TEMPLATE.search(page)
                self.owner.post(
                    "/capacity/scenarios", page, name=name, template=template[1] if template else ""
                )
                self.taken.append(name)
            except urllib.error.HTTPError:
                self.refused += 1
            number += 1
            self.over.wait(0.5)


def p95(seconds: Sequence[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return round(statistics.quantiles(seconds, n=20)[-1] * 1_000, 1)


def fifty(folder: Path, given: argparse.Namespace) -> dict[str, object]:
    """Measure fifty people at once, while somebody writes."""
    said: dict[str, object] = {"accounts": given.accounts or 5_000, "workers": given.workers}
    root = company(folder, given.accounts or 5_000, 50)
    with serving(root, given.workers) as (home, owner):
        said["memory of the server just started, MB"] = memory()
        links = invited(root)
        begun = time.perf_counter()
        ready(root)
        said["first pages of all made within, s"] = round(time.perf_counter() - begun, 1)
        people = []
        for role, token in links:
            somebody = Visitor(home)
            somebody.come_in(f"/in/{token}")
            people.append((somebody, OF_ONE_BOOK if role == "csm" else OF_ALL))
        said["people"] = len(people)
        for look in ("first", "again"):
            took = [somebody.get("/overview")[0] for somebody, _ in people]
            said[f"Overview of each, {look}, p95 ms"] = p95(took)
        said["/health of each, p95 ms"] = p95([somebody.get("/health")[0] for somebody, _ in people])
        for somebody, paths in people:
            for path in paths:
                somebody.get(path)
        pages, nothing = folder / "asked.tsv", folder / "nothing.tsv"
        pages.write_text("\n".join(f"{of.cookie}\t{path}" for of, paths in people for path in paths))
        nothing.write_text("\n".join(f"{of.cookie}\t/health" for of, _ in people))
        said |= crowds(home, owner, (pages, nothing), given.seconds or SECONDS, root)
        said |= unasked(owner, {"/overview": UNASKED["/overview"][::2], "/revenue": UNASKED["/revenue"][::2]})
        said["memory of the server in the end, MB"] = memory()
    return said


def crowds(
    home: str, owner: Visitor, asked: tuple[Path, Path], seconds: int, root: Path
) -> dict[str, object]:
    """Measure people at once on pages, while somebody writes scenarios, all looked for, and on `/health`."""
    pages, nothing = asked
    writer = Writer(owner)
    writer.start()
    said: dict[str, object] = {
        "twenty, with pauses": load(home, pages, pause=500, seconds=seconds, people=20),
        "fifty, with pauses": (paused := load(home, pages, pause=500, seconds=seconds)),
        "fifty, without": (busy := load(home, pages, pause=0, seconds=seconds)),
    }
    writer.over.set()
    writer.join()
    health = load(home, nothing, pause=500, seconds=seconds), load(home, nothing, pause=0, seconds=seconds)
    said["fifty on /health, with pauses"], said["fifty on /health, without"] = health
    said["times /health, p95, with pauses"] = round(paused["p95 ms"] / health[0]["p95 ms"], 1)
    said["times /health, p95, without"] = round(busy["p95 ms"] / health[1]["p95 ms"], 1)
    there = {path.stem for path in (root / "scenarios").glob("*.toml")}
    said["written"], said["refused"] = len(writer.taken), writer.refused
    said["lost"] = len(set(writer.taken) - there)
    return said


def large(folder: Path, given: argparse.Namespace) -> dict[str, object]:
    """Measure pages of 100,000 accounts over 60 months: cold, warm, and those that nobody asked before."""
    accounts, workers = given.accounts or 100_000, given.workers
    begun = time.perf_counter()
    root = company(folder, accounts, max(50, accounts // 250))
    said: dict[str, object] = {"accounts": accounts, "import, s": round(time.perf_counter() - begun, 1)}
    with serving(root, workers):
        begun = time.perf_counter()
        ready(root)
        said["made ready within, s"] = round(time.perf_counter() - begun, 1)
    pages = ("/health", "/overview", "/revenue")
    cold: dict[str, list[float]] = {page: [] for page in pages}
    for page in pages * 3:
        with serving(root, workers) as (_, owner):
            cold[page].append(owner.get(page)[0])
    with serving(root, workers) as (_, owner):
        said["memory of the server just started, MB"] = memory()
        warm = {page: p95([owner.get(page)[0] for _ in range(101)][1:]) for page in pages}
        said |= unasked(owner, UNASKED)
        said["memory of the server in the end, MB"] = memory()
    for page in pages:
        said[page] = {
            "cold, worst of 3, s": round(max(cold[page]), 2),
            "warm, p95 ms": warm[page],
            "times /health, warm": round(warm[page] / warm["/health"], 1),
        }
    return said


def unasked(owner: Visitor, pages: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Measure pages at dates, and of accounts, that nobody asked about; everything else was made before."""
    said: dict[str, object] = {}
    for page, asked in pages.items():
        for each in asked:
            before = processor()
            shown, there = owner.whole(f"{page}?{each}")
            took = processor() - before
            said[f"{page}?{each}"] = {
                "shown, s": round(shown, 2),
                "all there, s": round(there, 2),
                "of processor, s": round(took, 2),
                "again, s": round(owner.whole(f"{page}?{each}")[1], 2),
            }
    return said


def memory() -> dict[str, float]:
    """Return the memory of the processes begun here, each page of it once, beside what the machine has."""
    held = 0
    for process in begun_here(parents()):
        try:
            told = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue  # it is over
        held += int(re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)[1])  # type: ignore[index]
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {"held": round(held / 2**10), "of the machine's": round(machine / 2**20)}


def processor() -> float:
    """Return the seconds of processor that the processes begun here have taken, theirs included."""
    found, seconds = begun_here(parents()), 0.0
    for process in found:
        try:
            told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it is over
        seconds += sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")
    return seconds


def parents() -> Mapping[int, int]:
    """Return the parent of each process that there is."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it is over
    return found


def begun_here(parent_of: Mapping[int, int]) -> set[int]:
    """Return the processes begun by this one, and those begun by them."""
    mine, found = {os.getpid()}, 0
    while len(mine) > found:
        found = len(mine)
        mine |= {process for process, parent in parent_of.items() if parent in mine}
    return mine - {os.getpid()}


def ready(root: Path) -> None:
    """Wait until what people open first was made ready: a job did so, and none follows for five seconds."""
    query = "SELECT count(*), sum(state IN ('queued', 'running')) FROM jobs_job WHERE kind = 'ready'"
    quiet = 0
    while quiet < 5:  # noqa: PLR2004 - seconds
        time.sleep(1)
        with closing(sqlite3.connect(root / ".bookload" / "web" / "app.sqlite3", timeout=20)) as rows:
            there, under_way = rows.execute(query).fetchone()
        quiet = quiet + 1 if there and not under_way else 0


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="100,000 accounts instead of 5,000")
    parser.add_argument("--workers", type=int, default=1, help="how many processes answer")
    parser.add_argument("--accounts", type=int, help="so many accounts, to see that it runs")
    parser.add_argument("--seconds", type=int, help=f"how long a load lasts instead of {SECONDS}")
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("load comes from wrk: apt-get install wrk")
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bookload-web-") as folder:
        said = (large if given.large else fifty)(Path(folder), given)
    said["load of the machine, before and in the end"] = [load_before, os.getloadavg()[0]]
    print(json.dumps(said, indent=2))


if __name__ == "__main__":
    main()
