"""What each team carries: accounts have no team, so an account is where its owner is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from bookload.base.money import half_away, split_exactly
from bookload.metrics.ratios.facts import NOT_STATED, Crew, Part


def by_team(owners: Mapping[str, Part], crew: Crew) -> dict[str, dict[str, Part]]:
    """Return what each owner carries, under the team they are in on the day.

    What a pool carries goes to the teams of its members, by their shares; the parts add up exactly. What
    nobody, somebody who left, somebody without a team, or a pool without members carries is `NOT_STATED`.
    """
    found: dict[str, dict[str, Part]] = defaultdict(dict)
    for owner, part in owners.items():
        for team, piece in _pieces(part, _teams(owner, crew)).items():
            found[team][owner] = piece
    return dict(found)


def _teams(owner: str, crew: Crew) -> dict[str, Fraction]:
    """Return the teams that an owner's accounts are in, by part."""
    if owner not in crew.pools:
        return {_team(owner, crew): Fraction(1)}
    members = {person: share for person, share in crew.pools.members(owner, crew.day).items() if share > 0}
    total = sum(members.values())
    parts: dict[str, Fraction] = defaultdict(Fraction)
    for person, share in members.items():
        parts[_team(person, crew)] += Fraction(share, total)
    return dict(parts) or {NOT_STATED: Fraction(1)}


def _team(person_id: str, crew: Crew) -> str:
    position = crew.staff.position(person_id, crew.day)
    return (position.team if position else None) or NOT_STATED


def _pieces(part: Part, teams: Mapping[str, Fraction]) -> dict[str, Part]:
    columns = [_divided(total, list(teams.values())) for total in (part.arr, part.accounts, part.load)]
    return {team: Part(*amounts) for team, *amounts in zip(teams, *columns, strict=True)}


def _divided(total: int, parts: list[Fraction]) -> list[int]:
    """Return a whole number in parts, what rounding leaves on the largest of them."""
    return split_exactly(total, [half_away(total * part.numerator, part.denominator) for part in parts])
