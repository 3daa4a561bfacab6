"""All candidates of a log, by the way of doing it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from bookload.data.reader import Reader
from bookload.metrics.effort.recorded import log_span
from bookload.metrics.effort.savings.candidate import Candidate
from bookload.metrics.effort.savings.levels import level_candidates, worked
from bookload.metrics.effort.savings.many import automated, group_size, group_sizes, one_to_many, series
from bookload.metrics.effort.savings.repeated import playbook_candidates, repeated
from bookload.metrics.effort.steps import Deliveries
from bookload.metrics.team.people import staff


@dataclass(frozen=True)
class Savings:
    """The candidates of each way, those that save most first; hours of several ways overlap."""

    playbooks: tuple[Candidate, ...]
    levels: tuple[Candidate, ...]
    one_to_many: tuple[Candidate, ...]
    automated: tuple[Candidate, ...]

    @property
    def all(self) -> tuple[Candidate, ...]:
        """The candidates of all ways, one way after the other."""
        return (*self.playbooks, *self.levels, *self.one_to_many, *self.automated)


def savings(reader: Reader, deliveries: Deliveries, spells: ir.Table | None = None) -> Savings:
    """Return what could take fewer hours; needs the right to people's time."""
    span = log_span(reader)
    if span is None:
        return Savings((), (), (), ())
    months, terms = span.length, reader.policy.effort
    alike = _rows(reader, series(reader, spells))
    asked = reader.journey.activities
    levels = (
        level_candidates(
            _rows(reader, worked(reader, spells)), asked, staff(reader), (months, reader.as_of), terms
        )
        if any(each.level for each in asked)
        else []
    )
    return Savings(
        tuple(playbook_candidates(_rows(reader, repeated(reader, spells)), deliveries, months, terms)),
        tuple(levels),
        tuple(one_to_many(alike, group_size(_rows(reader, group_sizes(reader)), terms), months)),
        tuple(automated(alike, months, terms)),
    )


def _rows(reader: Reader, expr: ir.Table) -> list[dict[str, Any]]:
    return reader.collect(expr).rows()
