"""A small company whose books can be balanced, and an exact solver: a plain mixed-integer programme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from time import monotonic
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from bookload.base.access import Access
from bookload.base.money import QUANTA, SHARE_ONE
from bookload.base.progress import Progress
from bookload.data.documents import Journey, Policy
from bookload.metrics.books.orphans import Held
from bookload.planning.balance.company import Company
from bookload.planning.balance.fits import fits
from bookload.planning.balance.parts import NEVER, Parts, families, words
from bookload.planning.balance.posed import Ask, posed
from bookload.planning.balance.problem import UNLIMITED, Ints, Problem
from bookload.planning.balance.solver import Search, Status, costs
from bookload.planning.balance.takers import Taker
from bookload.workspace import memory
from bookload.workspace.reading import Workspace

AS_OF = date(2026, 6, 30)
FREE = {"accounts_high": 0, "accounts_mid": 0, "contacts": 0}
"""No caps but hours."""


@dataclass(frozen=True)
class Exact:
    """An answer that is the best there is."""

    status: Status
    taker: Ints | None
    bound: float
    conflict: tuple[str, ...] = ()


def exact(
    problem: Problem,
    *,
    seconds: float,
    rng: np.random.Generator,
    now: Callable[[], float],
    progress: Progress | None = None,
    start: Ints | None = None,
) -> Exact:
    """Return the best solution by branch and cut, with one variable a pair and two a goal."""
    pairs, takers, units = len(problem.taker), len(problem.takers), len(problem.units)
    goals = [each for each in problem.resources if each.weight.any()]
    cost = np.concatenate([problem.cost, *(np.tile(each.weight, 2) for each in goals)])
    rows: list[LinearConstraint] = []
    one = coo_array((np.ones(pairs), (problem.unit, np.arange(pairs))), (units, len(cost)))
    rows.append(LinearConstraint(one, 1, 1))
    for each in problem.resources:
        load = coo_array((each.use, (problem.taker, np.arange(pairs))), (takers, len(cost)))
        rows.append(LinearConstraint(load, -np.inf, each.room))
    for number, each in enumerate(goals):
        over = pairs + 2 * takers * number + np.arange(takers)
        place = np.concatenate([problem.taker, np.arange(takers), np.arange(takers)])
        column = np.concatenate([np.arange(pairs), over, over + takers])
        value = np.concatenate([each.use, -np.ones(takers), np.ones(takers)])
        off = coo_array((value, (place, column)), (takers, len(cost)))
        # What is beyond the band on either side is taken off, and paid for.
        rows.append(LinearConstraint(off, each.aim - each.band, each.aim + each.band))
    whole = np.concatenate([np.ones(pairs), np.zeros(len(cost) - pairs)])
    upper = np.concatenate([np.ones(pairs), np.full(len(cost) - pairs, np.inf)])
    found = milp(
        cost, constraints=rows, integrality=whole, bounds=Bounds(0, upper), options={"mip_rel_gap": 0}
    )
    if found.x is None:
        return Exact("infeasible", None, float("inf"), ("hours",))
    chosen = problem.taker[np.flatnonzero(found.x[:pairs] > 0.5)]
    return Exact("within_gap", chosen, float(found.mip_dual_bound))


def search(seconds: float = 5.0) -> Search:
    """The exact solver as a search."""
    return Search(exact, seconds, np.random.default_rng(0), monotonic)


def desk(
    accounts: Sequence[dict[str, Any]],
    people: Sequence[dict[str, Any]],
    ask: Ask | None = None,
    *,
    terms: dict[str, Any] | None = None,
    policy: dict[str, Any] | None = None,
) -> Company:
    """The same problem without rows: what `company` comes to; people have 100 hours x their `fte`."""
    asked = ask or Ask()
    stated = Policy.model_validate({"capacity": FREE, **(policy or {}), "balance": terms or {}})
    held = [
        (each, owner, SHARE_ONE // len(owners))
        for each in accounts
        for owners in [each.get("owners") or [each.get("owner") or ""]]
        for owner in owners
    ]
    arr = [each.get("arr", 12_000) for each, _, _ in held]
    touch = tuple(each.get("touch_model", "high") for each, _, _ in held)
    asks = {match.account for match in stated.balance.match}
    parts = Parts(
        held=tuple(
            Held(each["account_id"], each["account_id"], owner, share, worth * QUANTA * share // SHARE_ONE)
            for (each, owner, share), worth in zip(held, arr, strict=True)
        ),
        hours=np.array([each.get("hours", 1) * share / SHARE_ONE for each, _, share in held], float),
        books=np.array(
            [worth / 1e6 * share / SHARE_ONE for (_, _, share), worth in zip(held, arr, strict=True)]
        ),
        years=np.array([each.get("years", 1.5) if owner else 0.0 for each, owner, _ in held]),
        renews=np.array([each.get("renews", NEVER) for each, _, _ in held], np.int64),
        contacts=np.array([each.get("contacts", 0) for each, _, _ in held], float),
        family=families(
            [each["account_id"] for each, _, _ in held],
            {each["account_id"]: each["parent"] for each in accounts if each.get("parent")},
        ),
        touch=touch,
        stated={name: tuple(words(each.get(name)) for each, _, _ in held) for name in asks},
    )
    takers = tuple(_taker(each) for each in people if each["person_id"] not in asked.leavers)
    known = {each.taker_id for each in takers}
    gone = {owner: "left" if owner else "unassigned" for _, owner, _ in held if owner not in known}
    found = posed(parts, takers, fits(parts, takers, stated.balance), asked, stated)
    return Company(AS_OF, stated, asked, found, (), gone, assumed=False, findings=())  # type: ignore[arg-type]


def _taker(person: dict[str, Any]) -> Taker:
    hours = 100.0 * float(person.get("fte", 1))
    kind = person.get("kind", "csm")
    has = {name: words(person.get(name)) for name in ("languages", "skills", "level", "team")}
    return Taker(
        person["person_id"],
        person["person_id"],
        kind,
        hours,
        hours * 0.85,
        UNLIMITED if kind == "keeps" else hours * 0.85,
        person.get("max_accounts", UNLIMITED),
        {} if kind == "pool" else has,
    )


def brute(problem: Problem) -> float:
    """Return what the best solution costs, by trying every one; infinite if none keeps to all rooms."""
    best = float("inf")
    choices = [
        problem.taker[a:b].tolist() for a, b in zip(problem.start[:-1], problem.start[1:], strict=True)
    ]
    for each in product(*choices):
        chosen = np.array(each, np.int64)
        loads = problem.loads(problem.pair(chosen))
        if all((load <= of.room + 1e-9).all() for load, of in zip(loads, problem.resources, strict=True)):
            best = min(best, costs(problem, chosen))
    return best


def company(
    accounts: Sequence[dict[str, Any]],
    people: Sequence[dict[str, Any]],
    *,
    terms: dict[str, Any] | None = None,
    access: Access | None = None,
    pools: Sequence[dict[str, Any]] = (),
    policy: dict[str, Any] | None = None,
) -> Workspace:
    """Accounts with `hours` a month, an `arr`, an `owner` (several: `owners`) and `since`; and people.

    The hours are minutes a month counted by a number of the account.
    """
    journey = Journey.model_validate(
        {
            "stages": [{"name": "steady"}],
            "activities": [
                {
                    "name": "Care",
                    "stage": "steady",
                    "per": "month",
                    "minutes": {"low": 0, "likely": 0, "high": 0},
                    "per_unit": {"minutes": 1},
                }
            ],
        }
    )
    own = {"hours", "arr", "owner", "owners", "since", "renews"}
    listed: dict[str, list[dict[str, Any]]] = {
        "accounts": [
            {"name": each["account_id"], **{key: value for key, value in each.items() if key not in own}}
            for each in accounts
        ],
        "account_attributes": [
            {"account_id": each["account_id"], "name": "minutes", "value": str(each.get("hours", 1) * 60)}
            for each in accounts
        ],
        "subscriptions": [
            {
                "subscription_id": f"S-{each['account_id']}",
                "account_id": each["account_id"],
                "start_date": "2024-01-01",
                "amount": each.get("arr", 12_000),
                "interval": "year",
                "currency": "USD",
                "renewal_date": each.get("renews"),
            }
            for each in accounts
        ],
        "ownership": [
            {
                "account_id": each["account_id"],
                "owner_id": owner,
                "start_date": each.get("since", "2025-01-01"),
                "share": Decimal(1) / len(owners),
            }
            for each in accounts
            for owners in [each.get("owners") or ([each["owner"]] if each.get("owner") else [])]
            for owner in owners
        ],
        "people": [
            {"name": each["person_id"], "hire_date": "2020-01-01", "role": "csm", **each} for each in people
        ],
        "pools": list(pools),
    }
    stated = {"capacity": FREE, **(policy or {}), "balance": terms or {}}
    return memory(listed, as_of=AS_OF, journey=journey, policy=Policy.model_validate(stated), access=access)
