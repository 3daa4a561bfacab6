"""The team and the pay of a scenario, as rows laid over the company's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bookload.base.access import Right
from bookload.base.errors import DocumentError, did_you_mean
from bookload.base.money import SHARE_ONE, half_away
from bookload.data.documents import Lever, Scenario, ScenarioPay
from bookload.data.documents.scenario import Hire, Move
from bookload.data.reader import Reader
from bookload.data.tables import unbound
from bookload.metrics.team.people import Person, Staff, role_word, staff

Row = dict[str, object]
Rows = Mapping[str, list[Row]]
"""Rows by table, as `Reader.with_rows` takes them."""


@dataclass(frozen=True)
class Joined:
    """Somebody whom a scenario hires."""

    person_id: str
    hire: Hire


def joined(scenario: Scenario) -> tuple[Joined, ...]:
    """Return those whom a scenario hires, each with a made-up identifier."""
    found = []
    for number, hire in enumerate(scenario.hires, start=1):
        found += [Joined(f"hire-{number}.{each}", hire) for each in range(1, hire.count + 1)]
    return tuple(found)


def team_rows(reader: Reader, scenario: Scenario) -> Rows:
    """Return the rows of hires, leavers and moves; raise `DocumentError` for somebody who is not there."""
    team = staff(reader)
    people = [_hired(each) for each in joined(scenario)]
    gone = [(each.person_id, each.date) for each in scenario.leavers]
    for hire in scenario.hires:
        gone += [(person.person_id, hire.date) for person in _last_in(team, hire)]
    people += [{"person_id": _known(team, who).person_id, "leave_date": day} for who, day in gone]
    return {"people": people, "positions": [_moved(team, move) for move in scenario.moves]}


def brought_rows(levers: tuple[Lever, ...], first: date) -> Rows:
    """Return the rows of the heads that levers bring, there and ramped from a day on."""
    people: list[Row] = []
    for lever in levers:
        whole, part = divmod(lever.heads, 1)
        shares = [Decimal(1)] * int(whole) + ([part] if part else [])
        people += [
            {
                "person_id": f"{lever.name}.{number}",
                "name": f"{lever.name} {number}",
                "hire_date": first,
                "role": lever.to_role,
                "fte": fte,
                "ramp_months": 0,
            }
            for number, fte in enumerate(shares, start=1)
        ]
    return {"people": people}


def pay_rows(reader: Reader, scenario: Scenario, pay: ScenarioPay) -> Rows:
    """Return the rows of changed pay; raise `AccessDeniedError` for who may not see single salaries."""
    reader.access.demand({Right.PAY_PERSON}, "the pay of a scenario")
    rows = list(_raised(reader, pay))
    own = reader.policy.company.currency
    _check_roles("hires", pay.hires, {role_word(hire.role): hire.role for hire in scenario.hires})
    for each in joined(scenario):
        terms = pay.hires.get(each.hire.role)
        if terms is not None:
            stated = {"base": terms.base, "ote": terms.ote, "currency": terms.currency or own}
            rows.append({"person_id": each.person_id, "from_date": each.hire.date, **stated})
    team = staff(reader)
    for person in pay.people:
        if person.person_id not in {each.person_id for each in joined(scenario)}:
            _known(team, person.person_id)
        stated = {"base": person.base, "ote": person.ote, "currency": person.currency or own}
        rows.append({"person_id": person.person_id, "from_date": person.from_date, **stated})
    # What is stated of a person counts before a raise of their role on the same day.
    return {"pay": list({(row["person_id"], row["from_date"]): row for row in rows}.values())}


def _check_roles(key: str, stated: Iterable[str], known: Mapping[str, str]) -> None:
    """Raise `DocumentError` for the pay of a role that nobody has: it would change nothing."""
    for role in stated:
        if role_word(role) not in known:
            allowed = sorted(set(known.values()))
            hint = did_you_mean(role, allowed)
            raise DocumentError(
                f"{key}: nobody is in a role '{role}'{hint}; allowed: {', '.join(allowed) or 'none'}"
            )


def _raised(reader: Reader, pay: ScenarioPay) -> Iterator[Row]:
    """Yield the raised pay of everybody who is in a role that has a raise on the day that it holds from.

    What they have on that day, and every change that is known to come after it: each in its own currency.
    """
    day = pay.raises_from
    if day is None:
        return
    there = {
        person.person_id: position.role
        for person in staff(reader).employed(day)
        if (position := person.position(day)) is not None
    }
    _check_roles("raises", pay.raises, {role: role for role in there.values()})
    raises = {role_word(role): 1 + Fraction(share) for role, share in pay.raises.items()}
    listed: list[dict[str, Any]] = reader.collect(unbound("pay")).rows()
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in listed:
        if there.get(each["person_id"]) in raises:
            held[each["person_id"]].append(each)
    for person, rows in sorted(held.items()):
        factor = raises[there[person]]
        begins = max((row["from_date"] for row in rows if row["from_date"] <= day), default=day)
        for row in rows:
            if row["from_date"] >= begins:
                amounts = {name: _times(row[name], factor) for name in ("base", "ote")}
                starts = max(row["from_date"], day)
                yield {"person_id": person, "from_date": starts, **amounts, "currency": row["currency"]}


def _times(micros: int, factor: Fraction) -> Decimal:
    raised = micros * factor
    return Decimal(half_away(raised.numerator, raised.denominator)).scaleb(-6)


def _hired(each: Joined) -> Row:
    hire = each.hire
    row: Row = {
        "person_id": each.person_id,
        "name": each.person_id,
        "hire_date": hire.date,
        "role": hire.role,
        "level": hire.level,
        "fte": hire.fte,
        "country": hire.country,
        "ramp_months": hire.ramp_months,
    }
    return {key: value for key, value in row.items() if value is not None}


def _last_in(team: Staff, hire: Hire) -> list[Person]:
    """Return those who came last of a role, as many as a negative count says leave."""
    if hire.count > 0:
        return []
    role = role_word(hire.role)
    there = [
        person
        for person in team.employed(hire.date)
        if (position := person.position(hire.date)) is not None and position.role == role
    ]
    if len(there) < -hire.count:
        raise DocumentError(
            f"{-hire.count} people of role '{hire.role}' are to leave on {hire.date}, "
            f"and {len(there)} work in it then"
        )
    return sorted(there, key=lambda person: (person.hire_date, person.person_id))[hire.count :]


def _moved(team: Staff, move: Move) -> Row:
    person = _known(team, move.person_id)
    position = person.position(move.date)
    if position is None:
        raise DocumentError(f"'{move.person_id}' has no position on {move.date} to move from")
    return {
        "person_id": move.person_id,
        "from_date": move.date,
        "role": move.role or position.role,
        "level": move.level or position.level,
        "fte": move.fte or Decimal(position.fte) / SHARE_ONE,
        "team": position.team,
        "country": position.country,
        "region": position.region,
    }


def _known(team: Staff, person_id: str) -> Person:
    person = team.people.get(person_id)
    if person is None:
        hint = did_you_mean(person_id, team.people)
        raise DocumentError(f"nobody has the person_id '{person_id}'{hint}")
    return person
