"""The one seam: expressions over the input tables go in, Arrow tables come out.

Only this package knows which database runs them.
"""

from bookload.data.engine.exact import check_exact, declare_unique, exact_sum, half_away, whole
from bookload.data.engine.fingerprint import fingerprint
from bookload.data.engine.interface import Engine, Live, LiveColumn, Source
from bookload.data.engine.known import ChangesByKind, FirstDays, OfPeriods, rows_of
from bookload.data.engine.nodes import FOUND_OUT, nodes
from bookload.data.engine.select import connect
from bookload.data.engine.written import write_rows

__all__ = [
    "FOUND_OUT",
    "ChangesByKind",
    "Engine",
    "FirstDays",
    "Live",
    "LiveColumn",
    "OfPeriods",
    "Source",
    "check_exact",
    "connect",
    "declare_unique",
    "exact_sum",
    "fingerprint",
    "half_away",
    "nodes",
    "rows_of",
    "whole",
    "write_rows",
]
