"""27. An unknown or missing currency is an error that names it, as is a missing rate: never 1, never 0."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bookload.base.errors import MissingDataError, UsageError
from bookload.metrics.revenue.rates.stated import stated_rates
from bookload.workspace.importing import Request, import_into
from subscribed import company, mrr_by_month, paid

HEADER = "account,owner,currency,amount,interval,start\n"


def imported(folder: Path, rows: str):
    (folder / "list.csv").write_text(HEADER + rows)
    request = Request(
        paths=[folder / "list.csv"], now=datetime(2026, 6, 30, 10, tzinfo=UTC), who="ada", answers={}
    )
    return import_into(folder / "acme", request)


@pytest.mark.parametrize("code", ["EUX", "XYZ"])
def test_an_import_refuses_an_unknown_currency_and_names_row_and_value(tmp_path: Path, code: str) -> None:
    done = imported(tmp_path, f"A-1,Ada,EUR,100.00,month,2025-01-15\nA-2,Ada,{code},5.00,month,2025-01-15\n")
    (finding,) = [each for each in done.findings if each.severity == "error"]
    assert (finding.row, finding.column, finding.value) == (3, "currency", code)
    assert done.refused
    assert done.snapshot is None


def test_a_row_without_a_currency_among_rows_that_have_one_is_refused(tmp_path: Path) -> None:
    done = imported(tmp_path, "A-1,Ada,EUR,100.00,month,2025-01-15\nA-2,Ada,,5.00,month,2025-01-15\n")
    (finding,) = [each for each in done.findings if each.severity == "error"]
    assert (finding.code, finding.column, finding.severity) == ("empty-currency", "currency", "error")
    assert done.snapshot is None


def test_a_currency_without_a_rate_is_an_error_that_names_currency_and_day() -> None:
    workspace = company(paid("A", "5", "2025-01-01", currency="KWD"), as_of="2025-02-28")
    with pytest.raises(MissingDataError, match=r"no rate of KWD in USD on 2025-01-31 or before.*fx_rates"):
        mrr_by_month(workspace)
    with pytest.raises(MissingDataError, match="KWD in USD on 2025-02-28"):
        stated_rates(workspace, workspace.as_of, ["KWD"])


def test_asking_for_the_rate_of_what_is_no_currency_names_the_nearest() -> None:
    workspace = company(paid("A", "5", "2025-01-01"))
    with pytest.raises(UsageError, match=r"unknown currency 'EUUR'.*did you mean"):
        stated_rates(workspace, workspace.as_of, ["EUUR"])
