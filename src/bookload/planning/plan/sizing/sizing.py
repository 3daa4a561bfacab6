"""Top-down beside bottom-up: what published figures imply, what the work asks for, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bookload.base.access import Right
from bookload.base.errors import Finding, MissingDataError, UsageError, did_you_mean
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.reader import Reader
from bookload.metrics.ratios.assessment import assess
from bookload.metrics.ratios.benchmarks import CURRENCY, SHOWN
from bookload.metrics.ratios.facts import day_of
from bookload.metrics.ratios.targets import PUBLISHED, TOUCH_MODELS, goals, published_targets
from bookload.metrics.revenue.rates.exchange import read_rates
from bookload.metrics.team.people import role_word
from bookload.planning.capacity import CapacityRow, capacity
from bookload.planning.plan.sizing.agree import Change, Terms, changes
from bookload.planning.plan.sizing.bridge import Anchors, Line, Model, bridge
from bookload.planning.plan.sizing.company import Carried, HeadMonth, caps, carried, head_month
from bookload.planning.plan.sizing.published import Money, Reading, readings

OWN_TARGETS = "the targets of this workspace's policy"


@dataclass(frozen=True, slots=True)
class Sized:
    """One reading beside the work: the distance in heads, what it is made of, and what would close it.

    `distance` = heads that the work asks for - heads that the reading implies; the `bridge` sums to it
    exactly.
    """

    reading: Reading
    distance: Fraction | None
    bridge: tuple[Line, ...]
    changes: tuple[Change, ...]

    @property
    def main(self) -> Line | None:
        """The cause of most of the distance: that with the most heads in the distance's own direction."""
        if not self.distance:
            return None
        sign = 1 if self.distance > 0 else -1
        return max(self.bridge, key=lambda line: line.heads * sign, default=None)


@dataclass(frozen=True)
class Sizing:
    """All readings beside the work of a month.

    `need` is the revenue role's row of capacity, with the band of its heads; `arr_per_csm` and
    `accounts_per_csm` what each of them would carry, with `arr_low` and `arr_high` at the ends of the band
    (estimates). `assumed`: the journey has no activities, so the work's hours are published ones themselves,
    and there is nothing to learn from the distance but what the company's working time does.
    `anchors_from` says whose book the bridges go over.
    """

    month: Month
    arr: Fraction
    accounts: int
    held: tuple[Carried, ...]
    need: CapacityRow | None
    head: HeadMonth | None
    arr_per_csm: Fraction | None
    accounts_per_csm: Fraction | None
    arr_low: float | None
    arr_high: float | None
    assumed: bool
    anchors: Anchors
    anchors_from: str
    sized: tuple[Sized, ...]
    findings: tuple[Finding, ...]

    def against(self, source: str | None = None) -> Sized | None:
        """Return the reading of a source (a part of its name does), or the one to open first.

        First comes ARR per CSM by touch model, which the flat figures are a simplification of. Raises
        `UsageError` for a source that no reading is of.
        """
        if source is not None:
            named = [each for each in self.sized if source.casefold() in each.reading.source.casefold()]
            if not named:
                names = sorted({each.reading.source for each in self.sized})
                message = f"no reading is of '{source}'{did_you_mean(source, names)}; sources: "
                raise UsageError(message + "; ".join(names))
            return named[0]
        by_touch = [each for each in self.sized if each.reading.by == "touch_model" and each.reading.heads]
        return next(iter(by_touch or self.sized), None)


def sizing(reader: Reader, *, grades: frozenset[str] = SHOWN) -> Sizing:
    """Return what published figures imply, beside what the work of the month of `as_of` asks for.

    Raises `AccessDeniedError` for a reader of some accounts only.
    """
    reader.access.demand({Right.ALL_ROWS}, "the size of the team")
    month, policy = Month.of(reader.as_of), reader.policy
    found = capacity(reader, 0, first=month)
    row = found.row(month, role_word(policy.revenue.revenue_role))
    held = carried(reader, found, month)
    head = head_month(policy, found.standard[month]) if month in found.standard else None
    anchors = _anchors(reader, month)
    model = _model(row, head)
    read = readings(held, _money(reader, month), grades)
    implied = next((each for each in found.implied if each.month == month), None)
    return Sizing(
        month=month,
        arr=sum((each.arr for each in held), Fraction(0)),
        accounts=sum(each.accounts for each in held),
        held=held,
        need=row,
        head=head,
        arr_per_csm=implied.arr_per_csm if implied else None,
        accounts_per_csm=implied.accounts_per_csm if implied else None,
        arr_low=implied.arr_low if implied else None,
        arr_high=implied.arr_high if implied else None,
        assumed=found.assumed,
        anchors=anchors,
        anchors_from=PUBLISHED if published_targets(policy.targets) else OWN_TARGETS,
        sized=tuple(_sized(each, held, anchors, model, policy) for each in read),
        findings=found.findings,
    )


def _sized(
    reading: Reading, held: tuple[Carried, ...], anchors: Anchors, model: Model | None, policy: Policy
) -> Sized:
    if model is None or reading.heads is None:
        return Sized(reading, None, (), ())
    return Sized(
        reading,
        model.heads - reading.heads,
        bridge(reading, held, anchors, model),
        changes(reading, held, model, Terms(Fraction(policy.working_time.hours_a_day))),
    )


def _model(row: CapacityRow | None, head: HeadMonth | None) -> Model | None:
    if row is None or head is None or row.need_by_hours is None:
        return None
    return Model(row.need_by_hours, caps(row), head)


def _money(reader: Reader, month: Month) -> Money:
    mean = assess(reader, month).target.mean_ote
    return Money(_rate(reader, month, CURRENCY), mean.value if mean else None)


def _anchors(reader: Reader, month: Month) -> Anchors:
    terms, targets = reader.policy.capacity, reader.policy.targets
    rate = _rate(reader, month, targets.currency)
    return Anchors(
        arr=None if rate is None else {touch: goal * rate for touch, goal in goals(targets).items()},
        accounts={touch: Fraction(getattr(terms, f"assumed_accounts_{touch}")) for touch in TOUCH_MODELS},
        hours=Fraction(terms.assumed_hours_a_month),
    )


def _rate(reader: Reader, month: Month, currency: str) -> Fraction | None:
    try:
        return read_rates(reader).on(currency, day_of(reader, month)).value
    except MissingDataError:
        return None
