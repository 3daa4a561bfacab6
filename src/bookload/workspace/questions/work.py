"""What is asked of the work: where the hours go, what may come of them, whom to hire, what to change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from bookload.base.access import Right
from bookload.data.documents import scenario_names
from bookload.report.page.charted.calibration import charts as calibration_charts
from bookload.report.page.charted.effort import charts as effort_charts
from bookload.report.page.charted.forecast import charts as forecast_charts
from bookload.report.page.charted.levers import charts as levers_charts
from bookload.report.page.charted.plan import charts as plan_charts
from bookload.report.page.charted.scenarios import charts as scenarios_charts
from bookload.report.topics import (
    calibration,
    effort,
    effort_body,
    effort_sides,
    forecast,
    levers,
    plan,
    scenarios,
)
from bookload.report.workbook.sheets import calibration as calibration_sheet
from bookload.report.workbook.sheets import effort as effort_sheet
from bookload.report.workbook.sheets import forecast as forecast_sheet
from bookload.report.workbook.sheets import levers as levers_sheet
from bookload.report.workbook.sheets import plan as plan_sheet
from bookload.report.workbook.sheets import scenarios as scenarios_sheet
from bookload.workspace.beside import Reads
from bookload.workspace.questions.question import Answered, Asked, Choice, Question, Several
from bookload.workspace.questions.revenue import ALL_ROWS, EVERYBODY

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.workspace.reading import Workspace


class Effort(Asked):
    """One side of the log, or all of it on one page."""

    by: Literal["account", "segment", "stage", "activity", "person", "month"] | None = None


def _effort(reader: Workspace, asked: Effort, _progress: Progress) -> Answered:
    if asked.by is not None:
        rows = reader.effort_by(asked.by).rows
        return Answered(effort_body.side_body(asked.by, rows), effort_sides.tables(asked.by, rows))
    found, currency = reader.effort(), reader.policy.company.currency
    hours = found.hours
    return Answered(
        effort_body.body(found),
        effort.tables(found, currency),
        effort_charts(reader, found),
        fill=None if hours is None else lambda sheet: effort_sheet.fill(sheet, hours, currency),
    )


class Calibrate(Asked):
    """Nothing is said with it."""


def _calibrate(reader: Workspace, _asked: Calibrate, progress: Progress) -> Answered:
    found = reader.calibration((), progress)
    return Answered(
        calibration.body(found, None),
        calibration.everything(found),
        calibration_charts(found),
        fill=lambda sheet: calibration_sheet.fill(sheet, found),
    )


class Forecast(Asked):
    """How far it looks ahead, and by what."""

    months: Annotated[int, Field(ge=1, le=60)] | None = Field(default=None, description="policy's")
    method: Literal["drivers", "history"] | None = None


def _forecast(reader: Workspace, asked: Forecast, progress: Progress) -> Answered:
    found = reader.forecast(asked.months, asked.method, None, progress)
    currency = reader.policy.company.currency
    return Answered(
        forecast.body(found),
        forecast.tables(found, currency),
        forecast_charts(reader, found),
        fill=lambda sheet: forecast_sheet.fill(sheet, found, currency),
    )


class Plan(Asked):
    """How far it plans."""

    months_ahead: Annotated[int, Field(ge=1, le=60)] | None = Field(default=None, description="policy's")


def _plan(reader: Workspace, asked: Plan, progress: Progress) -> Answered:
    found, currency = reader.plan(asked.months_ahead, progress), reader.policy.company.currency
    return Answered(
        plan.body(found, reader.access, currency),
        plan.tables(found, reader.access, currency),
        plan_charts(found),
        fill=lambda sheet: plan_sheet.fill(sheet, found, reader.access, currency),
    )


AMOUNT = r"[0-9]{1,15}(\.[0-9]{1,6})?"
"""How an amount is written: no powers and no divisions, which could be too large to count."""


def _amount(text: object) -> Fraction | None:
    if text in (None, ""):
        return None
    plain = str(text).replace(",", "").strip()
    if not re.fullmatch(AMOUNT, plain, re.ASCII):
        raise ValueError(f"'{str(text)[:40]}' is not an amount; write it as 125000 or 125000.50")
    return Fraction(plain)


class Levers(Asked):
    """What levers may cost, and whose hours they are to free."""

    budget: Annotated[
        Any, BeforeValidator(_amount), WithJsonSchema({"type": "string", "pattern": f"^{AMOUNT}$"})
    ] = Field(default=None, description="none: whatever it costs")
    role: str | None = Field(default=None, description="csm, unless said")


def _levers(reader: Workspace, asked: Levers, progress: Progress) -> Answered:
    found, currency = reader.levers(asked.budget, asked.role, progress), reader.policy.company.currency
    return Answered(
        levers.body(found, reader.access),
        levers.tables(found, reader.access, currency),
        levers_charts(found, currency),
        fill=lambda sheet: levers_sheet.fill(sheet, found, currency),
    )


MOST_COMPARED = 20
"""Scenarios that stand side by side at most where they are named: a page has no room for more."""


def _names(text: object) -> tuple[str, ...]:
    """Return the scenarios that a text names, each once."""
    found = tuple(dict.fromkeys(name.strip() for name in str(text or "").split(",") if name.strip()))
    if len(found) > MOST_COMPARED:
        raise ValueError(f"compare at most {MOST_COMPARED} scenarios at once; there are {len(found)} here")
    return found


class Compare(Asked):
    """Scenarios by the names of their files, with commas between (all where none is named), with plans."""

    scenarios: Annotated[
        Any,
        Several(),
        BeforeValidator(_names),
        PlainSerializer(",".join),
        WithJsonSchema({"type": "string", "examples": ["hire-two,digital-first"]}),
    ] = ()
    months: Annotated[int, Field(ge=1, le=36)] = 12
    plans: bool = False


NO_SCENARIOS = "There are no scenarios yet: this is the company as it is."


def _compare(reader: Workspace, asked: Compare, progress: Progress) -> Answered:
    from bookload.planning.plan.scenarios import with_plans  # noqa: PLC0415 - nor what what-ifs load
    from bookload.workspace.what_ifs import hushed, read_what_ifs, unsaid  # noqa: PLC0415 - few ask for a what-if

    root, access = reader.company.root, reader.access
    there = () if root is None else scenario_names(root)
    with hushed(access, "scenarios/"):
        what_ifs, broken = (
            read_what_ifs(root, asked.scenarios, access) if root and (there or asked.scenarios) else ((), ())
        )
        found = reader.compare(what_ifs, asked.months, progress, None if asked.scenarios else broken)
        if asked.plans:
            found = with_plans(reader, found, what_ifs, reader.company.levers, progress)
    if not access.allows(Right.PERSON_NAMES):
        found = replace(
            found, broken=tuple(replace(each, message=unsaid(each.name)) for each in found.broken)
        )
    currency = reader.policy.company.currency
    return Answered(
        scenarios.body(found),
        [*([] if there else [NO_SCENARIOS]), *scenarios.tables(found, currency)],
        scenarios_charts(found),
        fill=lambda sheet: scenarios_sheet.fill(sheet, found, currency),
    )


def _scenarios(reader: Workspace) -> Mapping[str, Sequence[Choice]]:
    """Return the scenarios that can be compared, by the names of their files."""
    root = reader.company.root
    return {"scenarios": [(name, name) for name in (scenario_names(root) if root else ())]}


WORK = (
    Question("effort", "Where the hours go", EVERYBODY, Effort, _effort),
    Question(
        "calibrate",
        "Minutes learnt from the log",
        frozenset({Right.ALL_ROWS, Right.TIME_PERSON}),
        Calibrate,
        _calibrate,
    ),
    Question("forecast", "What may come", ALL_ROWS, Forecast, _forecast, slow=True, supposes=True),
    Question("plan", "Whom to hire when", ALL_ROWS, Plan, _plan, slow=True, supposes=True),
    Question(
        "levers",
        "What to change",
        ALL_ROWS,
        Levers,
        _levers,
        slow=True,
        supposes=True,
        reads=Reads.LEVERS,
    ),
    Question(
        "compare",
        "Scenarios side by side",
        ALL_ROWS,
        Compare,
        _compare,
        slow=True,
        choices=_scenarios,
        reads=Reads.SCENARIOS,
    ),
)
