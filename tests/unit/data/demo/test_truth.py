"""The product reads the company as brute force over its rows does; its team is asked a little too much."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bookload.base.period import Month
from bookload.data import demo
from bookload.data.demo import THROUGH, Company
from bookload.metrics.revenue import balances
from bookload.planning.capacity import capacity
from bookload.workspace import Imported, Request, Workspace, import_into, init, open_folder
from unit.data.demo import truth


@pytest.fixture(scope="module")
def imported(company: Company, tmp_path_factory: pytest.TempPathFactory) -> tuple[Imported, Workspace]:
    """The company's files, imported into a workspace as anybody's are."""
    folder = tmp_path_factory.mktemp("company")
    made = init(folder)
    demo.write(company, folder)
    request = Request([made.data], now=datetime(2026, 7, 1, 9, tzinfo=UTC), who="test", data_through=THROUGH)
    return import_into(folder, request), open_folder(folder)


def test_the_import_accepts_the_mess_and_says_what_it_found(imported: tuple[Imported, Workspace]) -> None:
    done, _ = imported
    assert not done.refused
    assert not [finding for finding in done.findings if finding.severity == "error"]
    found = Counter(finding.code for finding in done.findings)
    assert found["owner-who-left"] == 17
    assert found["overlapping-rows"] == 1
    assert found["overlapping-absences"] == 1
    assert found["no-time-in-force"] == 1


def test_the_last_day_known_is_the_companys(imported: tuple[Imported, Workspace]) -> None:
    assert imported[1].as_of == THROUGH


def test_every_account_has_the_arr_of_brute_force_at_every_month_end(
    imported: tuple[Imported, Workspace], company: Company
) -> None:
    _, reader = imported
    found: Counter[tuple[int, str, str]] = Counter()
    for row in reader.collect(balances(reader)).rows():
        found[int(str(row["month"])), str(row["account_id"]), str(row["currency"])] += int(str(row["annual"]))
    for months_ago in range(37):
        month = Month.of(THROUGH) - months_ago
        expected = truth.arr_on(company.tables, month.last_day)
        engine = {
            key[1:]: Decimal(micros) / 10**6 for key, micros in found.items() if key[0] == month.ordinal
        }
        assert engine == expected, month


def test_the_csms_are_asked_for_more_than_they_can_plan_and_less_than_they_have(
    imported: tuple[Imported, Workspace],
) -> None:
    """Nine tenths of the hours available: tight; one or two heads short."""
    row = capacity(imported[1], 0).row(Month.of(THROUGH), "csm")
    assert row is not None
    assert row.utilisation is not None
    assert row.need_whole is not None
    assert 0.85 <= row.utilisation <= 0.95
    assert 1 <= row.need_whole - row.have <= 2
    assert row.binding == "hours"


def test_onboarding_and_support_have_hours_left(imported: tuple[Imported, Workspace]) -> None:
    found = capacity(imported[1], 0)
    for role in ("onboarding", "support"):
        row = found.row(Month.of(THROUGH), role)
        assert row is not None
        assert row.utilisation is not None
        assert 0.4 <= row.utilisation <= 0.85


def test_some_are_overloaded_and_some_have_room_so_that_books_can_be_balanced(
    imported: tuple[Imported, Workspace],
) -> None:
    people = capacity(imported[1], 0).people
    assert people is not None
    loads = [person.utilisation for person in people if person.utilisation is not None]
    assert max(loads) > 1
    assert sum(load < 0.7 for load in loads) >= 3
