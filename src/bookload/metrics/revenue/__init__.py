"""Recurring revenue: which rows count, what they are worth, and how that changed from month to month."""

from bookload.metrics.revenue.attributes import GROUPS, attribute, attribute_rows
from bookload.metrics.revenue.balances import balances, pauses
from bookload.metrics.revenue.changes import changes
from bookload.metrics.revenue.movements.bridges import AMOUNTS, MovementRow, Movements, movements
from bookload.metrics.revenue.movements.changed import changed
from bookload.metrics.revenue.movements.lines import account_lines
from bookload.metrics.revenue.movements.logos import LogoRow, logos
from bookload.metrics.revenue.movements.moves import KINDS, account_moves, leaf_moves
from bookload.metrics.revenue.movements.quick_ratio import QuickRatioRow, quick_ratio, quick_ratios
from bookload.metrics.revenue.movements.sub_kinds import PARTS, SubKindRow, sub_kinds
from bookload.metrics.revenue.periods.price_periods import price_periods
from bookload.metrics.revenue.rates.conversion import Conversion, conversion, convert
from bookload.metrics.revenue.retention.retention import SPANS, RetentionRow, retention
from bookload.metrics.revenue.stocks import StockRow, stock

__all__ = [
    "AMOUNTS",
    "GROUPS",
    "KINDS",
    "PARTS",
    "SPANS",
    "Conversion",
    "LogoRow",
    "MovementRow",
    "Movements",
    "QuickRatioRow",
    "RetentionRow",
    "StockRow",
    "SubKindRow",
    "account_lines",
    "account_moves",
    "attribute",
    "attribute_rows",
    "balances",
    "changed",
    "changes",
    "conversion",
    "convert",
    "leaf_moves",
    "logos",
    "movements",
    "pauses",
    "price_periods",
    "quick_ratio",
    "quick_ratios",
    "retention",
    "stock",
    "sub_kinds",
]
