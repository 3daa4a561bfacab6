"""Figures that would be silently wrong on some engine: each such operation is refused by its name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pytest

from bookload.base.errors import InexactExpressionError
from bookload.data.engine import check_exact, exact_sum, half_away, whole
from bookload.data.engine.exact import _REJECTED
from bookload.data.tables import unbound

sold = unbound("subscriptions")
log = unbound("activities")


@ibis.udf.scalar.builtin(signature=(("int64",), "int64"))
def some_function(number):
    """A function that DuckDB may have, and nobody else."""


@ibis.udf.agg.builtin(signature=(("int64",), "int64"))
def some_sum(number):
    """The same, over a group."""


REFUSED: dict[str, Callable[[], ir.Table]] = {
    "Divide": lambda: sold.select(x=sold.amount / 12),
    "FloorDivide": lambda: sold.select(x=sold.amount // 12),
    "Modulus": lambda: sold.select(x=sold.amount % 12),
    "Mean": lambda: sold.aggregate(x=sold.amount.mean()),
    "Median": lambda: sold.aggregate(x=sold.amount.median()),
    "ApproxMedian": lambda: sold.aggregate(x=sold.amount.approx_median()),
    "Quantile": lambda: sold.aggregate(x=sold.amount.quantile(0.9)),
    "MultiQuantile": lambda: sold.aggregate(x=sold.amount.quantile([0.1, 0.9])),
    "ApproxQuantile": lambda: sold.aggregate(x=sold.amount.approx_quantile(0.9)),
    "ApproxMultiQuantile": lambda: sold.aggregate(x=sold.amount.approx_quantile([0.1, 0.9])),
    "ApproxCountDistinct": lambda: sold.aggregate(x=sold.account_id.approx_nunique()),
    "Variance": lambda: sold.aggregate(x=sold.amount.var()),
    "StandardDev": lambda: sold.aggregate(x=sold.amount.std()),
    "Kurtosis": lambda: sold.aggregate(x=sold.amount.kurtosis()),
    "Correlation": lambda: sold.aggregate(x=sold.amount.corr(sold.quantity)),
    "Covariance": lambda: sold.aggregate(x=sold.amount.cov(sold.quantity)),
    "Round": lambda: sold.select(x=sold.amount.cast("decimal(38, 0)").round(2)),
    "Ceil": lambda: sold.select(x=sold.amount.cast("decimal(38, 0)").ceil()),
    "Floor": lambda: sold.select(x=sold.amount.cast("decimal(38, 0)").floor()),
    "Power": lambda: sold.select(x=sold.amount**2),
    "Sqrt": lambda: sold.select(x=sold.amount.sqrt()),
    "Exp": lambda: sold.select(x=sold.amount.exp()),
    "Log": lambda: sold.select(x=sold.amount.log(2)),
    "Ln": lambda: sold.select(x=sold.amount.ln()),
    "RandomScalar": lambda: sold.select(x=ibis.random()),
    "RandomUUID": lambda: sold.select(x=ibis.uuid()),
    "TimestampNow": lambda: sold.select(x=ibis.now()),
    "DateNow": lambda: sold.select(x=ibis.today()),
    "Sample": lambda: sold.sample(0.5),
    "First": lambda: sold.aggregate(x=sold.amount.first()),
    "Last": lambda: sold.aggregate(x=sold.amount.last()),
    "Arbitrary": lambda: sold.aggregate(x=sold.amount.arbitrary()),
    "Mode": lambda: sold.aggregate(x=sold.amount.mode()),
    "ArgMax": lambda: sold.aggregate(x=sold.account_id.argmax(sold.amount)),
    "ArgMin": lambda: sold.aggregate(x=sold.account_id.argmin(sold.amount)),
    "ArrayCollect": lambda: sold.aggregate(x=sold.account_id.collect()),
    "GroupConcat": lambda: sold.aggregate(x=sold.account_id.group_concat()),
    "Hash": lambda: sold.select(x=sold.account_id.hash()),
    "some_sum": lambda: sold.aggregate(x=some_sum(sold.amount)),
    "function some_function": lambda: sold.select(x=some_function(sold.amount)),
    "float64": lambda: sold.select(x=sold.amount.cast("float64")),
    "type float64": lambda: sold.select(x=sold.amount * 1.1),
    "Multiply of type decimal;": lambda: sold.select(x=sold.amount * ibis.literal(Decimal("1.5"))),
    "decimal\\(18, 2\\)": lambda: sold.select(x=sold.amount.cast("decimal(18, 2)")),
    "First ": lambda: sold.distinct(on=["account_id"], keep="first"),
    "Limit": lambda: sold.limit(10),
    "Add of type decimal": lambda: sold.group_by("account_id").aggregate(
        x=whole(sold.amount).sum() + whole(1)
    ),
    "Sum of money": lambda: sold.aggregate(x=whole(sold.amount).sum()).mutate(y=1),
    "window": lambda: sold.mutate(
        x=ibis.row_number().over(ibis.window(group_by=sold.account_id, order_by=sold.amount))
    ),
}


@pytest.mark.parametrize("named", REFUSED)
def test_an_operation_that_could_lose_a_cent_is_refused_by_name(named: str) -> None:
    with pytest.raises(InexactExpressionError, match=named.strip()):
        check_exact(REFUSED[named]())


UNTRIED = {
    ops.AnalyticVectorizedUDF,
    ops.ElementWiseVectorizedUDF,
    ops.ReductionVectorizedUDF,
    ops.SQLQueryResult,
    ops.SQLStringView,
}
"""Made by a backend alone, which nothing here has."""


def test_every_refused_operation_is_tried() -> None:
    tried = {type(node) for make in REFUSED.values() for node in make().op().find(ops.Node)}
    assert {kind for kind in _REJECTED if not any(issubclass(each, kind) for each in tried)} == UNTRIED


@pytest.mark.parametrize(
    "expression",
    [
        sold.filter(sold.amount > 0).select("account_id", yearly=whole(sold.amount) * whole(12)),
        sold.group_by("account_id").aggregate(total=exact_sum(sold.amount), rows=sold.count()),
        sold.select(annual=half_away(whole(sold.amount) * whole(12), sold.interval_count)),
        sold.join(unbound("accounts"), "account_id").select("account_id", "segment"),
        sold.select(
            month=sold.start_date.year().cast("int64") * 12 + sold.start_date.month().cast("int64") - 1
        ),
        sold.select(x=ibis.cases((sold.amount > 0, "paid"), else_="free")),
        log.aggregate(first=log.start_at.min(), last=log.start_at.max(), people=log.person_id.nunique()),
        sold.select("account_id").union(unbound("accounts").select("account_id"), distinct=True),
    ],
)
def test_what_metrics_are_made_of_is_accepted(expression: ir.Table) -> None:
    check_exact(expression)


def test_a_bare_sum_of_money_may_not_leave_the_expression() -> None:
    """Ibis types it with two decimals, which an engine would round the figure to."""
    summed = sold.aggregate(total=whole(sold.amount).sum())
    assert summed.schema()["total"].scale != 0
    with pytest.raises(InexactExpressionError, match="Sum of money without a cast back"):
        check_exact(summed)
