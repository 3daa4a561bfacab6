"""What accounts did by themselves: base + organic = closing, at one day's rates."""

from __future__ import annotations

from bookload.base.money import MONTHS_A_YEAR, QUANTA
from bookload.base.period import Month
from bookload.metrics.revenue.signs.organic import account_changes, behind, constant, organic_months
from subscribed import company, paid

RATES = [
    {"date": "2025-01-31", "currency": "EUR", "rate": "0.5"},
    {"date": "2025-06-30", "currency": "EUR", "rate": "0.25"},
]


def figures(workspace, by=None):
    """Base, organic, closing and fell of each month and key, as MRR."""
    steady = constant(workspace)
    found = organic_months(steady, lambda of: account_changes(of, by), keyed=by is not None)
    one = QUANTA * MONTHS_A_YEAR
    return {
        (str(month), key): (
            row.base // one,
            row.organic // one,
            row.closing // one,
            row.fell // one,
            row.accounts,
        )
        for key, of in found.items()
        for month, row in of.items()
    }


def test_the_month_s_movements_without_those_of_rates():
    rows = (
        paid("A", "100", "2025-01-01", "2025-05-10", currency="EUR"),
        paid("A", "80", "2025-05-10", currency="EUR"),
        paid("B", "50", "2025-01-01", "2025-06-20"),
        paid("C", "10", "2025-06-01"),
    )
    found = figures(company(*rows, fx_rates=RATES, as_of="2025-06-30"))
    # At the rates of 30 June a euro is four dollars, in every month: the euro's rise is nobody's growth.
    assert found["2025-04", None] == (450, 0, 450, 0, 2)
    assert found["2025-05", None] == (450, -80, 370, 400, 2)
    assert found["2025-06", None] == (370, -40, 330, 50, 2)


def test_a_workspace_in_constant_currency_is_read_as_it_is():
    workspace = company(paid("A", "100", "2025-01-01"), revenue={"past": "constant_currency"})
    assert constant(workspace) is workspace
    assert constant(company(paid("A", "100", "2025-01-01"))).policy.revenue.past == "constant_currency"


def test_an_account_that_changes_its_segment_takes_its_base_along():
    workspace = company(
        paid("A", "100", "2025-01-01"),
        paid("B", "30", "2025-01-01"),
        as_of="2025-03-31",
        accounts=[
            {"account_id": "A", "name": "A", "segment": "S"},
            {"account_id": "B", "name": "B", "segment": "S"},
        ],
        account_events=[
            {"account_id": "A", "at": "2025-01-01", "kind": "segment", "value": "S"},
            {"account_id": "A", "at": "2025-03-05", "kind": "segment", "value": "L"},
        ],
    )
    found = figures(workspace, "segment")
    assert found["2025-03", "L"] == (100, 0, 100, 0, 1)
    assert found["2025-03", "S"] == (30, 0, 30, 0, 1)
    assert ("2025-02", "L") not in found


def test_months_that_open_before_the_data_knows_anything_are_left_out():
    workspace = company(paid("A", "100", "2025-01-01"), known_from="2025-04-15", as_of="2025-06-30")
    assert sorted(month for month, _ in figures(workspace)) == ["2025-05", "2025-06"]


def test_behind_a_month_stand_the_accounts_that_changed_the_largest_first():
    rows = (
        paid("A", "100", "2025-01-01", "2025-02-10"),
        paid("B", "50", "2025-01-01", "2025-02-20"),
        paid("B", "40", "2025-02-20"),
        paid("C", "10", "2025-01-01"),
    )
    workspace = company(*rows, as_of="2025-02-28")
    february = Month.parse("2025-02")
    changes = account_changes(workspace)
    (of,) = behind(workspace, changes, [(february, None)]).values()
    assert [(each.account_id, each.organic // QUANTA) for each in of] == [("A", -1200), ("B", -120)]
    assert behind(workspace, changes, []) == {}
    assert behind(workspace, changes, [(february, "S")]) == {(february, "S"): ()}
