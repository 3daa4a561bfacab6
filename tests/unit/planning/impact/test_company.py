"""What an effect is told from, out of a company's rows."""

from __future__ import annotations

from bookload.planning.impact.company import past_of
from sized import Company


def test_accounts_under_one_parent_are_one_family_however_many_steps_below():
    made = Company()
    for name, parent in {"A": None, "B": "A", "C": "B", "D": None, "E": "gone", "F": "gone"}.items():
        made.account(name, 1200, "P", parent_account_id=parent)
    made.head("P")
    past = past_of(made.open())
    family = dict(zip(past.accounts, past.family.tolist(), strict=True))
    assert family["A"] == family["B"] == family["C"]
    assert family["E"] == family["F"], "whose parent pays nothing itself"
    assert len({family[each] for each in "ADE"}) == 3
    assert max(family.values()) < len(past.accounts)
