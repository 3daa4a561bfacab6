"""The public RavenStack sample: its figures, under every profile, are what a few lines over its rows say."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict

import pytest

from bookload.base.money import mrr
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.profiles import presets
from bookload.metrics.revenue import logos, movements, retention, stock
from bookload.metrics.revenue.retention.cohorts import cohorts
from subscribed import company

DAILY = ("chartmogul", "stripe")
MOVED = ("new", "reactivation", "expansion", "contraction", "churn")


def brute_force(rows, day):
    """MRR and live accounts on a day: no trials; started by then, not ended by then."""
    live = [
        row
        for row in rows
        if row["is_trial"] == "FALSE"
        and row["start_date"] <= day
        and (not row["end_date"] or row["end_date"] > day)
    ]
    return sum(int(row["mrr_amount"]) for row in live), len({row["account_id"] for row in live})


@pytest.fixture(scope="module")
def rows(shared):
    with (shared / "ravenstack" / "subscriptions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_subscriptions(rows):
    return [
        {
            "subscription_id": row["subscription_id"],
            "account_id": row["account_id"],
            "start_date": row["start_date"],
            "end_date": row["end_date"] or None,
            "amount": row["mrr_amount"],
            "interval": "month",
            "currency": "USD",
            "product": row["plan_tier"],
            "status": "trialing" if row["is_trial"] == "TRUE" else "active",
        }
        for row in rows
    ]


def test_mrr_at_data_through_is_what_ten_lines_say(rows):
    (*_, last) = stock(company(*as_subscriptions(rows), as_of="2024-12-31"))
    assert (mrr(last.arr), last.accounts) == brute_force(rows, "2024-12-31") == (10_159_608, 500)


def test_its_page_in_the_docs_says_what_its_rows_say(rows, repository):
    page = (repository / "docs" / "explanation" / "revenue.md").read_text(encoding="utf-8")
    workspace = company(*as_subscriptions(rows), as_of="2024-12-31")
    accounts = list(logos(workspace, workspace.months[0], workspace.months[-1]))
    assert [sum(getattr(row, name) or 0 for row in accounts) for name in ("churn", "reactivation")] == [2, 2]
    (*_, year) = retention(workspace)
    assert year.nrr is not None
    assert round(year.nrr * 100) == 292
    paid = [row for row in rows if row["is_trial"] == "FALSE"]
    ended = [row for row in paid if row["end_date"] and row["end_date"] <= "2024-12-31"]
    on_the_day = [row for row in ended if row["end_date"] == "2024-12-31"]
    figures = (len(rows), len(rows) - len(paid), len(ended), len(on_the_day), len(paid) - len(ended))
    assert figures == (5_000, 778, 408, 22, 3_814)
    assert 10_159_608 + sum(int(row["mrr_amount"]) for row in on_the_day) == 10_259_509
    for text in (
        "5,000",
        "778",
        "408",
        "22 of them",
        "3,814",
        "10,159,608",
        "121,915,296",
        "10,259,509",
        "292%",
    ):
        assert text in page


def test_so_is_mrr_at_every_month_end(rows):
    for row in stock(company(*as_subscriptions(rows), as_of="2024-12-31")):
        assert (mrr(row.arr), row.accounts) == brute_force(rows, row.month.last_day.isoformat())


@pytest.fixture(scope="module")
def sample(rows):
    return company(*as_subscriptions(rows), as_of="2024-12-31")


@pytest.fixture(scope="module")
def under(sample):
    """The sample under each preset."""
    return {name: sample.under(Policy().under(name)) for name in presets()}


@pytest.fixture
def page(repository):
    return (repository / "docs" / "explanation" / "ravenstack.md").read_text(encoding="utf-8")


def moved_by_brute_force(rows, letters):
    """Each month's movements, and how many of each kind there are.

    A change is what a month (7 letters of its date) or a day (10) adds up to.
    """
    changed: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["is_trial"] == "TRUE" or row["end_date"] == row["start_date"]:
            continue
        changed[row["account_id"]][row["start_date"][:letters]] += int(row["mrr_amount"])
        if row["end_date"] and row["end_date"] <= "2024-12-31":
            changed[row["account_id"]][row["end_date"][:letters]] -= int(row["mrr_amount"])
    found: dict[str, Counter[str]] = defaultdict(Counter)
    counts: Counter[str] = Counter()
    for changes in changed.values():
        balance, seen = 0, False
        for when, change in sorted(changes.items()):
            if change:
                before, balance = balance, balance + change
                if before == 0:
                    kind = "reactivation" if seen else "new"
                else:
                    kind = "churn" if balance == 0 else "expansion" if change > 0 else "contraction"
                seen = True
                found[when[:7]][kind] += change
                counts[kind] += 1
    return found, counts


def shown(amount):
    return f"{amount:,}".replace("-", "\N{MINUS SIGN}")


def test_mrr_is_the_same_under_every_profile(rows, under, page):
    expected = [brute_force(rows, row.month.last_day.isoformat()) for row in stock(under["bookload"])]
    for name, workspace in under.items():
        assert [(mrr(row.arr), row.accounts) for row in stock(workspace)] == expected, name
    assert "| 10,159,608 | 121,915,296 | 500 |" in page


@pytest.mark.parametrize("name", presets())
def test_movements_are_those_of_months_or_of_days_by_the_profile(rows, under, name):
    expected, counts = moved_by_brute_force(rows, 10 if name in DAILY else 7)
    workspace = under[name]
    first, last = workspace.months[0], workspace.months[-1]
    for row in movements(workspace, "month", first, last):
        month = {kind: mrr(getattr(row, kind)) for kind in MOVED}
        assert month == {kind: expected[str(row.month)][kind] for kind in MOVED}, row.month
    accounts = list(logos(workspace, first, last))
    for kind in ("new", "reactivation", "churn"):
        assert sum(getattr(row, kind) for row in accounts) == counts[kind], kind


def test_the_page_shows_both_kinds_of_movements(rows, page):
    (netted, few), (daily, many) = (moved_by_brute_force(rows, letters) for letters in (7, 10))
    sums = [
        {kind: sum(month[kind] for month in found.values()) for kind in MOVED} for found in (netted, daily)
    ]
    assert [sum(moved.values()) for moved in sums] == [10_159_608, 10_159_608]
    for kind in MOVED:
        assert f"| {kind} | {shown(sums[0][kind])} | {shown(sums[1][kind])} |" in page
    for kind in ("new", "expansion", "contraction"):
        assert f"| {kind} | {shown(netted['2024-12'][kind])} | {shown(daily['2024-12'][kind])} |" in page
    ratios = [
        (december["new"] + december["expansion"] + december["reactivation"])
        / -(december["contraction"] + december["churn"])
        for december in (netted["2024-12"], daily["2024-12"])
    ]
    assert f"| quick ratio | {ratios[0]:.1f} | {ratios[1]:.1f} |" in page
    for words, kind in (("new", "new"), ("churned", "churn"), ("that came back", "reactivation")):
        assert f"| accounts {words} | {few[kind]} | {many[kind]} |" in page


def test_retention_is_the_same_under_every_profile(under):
    for name, workspace in under.items():
        (*_, year) = retention(workspace)
        assert year.nrr is not None
        assert round(year.nrr * 100) == 292, name


def cohorts_at_the_end(workspace):
    """Accounts, first MRR and what is left of it at the end of 2024, by the quarter of a cohort."""
    return {
        str(row.cohort): (str(row.accounts), shown(int(mrr(row.opening))), f"{round(row.revenue * 100)}%")
        for row in cohorts(workspace, "quarter")
        if str(row.month) == "2024-12" and row.opening is not None and row.revenue is not None
    }


def test_cohorts_are_those_of_months_or_of_days_by_the_profile(under, page):
    found = {name: cohorts_at_the_end(workspace) for name, workspace in under.items()}
    netted, daily = found["bookload"], found["stripe"]
    for name, own in found.items():
        assert own == (daily if name in DAILY else netted), name
    for quarter, cells in netted.items():
        assert f"| {quarter} | {' | '.join((*cells, *daily[quarter]))} |" in page


def test_cohorts_by_month_ends_are_what_a_brute_force_finds(rows, under):
    months = [row.month for row in stock(under["bookload"])]
    held: dict[Month, Counter[str]] = {month: Counter() for month in months}
    for row in rows:
        for month in months if row["is_trial"] == "FALSE" else ():
            day = month.last_day.isoformat()
            if row["start_date"] <= day and (not row["end_date"] or row["end_date"] > day):
                held[month][row["account_id"]] += int(row["mrr_amount"])
    first: dict[str, Month] = {}
    for month in months:
        for account in held[month]:
            first.setdefault(account, month)
    for cohort in cohorts(under["bookload"]):
        assert cohort.cohort is not None
        assert cohort.opening is not None
        members = [account for account, month in first.items() if month == cohort.cohort.first]
        assert cohort.accounts == len(members)
        assert mrr(cohort.opening) == sum(held[cohort.cohort.first][account] for account in members)
        assert mrr(cohort.arr) == sum(held[cohort.month][account] for account in members)
        assert cohort.live == len([account for account in members if held[cohort.month][account] > 0])


def test_two_accounts_begin_earlier_by_the_day(rows):
    gone_at_once: set[tuple[str, str]] = set()
    for letters in (7, 10):
        began: dict[str, str] = {}
        for row in rows:
            if row["is_trial"] == "FALSE" and row["end_date"] != row["start_date"]:
                whole = letters == 7 and row["end_date"][:7] == row["start_date"][:7]
                if not whole:
                    account, month = row["account_id"], row["start_date"][:7]
                    began[account] = min(month, began.get(account, month))
        gone_at_once ^= set(began.items())
    assert len({account for account, _ in gone_at_once}) == 2
