"""The profiles that figures can be counted under: the presets, one's own, and the policy as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base.errors import unknown
from bookload.data.documents.profiles import NOT_PUBLISHED, Rule, presets, rules
from bookload.data.documents.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.data.documents import Policy

OWN = "bookload.toml"
"""Where the rule of a switch that a workspace sets itself is found."""


@dataclass(frozen=True)
class Profile:
    """A profile: each of its switches with value, rule and source; `based_on` is None for a preset."""

    name: str
    based_on: str | None
    rules: tuple[Rule, ...]

    @property
    def values(self) -> Mapping[str, str]:
        """The value of each switch, as text."""
        return {rule.switch: rule.value for rule in self.rules}

    @property
    def published(self) -> int:
        """How many of its switches somebody publishes a rule for."""
        return sum(rule.source != NOT_PUBLISHED for rule in self.rules)

    def unlike(self, other: Profile) -> Mapping[str, str]:
        """Return the switches that are set otherwise than in another profile, and to what."""
        return {name: value for name, value in self.values.items() if other.values[name] != value}


def profiles(policy: Policy) -> tuple[Profile, ...]:
    """Return the presets, `bookload` first, and then a workspace's own profiles by name."""
    preset = (_known(policy, name) for name in presets() if name not in policy.profiles)
    return (*preset, *(_known(policy, name) for name in sorted(policy.profiles)))


def profile(policy: Policy, name: str) -> Profile:
    """Return one profile; raise `UsageError` for an unknown one, naming them all."""
    found = {each.name: each for each in profiles(policy)}
    if name not in found:
        raise unknown("profile", name, found)
    return found[name]


def set_beside(policy: Policy) -> Mapping[str, str]:
    """Return the switches that [revenue] sets otherwise than its profile, and to what."""
    stands = _texts(policy.revenue)
    chosen = _texts(policy.under(policy.revenue.profile).revenue)
    return {name: value for name, value in stands.items() if chosen[name] != value}


def _known(policy: Policy, name: str) -> Profile:
    """Return a preset, or an own profile: what it states, over the rules of what it is based on."""
    if name not in policy.profiles:
        return Profile(name, None, _in_order(rules(name)))
    own = policy.profiles[name]
    texts = _texts(policy.under(name).revenue)
    below = _known(policy, own.based_on)
    stated = own.model_fields_set - {"based_on"}
    taken = (
        Rule(rule.switch, texts[rule.switch], f"Set in [profiles.{name}].", OWN, "")
        if rule.switch in stated
        else rule
        for rule in below.rules
    )
    return Profile(name, own.based_on, tuple(taken))


def _in_order(given: tuple[Rule, ...]) -> tuple[Rule, ...]:
    order = list(Switches.model_fields)
    return tuple(sorted(given, key=lambda rule: order.index(rule.switch)))


def _texts(switches: Switches) -> Mapping[str, str]:
    values = switches.model_dump(include=set(Switches.model_fields))
    return {
        name: " ".join(value) if isinstance(value, tuple) else str(value) for name, value in values.items()
    }
