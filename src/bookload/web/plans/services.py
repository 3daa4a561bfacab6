"""Keeping a plan, and what its versions stand on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from bookload.base.errors import UsageError
from bookload.data import documents
from bookload.data.documents.store import JOURNEY, LEVERS, POLICY, SCENARIOS
from bookload.report.board import Planned
from bookload.report.topics.plan import without_money
from bookload.web.approvals import services as approvals
from bookload.web.approvals.models import Approval
from bookload.web.people import duties
from bookload.web.plans.models import Plan, Version
from bookload.web.recorded import record
from bookload.web.state import served
from bookload.workspace.given_out import keep_plan

if TYPE_CHECKING:
    from bookload.web.asked import Place
    from bookload.web.people.models import Person

KIND = "plan"
LONGEST_NAME = 100
LONGEST_NOTE = 2_000
NEWER = "a newer version of the plan"


@dataclass(frozen=True)
class Found:
    """An answer that is to be kept: where it was asked, with what, what came, and what that was made from."""

    place: Place
    said: Mapping[str, str]
    document: Mapping[str, Any]
    stands_on: Mapping[str, str]


def stands_on(root: Path, scenario: str | None) -> dict[str, str]:
    """Return the hashes of the documents that a plan is made from, by file."""
    files = [POLICY, JOURNEY]
    if scenario is not None:
        files += [LEVERS, f"{SCENARIOS}/{scenario}.toml"]
        if documents.has_scenario_pay(root, scenario):
            files.append(f"{SCENARIOS}/{scenario}.pay.toml")
    return {file: documents.written(root / file)[1] for file in files}


def standing(root: Path, version: Version) -> dict[str, str]:
    """Return what a version's approval would stand on now: its documents as they are, and what it says."""
    now = stands_on(root, version.place.get("scenario"))
    return {**dict.fromkeys(version.stands_on, ""), **now, "the plan": says(version)}


def keep_new(by: Person, name: str, found: Found, note: str, now: datetime) -> Version:
    """Return the first version of a new plan; raise `UsageError` for a name that is none or is taken."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise UsageError(f"give the plan a name of at most {LONGEST_NAME} characters")
    try:
        with transaction.atomic():
            plan = Plan.objects.create(name=name, made_at=now)
            return _kept(by, plan, found, note, now)
    except IntegrityError:
        raise UsageError(
            f"there is a plan called '{name}'; keep this as its next version, or give it another name"
        ) from None


def keep_next(by: Person, plan: int, found: Found, note: str, now: datetime) -> Version:
    """Return the next version of a plan; what was asked for or approved of it so far is void."""
    with transaction.atomic():
        held = Plan.objects.select_for_update().get(pk=plan)
        version = _kept(by, held, found, note, now)
        approvals.replaced(KIND, str(held.pk), NEWER, by, now)
    return version


def submit(by: Person, version: Version, root: Path, now: datetime) -> Approval:
    """Return the approval that is asked for of a plan's last version.

    Raises `UsageError` for an earlier one, and where what it was made from changed since.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=version.plan_id)
        if version.number != last(plan).number:
            raise UsageError("there is a newer version of this plan; ask for the approval of that one")
        now_standing = standing(root, version)
        if changed := changes(version, root):
            raise UsageError(
                f"{', '.join(changed)} changed since this was kept; ask the plan again and keep a new version"
            )
        makers = frozenset(plan.versions.values_list("author", flat=True))
        subject = approvals.Subject(KIND, str(plan.pk), str(version), now_standing, makers)
        return approvals.ask(by, subject, now)


def duty(root: Path, version: Version) -> approvals.Duty:
    """Return who approves a version, and what it stands on when they do."""
    return approvals.Duty(duties.APPROVALS, lambda: standing(root, version))


def approval_of(root: Path, version: Version, now: datetime) -> Approval | None:
    """Return the last approval that was asked for of a version, as it is now; None where none was."""
    found = approvals.latest(KIND, str(version.plan_id))
    if found is None or found.stands_on.get("the plan") != says(version):
        return None
    return approvals.checked(found, standing(root, version), now)


def changes(version: Version, root: Path) -> list[str]:
    """Return the documents that a version was made from, and that say something else now."""
    now = stands_on(root, version.place.get("scenario"))
    return sorted(file for file in {*version.stands_on, *now} if version.stands_on.get(file) != now.get(file))


def last(plan: Plan) -> Version:
    """Return what a plan says: its last version."""
    return plan.versions.order_by("-number")[0]


def says(version: Version) -> str:
    """Return the hash of what a version says."""
    said = json.dumps([version.number, version.place, version.said, version.document], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def mark_of(found: Found) -> str:
    """Return what tells an answer from any other: whoever keeps it says that it is this that they saw."""
    said = json.dumps(
        [found.place.said, dict(found.said), found.document, dict(found.stands_on)], sort_keys=True
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _kept(by: Person, plan: Plan, found: Found, note: str, now: datetime) -> Version:
    if len(note) > LONGEST_NOTE:
        raise UsageError(f"a note has at most {LONGEST_NOTE:,} characters; this one has {len(note):,}")
    before = plan.versions.count()
    version = Version.objects.create(
        plan=plan,
        number=before + 1,
        author=by,
        kept_at=now,
        note=note.strip(),
        place=found.place.said,
        said=dict(found.said),
        stands_on=dict(found.stands_on),
        document=without_money(found.document),
    )
    detail = {"plan": plan.pk, "version": version.number, **version.place, "stands_on": version.stands_on}
    record(by, "plan kept", detail, now)
    keep_plan(served().root, Planned.of(found.document, str(version)))  # the board report shows the last one
    return version
