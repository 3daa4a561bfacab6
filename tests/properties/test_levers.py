"""What holds of every set of levers: the floor, the hours by two ways, and no better set by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookload.base.period import Month
from bookload.planning.journey import demand
from bookload.planning.plan.levers.experience import contact, deliveries, floors
from bookload.planning.plan.levers.options import standing
from bookload.planning.plan.levers.programme import Programme
from bookload.planning.plan.levers.pulled import journey_with, pulled
from levered import AS_OF, activity, best_by_hand, company, effect, lever, own

MONTHS = (Month.of(AS_OF) + 1,)
NAMES = ("Call", "Mail", "Plan")


@st.composite
def work(draw: st.DrawFn) -> list[dict[str, Any]]:
    each = st.fixed_dictionaries(
        {
            "points": st.sampled_from(["0", "0.5", "1", "3"]),
            "times": st.sampled_from([1, 4]),
            "role": st.sampled_from(["csm", "csm", "support"]),
        },
        optional={
            "mode": st.sampled_from(["group", "automated"]),
            "group_size": st.sampled_from([2, 5]),
            "automated_share": st.sampled_from(["0.3", "1"]),
            "segments": st.sampled_from([["SMB"], ["Enterprise"]]),
            "share": st.sampled_from(["0.5", "0"]),
        },
    )
    return [activity(name, **draw(each)) for name in NAMES]


@st.composite
def levers(draw: st.DrawFn) -> list[dict[str, Any]]:
    terms: dict[str, dict[str, Any]] = {
        "delete": {},
        "less_often": {"times": "0.5"},
        "shorten": {"saves": effect(0.2)},
        "automate": {"saves": effect(0.5)},
        "digital_hub": {"saves": effect(0.4)},
        "one_to_many": {"group_size": 3, "times": 2},
        "hand_down": {"to_role": draw(st.sampled_from(["support", "junior"]))},
    }
    kinds = draw(st.lists(st.sampled_from(sorted(terms)), min_size=1, max_size=4, unique=True))
    found = []
    for kind in kinds:
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        costs = {each: draw(st.sampled_from([0, 10, 100])) for each in ("one_off", "one_off_each", "running")}
        heads = {"heads": 1} if terms[kind].get("to_role") == "junior" else {}
        found.append(lever(kind, kind, *names, **terms[kind], **costs, **heads))
    return found


def check(data: st.DataObject) -> None:
    reader = company(
        data.draw(work()), data.draw(levers()), months=1, people=(("P-1", "csm"), ("P-2", "support"))
    )
    there = standing(reader, MONTHS, own(reader))
    role = data.draw(st.sampled_from(["csm", "support", None]))
    budget = data.draw(st.sampled_from([None, Fraction(0), Fraction(60), Fraction(150)]))
    found = Programme.of(there, role).best(budget)
    assert (found.freed, found.cost.over(1)) == best_by_hand(there, role, budget)
    choice = {option.number: option.levers for option in found.options}
    changed = reader.along(journey_with(reader.journey, choice))
    before, after = demand(reader, MONTHS), demand(changed, MONTHS)
    hours = [
        sum(
            (each.likely for (who,), each in asked.totals("role").items() if role in (None, who)), Fraction(0)
        )
        for asked in (before, after)
    ]
    assert hours[0] - hours[1] == found.freed
    kept = [
        (was, then)
        for number, was in enumerate(there.activities)
        if (then := pulled(was, choice.get(number, ()))) is not None
    ]
    now = contact(
        deliveries(after, len(kept)), [each for _, each in kept], [each for each, _ in kept], reader.policy
    )
    cells = floors(there.contact, now, there.cap)
    assert all(cell.after >= cell.before for cell in cells)
    assert all(cell.personal_after >= cell.personal_before for cell in cells)
    assert cells == found.floors


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=4, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_no_set_is_better_lowers_the_floor_or_frees_other_hours_than_it_says(data: st.DataObject) -> None:
    check(data)


@pytest.mark.prove
def test_three_hundred_companies_agree_with_every_set_tried_by_hand(
    promised: Callable[[str, int], int],
) -> None:
    count = promised("random companies, each set of levers tried by hand", 300)
    settings(max_examples=count, deadline=None, suppress_health_check=SLOW)(given(st.data())(check))()
