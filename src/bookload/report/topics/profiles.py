"""The profiles that MRR can be counted under, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.data.documents.profiles import BOOKLOAD, NOT_PUBLISHED
from bookload.metrics.revenue.profiles import Profile, profile, profiles, set_beside
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.data.documents import Policy
    from bookload.data.documents.profiles import Rule
    from bookload.report.document import Document


def body(policy: Policy, name: str | None = None) -> Document:
    """Return all profiles, or one, each switch with its value, rule, source and the day it was read."""
    chosen = profiles(policy) if name is None else (profile(policy, name),)
    return {
        "profile": policy.revenue.profile,
        "set_beside": dict(set_beside(policy)),
        "profiles": [_one(each) for each in chosen],
    }


def _one(each: Profile) -> Document:
    return {
        "name": each.name,
        "based_on": each.based_on,
        "published": each.published,
        "switches": [
            {
                "switch": rule.switch,
                "value": rule.value,
                "rule": rule.rule or None,
                "source": rule.source,
                "seen": rule.seen or None,
            }
            for rule in each.rules
        ],
    }


def tables(policy: Policy, name: str | None = None) -> list[Part]:
    """Return the list with what each sets otherwise than `bookload`, or one in full."""
    return _all(policy) if name is None else _in_full(profile(policy, name))


def _all(policy: Policy) -> list[Part]:
    found = profiles(policy)
    usual = next(each for each in found if each.name == BOOKLOAD)
    cells = [
        [
            each.name,
            "preset" if each.based_on is None else f"own, on {each.based_on}",
            f"{each.published} of {len(each.rules)}",
            " · ".join(f"{switch} {value}" for switch, value in each.unlike(usual).items()) or "–",
        ]
        for each in found
    ]
    columns = ["profile", "", "switches with a source", "set otherwise than bookload"]
    beside = set_beside(policy)
    stands = f"This workspace counts under {policy.revenue.profile}"
    stands += f", with {', '.join(f'{key} = {value}' for key, value in beside.items())}" if beside else ""
    return [
        table("Profiles of MRR", columns, cells, text_columns=4),
        f"{stands}. `bookload profiles NAME` shows each switch with the page that says so.",
    ]


def _in_full(each: Profile) -> list[Part]:
    based = "" if each.based_on is None else f", based on {each.based_on}"
    parts: list[Part] = [f"{each.name}{based}", ""]
    for rule in each.rules:
        parts += [
            f"{rule.switch} = {rule.value}",
            *([f"  {rule.rule}"] if rule.rule else []),
            f"  {_source(rule)}",
        ]
    return parts


def _source(rule: Rule) -> str:
    if not rule.seen:
        return rule.source
    return f"{rule.source} · {'looked for' if rule.source == NOT_PUBLISHED else 'read'} {rule.seen}"
