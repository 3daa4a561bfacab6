"""Our figures against another tool's, worked by hand: what explains which account, and what is left."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bookload.base.errors import DataError, MissingDataError, UsageError
from bookload.base.money import mrr
from bookload.base.period import Month
from bookload.base.progress import Progress
from bookload.data.ingest.monthly import Amount
from bookload.metrics.revenue.reconcile import Figures, against, figure, from_file, profile_switches, rates_of
from subscribed import company, paid

JUNE = Month.parse("2025-06")
MAY = Month.parse("2025-05")


def said(account, amount, month=JUNE, currency="USD") -> Amount:
    """A row of a file."""
    return Amount(month, account, int(Decimal(str(amount)) * 10**6), currency, 2)


def compared(workspace, *rows, only=None, progress=None):
    """Our current policy against a file of these rows."""
    theirs, months = from_file(workspace, "other.csv", rows, only)
    ours = ("current", profile_switches(workspace, "current"))
    return against(Figures(workspace, "mrr", months), ours, theirs, rates_of(workspace, months), progress)


def typed(workspace, text, measure="mrr"):
    """Our current policy against a figure."""
    ours = ("current", profile_switches(workspace, "current"))
    theirs = figure(text, JUNE, workspace.policy.company.currency)
    return against(Figures(workspace, measure, (JUNE,)), ours, theirs, rates_of(workspace, (JUNE,)))


def causes(month) -> dict[str, Fraction]:
    """Each cause of a month as MRR; they add up."""
    assert month.before + sum(cause.amount for cause in month.causes) == month.after
    assert month.causes[-1].cause == "unexplained"
    return {cause.cause: mrr(cause.amount) for cause in month.causes}


def accounts(month) -> dict[str, list[str]]:
    """The accounts of each cause."""
    return {cause.cause: [part.account_id for part in cause.accounts] for cause in month.causes}


# ------------------------------------------------------------------------------------------ a figure


def late_and_paused(**more):
    """Three customers of $100, of whom one is late, one has paused, and one is $33.33 a quarter more."""
    return company(
        paid("A", "100", "2025-01-01"),
        paid("B", "100", "2025-01-01", status="past_due"),
        paid("C", "40", "2025-01-01", status="paused"),
        **more,
    )


def test_a_figure_that_is_ours_has_nothing_unexplained():
    found = typed(late_and_paused(), "200.00")

    assert causes(found.months[0]) == {"unexplained": 0}
    assert (found.agreed, found.compared, found.suggestions, found.nearest) == (1, 1, (), ())


def test_a_switch_that_gives_the_figure_would_explain_it_and_presets_that_do_are_named():
    found = typed(late_and_paused(), "240")

    assert causes(found.months[0]) == {"paused": 40, "unexplained": 0}
    assert accounts(found.months[0])["paused"] == ["C"]
    used = {(one.hypothesis.kind, one.hypothesis.name): one.used for one in found.suggestions}
    assert used["one", "paused = counted"]
    assert used["preset", "polar"] is False
    assert [row.subscription_id for row in found.months[0].causes[0].periods] == ["C-1"]


def test_where_no_switch_alone_does_two_together_are_tried():
    found = typed(late_and_paused(), "140.00")

    assert causes(found.months[0]) == {"past due": -100, "paused": 40, "unexplained": 0}
    assert {(one.hypothesis.kind, one.left) for one in found.suggestions} == {("two", 0)}
    (taken,) = (one.hypothesis.name for one in found.suggestions if one.used)
    assert taken == "status past_due does not count and paused = counted"


def test_what_nothing_explains_is_left_and_the_nearest_are_named():
    found = typed(late_and_paused(), "241.50")

    assert causes(found.months[0]) == {"unexplained": Fraction("41.5")}
    assert found.suggestions == ()
    assert (found.nearest[0].hypothesis.name, mrr(found.nearest[0].left)) == (
        "paused = counted",
        Fraction("1.5"),
    )


def test_a_figure_is_compared_to_the_last_decimal_typed():
    workspace = company(paid("A", "1000", "2025-01-01", interval="year"))

    exact, whole = typed(workspace, "83.33"), typed(workspace, "83")

    assert causes(exact.months[0]) == {"decimals": Fraction("83.33") - Fraction(1000, 12), "unexplained": 0}
    assert causes(whole.months[0]) == {"decimals": 83 - Fraction(1000, 12), "unexplained": 0}
    assert causes(typed(workspace, "83.34").months[0])["unexplained"] > 0


def test_a_figure_that_is_annual_says_so():
    (month,) = typed(late_and_paused(), "2400.00").months

    assert causes(month) == {"factor": 2200, "unexplained": 0}
    assert month.causes[0].text == "annual amounts: 12 times the monthly ones"


def test_arr_is_compared_as_arr():
    assert causes(typed(late_and_paused(), "2400", "arr").months[0]) == {"unexplained": 0}


@pytest.mark.parametrize("text", ["1.234,56", "$5", "", "nan", "inf"])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(UsageError, match="is not a figure"):
        figure(text, JUNE, "USD")


# -------------------------------------------------------------------------------------------- a file


def test_each_account_is_explained_by_itself_and_rows_on_one_side_are_listed():
    workspace = company(
        paid("A", "100", "2025-01-01"),
        paid("B", "100", "2025-01-01", status="past_due"),
        paid("C", "40", "2025-01-01", status="paused"),
        paid("D", "10", "2025-01-01"),
        paid("E", "12", "2025-01-01", interval="year", interval_count=7),
        paid("F", "5", "2025-01-01"),
        paid("G", "5", "2030-01-01"),
    )
    steps: list[str] = []

    found = compared(
        workspace,
        *(said("A", "100.00"), said("B", "100"), said("C", "40"), said("E", "0.14"), said("F", "7.77")),
        *(said("G", "3"), said("ZZ", "9")),
        progress=Progress(report=lambda stage, _done, _total: steps.append(stage)),
    )

    (month,) = found.months
    assert causes(month) == {
        "paused": 40,
        "only here": -10,
        "only there": 12,
        "decimals": Fraction("0.14") - Fraction("1.714286") / 12,
        "unexplained": Fraction("2.77"),
    }
    assert accounts(month) == {
        "paused": ["C"],
        "only here": ["D"],
        "only there": ["ZZ", "G"],
        "decimals": ["E"],
        "unexplained": ["F"],
    }
    assert found.theirs.notes == ("6 of 7 accounts in the file are known here",)
    assert "1 of them of accounts that are not known here" in month.causes[2].text
    assert set(steps) == {"testing switches", "testing switches together"}


def test_a_switch_that_more_accounts_speak_against_than_for_is_not_taken():
    late = [paid(name, "10", "2025-01-01", status="past_due") for name in ("A", "B", "C")]

    found = compared(company(*late), said("A", 10), said("B", 10))

    assert causes(found.months[0]) == {"only here": -10, "unexplained": 0}
    assert [(one.explains, one.against, one.used) for one in found.suggestions][:1] == [(1, 2, False)]


def test_accounts_are_found_by_a_name_that_only_one_has():
    workspace = company(
        paid("A", "100", "2025-01-01"),
        paid("B", "50", "2025-01-01"),
        accounts=[
            {"account_id": "A", "name": "Acme  Inc"},
            {"account_id": "B", "name": "Twin"},
            {"account_id": "C", "name": "Twin"},
        ],
    )

    found = compared(workspace, said("acme inc", 100), said("Twin", 50))

    assert causes(found.months[0]) == {"only here": -50, "only there": 50, "unexplained": 0}
    assert found.theirs.notes == ("1 of 2 accounts in the file are known here, 1 of them by name",)


def test_a_file_of_other_ids_is_an_error_that_shows_both():
    with pytest.raises(DataError, match=r"names 2 accounts \(cus_1, cus_2, \.\.\.\).*\(A, \.\.\.\)"):
        compared(company(paid("A", "100", "2025-01-01")), said("cus_1", 1), said("cus_2", 2))


def test_a_single_row_with_months_across_is_the_companys():
    workspace = company(paid("A", "100", "2025-01-01"))

    found = compared(workspace, said("MRR", 100, MAY), said("MRR", 90, JUNE))

    assert not found.theirs.by_account
    assert [causes(month) for month in found.months] == [{"unexplained": 0}, {"unexplained": -10}]


def test_months_without_data_are_left_out_and_a_file_of_them_alone_is_an_error():
    workspace = company(paid("A", "100", "2025-01-01"))
    later = Month.parse("2027-01")

    found = compared(workspace, said("A", 100), said("A", 100, later))

    assert [str(one.month) for one in found.months] == ["2025-06"]
    assert found.theirs.notes[-1] == "months that the data does not know are left out: 2027-01"
    with pytest.raises(MissingDataError, match="it states 2027-01, the data knows 2025-01 to 2025-12"):
        compared(workspace, said("A", 100, later))
    with pytest.raises(MissingDataError, match="it states none"):
        compared(workspace)
    assert len(compared(workspace, said("A", 1), said("A", 1, MAY), only=MAY).months) == 1


def test_amounts_in_another_currency_are_converted_and_compared_in_it():
    rates = [{"date": "2025-01-01", "currency": "EUR", "rate": "0.9"}]
    workspace = company(paid("A", "100", "2025-01-01"), paid("B", "50", "2025-01-01"), fx_rates=rates)

    # $100 are €90, stated as such; of B some in each.
    found = compared(
        workspace, said("A", 90, currency="EUR"), said("B", 25), said("B", "22.5", currency="EUR")
    )

    assert causes(found.months[0]) == {"unexplained": 0}
    assert found.agreed == 2


@pytest.mark.parametrize(
    ("times", "meaning"),
    [
        (12, "annual amounts: 12 times the monthly ones"),
        (100, "amounts in hundredths"),
        (Fraction(9, 10), "amounts in EUR"),
        (Fraction(91, 100), "amounts in EUR, at a rate of 0.9100"),
        (3, "3.0000 times the amounts, all alike"),
    ],
)
def test_a_factor_that_amounts_have_in_common_is_a_line_of_its_own(times, meaning):
    rates = [{"date": "2025-01-01", "currency": "EUR", "rate": "0.9"}]
    ours = {"A": 100, "B": 250, "C": 1000, "D": 40}
    workspace = company(
        *(paid(name, str(worth), "2025-01-01") for name, worth in ours.items()), fx_rates=rates
    )
    rows = [said(name, Decimal(str(float(worth * times)))) for name, worth in ours.items()]

    # D pays a dollar more there, in their unit.
    rows[-1] = said("D", Decimal(str(float(41 * times))))
    (month,) = compared(workspace, *rows).months

    assert causes(month) == {"factor": (times - 1) * 1391, "unexplained": 1}
    assert month.causes[-2].text == meaning


def test_two_accounts_with_the_same_ratio_are_no_factor():
    workspace = company(paid("A", "100", "2025-01-01"), paid("B", "10", "2025-01-01"))

    assert causes(compared(workspace, said("A", 300), said("B", 30)).months[0]) == {"unexplained": 220}


def test_a_currency_without_a_rate_is_not_tried():
    workspace = company(paid("A", "100", "2025-01-01"), paid("B", "1", "2030-01-01", currency="XAF"))

    assert set(rates_of(workspace, (JUNE,))[JUNE]) == {"EUR", "GBP"}
