"""The hiring plan of a company: whom to hire when, how safe that is, what it costs, what a flat rule does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from bookload.base.access import Right
from bookload.base.errors import MissingDataError, UsageError
from bookload.base.period import Month
from bookload.base.progress import Progress
from bookload.data.reader import Reader
from bookload.metrics.ratios.targets import target
from bookload.metrics.revenue.rates.exchange import read_rates
from bookload.metrics.team.people import role_word
from bookload.planning.forecast.draws import Draws, bands
from bookload.planning.plan.hiring.came import people_there
from bookload.planning.plan.hiring.flat import flat
from bookload.planning.plan.hiring.hiring import Chances, Fitted, fit, judge, judged, once_ramped
from bookload.planning.plan.hiring.leavers import expected
from bookload.planning.plan.hiring.need import lacking
from bookload.planning.plan.hiring.outcome import Outcome, Starts
from bookload.planning.plan.hiring.pay import HirePay, hire_pay
from bookload.planning.plan.hiring.result import (
    Bill,
    Cover,
    HiringPlan,
    Name,
    Programme,
    Search,
    Together,
    Unmet,
    Way,
)
from bookload.planning.plan.hiring.terms import Floats, Terms, terms_of
from bookload.planning.plan.hiring.why import Why, whys


def hiring_plan(
    reader: Reader,
    draws: tuple[Draws, Draws],
    progress: Progress | None = None,
    attrition: Fraction | None = None,
) -> HiringPlan:
    """Return the plan fitted on the first of two sets of futures, and judged on the second.

    `attrition` is the share of hires that leaves in a year: the policy's [forecast] where it is not given.
    Raises `AccessDeniedError` for a reader of some accounts only, and `UsageError` for sets of futures that
    are not of the same months and roles, or too few of them for the policy's levels.
    """
    reader.access.demand({Right.ALL_ROWS}, "a hiring plan")
    fitted_on, judged_on = draws
    if (fitted_on.months, fitted_on.roles) != (judged_on.months, judged_on.roles):
        raise UsageError("a plan is judged on futures of the same months and roles that it is fitted on")
    terms = terms_of(reader.policy, fitted_on.roles, attrition)
    chances = Chances.of(reader.policy.forecast.seed)
    found = fit(fitted_on, terms, chances.fitted, progress)
    options = _options(reader, fitted_on, terms, found, progress)
    most = np.max([starts.sum(axis=0) for starts, _ in options.values()], axis=0)
    futures = judge(judged_on, terms, most, chances.judged)
    outcomes = {name: judged(starts, futures, terms) for name, (starts, _) in options.items()}
    setting = _Setting(judged_on, terms, hire_pay(reader, fitted_on.roles), reader)
    return setting.plan(found, outcomes, {name: arr for name, (_, arr) in options.items()}, fitted_on.count)


def _options(
    reader: Reader, draws: Draws, terms: Terms, found: Fitted, progress: Progress | None
) -> dict[Name, tuple[Starts, Fraction | None]]:
    """Return the ways to hire that are compared: the starts of each, and the ARR per head of a rule."""
    options: dict[Name, tuple[Starts, Fraction | None]] = {"plan": (found.starts, None)}
    options["no_hires"] = (np.zeros_like(found.starts), None)
    role = role_word(reader.policy.revenue.revenue_role)
    if role in draws.roles:
        place = draws.roles.index(role)
        worked = np.where(draws.head_hours[:, place] > 0, draws.head_hours[:, place], np.inf)
        there = draws.supply[:, :, place].mean(axis=0) / worked
        arr = np.median(draws.arr.sum(axis=2), axis=0)
        for name, rule in _rules(reader).items():
            options[name] = (flat(arr, there, float(rule), terms, place), rule)
    if terms.reach == 0 and terms.ramp:
        later = fit(draws, once_ramped(terms), Chances.of(reader.policy.forecast.seed).fitted, progress)
        options["once_ramped"] = (later.starts, None)
    return options


def _rules(reader: Reader) -> dict[Name, Fraction]:
    """Return the ARR per head of the flat rule and of the policy's unscaled targets, if there is a rate."""
    policy = reader.policy
    rules: dict[Name, Fraction] = {}
    try:
        rate = read_rates(reader).on(policy.targets.currency, reader.as_of).value
        rules["flat"] = Fraction(policy.plan.flat_arr_per_csm) * rate
    except MissingDataError:
        return rules
    blended = target(reader, Month.of(reader.as_of)).unscaled
    if blended is not None:
        rules["targets"] = blended
    return rules


@dataclass(frozen=True)
class _Setting:
    """What the rows of a plan are made of."""

    draws: Draws
    terms: Terms
    pay: Mapping[str, HirePay]
    reader: Reader

    def plan(
        self,
        found: Fitted,
        outcomes: Mapping[Name, Outcome],
        rules: Mapping[Name, Fraction | None],
        fitted: int,
    ) -> HiringPlan:
        months, roles = self.draws.months, self.draws.roles
        first = {role: self.first(number) for number, role in enumerate(roles)}
        joint = self.terms.first_joint(len(months))
        chosen, none = outcomes["plan"], outcomes["no_hires"]
        return HiringPlan(
            as_of=self.reader.as_of,
            months=months,
            roles=roles,
            cover=self.terms.cover,
            joint_cover=self.terms.joint_cover,
            fitted=fitted,
            judged=self.draws.count,
            first=first,
            first_together=months[joint] if joint < len(months) else None,
            searches=self.searches(found.starts),
            why=self.why(found),
            rows=self.rows(found, chosen, none),
            together=self.together(chosen, none),
            whole=chosen.whole,
            unmet=tuple(
                Unmet(months[month], roles[role], float(found.unmet[month, role]))
                for month, role in np.argwhere(found.unmet > 0)
            ),
            ways=tuple(self.way(name, each, rules[name]) for name, each in outcomes.items()),
            programmes=self.programmes(found),
            gap=found.gap,
            stopped=found.stopped,
            revenue_role=role_word(self.reader.policy.revenue.revenue_role),
            pay_basis={role: each.basis for role, each in self.pay.items()},
            people=people_there(self.reader),
        )

    def first(self, role: int) -> Month | None:
        first = self.terms.first(role, len(self.draws.months))
        return self.draws.months[first] if first < len(self.draws.months) else None

    def searches(self, starts: Starts) -> tuple[Search, ...]:
        found = [
            Search(
                role=self.draws.roles[role],
                opens=self.draws.months[month] - self.terms.roles[role].lead,
                starts=self.draws.months[month],
                heads=int(starts[month, role]),
            )
            for month, role in np.argwhere(starts > 0)
        ]
        return tuple(sorted(found, key=lambda each: (each.opens, each.starts, each.role)))

    def why(self, found: Fitted) -> tuple[Why, ...]:
        heads = tuple(int(each) for each in found.starts.sum(axis=0))
        lack = lacking(self.draws.hours, self.draws.supply, self.draws.head_hours).mean(axis=0)
        return whys(self.terms, self.draws.months, heads, found.needed, lack)

    def rows(self, found: Fitted, chosen: Outcome, none: Outcome) -> tuple[Cover, ...]:
        hours, supply = self.draws.hours.mean(axis=0), self.draws.supply.mean(axis=0)
        carried = expected(self.terms, found.starts)
        hired = self.hours_of(carried)
        worked = self.draws.head_hours
        short = self.hours_of(chosen.short)
        rows = []
        for month, name in enumerate(self.draws.months):
            for role, title in enumerate(self.draws.roles):
                chance = float(chosen.chance[month, role])
                bound_by, bound = self.draws.bound_by(month, role)
                works = worked[month, role] > 0
                holds = month >= self.terms.first(role, len(self.draws.months))
                rows.append(
                    Cover(
                        month=name,
                        role=title,
                        hours_asked=float(hours[month, role]),
                        hours_there=float(supply[month, role]),
                        hours_hired=float(hired[month, role]),
                        required=float(found.needed[month, role]),
                        chance=chance,
                        without=float(none.chance[month, role]),
                        held=chance >= self.terms.cover if holds else None,
                        short_hours=float(short[month, role]),
                        bound=bound,
                        bound_by=bound_by,
                        need=bands(self.draws.heads[:, month, role, None])[0] if works else None,
                        there=float(supply[month, role] / worked[month, role]) if works else None,
                        hired=float(carried[month, role]) if works else None,
                    )
                )
        return tuple(rows)

    def together(self, chosen: Outcome, none: Outcome) -> tuple[Together, ...]:
        joint = self.terms.first_joint(len(self.draws.months))
        return tuple(
            Together(
                month,
                float(chosen.together[place]),
                float(none.together[place]),
                chosen.together[place] >= self.terms.joint_cover if place >= joint else None,
            )
            for place, month in enumerate(self.draws.months)
        )

    def way(self, name: Name, done: Outcome, rule: Fraction | None) -> Way:
        months = len(self.draws.months)
        joint = self.terms.first_joint(months)
        worst: dict[str, float | None] = {}
        for number, role in enumerate(self.draws.roles):
            held = done.chance[self.terms.first(number, months) :, number]
            worst[role] = float(held.min()) if held.size else None
        return Way(
            name=name,
            searches=self.searches(done.starts),
            bills=tuple(self.bill(number, done) for number in range(len(self.draws.roles))),
            worst=worst,
            together=float(done.together[joint:].min()) if joint < months else None,
            arr_per_head=rule,
        )

    def bill(self, role: int, done: Outcome) -> Bill:
        title, months = self.draws.roles[role], len(self.draws.months)
        first = min(self.terms.roles[role].lead, months)
        reached = first < months
        short = Fraction(float(done.short[first:, role].sum()))
        idle = Fraction(float(done.idle[first:, role].sum()))
        starts = done.starts[:, role]
        heads = int(starts.sum())
        paid = head_months(self.terms, starts)
        pay = self.pay.get(title)
        loaded = Fraction(self.reader.policy.team.on_cost_rate)
        month = pay.loaded_month(loaded) if pay and reached else None
        hiring = month * self.terms.hiring * heads if month is not None else None
        too_few = month * self.terms.shortfall * short if month is not None else None
        return Bill(
            role=title,
            heads=heads,
            head_months=paid,
            short=float((self.hours_of(done.short))[first:, role].sum()) if reached else None,
            idle=float((self.hours_of(done.idle))[first:, role].sum()) if reached else None,
            pay=month * paid if month is not None else None,
            hiring=hiring,
            too_few=too_few,
            too_many=month * idle if month is not None else None,
            total=month * paid + hiring + too_few
            if month is not None and hiring is not None and too_few is not None
            else None,
        )

    def programmes(self, found: Fitted) -> tuple[Programme, ...]:
        rows = []
        for number, (role, each) in enumerate(zip(self.draws.roles, found.hires, strict=True)):
            hires = head_months(self.terms, each.starts) + self.terms.hiring * int(each.starts.sum())
            rows.append(
                Programme(
                    role=role,
                    hires=hires,
                    shortfall=each.cost - float(hires),
                    objective=each.cost,
                    bound=each.bound,
                    gap=each.gap,
                    free_bound=float(found.bounds[number]),
                )
            )
        return tuple(rows)

    def hours_of(self, heads: Floats) -> Floats:
        return heads * self.draws.head_hours


def head_months(terms: Terms, starts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Fraction:
    """Return the months that hires of a role are expected to be paid for, exactly."""
    months = int(starts.size)
    return sum(
        (
            int(heads) * (terms.pay_months(months - start) - terms.hiring)
            for start, heads in enumerate(starts)
        ),
        Fraction(0),
    )
