"""The documents of a workspace: policy, journey and scenarios, as TOML that keeps its comments."""

from bookload.data.documents.journey import Activity, Journey, Minutes, Stage
from bookload.data.documents.policy import Policy
from bookload.data.documents.scenario import Scenario
from bookload.data.documents.store import (
    Document,
    edited,
    load,
    parse,
    read_journey,
    read_policy,
    read_scenarios,
    save,
    template,
)

__all__ = [
    "Activity",
    "Document",
    "Journey",
    "Minutes",
    "Policy",
    "Scenario",
    "Stage",
    "edited",
    "load",
    "parse",
    "read_journey",
    "read_policy",
    "read_scenarios",
    "save",
    "template",
]
