"""What holds of capacity and of costs whatever the company: heads, groups and cents."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bookload.base.period import Month
from bookload.data.documents import Journey, Policy
from bookload.metrics.team.people import staff_of
from bookload.metrics.team.pools import Pools
from bookload.metrics.team.working_time import WorkHours
from bookload.planning.capacity.carriers import Carrier
from bookload.planning.capacity.cover import Team, cover
from bookload.planning.capacity.heads import Relationships, required
from bookload.planning.capacity.share import Share
from bookload.planning.cost import costs
from bookload.workspace import memory

JUNE = Month.parse("2026-06")
HOURS = st.integers(0, 200).map(lambda n: Fraction(n, 3))
SEGMENTS = st.lists(st.sampled_from(["SMB", "Mid", "Enterprise"]), min_size=1, max_size=4)


@given(HOURS, HOURS, HOURS, HOURS, HOURS)
def test_more_capacity_of_a_head_never_raises_required_heads(
    asked: Fraction, accounts: Fraction, contacts: Fraction, plannable: Fraction, more: Fraction
) -> None:
    held = Relationships(accounts, contacts)
    before, after = required(asked, plannable + 1, held), required(asked, plannable + 1 + more, held)
    assert before.heads is not None
    assert after.heads is not None
    assert after.heads <= before.heads
    assert (after.whole or 0) <= (before.whole or 0)


@given(st.lists(HOURS, min_size=4, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4), st.data())
def test_cover_moves_hours_and_makes_or_loses_none(
    asked: list[Fraction], away: list[bool], data: st.DataObject
) -> None:
    people = [f"P-{number}" for number in range(4)]
    plain: dict[str, Any] = dict.fromkeys(
        ("name", "manager_id", "max_accounts", "level", "country", "region", "ramp_months")
    )
    teams = [data.draw(st.sampled_from(["North", "South"])) for _ in people]
    staff = staff_of(
        [
            {**plain, "person_id": each, "hire_date": date(2020, 1, 1), "leave_date": None, "role": "csm"}
            | {"fte": 10_000, "team": team}
            for each, team in zip(people, teams, strict=True)
        ],
        [],
        [],
    )
    plannable = {each: data.draw(HOURS) for each in people}
    supply = tuple(WorkHours(each, JUNE, "csm", 20, 0, 2 * h, h) for each, h in plannable.items())
    shares = [
        Share(JUNE, "csm", Carrier(each, each, gone), hours)
        for each, gone, hours in zip(people, away, asked, strict=True)
    ]
    done, covered = cover(shares, Team(staff, Pools({}, ()), supply, Policy()))
    assert sum(share.hours for share in done) == sum(asked)
    assert not any(share.carrier.away for share in done if share.carrier.person_id is not None)
    for each in people:
        before = sum(share.hours for share in shares if share.carrier == Carrier(each, each))
        after = sum(share.hours for share in done if share.carrier.person_id == each)
        assert before <= after <= max(before, plannable[each])
    assert all(row.hours == row.covered + row.uncovered for row in covered)


def company(segments: list[str], costs_of: list[tuple[str | None, int]], fte: str) -> dict[str, Any]:
    rows = [f"A-{number}" for number in range(len(segments))]
    price = {"amount": 7, "interval": "month", "currency": "USD", "start_date": "2025-01-01"}
    span = {"from_date": "2026-05-17", "to_date": "2026-07-03", "currency": "USD"}
    return {
        "accounts": [
            {"account_id": row, "name": row, "segment": segment, "touch_model": "high"}
            for row, segment in zip(rows, segments, strict=True)
        ],
        "subscriptions": [{"subscription_id": row, "account_id": row, **price} for row in rows],
        "people": [{"person_id": "P", "name": "x", "hire_date": "2020-01-01", "role": "csm", "fte": fte}],
        "pay": [
            {"person_id": "P", "from_date": "2020-01-01", "base": 70_001, "ote": 99_999, "currency": "USD"}
        ],
        "costs": [
            {**span, "kind": f"kind {n}", "amount": amount, "segment": segment}
            for n, (segment, amount) in enumerate(costs_of)
        ],
    }


@settings(max_examples=4, deadline=None)
@given(
    SEGMENTS,
    st.lists(st.tuples(st.sampled_from([None, "SMB", "Mid", "Gone"]), st.integers(1, 999)), max_size=3),
    st.sampled_from(["1", "0.6", "0"]),
)
def test_costs_of_accounts_and_unused_are_what_is_supplied_and_a_split_changes_no_total(
    segments: list[str], costs_of: list[tuple[str | None, int]], fte: str
) -> None:
    minutes = {"low": 1, "likely": "37.7", "high": 100}
    journey = Journey.model_validate(
        {"stages": [{"name": "s"}], "activities": [{"name": "x", "stage": "s", "minutes": minutes}]}
    )
    found = costs(memory(company(segments, costs_of, fte), as_of=date(2026, 6, 30), journey=journey))
    served = sum((each.cost or 0 for each in found.accounts), Fraction(0))
    assert found.supplied is not None
    assert found.unused is not None
    assert served + found.unused + found.stranded == found.supplied
    assert sum(each.cost or 0 for each in found.groups) == served == found.total.cost
    assert sum(each.minutes for each in found.groups) == found.total.minutes
    halves = [
        f"{segment} {number % 2}" if segment == "SMB" else segment for number, segment in enumerate(segments)
    ]
    plain = [(None if segment == "SMB" else segment, amount) for segment, amount in costs_of]
    one, two = (
        costs(memory(company(each, plain, fte), as_of=date(2026, 6, 30), journey=journey))
        for each in (segments, halves)
    )
    assert (one.total, one.supplied, one.unused) == (two.total, two.supplied, two.unused)
