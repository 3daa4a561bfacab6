"""The record of `make prove`: which promise was tried, how often, and how it went."""

from __future__ import annotations

import platform
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
HEAD = """# What was proved

`make test` runs small, fixed counts. `make prove` runs the counts that issues and these pages promise, and
writes this page; a run of some of them renews their rows alone. Bookload {version}, Python {python},
{machine}; {passed} of {all} hold, in {minutes:.0f} minutes of work.

| test | cases | count | result | seconds |
|---|---|---|---|---|
"""
ROW = re.compile(r"\| `(.+)` \| (\d+) \| (.*) \| (.+) \| ([\d.]+) \|")
GROUP = re.compile(r"@\w+$")
"""What xdist puts behind the name of a test that shares a worker."""


@dataclass(frozen=True)
class Row:
    """One test on the page, all its cases together."""

    test: str
    cases: int
    count: str
    result: str
    seconds: float

    @property
    def passed(self) -> int:
        """How many of its cases hold."""
        return int(self.result.split()[0]) if self.result[0].isdigit() else self.cases

    def __str__(self) -> str:
        """Return the row as the page has it."""
        return f"| `{self.test}` | {self.cases} | {self.count} | {self.result} | {self.seconds:.1f} |"


@dataclass
class Report:
    """A pytest plugin that gathers the outcome of each test and writes them to a page."""

    page: Path
    whole: bool
    """Whether all promises were asked for, so that what is not among them is gone."""
    outcomes: list[tuple[str, str, str, float]] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a test's outcome, or the error that kept it from starting."""
        if report.when != "call" and report.outcome == "passed":
            return
        counts = [str(text) for name, text in report.user_properties if name in {"promised", "measured"}]
        test = GROUP.sub("", report.nodeid)
        self.outcomes.append((test, ", ".join(counts), report.outcome, report.duration))

    def pytest_sessionfinish(self) -> None:
        """Write the page; a session that ran nothing leaves the last one alone."""
        if not self.outcomes:
            return
        found = {} if self.whole else {row.test: row for row in written(self.page)}
        found |= {row.test: row for row in rows(self.outcomes)}
        head = HEAD.format(
            version=version("bookload"),
            python=platform.python_version(),
            machine=f"{platform.system()} {platform.machine()}",
            passed=sum(row.passed for row in found.values()),
            all=sum(row.cases for row in found.values()),
            minutes=sum(row.seconds for row in found.values()) / 60,
        )
        lines = [str(found[test]) for test in sorted(found)]
        self.page.parent.mkdir(parents=True, exist_ok=True)
        self.page.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def written(page: Path) -> Iterator[Row]:
    """Yield the rows that a page has already, but those of files that are gone."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    for test, cases, count, result, seconds in ROW.findall(text):
        if (REPOSITORY / test.partition("::")[0]).exists():
            yield Row(test, int(cases), count, result, float(seconds))


def rows(outcomes: Iterable[tuple[str, str, str, float]]) -> Iterator[Row]:
    """Yield one row for each test, its cases together."""
    together: dict[str, list[tuple[str, str, float]]] = {}
    for test, count, outcome, seconds in outcomes:
        together.setdefault(test.partition("[")[0], []).append((count, outcome, seconds))
    for test, cases in together.items():
        counts = ", ".join(dict.fromkeys(count for count, _, _ in cases if count))
        results = Counter(outcome for _, outcome, _ in cases)
        passed = results.pop("passed", 0)
        others = ", ".join(f"{count} {outcome}" for outcome, count in sorted(results.items()))
        seconds = sum(each for _, _, each in cases)
        yield Row(test, len(cases), counts, f"{passed} passed, {others}" if others else "passed", seconds)
