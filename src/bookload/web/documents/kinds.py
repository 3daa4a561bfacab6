"""The documents that can be edited: what each is, who edits it, and what of it may be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base.access import ROLES, Right
from bookload.data import documents
from bookload.data.documents.store import JOURNEY, LEVERS, POLICY, SCENARIOS
from bookload.web.people import duties
from bookload.workspace.what_ifs import may_be_meant

if TYPE_CHECKING:
    from pydantic import BaseModel

    from bookload.web.people.models import Person

PAY = frozenset(role for role, rights in ROLES.items() if Right.PAY_PERSON in rights)
"""Who reads and writes the changes of pay beside a scenario."""

WITH_PASSWORD = re.compile(r"://[^\s/\"']*:[^\s/\"']*@")
"""How a database's address looks that holds a password."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A document: its name in a URL and in words, its file, what it may say, and the roles that edit it.

    Of one that `holds_pay` the audit keeps the hash alone, so that there are no versions to go back to.
    """

    name: str
    title: str
    purpose: str
    file: str
    model: type[BaseModel]
    editors: frozenset[str]
    holds_pay: bool = False

    def path(self, root: Path) -> Path:
        """Return where it is."""
        return root / self.file

    def demand_sense(self, root: Path, text: str) -> None:
        """Raise `DocumentError` for a text that says nothing possible beside the other documents."""
        if self.model is documents.Scenario:
            may_be_meant(root, Path(self.file).stem, text)

    def keeps(self, text: str) -> bool:
        """Return whether the audit may keep a text: none with pay, or with a password of a database."""
        return not self.holds_pay and not WITH_PASSWORD.search(text)


POLICY_KIND = Kind(
    "policy",
    "Policy",
    "Currency, fiscal year, switches, who counts as a CSM, working time, targets",
    POLICY,
    documents.Policy,
    duties.POLICY,
)
JOURNEY_KIND = Kind(
    "journey",
    "Journey",
    "Stages, and what the team does in each",
    JOURNEY,
    documents.Journey,
    duties.JOURNEY,
)
LEVERS_KIND = Kind(
    "levers",
    "Levers",
    "What could be done to the journey, at what cost",
    LEVERS,
    documents.Levers,
    duties.POLICY,
)


def scenario(name: str) -> Kind:
    """Return a scenario as a document."""
    return Kind(
        f"scenario-{name}",
        f"Scenario {name}",
        "A what-if",
        f"{SCENARIOS}/{name}.toml",
        documents.Scenario,
        duties.POLICY,
    )


def scenario_pay(name: str) -> Kind:
    """Return the changes of pay beside a scenario as a document."""
    return Kind(
        f"pay-{name}",
        f"Pay of scenario {name}",
        "What people would be paid in it; its versions are not kept",
        f"{SCENARIOS}/{name}.pay.toml",
        documents.ScenarioPay,
        PAY,
        holds_pay=True,
    )


def kinds(root: Path) -> tuple[Kind, ...]:
    """Return the documents of a workspace: policy, journey and levers always, scenarios as there are."""
    names = documents.scenario_names(root)
    return (
        POLICY_KIND,
        JOURNEY_KIND,
        LEVERS_KIND,
        *(kind for name in names for kind in (scenario(name), scenario_pay(name))),
    )


def editable(root: Path, person: Person) -> tuple[Kind, ...]:
    """Return the documents that somebody edits; of others they see no word."""
    return tuple(kind for kind in kinds(root) if person.role in kind.editors)


def found(root: Path, person: Person, name: str) -> Kind | None:
    """Return a document by its name in a URL; None for one that is not there, or not theirs."""
    return next((kind for kind in editable(root, person) if kind.name == name), None)
