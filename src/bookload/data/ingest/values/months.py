"""Months as people and programs write them, in several languages."""

from __future__ import annotations

import re

from bookload.base.period import FAR, MONTHS_A_YEAR, Month

_NAMES = """
january jan januar januari janvier janv enero ene gennaio gen janeiro
february feb februar februari février fevrier févr fevr fév febrero febbraio fevereiro fev
march mar märz maerz mrz mär maart mrt mars marzo março marco
april apr avril avr abril abr aprile
may mai mei mayo maggio maio mag
june jun juni juin junio giugno giu junho
july jul juli juillet juil julio luglio lug julho
august aug août aout agosto ago
september sep sept septembre septiembre settembre set setembro
october oct oktober okt octobre octubre ottobre ott outubro out
november nov novembre noviembre novembro
december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro
"""
MONTH_NAMES: dict[str, int] = {
    name: number
    for number, names in enumerate(_NAMES.strip().splitlines(), start=1)
    for name in names.split()
}
_NAME = "|".join(sorted(map(re.escape, MONTH_NAMES), key=len, reverse=True))
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?P<y>\d{4})\s?[-/.M ]\s?(?P<m>\d{1,2})",
        r"(?P<m>\d{1,2})\s?[-/.]\s?(?P<y>\d{4})",
        r"(?P<y>(?:19|20|21)\d{2})(?P<m>\d{2})",
        rf"(?P<n>{_NAME})\.?[\s\-/.,']*(?P<y>\d{{4}}|\d{{2}})",
        rf"(?P<y>\d{{4}})[\s\-/.]*(?P<n>{_NAME})\.?",
    )
)
_DAY = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{2})[-/.](?P<d>\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_CENTURY = 2000
FIRST_YEAR = 1900


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name in any of the languages known, in full or short."""
    return MONTH_NAMES[name.casefold()]


def read(text: str) -> Month | None:
    """Return the month that a text says, also by any day of it in ISO form, or None if it says none."""
    text = text.strip()
    found = _DAY.fullmatch(text) or next(
        (found for shape in _SHAPES if (found := shape.fullmatch(text))), None
    )
    if found is None:
        return None
    groups = found.groupdict()
    year = int(groups["y"]) + (0 if len(groups["y"]) > len("99") else _CENTURY)
    number = month_number(groups["n"]) if groups.get("n") else int(groups["m"])
    if not 1 <= number <= MONTHS_A_YEAR or not FIRST_YEAR <= year <= FAR.year:
        return None
    return Month(year * MONTHS_A_YEAR + number - 1)
