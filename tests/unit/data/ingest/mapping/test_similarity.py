"""How well a header names a field."""

from __future__ import annotations

import pytest

from bookload.data.ingest.mapping.shape import Field
from bookload.data.ingest.mapping.similarity import SURE, named, plain_header

MRR = Field("mrr", "money", ("monthly_recurring_revenue",))
START = Field("start_date", "date", ("begin", "contract_start"))


@pytest.mark.parametrize(
    "header", ["mrr", "MRR", "M.R.R.", "MRR (EUR)", "mrr_usd", "MRR in €", "Monthly Recurring Revenue"]
)
def test_case_signs_and_currency_do_not_hide_a_name(header: str) -> None:
    assert named(header, MRR).score >= SURE


@pytest.mark.parametrize("header", ["Subscription start date", "Contract Start (planned)", "Strat_date"])
def test_a_part_of_a_name_or_a_slip_is_a_weaker_fit(header: str) -> None:
    assert 0.4 <= named(header, START).score < SURE


@pytest.mark.parametrize("header", ["start", "date", "end_date", "", "beginner's guide"])
def test_another_name_is_none(header: str) -> None:
    assert named(header, START).score < 0.4


def test_a_header_that_is_nothing_but_a_currency_keeps_it() -> None:
    assert plain_header("EUR") == "eur"
