"""A small company whose journey has levers, and a brute force over every set of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from bookload.base.access import Access
from bookload.data.documents import Journey, Lever, Levers, Policy
from bookload.planning.plan.levers.chosen import Chosen, choose
from bookload.planning.plan.levers.options import Standing
from bookload.workspace import memory
from bookload.workspace.reading import Workspace

AS_OF = date(2026, 6, 30)
MINUTES = {"low": 30, "likely": 60, "high": 90}


def activity(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "stage": "steady", "minutes": MINUTES, **more}


def lever(name: str, kind: str, *activities: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "activities": list(activities), **more}


def effect(share: float, spread: float = 0.1) -> dict[str, str]:
    low, high = f"{share - spread:.2f}", f"{share + spread:.2f}"
    return {"low": low, "likely": f"{share:.2f}", "high": high}


def company(
    work: Sequence[dict[str, Any]],
    levers: Sequence[dict[str, Any]] | None = None,
    *,
    accounts: int = 6,
    months: int = 2,
    people: Sequence[tuple[str, str]] = (("P-1", "csm"), ("P-2", "csm")),
    access: Access | None = None,
    terms: dict[str, Any] | None = None,
) -> Workspace:
    """Accounts of two segments, shared among the CSMs, along a journey with some work."""
    ids = [f"A-{number}" for number in range(accounts)]
    owners = [person for person, role in people if role == "csm"]
    paid = {"start_date": "2025-01-01", "amount": 1_000, "interval": "month", "currency": "USD"}
    tables: dict[str, list[dict[str, object]]] = {
        "accounts": [
            {"account_id": each, "name": each, "segment": ("SMB", "Enterprise")[place % 2]}
            for place, each in enumerate(ids)
        ],
        "subscriptions": [{"subscription_id": f"S-{each}", "account_id": each, **paid} for each in ids],
        "people": [
            {"person_id": person, "name": person, "hire_date": "2020-01-01", "role": role}
            for person, role in people
        ],
        "ownership": [
            {"account_id": each, "owner_id": owners[place % len(owners)], "start_date": "2025-01-01"}
            for place, each in enumerate(ids)
        ],
    }
    journey = Journey.model_validate({"stages": [{"name": "steady"}], "activities": list(work)})
    stated = {"levers": {"months": months, **(terms or {})}}
    reader = memory(tables, as_of=AS_OF, journey=journey, policy=Policy.model_validate(stated), access=access)
    if levers is not None:
        reader.company = replace(reader.company, levers=Levers.model_validate({"levers": list(levers)}))
    return reader


def chosen_sets(standing: Standing, role: str | None) -> Iterator[Chosen]:
    """Every set of options that is allowed, one option an activity."""
    for options in product(*standing.options):
        found = choose(standing, options, role)
        if found.allowed:
            yield found


def best_by_hand(standing: Standing, role: str | None, budget: Fraction | None) -> tuple[Fraction, Fraction]:
    """The most hours that a budget frees and the least that they cost, by trying all sets."""
    months = len(standing.months)
    found = [
        (each.freed, -each.cost.over(months))
        for each in chosen_sets(standing, role)
        if budget is None or each.cost.over(months) <= budget
    ]
    freed, cost = max(found)
    return freed, -cost


def own(reader: Workspace) -> tuple[Lever, ...]:
    """The company's levers."""
    assert reader.company.levers is not None
    return reader.company.levers.levers
