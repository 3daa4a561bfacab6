"""A company's rows as a problem: hours, people and rights."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from balanced import AS_OF, company, search
from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.base.period import Month
from bookload.data.documents.balance import BalanceTerms
from bookload.metrics.team.working_time import WorkHours
from bookload.planning.balance.company import company as asked
from bookload.planning.balance.posed import Ask
from bookload.planning.balance.proposal import propose
from bookload.planning.balance.takers import _Hours
from bookload.planning.capacity import capacity

ROWS: list[dict[str, Any]] = [
    {"account_id": "A-0", "owner": "Ada", "hours": 13, "since": "2024-07-01", "renews": "2026-08-09"},
    {"account_id": "A-1", "owner": "Ada", "hours": 7, "arr": 48_000, "tier": "1", "parent_account_id": "A-0"},
    {"account_id": "B-0", "owner": "Ben", "hours": 9, "touch_model": "low", "arr": 100_000},
    {"account_id": "S", "owners": ["Ada", "Ben"], "hours": 8},
    {"account_id": "Z", "owner": "Zoe"},
    {"account_id": "N"},
    {"account_id": "T", "owner": "Digital", "touch_model": "tech"},
    {"account_id": "U", "owner": "Unknown"},
    {"account_id": "M", "owner": "Max"},
]
PEOPLE: list[dict[str, Any]] = [
    {"person_id": "Ada", "languages": "de;en", "level": "2", "max_accounts": 9},
    {"person_id": "Ben", "fte": "0.5"},
    {"person_id": "Zoe", "leave_date": "2026-03-01"},
    {"person_id": "Soon", "leave_date": "2026-08-01"},
    {"person_id": "Max", "role": "manager"},
    {"person_id": "Neu", "hire_date": "2026-07-15"},
    {"person_id": "Late", "hire_date": date(AS_OF.year + 1, 6, 1)},
    {"person_id": "Dig"},
]
POOLS = [{"pool_id": "Digital", "name": "Digital team", "person_id": "Dig", "share": "1"}]
TERMS = {"match": [{"account": "tier", "person": "level", "hard": False}]}


@pytest.fixture(scope="module")
def reader():
    return company(ROWS, PEOPLE, pools=POOLS, terms=TERMS)


@pytest.fixture(scope="module")
def of(reader):
    return asked(reader, Ask())


def test_parts_say_what_rows_say(of):
    parts = of.posed.parts
    told = {(each.account_id, each.owner_id): n for n, each in enumerate(parts.held)}
    assert len(told) == 10
    first, second, low = told["A-0", "Ada"], told["A-1", "Ada"], told["B-0", "Ben"]
    assert parts.hours[[first, second, low, told["S", "Ada"]]].tolist() == pytest.approx([13, 7, 9, 4])
    assert parts.years[first] == pytest.approx(2, abs=0.01)
    assert (parts.renews[first], parts.family[first]) == (40, parts.family[second])
    assert parts.books[[second, low]].tolist() == pytest.approx([0.048, 0.05])
    assert (parts.touch[low], parts.touch[first]) == ("low", "high")
    assert parts.stated["tier"][second] == {"1"}


def test_takers_are_those_who_are_there(of):
    kinds = {each.taker_id: each.kind for each in of.posed.takers}
    assert kinds == {
        "Ada": "csm", "Ben": "csm", "Digital": "pool", "Max": "keeps", "Unknown": "keeps",
    } | ({"Dig": "keeps"} if "Dig" in kinds else {})  # fmt: skip
    ada = next(each for each in of.posed.takers if each.taker_id == "Ada")
    assert (ada.accounts, ada.has["languages"], ada.has["level"]) == (9, {"de", "en"}, {"2"})
    assert dict(of.orphans) == {"": "unassigned", "Zoe": "left"}


def test_hours_are_those_of_the_capacity(reader, of):
    people = [each for each in capacity(reader, 3).people or () if each.month in of.months]
    carried = {taker.taker_id: 0.0 for taker in of.posed.takers}
    for each, hours in zip(of.posed.parts.held, of.posed.parts.hours.tolist(), strict=True):
        if each.owner_id in carried:
            carried[each.owner_id] += hours
    for name in ("Ada", "Ben"):
        own = [each for each in people if each.person_id == name]
        taker = next(each for each in of.posed.takers if each.taker_id == name)
        assert carried[name] == pytest.approx(float(sum(each.hours_asked for each in own)) / 3)
        assert taker.available == pytest.approx(float(sum(each.hours_available or 0 for each in own)) / 3)
        assert taker.plannable == pytest.approx(float(sum(each.hours_plannable or 0 for each in own)) / 3)


def test_hours_are_the_mean_of_the_months_or_those_of_the_worst():
    worked = [
        WorkHours("Ada", Month(n), role, 20, 0, Fraction(hours), Fraction(hours, 2))
        for n, hours, role in ((1, 90, "csm"), (2, 30, "csm"), (2, 10, "support"), (3, 110, "csm"))
    ]
    worked.append(WorkHours("Ben", Month(3), "csm", 20, 0, Fraction(60), Fraction(30)))
    found = {of: _Hours.of(worked, BalanceTerms.model_validate({"hours_of": of})) for of in ("mean", "worst")}
    assert found["mean"].available == {"Ada": 80, "Ben": 20}
    assert found["worst"].available == {"Ada": 40, "Ben": 0}
    assert found["mean"].plannable == {"Ada": 40, "Ben": 10}
    assert (found["mean"].room("Ada"), found["worst"].room("Ada")) == (40, 20)


def test_a_hire_who_ramps_has_less(reader):
    found = asked(reader, Ask(hire="Neu")).posed
    new = next(each for each in found.takers if each.taker_id == "Neu")
    assert new.plannable < new.available * 0.85 * 0.6


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (Ask(leavers=("Adda",)), r"unknown owner 'Adda' \(did you mean 'Ada'"),
        (Ask(hire="Neo"), r"unknown person 'Neo' \(did you mean 'Neu'"),
        (Ask(hire="Late"), "Late has no hours as a CSM in the months ahead"),
        (Ask(hire="Ada", leavers=("Ada",)), "Ada cannot both come and leave"),
    ],
)
def test_people_who_cannot_be_meant_are_refused(reader, ask, said):
    with pytest.raises(UsageError, match=said):
        propose(reader, ask, search())


def test_who_may_not_see_everybodys_hours_gets_nothing(reader):
    for access in (Access.of("finance"), Access.of("board"), Access.of("admin"), Access.of("csm", "Ada")):
        with pytest.raises(AccessDeniedError, match="balancing the books needs the right to"):
            propose(reader.seen_by(access), Ask(), search())
