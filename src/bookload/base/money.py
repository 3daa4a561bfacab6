"""Exact money: currencies, minor units and the whole numbers that amounts are kept in.

Three whole-number units, none of which ever becomes a float:

- *micros*, 10^-6 of a currency unit: every amount in a snapshot;
- *annual*, micros per year: what a price period is worth, in its own currency;
- *quanta*, 10^-22 of the workspace's currency a year: `annual x factor x share`, where
  `factor` is base units per unit x 10^12 and `share` is x 10^4. Sums of quanta are exact in
  any grouping, since nothing was rounded after the price period was.

Division happens here, with `Fraction`, or not at all.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from bookload.base.errors import UsageError, did_you_mean

MICROS = 10**6
FACTOR_ONE = 10**12
SHARE_ONE = 10**4
QUANTA = MICROS * FACTOR_ONE * SHARE_ONE
"""Quanta per currency unit a year."""

LARGEST_AMOUNT = 10**12
"""The largest amount of one row, in currency units; keeps every sum inside 38 digits."""

MONTHS_A_YEAR = 12
MRR_PLACES = 6

_NO_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_PLACES = "BHD IQD JOD KWD LYD OMR TND"
_TWO_PLACES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL "
    "HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL LTL LVL MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
    "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH "
    "USD UYU UZS VES WST XCD YER ZAR ZMW ZWL"
)
MINOR_UNITS: dict[str, int] = (
    dict.fromkeys(_TWO_PLACES.split(), 2)
    | dict.fromkeys(_NO_MINOR_UNIT.split(), 0)
    | dict.fromkeys(_THREE_PLACES.split(), 3)
)
"""Decimal places of each currency (ISO 4217)."""


def minor_units(currency: str) -> int:
    """Return a currency's decimal places (JPY 0, KWD 3); raise `UsageError` for an unknown code."""
    try:
        return MINOR_UNITS[currency]
    except KeyError:
        message = (
            f"unknown currency '{currency}'{did_you_mean(currency, MINOR_UNITS)}; use a code of ISO 4217"
        )
        raise UsageError(message) from None


def to_micros(amount: Decimal) -> int:
    """Return an amount as micros, rounded half away from zero past six decimals."""
    with localcontext(prec=60):
        return int((amount * MICROS).to_integral_value(rounding=ROUND_HALF_UP))


def from_micros(micros: int) -> Decimal:
    """Return micros as an exact decimal amount."""
    return scaled(micros, 6)


def half_away(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded to a whole number, half away from zero; denominator > 0."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def scaled(number: int, places: int) -> Decimal:
    """Return `number x 10^-places` exactly."""
    with localcontext(prec=60):
        return Decimal(number).scaleb(-places)


def arr(quanta: int) -> Decimal:
    """Return quanta as ARR in currency units, exact."""
    return scaled(quanta, 22)


def mrr(quanta: int) -> Fraction:
    """Return quanta as MRR in currency units, exact: ARR / 12."""
    return Fraction(quanta, QUANTA * MONTHS_A_YEAR)


def mrr_micros(quanta: int) -> int:
    """Return quanta as MRR at six decimals, in micros, half away from zero."""
    return half_away(quanta * MICROS, QUANTA * MONTHS_A_YEAR)


def exact_text(amount: Decimal, places: int = 2) -> str:
    """Return a decimal in full, with at least `places` decimals and no exponent: `15000000.00`."""
    with localcontext(prec=80):
        text = f"{amount:f}"
        whole, _, decimals = text.partition(".")
        return (
            f"{whole}.{decimals.rstrip('0').ljust(places, '0')}" if decimals.rstrip("0") or places else whole
        )


def split_exactly(total: int, parts: list[int]) -> list[int]:
    """Return `parts` with what is missing to `total` added to the largest in size, so that they sum to it."""
    if not parts:
        return []
    largest = max(range(len(parts)), key=lambda index: abs(parts[index]))
    return [part + (total - sum(parts) if index == largest else 0) for index, part in enumerate(parts)]


def display(amount: Decimal | Fraction, currency: str, *, places: int | None = None) -> str:
    """Return an amount as people read it: `1,250,000 USD`, rounded half away from zero for display alone.

    `places` defaults to the currency's minor units.
    """
    digits = minor_units(currency) if places is None else places
    exact = Fraction(amount)
    rounded = half_away(exact.numerator * 10**digits, exact.denominator)
    return f"{scaled(rounded, digits):,f} {currency}"
