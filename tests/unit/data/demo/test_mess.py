"""The messy month: everything that is wrong is on the list, and nothing else is."""

from __future__ import annotations

from collections import Counter
from datetime import date

from bookload.data import demo
from bookload.data.demo import Company
from unit.data.demo import truth


def test_every_kind_of_accident_happened(company: Company) -> None:
    assert set(Counter(accident.kind for accident in company.accidents)) == {
        "signed after its start",
        "overlaps the row that corrects it",
        "ends on the day that it starts",
        "has the name of another account but for its case",
        "owner has left",
        "nobody had it before",
        "lies within another absence",
        "logged by somebody who had left",
    }


def test_the_mess_leaves_the_figures_of_month_ends_alone(company: Company) -> None:
    """The overlapping row is over by the end of the month that it overlaps in."""
    rows = {
        (row["subscription_id"], row["line_id"], row["start_date"]): row
        for row in company.tables["subscriptions"]
    }
    overlapping = next(
        one.key for one in company.accidents if one.kind == "overlaps the row that corrects it"
    )
    row = rows[overlapping[0], overlapping[1], overlapping[2]]
    corrected = next(
        other
        for other in rows.values()
        if (other["subscription_id"], other["line_id"]) == overlapping[:2]
        and row["start_date"] < other["start_date"] < row["end_date"]
    )
    assert corrected["start_date"][:7] == row["end_date"][:7] == "2025-11"
    assert truth.counts(row, date.fromisoformat(corrected["start_date"]))
    assert not truth.counts(row, date(2025, 11, 30))


def test_the_leaver_kept_accounts_for_ten_days_after_leaving(company: Company) -> None:
    left = next(row["leave_date"] for row in company.tables["people"] if row["person_id"] == "P-15")
    assert left == "2025-11-15"
    stayed = [
        row for row in company.tables["ownership"] if row["owner_id"] == "P-15" and row["end_date"] > left
    ]
    assert {row["end_date"] for row in stayed} == {"2025-11-25"}


def test_a_company_of_any_seed_and_day_can_be_made(later_company: Company) -> None:
    within_a_month = demo.generate(seed=2, through=date(2026, 3, 17))
    for company, through in ((later_company, date(2027, 2, 28)), (within_a_month, date(2026, 3, 17))):
        assert len(company.accidents) >= 8
        assert max(row["start_at"][:10] for row in company.tables["activities"]) <= through.isoformat()
