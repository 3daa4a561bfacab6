"""62. What pay can be computed from: groups under five are suppressed, and the one that gives them away."""

from __future__ import annotations

from bookload.base.access import Access, Sealed, series

HEAD = Access.of("head")
FULL = 10_000
THOUSAND = 1_000 * 10**6


def test_the_means_of_two_months_do_not_give_the_pay_of_who_joined_between_them() -> None:
    team = {f"P{number}": (FULL, (80 + number) * THOUSAND) for number in range(6)}
    joined = team | {"Q": (FULL, 137 * THOUSAND)}
    months = {"2026-05": Sealed(HEAD, team), "2026-06": Sealed(HEAD, joined)}

    def attack(figures: dict[str, Sealed]) -> float | None:
        means = [figures[month].weighted_mean() for month in months]
        if None in means:
            return None
        before, after = (top / bottom for top, bottom in means if bottom)  # type: ignore[misc]
        return (after * len(joined) - before * len(team)) / THOUSAND

    naive = attack(months)
    assert naive is not None
    assert abs(naive - 137) < 7, "rounding alone does not hide it"
    assert attack(series(months)) is None


def test_a_part_and_the_whole_do_not_give_the_rest() -> None:
    company = {f"P{number}": (FULL, (80 + number) * THOUSAND) for number in range(8)}
    whole = Sealed(HEAD, company)
    shown = series({"company": whole, "team": whole.of(f"P{number}" for number in range(5))})
    assert shown["company"].shown
    assert not shown["team"].shown, "company less team would be the sum of three"
