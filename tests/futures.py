"""Companies whose past a forecast is tried on, made by rules that no forecaster of Bookload knows.

Account by account and month by month: signing has a season, campaigns that fade, and growth that slows down;
contracts run a year or a month at a time, so that customers leave on their dates or on any; each quarter's
customers are of their own quality; seats follow a customer's own luck; prices go up for everybody now and
then; and downturns lower what is signed and raise who leaves, for some months.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bookload.base.period import Month
from bookload.planning.forecast.panel import Panel, panel_of

FIRST = Month.of(date(2021, 1, 1))
MONTHS = 60


@dataclass
class Weather:
    """What months are like: factors of signing and of leaving, and by how much prices go up."""

    signing: NDArray[np.float64]
    leaving: NDArray[np.float64]
    prices: NDArray[np.float64]


def weather(chance: np.random.Generator) -> Weather:
    """Return the months of one company: season, campaigns, downturns, price rises."""
    calendar = np.arange(MONTHS) % 12
    quarter_end = np.isin(calendar, (2, 5, 8, 11)) * chance.uniform(0.0, 0.6)
    summer = np.isin(calendar, (6, 7)) * chance.uniform(0.0, 0.4)
    signing = 1 + quarter_end - summer
    slows = chance.uniform(0.0, 0.03) / (1 + np.arange(MONTHS) / chance.uniform(12, 60))
    signing = signing * np.exp(np.cumsum(slows))
    leaving = np.ones(MONTHS)
    for _ in range(chance.poisson(2.0)):
        start = chance.integers(0, MONTHS)
        signing[start:] *= 1 + chance.uniform(0.2, 0.8) * 0.6 ** np.arange(MONTHS - start)
    for _ in range(chance.poisson(0.8)):
        start, length = chance.integers(0, MONTHS), chance.integers(4, 10)
        signing[start : start + length] *= chance.uniform(0.4, 0.8)
        leaving[start : start + length] *= chance.uniform(1.3, 2.5)
    prices = np.where((calendar == chance.integers(0, 12)) & (chance.random(MONTHS) < 0.6), 1.0, 0.0)
    return Weather(signing, leaving, prices * chance.uniform(0.01, 0.06))


def company(seed: int) -> Panel:
    """Return the past of one made-up company of 60 months, in one to four segments."""
    chance = np.random.default_rng([2026, seed])
    months = weather(chance)
    rows: list[NDArray[np.float64]] = []
    segment: list[int] = []
    count = int(chance.integers(1, 5))
    for number in range(count):
        for arr in _segment(chance, months):
            rows.append(arr)
            segment.append(number)
    listed = [FIRST + number for number in range(MONTHS)]
    return panel_of(
        listed, [f"segment {number}" for number in range(count)], np.array(rows), np.array(segment)
    )


def _segment(chance: np.random.Generator, months: Weather) -> list[NDArray[np.float64]]:
    rate, size = chance.uniform(1.0, 8.0), np.exp(chance.normal(9.5, 0.8))
    yearly, hazard = chance.random() < 0.6, chance.uniform(0.006, 0.03)
    quality = np.exp(chance.normal(0.0, 0.35, MONTHS // 3 + 1))
    found = []
    for month in range(MONTHS):
        there = chance.poisson(rate * chance.uniform(4, 20)) if month == 0 else 0
        for came in range(chance.poisson(rate * months.signing[month]) + there):
            phase = int(chance.integers(0, 12)) if came < there else 0
            found.append(_life(chance, months, month, (yearly, hazard * quality[month // 3], size, phase)))
    return found


def _life(
    chance: np.random.Generator, months: Weather, start: int, terms: tuple[bool, float, float, int]
) -> NDArray[np.float64]:
    yearly, hazard, size, phase = terms
    arr, luck = np.zeros(MONTHS), chance.normal(0.002, 0.004)
    worth = size * np.exp(chance.normal(0.0, 0.7))
    for month in range(start, MONTHS):
        age = month - start + phase
        if month > start:
            worth *= 1 + months.prices[month] + (luck + chance.normal(0, 0.02)) * (chance.random() < 0.4)
            due = age % 12 == 0 if yearly else True
            chances = min(12 * hazard, 0.9) if yearly else hazard * (2.0 if age <= 4 else 0.8)
            if due and chance.random() < chances * months.leaving[month]:
                break
        arr[month] = worth
    return arr
