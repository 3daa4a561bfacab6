"""What changed between two snapshots, against comparing rows one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bookload.data.snapshots import compare
from bookload.data.snapshots.compare import RowChanges, table_changes
from stored import MICROS, company, rows, stored, subscription


def test_equal_snapshots_have_no_changes(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, company())
    changes = compare(snapshot, snapshot)
    assert changes.tables == {}
    assert len(changes) == 0


def test_rows_added_removed_and_changed_are_told_apart_with_both_values(tmp_path: Path) -> None:
    old = {"subscriptions": rows("subscriptions", *(subscription(number) for number in range(4)))}
    new = {
        "subscriptions": rows(
            "subscriptions",
            subscription(1),
            subscription(2, amount=150 * MICROS, plan="Pro"),
            subscription(3),
            subscription(9),
        )
    }
    before, after = stored(tmp_path, old), stored(tmp_path, new)
    changes = compare(before, after)
    assert set(changes.tables) == {"subscriptions"}
    assert len(changes) == 3
    sold = changes.tables["subscriptions"]
    assert sold.added["subscription_id"].to_pylist() == ["S-009"]
    assert sold.removed["subscription_id"].to_pylist() == ["S-000"]
    (changed,) = sold.changed()
    assert changed.key["subscription_id"] == "S-002"
    assert changed.before == {"amount": 100 * MICROS, "plan": None}
    assert changed.after == {"amount": 150 * MICROS, "plan": "Pro"}


def test_a_changed_row_needs_no_complete_key() -> None:
    one = {"account_id": "A-1", "month": 24_000, "mrr": 1}
    changes = table_changes("mrr_history", rows("mrr_history", one), rows("mrr_history", one | {"mrr": 2}))
    assert [(each.before, each.after) for each in changes.changed()] == [({"mrr": 1}, {"mrr": 2})]


def test_rows_with_the_same_key_are_compared_in_their_order() -> None:
    one = {"account_id": "A-1", "month": 24_000, "mrr": 1}
    old, new = rows("mrr_history", one, one), rows("mrr_history", one, one | {"mrr": 2}, one | {"mrr": 3})
    changes = table_changes("mrr_history", old, new)
    assert [each.after for each in changes.changed()] == [{"mrr": 2}]
    assert changes.added["mrr"].to_pylist() == [3]


def test_without_the_right_to_pay_a_change_of_pay_is_not_there_at_all() -> None:
    pay = company()["pay"]
    raised = pay.to_pylist()
    raised[0]["ote"] += 5_000 * MICROS
    changes = RowChanges({"pay": table_changes("pay", pay, rows("pay", *raised))})
    assert changes.without(set()).tables.keys() == {"pay"}
    assert changes.without({"pay"}).tables == {}
    added = RowChanges({"pay": table_changes("pay", rows("pay"), pay)})
    assert added.without({"pay"}).tables == {}


def test_a_hidden_column_hides_the_rows_that_changed_in_nothing_else() -> None:
    people = company()["people"]
    renamed = [people.to_pylist()[0] | {"name": "Ada Married", "team": "Enterprise"}]
    only_name = [people.to_pylist()[0] | {"name": "Ada Married"}]
    both = RowChanges({"people": table_changes("people", people, rows("people", *renamed))})
    shown = list(both.without({"person_names"}).tables["people"].changed())
    assert [(each.before, each.after) for each in shown] == [({"team": None}, {"team": "Enterprise"})]
    name = RowChanges({"people": table_changes("people", people, rows("people", *only_name))})
    assert name.without({"person_names"}).tables == {}


pairs = st.lists(
    st.tuples(st.none() | st.sampled_from("ABC"), st.sampled_from([None, "", "x", "y"])), max_size=8
)


@given(pairs, pairs)
def test_changes_equal_those_found_row_by_row(old: list[Any], new: list[Any]) -> None:
    def keyed(given: list[Any]) -> dict[tuple[Any, int], Any]:
        found: dict[tuple[Any, int], Any] = {}
        for key, value in given:
            nth = sum(other == key for other, _ in found)
            found[key, nth] = value
        return found

    before, after = keyed(old), keyed(new)
    table = "accounts"
    changes = table_changes(
        table,
        rows(table, *({"account_id": key, "name": value} for key, value in old)),
        rows(table, *({"account_id": key, "name": value} for key, value in new)),
    )
    names = changes.added["account_id"].to_pylist(), changes.removed["account_id"].to_pylist()
    assert sorted(map(repr, names[0])) == sorted(repr(key) for key, _ in after.keys() - before.keys())
    assert sorted(map(repr, names[1])) == sorted(repr(key) for key, _ in before.keys() - after.keys())
    expected = [
        (key, before[key, nth], after[key, nth])
        for key, nth in after.keys() & before.keys()
        if before[key, nth] != after[key, nth]
    ]
    found = [(each.key["account_id"], each.before["name"], each.after["name"]) for each in changes.changed()]
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
