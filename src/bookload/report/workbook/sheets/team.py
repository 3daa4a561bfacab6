"""Who counts as a CSM, by how much, and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.workbook.sheet import span

if TYPE_CHECKING:
    from bookload.report.team import Member, Team
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet

NAME = "Team"
FIRST = 4


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a person, or for who may not see names a row a reason."""
    policy = data.policy.team
    sheet.begin(
        "Team",
        f"Employed on {data.answer.capacity.as_of}. Roles that count: {', '.join(policy.csm_roles)}; who "
        f"ramps counts by '{policy.ratio_ramp}'.",
        [14, 26, 18, 18, 9, 10, 60],
        frozen=(FIRST, 2),
    )
    if data.team.members is None:
        _by_reason(sheet, data.team)
    else:
        _by_person(sheet, data.team.members, data.team)


def _by_person(sheet: Sheet, members: tuple[Member, ...], team: Team) -> None:
    sheet.head(
        FIRST - 1, ("person id", "name", "role", "team", "FTE", "counts", "why not"), words=(0, 1, 2, 3, 6)
    )
    for at, member in enumerate(members, start=FIRST):
        for column, text in ((0, member.person_id), (1, member.name), (2, member.role), (3, member.team)):
            sheet.put(at, column, text or "", "text")
        sheet.put(at, 4, member.fte, "heads", given=True)
        sheet.put(at, 5, member.counts, "heads", given=True)
        sheet.put(at, 6, member.why_not, "text")
    end = FIRST + len(members)
    sheet.put(end, 0, "CSMs who count", "text")
    if members:
        sheet.live(end, 5, f"=SUM({span((FIRST, 5), (end - 1, 5))})", team.csms, "heads", strong=True)


def _by_reason(sheet: Sheet, team: Team) -> None:
    sheet.head(FIRST - 1, ("people", "", "", "", "", "counts", "why"), words=(6,))
    sheet.put(FIRST, 0, team.counted, "count", given=True)
    sheet.put(FIRST, 5, team.csms, "heads", given=True)
    sheet.put(FIRST, 6, "counted", "text")
    for at, (why, people) in enumerate(team.left_out, start=FIRST + 1):
        sheet.put(at, 0, people, "count", given=True)
        sheet.put(at, 5, 0, "heads", given=True)
        sheet.put(at, 6, why, "text")
