"""Random journeys, accounts, owners and teams, and what the program says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from bookload.base.period import FAR, Month, months
from bookload.data.documents import Journey, Policy
from bookload.metrics.team import working_time
from bookload.metrics.team.people import joined, staff_of
from bookload.metrics.team.pools import Membership, Pools
from bookload.planning.capacity import Capacity, capacity
from bookload.planning.capacity.carriers import Crew, carriers
from bookload.planning.capacity.carriers import Owned as Ownership
from bookload.planning.capacity.loads import shares
from bookload.planning.capacity.share import Share
from bookload.planning.journey import Demand, Life, tasks
from bookload.planning.journey import asked as journey_asked
from bookload.planning.journey.lives import roster_of
from bookload.planning.journey.runs import SPAN, Runs
from bookload.planning.journey.stages import day_rows
from bookload.planning.journey.traits import Numbers, Traits, Words
from bookload.workspace import memory
from brute_books import Owned
from brute_journey import Account, Team

AS_OF = date(2026, 5, 20)
FIRST, LAST = Month.parse("2026-04"), Month.parse("2026-06")
MONTHS = tuple(months(FIRST, LAST))
POLICY = Policy()
ONE_MINUTE = {"low": 1, "likely": 1, "high": 1}
DAYS = st.dates(date(2025, 12, 1), date(2026, 8, 31))
ENDS = st.none() | DAYS

STAGES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "days_since_start": st.sampled_from([(0, 30), (0, 90), (20, 45), (90, 400)]),
            "from_event": st.just("go_live"),
            "until_event": st.just("go_live"),
            "days_to_renewal": st.sampled_from([(0, 30), (1, 60), (10, 20)]),
            "event": st.sampled_from(["live", "onboarding"]),
            "health": st.sampled_from([("red",), ("red", "amber")]),
        },
    ),
    max_size=4,
).map(
    lambda rules: (
        [{"name": f"stage {number}", **rule} for number, rule in enumerate(rules)] + [{"name": "rest"}]
    )
)


@st.composite
def activities(draw: st.DrawFn, stages: list[dict[str, Any]], fixed: dict[str, Any]) -> list[dict[str, Any]]:
    """Activities of all kinds, in stages that there are."""
    each = st.fixed_dictionaries(
        {
            "stage": st.sampled_from([stage["name"] for stage in stages]),
            "minutes": st.sampled_from(["30", "37.5", "90", "0.1"]).map(
                lambda likely: {"low": "0", "likely": likely, "high": "100"}
            ),
            "per": st.sampled_from(["stage", "event", "month", "quarter", "year"]),
        },
        optional={
            "times": st.sampled_from(["2", "0.5", "7"]),
            "share": st.sampled_from(["0.3", "1", "0"]),
            "mode": st.sampled_from(["personal", "group", "automated"]),
            "group_size": st.sampled_from(["1", "2.5", "20"]),
            "automated_share": st.sampled_from(["0.25", "1"]),
            "per_unit": st.sampled_from([{"integrations": "15"}, {"integrations": "2.5"}]),
            "segments": st.sampled_from([("SMB",), ("SMB", "Enterprise")]),
            "touch_models": st.sampled_from([("high",), ("low", "tech")]),
        },
    )
    drawn = draw(st.lists(each, min_size=1, max_size=5))
    return [{"name": f"activity {number}", **activity, **fixed} for number, activity in enumerate(drawn)]


@st.composite
def accounts(draw: st.DrawFn) -> list[Account]:
    """Accounts that come, go and come back, renew, and have events of every kind."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        live = draw(st.lists(st.tuples(DAYS, ENDS), min_size=1, max_size=3, unique_by=lambda row: row[0]))
        kinds = st.sampled_from(
            [("go_live", "x"), ("stage", "live"), ("stage", "onboarding"), ("health", "red")]
        )
        events = draw(st.lists(st.tuples(DAYS, kinds), max_size=5, unique_by=lambda row: (row[0], row[1][0])))
        found.append(
            Account(
                f"A-{number}",
                tuple(row for row in live if row[1] is None or row[0] < row[1])
                or ((date(2026, 1, 31), None),),
                tuple(draw(st.lists(DAYS, max_size=3))),
                tuple((at, kind, value) for at, (kind, value) in events),
                draw(st.sampled_from(["SMB", "Enterprise"])),
                draw(st.sampled_from(["high", "low"])),
                {"integrations": draw(st.integers(0, 9))},
            )
        )
    return found


@st.composite
def ownership(draw: st.DrawFn, accounts: list[Account]) -> list[Owned]:
    rows = []
    for account in accounts:
        for _ in range(draw(st.integers(0, 4))):
            owner = draw(st.sampled_from(["P-1", "P-2", "POOL"]))
            share = Decimal(draw(st.sampled_from(["1", "0.5", "0.3333"])))
            rows.append(Owned(account.account_id, owner, draw(DAYS), draw(ENDS), share))
    keys = [(row.account_id, row.owner_id, row.start) for row in rows]
    return [row for number, row in enumerate(rows) if keys.index(keys[number]) == number]


@st.composite
def teams(draw: st.DrawFn) -> Team:
    employed = st.tuples(st.sampled_from([date(2020, 1, 1), date(2026, 4, 11)]), st.none() | DAYS)
    people = {person: draw(employed) for person in ("P-1", "P-2")}
    members = [
        (person, date(2020, 1, 1), draw(ENDS), draw(st.sampled_from([5000, 10000]))) for person in people
    ]
    return Team(people, {"POOL": tuple(members[: draw(st.integers(1, 2))])})


def clipped(ranges: tuple[tuple[date, date | None], ...]) -> list[tuple[date, date]]:
    """Ranges as known by AS_OF: what starts later is not, what ends later has no end."""
    known = [(start, end) for start, end in ranges if start <= AS_OF]
    return [(start, FAR if end is None or end > AS_OF else end) for start, end in known]


def life(account: Account) -> Life:
    """An account's life as the program keeps it."""
    events: dict[str, list[tuple[date, str | None]]] = defaultdict(list)
    for at, kind, value in sorted(account.events):
        if at <= AS_OF:
            events[kind].append((at, value))
    live = joined(clipped(account.live))
    return Life(account.account_id, live, live[0][0], tuple(sorted(set(account.renewals))), events)


def traits_of(
    lives: Sequence[Life],
    as_of: date,
    default: str,
    words: Mapping[str, tuple[str, str]] | None = None,
    numbers: Mapping[tuple[str, str], Fraction] | None = None,
) -> Traits:
    """What is known of accounts: `words` are their segment and touch model, always the same."""
    places = {life.account_id: place for place, life in enumerate(lives)}
    stated = numbers or {}
    return Traits(
        as_of=as_of,
        default_touch=default,
        places=places,
        segments=_always([(words or {}).get(account, (None, None))[0] for account in places]),
        touch_models=_always([(words or {}).get(account, (None, None))[1] for account in places]),
        numbers={
            name: _stated([stated.get((account, name)) for account in places])
            for name in {name for _, name in stated}
        },
    )


def _always(texts: Sequence[str | None]) -> Words:
    there = tuple(sorted({text for text in texts if text is not None}))
    account = np.array([place for place, text in enumerate(texts) if text is not None], np.int64)
    value = np.array([there.index(text) for text in texts if text is not None], np.int64)
    return Words(Runs(account * SPAN, (account + 1) * SPAN, value), there)


def _stated(numbers: Sequence[Fraction | None]) -> Numbers:
    values = tuple(sorted({number for number in numbers if number is not None}))
    codes = [-1 if number is None else values.index(number) for number in numbers]
    none = np.empty(0, np.int64)
    return Numbers(values, np.array(codes, np.int64), Runs(none, none, none))


def known(there: list[Account], lives: Sequence[Life]) -> Traits:
    words = {each.account_id: (each.segment, each.touch) for each in there}
    numbers = {(each.account_id, name): Fraction(n) for each in there for name, n in each.numbers.items()}
    return traits_of(lives, AS_OF, "high", words, numbers)


def asked(stages: list[dict[str, Any]], work: list[dict[str, Any]], there: list[Account]) -> Demand:
    """What the journey asks for, from the pure functions alone."""
    journey = Journey.model_validate({"stages": stages, "activities": work})
    lives = [life(account) for account in there if clipped(account.live)]
    accounts = roster_of(lives)
    rows = day_rows(accounts, journey.stages, MONTHS)
    found = journey_asked(rows, tasks(journey, POLICY), known(there, lives), MONTHS)
    return replace(found, accounts=accounts)


def carried(demand: Demand, owned: list[Owned], team: Team) -> tuple[Share, ...]:
    """Who does it, from the pure functions alone."""
    own = dict.fromkeys(("role", "level", "fte", "team", "country", "region", "ramp_months"))
    plain: dict[str, Any] = {**own, "name": None, "manager_id": None, "max_accounts": None}
    people = [
        {**plain, "person_id": person, "hire_date": start, "leave_date": end, "role": "csm"}
        for person, (start, end) in team.people.items()
    ]
    everybody = staff_of(people, [], [])
    members = [
        Membership(pool, person, start, end or FAR, share)
        for pool, rows in team.pools.items()
        for person, start, end, share in rows
    ]
    owners = tuple(sorted({row.owner_id for row in owned}))
    rows = [
        (
            demand.accounts.places.get(row.account_id, -1),
            owners.index(row.owner_id),
            start.toordinal(),
            end.toordinal(),
            int(row.share * 10_000),
        )
        for row in owned
        for start, end in clipped(((row.start, row.end),))
        if start < end
    ]
    held = Ownership(owners, *np.array(rows, np.int64).reshape(-1, 5).T)
    pools = Pools(dict.fromkeys(team.pools, ""), tuple(members))
    window = (MONTHS[0].first_day, MONTHS[-1].next_first_day)
    who = carriers(held, len(demand.accounts.ids), Crew(everybody, pools), window)
    supply = working_time.hours(working_time.spells(everybody, POLICY), {}, MONTHS, POLICY.working_time)
    return shares(demand, {"csm": who}, supply, POLICY)


def in_a_workspace(
    stages: list[dict[str, Any]],
    work: list[dict[str, Any]],
    there: list[Account],
    owned: list[Owned],
    team: Team,
) -> Capacity:
    """What the program says of a company whose rows it reads."""
    tables: dict[str, list[dict[str, object]]] = defaultdict(list)
    for account in there:
        key = account.account_id
        tables["accounts"].append(
            {"account_id": key, "name": key, "segment": account.segment, "touch_model": account.touch}
        )
        tables["account_attributes"] += [
            {"account_id": key, "name": name, "value": str(value)} for name, value in account.numbers.items()
        ]
        tables["account_events"] += [
            {"account_id": key, "at": at, "kind": kind, "value": value} for at, kind, value in account.events
        ]
        for number, (start, end) in enumerate(account.live):
            row = {
                "subscription_id": f"S-{key}-{number}",
                "account_id": key,
                "start_date": start,
                "end_date": end,
            }
            tables["subscriptions"].append({**row, "amount": 1, "interval": "month", "currency": "USD"})
        # Renewals stand on rows of their own that are worth nothing, so that they make no account live.
        for number, renewal in enumerate(account.renewals or (date(2200, 1, 1),)):
            row = {"subscription_id": f"R-{key}-{number}", "account_id": key, "start_date": "2020-01-01"}
            row |= {"amount": 0, "interval": "month", "currency": "USD", "renewal_date": renewal}
            tables["subscriptions"].append({**row})
    for person, (start, end) in team.people.items():
        tables["people"].append(
            {"person_id": person, "name": person, "hire_date": start, "leave_date": end, "role": "csm"}
        )
    for pool, members in team.pools.items():
        tables["pools"] += [
            {
                "pool_id": pool,
                "name": pool,
                "person_id": person,
                "from_date": start,
                "to_date": end,
                "share": Decimal(share) / 10_000,
            }
            for person, start, end, share in members
        ]
    # Owners are known from long ago, by an account that is not live: no list of them began in between.
    tables["ownership"].append({"account_id": "Z", "owner_id": "P-1", "start_date": "2019-01-01"})
    for share in owned:
        tables["ownership"].append(
            {
                "account_id": share.account_id,
                "owner_id": share.owner_id,
                "start_date": share.start,
                "end_date": share.end,
                "share": share.share,
            }
        )
    journey = Journey.model_validate({"stages": stages, "activities": work})
    reader = memory(tables, as_of=AS_OF, journey=journey)
    return capacity(reader, LAST.ordinal - Month.of(AS_OF).ordinal, first=FIRST)
