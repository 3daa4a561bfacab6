"""The record of `make prove`: which promise was tried, how often, and how it went."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest

HEAD = """# What was proved

`make test` runs small, fixed counts. `make prove` runs the counts that issues and these pages promise, and
writes this page. Bookload {version}, Python {python}, {machine}; {passed} of {all} hold, in {minutes:.0f}
minutes of work.

| test | count | result | seconds |
|---|---|---|---|
"""


@dataclass
class Report:
    """A pytest plugin that gathers the outcome of each test and writes them to a page."""

    page: Path
    rows: list[tuple[str, str, str, float]] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a test's outcome, or the error that kept it from starting."""
        if report.when != "call" and report.outcome == "passed":
            return
        counts = [str(value) for name, value in report.user_properties if name == "promised"]
        self.rows.append((report.nodeid, ", ".join(counts), report.outcome, report.duration))

    def pytest_sessionfinish(self) -> None:
        """Write the page; a session that ran nothing leaves the last one alone."""
        if not self.rows:
            return
        head = HEAD.format(
            version=version("bookload"),
            python=platform.python_version(),
            machine=f"{platform.system()} {platform.machine()}",
            passed=sum(row[2] == "passed" for row in self.rows),
            all=len(self.rows),
            minutes=sum(row[3] for row in self.rows) / 60,
        )
        lines = [
            f"| `{test}` | {count} | {result} | {seconds:.1f} |"
            for test, count, result, seconds in sorted(self.rows)
        ]
        self.page.parent.mkdir(parents=True, exist_ok=True)
        self.page.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
