"""Whether an end is the first day out or the last day in: told from the rows, or asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.period import FAR
from bookload.data.ingest.ends import shifted
from imported import Company, coded, imported, mapped, rows

HEAD = "Contract,Customer,Start,End,MRR\n"


def ends(plan: object) -> list[object]:
    return [end for (end,) in rows(plan, "subscriptions", "end_date")]  # type: ignore[arg-type]


def test_rows_that_follow_on_the_next_day_tell_a_last_day_in(tmp_path: Path) -> None:
    text = f"{HEAD}1,A,2025-01-17,2025-03-20,5\n1,A,2025-03-21,2025-06-02,6\n"
    plan = imported(tmp_path, {"s.csv": text})
    assert ends(plan) == [date(2025, 3, 21), date(2025, 6, 3)]
    assert plan.mapping.sheet[0].ends == {"end_date": "last_day_in"}
    assert not plan.questions


def test_rows_that_follow_on_the_same_day_tell_a_first_day_out(tmp_path: Path) -> None:
    text = f"{HEAD}1,A,2025-01-17,2025-03-20,5\n1,A,2025-03-20,2025-06-02,6\n"
    plan = imported(tmp_path, {"s.csv": text})
    assert ends(plan) == [date(2025, 3, 20), date(2025, 6, 2)]
    assert not plan.questions


def test_a_fee_for_no_time_beside_an_invoice_of_that_day_tells_nothing(tmp_path: Path) -> None:
    lines = (
        "INV1,A,2025-01-01,2025-01-31,100,USD\nINV2,A,2025-02-01,2025-02-28,100,USD\n"
        "INV3,B,2025-01-01,2025-01-01,500,USD\nINV4,B,2025-01-01,2025-12-31,1200,USD\n"
    )
    text = f"Invoice Number,Customer Id,Date From,Date To,Amount,Currency\n{lines}"
    plan = imported(
        tmp_path, {"accounts.csv": "account_id,name\nA,Acme\nB,Beta\n", "invoice_lines.csv": text}
    )
    found = [end for (end,) in rows(plan, "invoice_lines", "period_end")]
    assert sorted(found) == [date(2025, 1, 2), date(2025, 2, 1), date(2025, 3, 1), date(2026, 1, 1)]
    assert not plan.questions


def test_calendar_years_tell_a_last_day_in(tmp_path: Path) -> None:
    lines = "".join(f"{n},A{n},2025-01-01,2025-12-31,5\n" for n in range(3))
    assert ends(imported(tmp_path, {"s.csv": HEAD + lines})) == [date(2026, 1, 1)] * 3


def test_anniversaries_tell_a_first_day_out(tmp_path: Path) -> None:
    lines = "".join(f"{n},A{n},2025-01-0{n + 1},2026-01-0{n + 1},5\n" for n in range(3))
    plan = imported(tmp_path, {"s.csv": HEAD + lines})
    assert ends(plan) == [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]
    assert not plan.questions


def test_where_nothing_tells_it_is_the_first_day_out_with_a_warning(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"s.csv": f"{HEAD}1,A,2025-01-17,2025-03-20,5\n"})
    assert ends(plan) == [date(2025, 3, 20)]
    assert [finding.severity for finding in coded(plan.findings, "end-meaning")] == ["warning"]


@pytest.mark.parametrize("header", ["Last day", "Valid through", "End (inclusive)"])
def test_a_header_may_say_it(header: str, tmp_path: Path) -> None:
    text = f"Contract,Customer,Start,{header},MRR\n1,A,2025-01-17,2025-03-20,5\n"
    said = mapped(f'[[sheet]]\nfile = "s.csv"\n[sheet.columns]\nend_date = "{header}"\n')
    assert ends(imported(tmp_path, {"s.csv": text}, mapping=said)) == [date(2025, 3, 21)]


def test_a_mapping_settles_it_and_the_next_import_remembers(tmp_path: Path) -> None:
    company = Company(tmp_path)
    said = mapped('[[sheet]]\nfile = "s.csv"\n[sheet.ends]\nend_date = "last_day_in"\n')
    first = company.load({"s.csv": f"{HEAD}1,A,2025-01-17,2025-03-20,5\n"}, date(2026, 3, 31), mapping=said)
    later = company.load({"s.csv": f"{HEAD}1,A,2025-01-17,2025-03-24,5\n"}, date(2026, 4, 30))
    assert ends(first) == [date(2025, 3, 21)]
    assert ends(later) == [date(2025, 3, 25)]
    assert not coded(later.findings, "end-meaning")


def test_a_table_in_bookloads_own_columns_ends_on_the_first_day_out_without_a_word(tmp_path: Path) -> None:
    text = (
        "subscription_id,account_id,start_date,end_date,amount,interval\n1,A,2025-01-17,2025-03-20,5,month\n"
    )
    plan = imported(tmp_path, {"s.csv": text})
    assert ends(plan) == [date(2025, 3, 20)]
    assert not coded(plan.findings, "end-meaning")


@given(st.lists(st.none() | st.dates(date(1970, 1, 1), date(2298, 1, 1)) | st.just(FAR), max_size=8))
def test_a_last_day_in_is_one_day_before_and_what_never_ends_stays(days: list[date | None]) -> None:
    moved = shifted(pa.array(days, pa.date32()), "last_day_in").to_pylist()
    assert moved == [
        day if day is None or day == FAR else date.fromordinal(day.toordinal() + 1) for day in days
    ]
