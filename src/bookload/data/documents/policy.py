"""The policy: every switch that a figure depends on, with its name and default (`bookload.toml`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from bookload.base.errors import unknown
from bookload.base.money import MINOR_UNITS, MONTHS_A_YEAR
from bookload.data.documents.balance import BalanceTerms
from bookload.data.documents.profiles import BOOKLOAD, presets
from bookload.data.documents.section import Section
from bookload.data.documents.switches import OwnProfile, Switches, resolved
from bookload.data.tables.titles import Roles

TouchModel = Literal["high", "mid", "low", "tech"]
Share = Annotated[Decimal, Field(ge=0, le=1)]


class Company(Section):
    """Who the workspace is about, and the calendar and currency its figures are in.

    `data_through` is the last day that live tables know all of; an import finds its own.
    """

    name: str = "My company"
    currency: str = "USD"
    time_zone: str = "UTC"
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    country: str = "US"
    data_through: date | None = None

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, code: str) -> str:
        if code not in MINOR_UNITS:
            message = f"unknown currency '{code}'; use a code of ISO 4217 such as EUR"
            raise ValueError(message)
        return code

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            message = f"unknown time zone '{name}'; use a name such as Europe/Berlin"
            raise ValueError(message) from None
        return name


class Revenue(Switches):
    """The profile whose switches hold, any of them set otherwise, and what no profile sets.

    `source` is where prices are read: each account's from the first of subscriptions, mrr_history
    and invoice_lines that has rows of it, or all from one. `rates_of` is the day whose rates serve in
    constant currency, that of the figures unless named. `revenue_role` carries revenue.
    """

    profile: str = BOOKLOAD
    source: Literal["auto", "subscriptions", "mrr_history", "invoice_lines"] = "auto"
    rates_of: date | None = None
    revenue_role: str = "csm"
    handover_days: Annotated[int, Field(ge=0, le=366)] = 0


class Team(Section):
    """Who counts as a CSM, and how a ramping one counts in ratios.

    `roles` says what the company's own titles mean (`"Client Partner" = "csm"`), before the table of titles.
    """

    roles: dict[str, str] = Field(default_factory=dict)
    csm_roles: tuple[str, ...] = ("csm", "senior_csm")
    supervising_roles: tuple[str, ...] = ("manager", "director")
    ratio_ramp: Literal["exclude", "linear", "count"] = "exclude"
    ramp_months: Annotated[int, Field(ge=0, le=36)] = 3
    long_leave_days: Annotated[int, Field(ge=1)] = 30
    on_cost_rate: Annotated[Decimal, Field(ge=0, le=5)] = Decimal(0)

    @property
    def titles(self) -> Roles:
        """What titles mean, and which of them count."""
        return Roles(self.csm_roles, self.supervising_roles, self.roles)


class WorkingTime(Section):
    """The hours that a person has: a day's, the share kept for internal work, and the target load."""

    hours_a_day: Annotated[Decimal, Field(gt=0, le=24)] = Decimal(8)
    internal_share: Share = Decimal("0.30")
    target_utilisation: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.85")
    leave_days_a_year: Annotated[Decimal, Field(ge=0, le=366)] = Decimal(25)
    capacity_ramp: tuple[Share, ...] = (Decimal("0.25"), Decimal("0.50"), Decimal("0.75"))


class Targets(Section):
    """ARR per CSM that the company measures itself against, by touch model, in `currency`.

    Commune (2023): $1M for high touch and $2M for low and tech touch, at a pay of $100,000;
    mid touch is not published and is the midpoint.
    """

    currency: str = "USD"
    high: Decimal = Decimal(1_000_000)
    mid: Decimal = Decimal(1_500_000)
    low: Decimal = Decimal(2_000_000)
    tech: Decimal = Decimal(2_000_000)
    scale_by_pay: bool = True
    reference_pay: Decimal = Decimal(100_000)
    band: Share = Decimal("0.10")
    early_arr: Decimal = Decimal(1_000_000)
    expected_arr: Decimal = Decimal(10_000_000)
    yearly_gain: Decimal = Decimal("0.03")


class Touch(Section):
    """How an account's touch model is found where its row does not say."""

    default: TouchModel = "high"
    by_segment: dict[str, TouchModel] = Field(default_factory=dict)
    by_tier: dict[str, TouchModel] = Field(default_factory=dict)


class Capacity(Section):
    """What else than hours binds, and the hours assumed until a company has a journey of its own.

    Named accounts per person by touch model (0: no cap), and known contacts. Assumed hours per account and
    month = `assumed_hours_a_month` / `assumed_accounts_<touch>`, as a band from `assumed_hours_low` to
    `assumed_hours_high`: 120, 130, 140 hours are Balusek's (2017); 22, 49, 144 accounts Gainsight's. For tech
    touch nobody publishes one: 200 is Totango's (2012) for customers under $1,000 a year.
    """

    accounts_high: Annotated[int, Field(ge=0)] = 50
    accounts_mid: Annotated[int, Field(ge=0)] = 50
    accounts_low: Annotated[int, Field(ge=0)] = 0
    accounts_tech: Annotated[int, Field(ge=0)] = 0
    contacts: Annotated[int, Field(ge=0)] = 150
    assumed_hours_a_month: Annotated[Decimal, Field(ge=0)] = Decimal(130)
    assumed_hours_low: Annotated[Decimal, Field(ge=0)] = Decimal(120)
    assumed_hours_high: Annotated[Decimal, Field(ge=0)] = Decimal(140)
    assumed_accounts_high: Annotated[int, Field(ge=1)] = 22
    assumed_accounts_mid: Annotated[int, Field(ge=1)] = 49
    assumed_accounts_low: Annotated[int, Field(ge=1)] = 144
    assumed_accounts_tech: Annotated[int, Field(ge=1)] = 200
    levels: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _a_band(self) -> Self:
        if not self.assumed_hours_low <= self.assumed_hours_a_month <= self.assumed_hours_high:
            message = "assumed hours must rise: assumed_hours_low, assumed_hours_a_month, assumed_hours_high"
            raise ValueError(message)
        return self


class Effort(Section):
    """How logged time is read: what is internal, what is far from the line, and what savings are assumed.

    `internal_kinds` are kinds of activity that are for nobody outside. An account is far from the line where
    it takes `far_times` the line's minutes or more (or that part of them or less) and `far_hours_a_month` or
    more are at stake. `entitled_by_tier` and then `entitled_by_touch` are hours a month that an account may
    expect; without either the assumed hours of its touch model stand in, marked. A candidate saves what the
    log itself measures, else `playbook_saving`, `automated_share` and `group_size`, marked as assumed. Levels
    of people and activities rise as `levels` does, or as numbers. `seed` and `draws` are those of intervals.
    """

    internal_kinds: tuple[str, ...] = ("internal", "internal_meeting")
    entitled_by_tier: dict[str, Annotated[Decimal, Field(ge=0)]] = Field(default_factory=dict)
    entitled_by_touch: dict[TouchModel, Annotated[Decimal, Field(ge=0)]] = Field(default_factory=dict)
    far_times: Annotated[Decimal, Field(gt=1)] = Decimal(2)
    far_hours_a_month: Annotated[Decimal, Field(ge=0)] = Decimal(1)
    playbook_saving: Share = Decimal("0.20")
    automated_share: Share = Decimal("0.80")
    group_size: Annotated[int, Field(ge=2)] = 8
    levels: tuple[str, ...] = ("intern", "junior", "mid", "senior", "lead", "principal")
    seed: Annotated[int, Field(ge=0)] = 20260101
    draws: Annotated[int, Field(ge=100, le=100_000)] = 1000


class Monday(Section):
    """What is worth a look at the beginning of a week.

    A live account is quiet after `quiet_days` without an activity of the log; a renewal that is due within
    `renewal_days` is, after `recent_days`. Loads are those of the `months_ahead` after that of the date.
    """

    quiet_days: Annotated[int, Field(ge=1, le=3660)] = 60
    renewal_days: Annotated[int, Field(ge=1, le=3660)] = 120
    recent_days: Annotated[int, Field(ge=1, le=3660)] = 30
    months_ahead: Annotated[int, Field(ge=1, le=12)] = 2


class Forecast(Section):
    """How the months ahead are drawn, and what is stated instead of learnt.

    `method` drivers: new accounts, survival and growth; history: the monthly series carried on; auto: the one
    whose backtest was better. By segment, what is stated here is taken instead of what history says:
    `new_accounts_a_month`, their `new_account_arr` in the company's currency, `logo_churn_a_year` as a
    share, `net_expansion_a_year` of those who stay; without history they are all there is, drawn wider.
    `least_history` months are asked for before anything is learnt. `attrition_a_year` of people is assumed,
    and own leavers are weighed with it as with `attrition_weight` person-years of it; `leavers` are replaced
    after `hiring_lag_months`, or their places stay open (which a hiring plan then fills). `account_noise` is
    the standard deviation of one account's hours of a month over their mean, assumed.
    """

    method: Literal["auto", "drivers", "history"] = "auto"
    months: Annotated[int, Field(ge=1, le=60)] = 12
    draws: Annotated[int, Field(ge=100, le=100_000)] = 2000
    seed: Annotated[int, Field(ge=0)] = 20260101
    least_history: Annotated[int, Field(ge=6, le=60)] = 12
    new_accounts_a_month: dict[str, Annotated[Decimal, Field(ge=0)]] = Field(default_factory=dict)
    new_account_arr: dict[str, Annotated[Decimal, Field(gt=0)]] = Field(default_factory=dict)
    logo_churn_a_year: dict[str, Annotated[Decimal, Field(ge=0, lt=1)]] = Field(default_factory=dict)
    net_expansion_a_year: dict[str, Annotated[Decimal, Field(gt=-1, le=5)]] = Field(default_factory=dict)
    attrition_a_year: Share = Decimal("0.15")
    attrition_weight: Annotated[Decimal, Field(gt=0)] = Decimal(10)
    leavers: Literal["stay_open", "replaced"] = "stay_open"
    hiring_lag_months: Annotated[int, Field(ge=0, le=24)] = 3
    account_noise: Annotated[Decimal, Field(ge=0, le=10)] = Decimal(1)


class LeverTerms(Section):
    """How levers are weighed: over `months` ahead, under a `budget` for them (left out: none).

    Experience = points x a factor for how it is delivered: in person 1, to a group, digital. Digital contact
    counts up to `digital_cap` points per account and month (or today's, if that is more), and never makes up
    for lost contact by people worth more than `people_above` points. `together` levers at most act on one
    activity; `hour_cost` values the hours that default levers cost. Nobody publishes any of these.
    """

    months: Annotated[int, Field(ge=1, le=36)] = 12
    budget: Annotated[Decimal, Field(ge=0)] | None = None
    group_factor: Share = Decimal("0.6")
    digital_factor: Share = Decimal("0.25")
    digital_cap: Annotated[Decimal, Field(ge=0)] = Decimal("0.5")
    people_above: Annotated[Decimal, Field(ge=0)] = Decimal(1)
    together: Annotated[int, Field(ge=1, le=4)] = 3
    hour_cost: Annotated[Decimal, Field(ge=0)] = Decimal(60)
    frontier: Annotated[int, Field(ge=2, le=200)] = 24


class Seasonality(Section):
    """The share of a year's work that falls into each calendar month, January first; twelve that sum to 1.

    For an activity by its name, else for its role, else the year is even. It moves what is due by the month,
    quarter or year; what is due on an event comes with the event.
    """

    roles: dict[str, tuple[Share, ...]] = Field(default_factory=dict)
    activities: dict[str, tuple[Share, ...]] = Field(default_factory=dict)

    @field_validator("roles", "activities")
    @classmethod
    def _whole_years(cls, years: dict[str, tuple[Share, ...]]) -> dict[str, tuple[Share, ...]]:
        for name, shares in years.items():
            if len(shares) != MONTHS_A_YEAR or sum(shares) != 1:
                message = (
                    f"the year of '{name}' needs {MONTHS_A_YEAR} shares that sum to 1, not {len(shares)} "
                    f"that sum to {sum(shares)}"
                )
                raise ValueError(message)
        return years


class Cover(Section):
    """Who does the work of an owner who is away for `from_days` or more: a pool's or team's colleagues.

    They take it up to their `limit`, plannable or all available hours; the rest is uncovered. With
    `by = "owner"` it waits for the owner, and shorter absences' work always does.
    """

    by: Literal["team", "owner"] = "team"
    from_days: Annotated[int, Field(ge=1)] = 30
    limit: Literal["plannable", "available"] = "plannable"


class Plan(Section):
    """How safe a hiring plan has to be, how hires come about, and what they cost; money as parts of pay.

    The chance of enough cover is at least `cover` in each role and month, and `joint_cover` in all roles of a
    month together, from the first month that a hire opened now is `hired` in (or is `ramped` in: `begins`).
    `confidence` is how sure all of that is for futures other than the `scenarios` the plan is fitted on;
    `judged` more, which it never saw, tell how it went. `time_to_hire_months`, from opening the search to the
    first day, and `most_hires_a_month` (0: no limit) may differ by role. A hire costs `hiring_cost` years of
    their pay (Bookload's assumption), an hour short `shortfall_cost` hours of a present head: overtime at
    time and a half (US Fair Labor Standards Act, section 7). `level_by_role` says whose pay a hire has: all
    of the role where it names none. `flat_arr_per_csm` is the flat rule to show beside, in the targets'
    currency.
    """

    cover: Annotated[Decimal, Field(gt=0, lt=1)] = Decimal("0.80")
    joint_cover: Annotated[Decimal, Field(gt=0, lt=1)] = Decimal("0.80")
    confidence: Annotated[Decimal, Field(ge=Decimal("0.5"), lt=1)] = Decimal("0.95")
    begins: Literal["hired", "ramped"] = "hired"
    scenarios: Annotated[int, Field(ge=100, le=10_000)] = 1000
    judged: Annotated[int, Field(ge=100, le=100_000)] = 4000
    time_to_hire_months: Annotated[int, Field(ge=0, le=36)] = 3
    time_to_hire_by_role: dict[str, Annotated[int, Field(ge=0, le=36)]] = Field(default_factory=dict)
    most_hires_a_month: Annotated[int, Field(ge=0)] = 0
    most_hires_by_role: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    hiring_cost: Annotated[Decimal, Field(ge=0, le=5)] = Decimal("0.25")
    shortfall_cost: Annotated[Decimal, Field(ge=0, le=100)] = Decimal("1.5")
    level_by_role: dict[str, str] = Field(default_factory=dict)
    flat_arr_per_csm: Annotated[Decimal, Field(gt=0)] = Decimal(2_000_000)
    gap: Annotated[Decimal, Field(gt=0, lt=1)] = Decimal("0.001")
    seconds: Annotated[Decimal, Field(gt=0, le=86_400)] = Decimal(60)


class EngineChoice(Section):
    """Where expressions run; the URL may hold a password, so it is in no text made of this."""

    url: str = Field(default="duckdb://", repr=False)


class Policy(Section):
    """The whole of `bookload.toml`."""

    version: Literal[1] = 1
    company: Company = Company()
    revenue: Revenue = Revenue()
    profiles: dict[str, OwnProfile] = Field(default_factory=dict)
    team: Team = Team()
    working_time: WorkingTime = WorkingTime()
    targets: Targets = Targets()
    touch: Touch = Touch()
    capacity: Capacity = Capacity()
    seasonality: Seasonality = Seasonality()
    cover: Cover = Cover()
    effort: Effort = Effort()
    monday: Monday = Monday()
    levers: LeverTerms = LeverTerms()
    forecast: Forecast = Forecast()
    plan: Plan = Plan()
    balance: BalanceTerms = BalanceTerms()
    engine: EngineChoice = EngineChoice()
    tables: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _profile_applied(cls, stated: object) -> object:
        """Set the switches that [revenue] leaves out as its profile does."""
        if not isinstance(stated, dict) or not isinstance(revenue := stated.get("revenue", {}), dict):
            return stated
        own = stated.get("profiles", {})
        chosen = resolved(str(revenue.get("profile", BOOKLOAD)), own if isinstance(own, dict) else {})
        return {**stated, "revenue": {**chosen, **revenue}}

    def under(self, profile: str) -> Policy:
        """Return this policy under another profile, preset or own; raise `UsageError` for an unknown one.

        Switches that [revenue] sets beside its profile are not kept: the result is the profile's own figure.
        """
        own = {name: each.model_dump(exclude_unset=True) for name, each in self.profiles.items()}
        if profile not in (names := sorted({*presets(), *own})):
            raise unknown("profile", profile, names)
        kept = self.revenue.model_dump(include={"source", "rates_of", "revenue_role", "handover_days"})
        revenue = Revenue.model_validate({**resolved(profile, own), **kept, "profile": profile})
        return self.model_copy(update={"revenue": revenue})

    @property
    def titles(self) -> Roles:
        """What titles mean, which of them count, and which carries revenue."""
        return replace(self.team.titles, revenue=self.revenue.revenue_role)
