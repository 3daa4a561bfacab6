"""Rows written as they come are the rows that are handed back, types included."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from bookload.base.errors import InexactExpressionError, MissingDataError
from bookload.data.engine import connect, exact_sum, write_rows
from bookload.data.tables import unbound
from stored import company


class Plain:
    """An engine that writes no files itself."""

    def __init__(self):
        self.run = connect().run


@pytest.mark.parametrize("engine", [connect, Plain], ids=["writes", "does not"])
def test_what_is_written_is_what_is_handed_back(engine, tmp_path):
    sold = unbound("subscriptions")
    expr = sold.group_by("account_id").aggregate(
        total=exact_sum(sold.amount), rows=sold.count(), first=sold.start_date.min()
    )
    path = tmp_path / "it's [one] file.parquet"
    write_rows(engine(), expr, company(), path)
    assert (
        pq.read_table(path).sort_by("account_id").equals(connect().run(expr, company()).sort_by("account_id"))
    )


def test_what_is_not_exact_or_not_there_is_not_written(tmp_path):
    sold = unbound("subscriptions")
    path = tmp_path / "rows.parquet"
    with pytest.raises(InexactExpressionError):
        write_rows(connect(), sold.aggregate(mean=sold.amount.mean()), company(), path)
    with pytest.raises(MissingDataError):
        write_rows(connect(), sold, {}, path)
    assert not path.exists()
