"""What vendors publish about their figures is what Bookload comes to under their profile.

Each example names its page or file (tests/published/). At most three of them are explained instead.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bookload.base.money import arr, mrr
from bookload.base.period import Month
from bookload.metrics.revenue import AMOUNTS, logos, movements, retention, stock
from bookload.metrics.revenue.committed import committed
from bookload.metrics.revenue.movements.quick_ratio import quick_ratios
from bookload.metrics.revenue.movements.sub_kinds import PARTED, sub_kinds
from bookload.metrics.revenue.retention.cohorts import cohorts
from published import EXAMPLES, Example

if TYPE_CHECKING:
    from bookload.workspace import Workspace

Figure = Fraction | Decimal | int | None


def _stock(workspace: Workspace, month: str, product: str | None = None) -> tuple[int, int]:
    rows = stock(workspace, "product" if product else None)
    found = [row for row in rows if str(row.month) == month and row.key == product]
    return (found[0].arr, found[0].accounts) if found else (0, 0)


def _movement(workspace: Workspace, month: str, name: str, product: str | None = None) -> Fraction | int:
    asked = Month.parse(month)
    rows = movements(workspace, "product" if product else "month", asked, asked)
    found = [getattr(row, name) for row in rows if row.key == product]
    assert len(found) <= 1
    return mrr(found[0] or 0) if found else 0


def _logo(workspace: Workspace, month: str, name: str) -> int:
    (row,) = logos(workspace, Month.parse(month), Month.parse(month))
    return int(getattr(row, name))


def _part(workspace: Workspace, month: str, kind: str, part: str) -> Fraction | int:
    asked = Month.parse(month)
    (row,) = (row for row in sub_kinds(workspace, "month", asked, asked) if row.kind == kind)
    return mrr(getattr(row, part))


def _quick_ratio(workspace: Workspace, month: str) -> Fraction | None:
    (row,) = quick_ratios(workspace, Month.parse(month), Month.parse(month))
    return row.ratio


def _kept(workspace: Workspace, month: str, name: str) -> Fraction:
    kept_over = retention(workspace, "year" if name.startswith("year ") else "month")
    rows = {str(row.month): row for row in kept_over}
    kept = getattr(rows[month], name.removeprefix("year ").replace(" ", "_"))
    assert kept is not None
    return Fraction(kept)


def _committed(workspace: Workspace, month: str) -> Fraction | int:
    """Return the company's committed MRR on the as-of date, which lies in the month."""
    (row,) = committed(workspace)
    assert month == str(Month.of(workspace.as_of))
    return mrr(row.committed)


def _cohort(workspace: Workspace, month: str, name: str) -> Fraction:
    """Return a share of the first cohort at a month's end."""
    rows = [row for row in cohorts(workspace) if row.cohort is not None]
    first = min(row.cohort.first for row in rows if row.cohort is not None)
    (share,) = (
        getattr(row, name)
        for row in rows
        if row.cohort and row.cohort.first == first and str(row.month) == month
    )
    assert share is not None
    return Fraction(share)


def _lost(workspace: Workspace, month: str) -> Fraction:
    return -Fraction(_movement(workspace, month, "churn") + _movement(workspace, month, "contraction"))


def _gained(workspace: Workspace, month: str, *names: str) -> Fraction:
    return Fraction(sum(_movement(workspace, month, name) for name in names))


def _mean(workspace: Workspace, month: str) -> Fraction:
    last = Month.parse(month)
    return sum((Fraction(mrr(_stock(workspace, str(last - n))[0])) for n in range(12)), Fraction(0)) / 12


DERIVED: dict[str, Callable[[Workspace, str], Figure]] = {
    "mrr": lambda ws, month: mrr(_stock(ws, month)[0]),
    "arr": lambda ws, month: arr(_stock(ws, month)[0]),
    "accounts": lambda ws, month: _stock(ws, month)[1],
    "mrr per account": lambda ws, month: Fraction(mrr(_stock(ws, month)[0])) / _stock(ws, month)[1],
    "mean mrr of 12 months to": _mean,
    "opening accounts": lambda ws, month: _logo(ws, month, "opening"),
    "new accounts": lambda ws, month: _logo(ws, month, "new"),
    "churned accounts": lambda ws, month: _logo(ws, month, "churn"),
    "churned of opening and new accounts": lambda ws, month: Fraction(
        _logo(ws, month, "churn"), _logo(ws, month, "opening") + _logo(ws, month, "new")
    ),
    "churned revenue": _lost,
    "committed mrr": _committed,
    "cohort logos": lambda ws, month: _cohort(ws, month, "logos"),
    "cohort revenue": lambda ws, month: _cohort(ws, month, "revenue"),
    "gross mrr churn": lambda ws, month: _lost(ws, month) / Fraction(_movement(ws, month, "opening")),
    "net mrr churn": lambda ws, month: (
        (_lost(ws, month) - _gained(ws, month, "expansion", "reactivation"))
        / Fraction(_movement(ws, month, "opening"))
    ),
    "quick ratio": _quick_ratio,
}
"""Figures that are not a movement's or a rate's own: how the source itself puts them together."""


def figure(workspace: Workspace, what: str, month: str) -> Figure:
    """Return one figure of a company, by the name that an example gives it."""
    if what in DERIVED:
        return DERIVED[what](workspace, month)
    name, _, product = what.partition(" of ")
    if name == "mrr":
        return mrr(_stock(workspace, month, product)[0])
    part, _, kind = name.partition(" ")
    if kind in PARTED:
        return _part(workspace, month, kind, part)
    if name in AMOUNTS:
        return _movement(workspace, month, name, product or None)
    return _kept(workspace, month, what)


def to_the_places_of(stated: str, found: Figure) -> str:
    """Return a figure with as many decimals as the source states, halves away from zero."""
    assert found is not None
    exact = Fraction(found)
    places = Decimal(1).scaleb(Decimal(stated).as_tuple().exponent)  # type: ignore[arg-type]
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(places, ROUND_HALF_UP)
    return str(abs(rounded) if rounded == 0 else rounded)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_published_example(example: Example) -> None:
    workspace = example.company()
    expected = example.ours if example.explained else example.states
    found = [
        (what, month, to_the_places_of(stated, figure(workspace, what, month)))
        for what, month, stated in expected
    ]
    assert found == list(expected), f"{example.source}: {example.says}"


def test_at_least_35_figures_in_print_agree_and_at_most_three_are_explained_instead():
    assert sum(bool(example.explained) for example in EXAMPLES) <= 3
    assert sum(not example.explained and not example.by_rule for example in EXAMPLES) >= 35


@pytest.mark.parametrize(
    "example", [example for example in EXAMPLES if example.explained], ids=lambda example: example.name
)
def test_what_is_explained_differs_and_says_why(example: Example) -> None:
    assert example.ours != example.states
    assert example.explained.endswith(".")


def test_every_example_names_its_source_and_no_name_comes_twice():
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)
    for example in EXAMPLES:
        assert example.address.startswith("http"), example.name
        assert example.source
        assert example.says.endswith("."), example.name
        assert example.states
