from __future__ import annotations

from datetime import date

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.policy import Revenue
from bookload.metrics.books.movements import by_person
from bookload.metrics.revenue.movements.bridges import MovementRow
from bookload.workspace import Workspace
from sized import AS_OF, Company

NOW = Month.of(AS_OF)


def rows(reader: Workspace, month: Month = NOW) -> dict[str | None, MovementRow]:
    return {row.key: row for row in by_person(reader, month, month)}


def churned(last_day_out: date) -> Company:
    company = Company().account("A-1", 120, "P-0").account("A-2", 12, "P-2")
    company.tables["subscriptions"][0]["end_date"] = last_day_out
    company.tables["ownership"][0]["end_date"] = date(2026, 6, 5)
    return company.owned("A-1", "P-1", start_date=date(2026, 6, 5))


def test_a_churn_goes_to_the_owner_on_the_last_live_day_with_a_transfer_to_them() -> None:
    found = rows(churned(date(2026, 6, 20)).open())
    assert (found["P-0"].transfer_out, found["P-0"].churn) == (-120 * QUANTA, 0)
    assert (found["P-1"].transfer_in, found["P-1"].churn) == (120 * QUANTA, -120 * QUANTA)


def test_a_churn_before_the_change_of_owner_stays_with_the_one_before() -> None:
    found = rows(churned(date(2026, 6, 5)).open())
    assert (found["P-0"].transfer_out, found["P-0"].churn) == (0, -120 * QUANTA)
    assert "P-1" not in found


def test_for_the_handover_days_a_churn_goes_to_the_owner_before() -> None:
    late = churned(date(2026, 6, 20))
    within = rows(late.open(policy=Policy(revenue=Revenue(handover_days=15))))
    assert (within["P-0"].churn, within["P-0"].transfer_out) == (-120 * QUANTA, 0)
    past = rows(late.open(policy=Policy(revenue=Revenue(handover_days=14))))
    assert past["P-1"].churn == -120 * QUANTA


def test_where_nobody_carried_it_before_the_first_owner_has_the_churn() -> None:
    company = Company().account("A-1", 120).owned("A-1", "P-0", start_date=date(2026, 6, 10))
    company.tables["subscriptions"][0]["end_date"] = date(2026, 6, 20)
    found = rows(company.open(policy=Policy(revenue=Revenue(handover_days=30))))
    assert found["P-0"].churn == -120 * QUANTA
    assert found["P-0"].transfer_in == 120 * QUANTA


def test_an_account_that_is_outweighed_rather_than_ended_churns_for_the_owners_at_month_end() -> None:
    company = churned(date(2030, 1, 1))
    taken = {"subscription_id": "S-X", "account_id": "A-1", "start_date": date(2026, 6, 25), "amount": -120}
    found = rows(company.add("subscriptions", {**taken, "interval": "year"}).open())
    assert found["P-1"].churn == -120 * QUANTA


def test_expansion_belongs_to_the_owner_at_month_end_and_products_net_at_the_policys_grain() -> None:
    company = Company().account("A-1", 120, "P-0")
    company.tables["subscriptions"][0]["end_date"] = date(2026, 6, 5)
    for product, amount in (("Core", 100), ("Extra", 60)):
        row = {"subscription_id": f"S-{product}", "account_id": "A-1", "start_date": date(2026, 6, 5)}
        company.add("subscriptions", {**row, "amount": amount, "interval": "year", "product": product})
    company.tables["subscriptions"][0]["product"] = "Core"
    account = rows(company.open())["P-0"]
    assert (account.expansion, account.contraction) == (40 * QUANTA, 0)
    split = rows(company.open(policy=Policy(revenue=Revenue(grain="product"))))["P-0"]
    assert (split.expansion, split.contraction) == (60 * QUANTA, -20 * QUANTA)


def test_a_change_of_rate_is_fx_for_the_owner_at_month_end() -> None:
    company = Company().account("A-1", 120, "P-0", currency="GBP")
    rates = [(date(2023, 1, 1), "0.8"), (date(2026, 6, 10), "0.5")]
    company.add("fx_rates", *({"date": day, "currency": "GBP", "rate": rate} for day, rate in rates))
    found = rows(company.open())["P-0"]
    assert (found.opening, found.fx, found.expansion, found.closing) == (
        150 * QUANTA,
        90 * QUANTA,
        0,
        240 * QUANTA,
    )
