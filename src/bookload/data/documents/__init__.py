"""The documents of a workspace: policy, journey and scenarios, as TOML that keeps its comments."""

from bookload.data.documents.entries import (
    with_entry,
    with_entry_earlier,
    with_keys,
    with_values,
    without_entry,
)
from bookload.data.documents.journey import Activity, Journey, Minutes, Stage
from bookload.data.documents.levers import Lever, Levers
from bookload.data.documents.lines import line_of
from bookload.data.documents.policy import Policy
from bookload.data.documents.scenario import Scenario, ScenarioPay
from bookload.data.documents.store import (
    Document,
    edited,
    has_scenario_pay,
    levers_text,
    load,
    parse,
    read_journey,
    read_levers,
    read_policy,
    read_scenario,
    read_scenario_pay,
    remove,
    save,
    scenario_names,
    template,
    text_hash,
    written,
)

__all__ = [
    "Activity",
    "Document",
    "Journey",
    "Lever",
    "Levers",
    "Minutes",
    "Policy",
    "Scenario",
    "ScenarioPay",
    "Stage",
    "edited",
    "has_scenario_pay",
    "levers_text",
    "line_of",
    "load",
    "parse",
    "read_journey",
    "read_levers",
    "read_policy",
    "read_scenario",
    "read_scenario_pay",
    "remove",
    "save",
    "scenario_names",
    "template",
    "text_hash",
    "with_entry",
    "with_entry_earlier",
    "with_keys",
    "with_values",
    "without_entry",
    "written",
]
