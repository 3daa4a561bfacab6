"""19. Subscriptions without their account, accounts alike but for case, cycles: listed, never merged."""

from __future__ import annotations

from pathlib import Path

from bookload.base.errors import Finding
from bookload.data.tables import checks
from sound import SOUND
from stored import rows, stored, subscription


def found(**replaced: list[dict[str, object]]) -> list[Finding]:
    return list(checks.run({name: rows(name, *each) for name, each in {**SOUND, **replaced}.items()}))


def test_all_subscriptions_without_their_account_are_listed_together() -> None:
    lost = [subscription(number, account_id=f"B-{number}") for number in range(3)]
    findings = found(subscriptions=lost)
    assert [(each.row, each.column, each.value, each.severity) for each in findings] == [
        (number + 1, "account_id", f"B-{number}", "error") for number in range(3)
    ]
    assert all("nothing is matched or merged" in each.remedy for each in findings)


def test_accounts_that_differ_in_case_alone_stay_two_accounts(tmp_path: Path) -> None:
    alike = [{"account_id": name, "name": "Acme"} for name in ("A-1", "a-1")]
    tables = {
        "accounts": rows("accounts", *alike),
        "subscriptions": rows("subscriptions", subscription(1), subscription(2, account_id="a-1")),
    }
    (finding,) = checks.run(tables)
    assert (finding.severity, finding.value) == ("warning", "a-1")
    assert stored(tmp_path, tables).manifest.tables["accounts"] == 2


def test_each_cycle_of_parents_is_named_once_with_all_in_it() -> None:
    parents = {"A": "B", "B": "C", "C": "A", "D": "A", "E": "E", "F": None, "G": "F"}
    accounts = [{"account_id": name, "name": name, "parent_account_id": up} for name, up in parents.items()]
    findings = checks.run({"accounts": rows("accounts", *accounts)})
    assert [each.message for each in findings] == [
        "the parents go in a circle: A → B → C → A",
        "the parents go in a circle: E → E",
    ]
    assert {each.severity for each in findings} == {"error"}


def test_a_long_cycle_is_shortened_and_a_long_line_is_none() -> None:
    size = 1_000
    line = [
        {"account_id": f"A-{n}", "name": "x", "parent_account_id": f"A-{n + 1}" if n + 1 < size else None}
        for n in range(size)
    ]
    assert checks.run({"accounts": rows("accounts", *line)}) == ()
    line[-1]["parent_account_id"] = "A-0"
    (finding,) = checks.run({"accounts": rows("accounts", *line)})
    assert "A-0 → A-1 → A-2 → A-3 → A-4 → A-5 → (994 more) → A-0" in finding.message
