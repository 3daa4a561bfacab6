"""What holds of every company: the parts of a grouping add up to the whole, the heads to those by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookload.base.period import Month
from bookload.metrics.books.movements import by_person
from bookload.metrics.ratios.ratios import RatioRow, ratios
from bookload.workspace import Workspace
from sized import AS_OF, Company

NOW = Month.of(AS_OF)
PEOPLE = [f"P-{number}" for number in range(6)]
OWNERS = [*PEOPLE, "POOL", "EMPTY", "GONE", None]
GROUPINGS = ("segment", "tier", "touch_model", "region", "team")


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Accounts with and without groups and owners, shared ones, pools whose members own too, a leaver."""
    company = Company().head("GONE", team="North", leave_date=date(2026, 6, 1))
    for person in PEOPLE:
        company.head(
            person,
            fte=draw(st.sampled_from(["1", "0.8", "0.5"])),
            team=draw(st.sampled_from(["North", "South", None])),
            role=draw(st.sampled_from(["csm", "senior_csm", "director"])),
            hire_date=draw(st.sampled_from([date(2023, 1, 1), date(2026, 5, 1)])),
        )
        if draw(st.booleans()):
            share = draw(st.sampled_from(["1", "0.5", "0.25", "0"]))
            company.add("pools", {"pool_id": "POOL", "name": "Pool", "person_id": person, "share": share})
    company.add("pools", {"pool_id": "EMPTY", "name": "Empty"}, {"pool_id": "POOL", "name": "Pool"})
    for number in range(draw(st.integers(1, 15))):
        account = f"A-{number:02}"
        company.account(
            account,
            draw(st.sampled_from([0, 1, 1_000, 99_999])),
            segment=draw(st.sampled_from(["Big", "SMB", None])),
            region=draw(st.sampled_from(["EMEA", None])),
            touch_model=draw(st.sampled_from(["high", "tech", None])),
        )
        for owner in draw(st.lists(st.sampled_from(OWNERS), max_size=2, unique=True)):
            if owner:
                company.owned(account, owner, share=draw(st.sampled_from(["1", "0.5", "0.3333"])))
    return company


def now(reader: Workspace, by: str) -> list[RatioRow]:
    return [row for row in ratios(reader, by) if row.month == NOW]  # type: ignore[arg-type]


def adds_up(company: Company) -> None:
    """Hold the parts of every grouping against the company's figures."""
    reader = company.open()
    (whole,) = now(reader, "company")
    for by in GROUPINGS:
        parts = now(reader, by)
        for name in ("csms", "arr", "accounts", "covered_arr", "covered_csms", "uncounted_arr"):
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name), (by, name)
    people = {str(row["person_id"]): counts(row) for row in company.tables["people"]}
    books = {str(row.key): row.closing or 0 for row in by_person(reader, NOW, NOW)}
    assert whole.covered_arr == sum(books.get(person, 0) for person, counted in people.items() if counted)
    assert whole.uncounted_arr == sum(
        books.get(person, 0) for person, counted in people.items() if not counted
    )
    assert whole.arr == sum(books.values())
    assert whole.csms == sum((counts(row) for row in company.tables["people"]), Fraction(0))


def counts(row: dict[str, object]) -> Fraction:
    """Count a head by hand."""
    ramped = row["hire_date"] == date(2023, 1, 1)
    here = "leave_date" not in row
    return (
        Fraction(str(row.get("fte", "1"))) if ramped and here and row["role"] != "director" else Fraction(0)
    )


@settings(max_examples=5)
@given(companies())
def test_the_parts_of_every_grouping_add_up_to_the_companys(company: Company) -> None:
    adds_up(company)


@pytest.mark.prove
def test_the_parts_add_up_for_hundreds_of_companies(promised) -> None:
    @settings(max_examples=promised("random companies, ratios by every grouping", 200), deadline=None)
    @given(companies())
    def prove(company: Company) -> None:
        adds_up(company)

    prove()
