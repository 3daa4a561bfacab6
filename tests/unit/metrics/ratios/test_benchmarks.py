from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from bookload.base.errors import UsageError
from bookload.metrics.ratios.benchmarks import UNDATED, benchmarks, catalogue, compare


@pytest.fixture(autouse=True, scope="module")
def _read_anew() -> None:
    """Read the catalogue here, whoever has read it before: else this does not count as having tried that."""
    catalogue.cache_clear()


def test_every_benchmark_names_value_scope_year_source_and_grade() -> None:
    for each in catalogue():
        assert {each.low, each.value, each.high} != {None}
        assert each.scope
        assert each.source
        assert each.grade in "ABC"
        assert each.year == UNDATED or 1990 < int(each.year) < 2100
        assert each.low is None or each.high is None or each.low <= each.high


def test_there_is_a_file_a_source_and_each_file_is_in_the_catalogue() -> None:
    folder = files("bookload.metrics.ratios").joinpath("benchmarks")
    for entry in folder.iterdir():
        rows = list(csv.DictReader(entry.read_text(encoding="utf-8").splitlines()))
        assert rows
        assert {row["source"] for row in rows} <= {each.source for each in catalogue()}


def test_what_a_scope_says_of_accounts_stands_in_columns_too() -> None:
    found = {(each.source, each.value): each for each in catalogue()}
    gainsight = [found["Gainsight", Decimal(value)].touch for value in (22, 49, 144)]
    assert gainsight == [("high",), ("mid",), ("low",)]
    totango = [found["Totango customer data", Decimal(value)] for value in (37, 200)]
    assert [(each.account_arr_from, each.account_arr_to) for each in totango] == [(1000, None), (None, 1000)]
    for each in catalogue():
        assert all(f"{touch} " in each.scope for touch in each.touch)
        assert each.reference_pay is None or each.source.startswith("Commune")


def test_the_catalogue_carries_every_published_figure(shared: Path) -> None:
    with (shared / "benchmarks.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        published = [tuple(row.values()) for row in rows]
    columns = rows.fieldnames or ()
    carried = []
    for entry in files("bookload.metrics.ratios").joinpath("benchmarks").iterdir():
        carried += [
            tuple(row[column] for column in columns)
            for row in csv.DictReader(entry.read_text(encoding="utf-8").splitlines())
        ]
    assert sorted(carried) == sorted(published)


def test_the_grade_of_aggregators_is_shown_on_request_alone() -> None:
    assert benchmarks("ramp_months") == ()
    assert [str(each.value) for each in benchmarks("ramp_months", grades=frozenset("ABC"))] == ["3", "6"]


def test_the_best_grade_and_the_latest_come_first() -> None:
    found = [(each.grade, each.year) for each in benchmarks("accounts_per_csm")]
    assert found[:2] == [("A", "2012"), ("A", "2012")]
    assert [grade for grade, _ in found] == sorted(grade for grade, _ in found)


def test_a_figure_stands_below_at_or_above_a_value_and_within_a_range() -> None:
    def standings(value: int) -> dict[str, str | None]:
        return {each.benchmark.scope[:12]: each.standing for each in compare(Fraction(value), "arr_per_csm")}

    assert standings(1_000_000)["high touch ("] == "at"
    assert standings(1_000_000)["low or tech "] == "below"
    assert standings(1_000_001)["high touch ("] == "above"
    assert standings(750_000)["early stage"] == "within"


def test_amounts_are_compared_in_one_currency_and_counts_as_they_are() -> None:
    def of_high_touch(value: int, rate: Fraction | None) -> str | None:
        (found,) = [
            each
            for each in compare(Fraction(value), "arr_per_csm", rate=rate)
            if "high touch" in each.benchmark.scope
        ]
        return found.standing

    assert of_high_touch(500_000, Fraction(1, 2)) == "at"
    assert of_high_touch(500_000, None) is None
    assert compare(Fraction(22), "accounts_per_csm", rate=None)[0].standing is not None


def test_nothing_is_said_of_a_figure_that_is_not_available() -> None:
    assert {each.standing for each in compare(None, "arr_per_ote")} == {None}


def test_an_unknown_metric_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="did you mean 'arr_per_csm'"):
        benchmarks("arr_per_csms")


def test_the_documentation_lists_every_benchmark(repository: Path) -> None:
    page = (repository / "docs" / "reference" / "metrics" / "benchmarks.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == len(catalogue())
    for each in catalogue():
        names = (f"`{each.metric}`", each.scope, each.year, each.source, each.grade)
        figures = [f"{figure:f}" for figure in (each.low, each.value, each.high) if figure is not None]
        assert any(
            all(f"| {name} |" in row for name in names) and all(f in row for f in figures) for row in rows
        )
