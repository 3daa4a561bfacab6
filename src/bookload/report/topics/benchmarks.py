"""Published figures to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.metrics.ratios.benchmarks import ALL_GRADES, SHOWN, benchmarks, catalogue
from bookload.report.document import plain
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.metrics.ratios.benchmarks import Benchmark
    from bookload.report.document import Document


def chosen(metric: str | None, *, aggregators: bool) -> tuple[Benchmark, ...]:
    """Return the benchmarks of one metric or all; those of aggregator pages (grade C) only if asked for."""
    grades = ALL_GRADES if aggregators else SHOWN
    if metric is not None:
        return benchmarks(metric, grades=grades)
    return tuple(benchmark for benchmark in catalogue() if benchmark.grade in grades)


def body(found: Sequence[Benchmark]) -> Document:
    """Return each with value, range, unit, scope, year, source and grade."""
    return {"rows": [plain(benchmark, None) for benchmark in found]}


def tables(found: Sequence[Benchmark]) -> list[Part]:
    """Return them as a table."""
    rows = [
        [
            benchmark.metric,
            benchmark.scope,
            f"{benchmark.source}, {benchmark.year} ({benchmark.grade})",
            *(
                f"{part:,f}" if part is not None else ""
                for part in (benchmark.low, benchmark.value, benchmark.high)
            ),
            benchmark.unit,
        ]
        for benchmark in found
    ]
    return [
        table(
            "Benchmarks", ["metric", "scope", "source", "low", "value", "high", "unit"], rows, text_columns=3
        )
    ]
