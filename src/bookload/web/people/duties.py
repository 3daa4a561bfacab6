"""Who may change what: duties of roles, beside the rights to see."""

from __future__ import annotations

from bookload.base.access import ROLES, Right

OWNER = "owner"
PEOPLE = frozenset({OWNER, "admin"})
"""Who invites people, gives them roles and takes them away."""

AUDIT = frozenset({OWNER, "admin"})
"""Who reads the audit log."""

POLICY = frozenset({OWNER, "operations"})
"""Who changes the policy, levers and scenarios."""

JOURNEY = POLICY | {"head"}
"""Who changes the journey: the head of CS too, whose work it describes."""

IMPORTS = frozenset({OWNER, "operations", "admin"})
"""Who brings data in, and the sample company in and out."""

DATA = IMPORTS | {"head", "finance"}
"""Who sees what was imported when, by whom, and what was found about it."""

PLANS = JOURNEY | {"finance"}
"""Who keeps a plan, and asks for its approval."""

BALANCES = JOURNEY
"""Who asks for a balance, and accepts moves: those who see everybody's books and answer for them."""

BALANCES_APPROVED = frozenset({OWNER, "head"})
"""Who approves moves: those who answer for the team, and never what they had a part in."""

APPROVALS = frozenset({OWNER, "head", "finance"})
"""Who approves plans: those who answer for the team or for the money, and never what they made themselves."""

GIVES_OUT = JOURNEY | {"finance"}
"""Who gives a board report out."""

DOCUMENTS = JOURNEY | frozenset(role for role, rights in ROLES.items() if Right.PAY_PERSON in rights)
"""Who edits any document at all: of pay beside a scenario, who sees single salaries."""

PAY = frozenset({Right.PAY_PERSON, Right.PAY_GROUP})


def may_give(giver: str, role: str) -> bool:
    """Return whether somebody may give or take a role: an admin none that sees pay, which admins do not."""
    return giver in PEOPLE and ROLES[role] & PAY <= ROLES[giver]
