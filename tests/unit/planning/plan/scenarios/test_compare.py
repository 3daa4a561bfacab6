from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bookload.base import audit
from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError, DocumentError, UsageError
from bookload.data.documents import Scenario, ScenarioPay
from bookload.data.tables import unbound
from bookload.metrics.team.people import staff
from bookload.planning.plan.scenarios import FIGURES, Broken, Part, WhatIf, checked, compare, variant
from bookload.workspace.what_ifs import log_pay, read_what_ifs
from levered import activity, company, lever

WORK = [activity("Plan", points=0, times=40), activity("Call", points=3, times=60)]
PAID = {"from_date": "2024-01-01", "base": 1, "ote": 100, "currency": "USD"}
PAY = [{"person_id": person, **PAID} for person in ("P-1", "P-2")]
HIRE = {"role": "csm", "date": date(2026, 7, 1), "count": 2, "ramp_months": 0}
TEAM: tuple[Part, ...] = ("team",)
PAID_PART: tuple[Part, ...] = ("pay",)
GROWTH: tuple[Part, ...] = ("growth",)
LEVERS: tuple[Part, ...] = ("levers",)
ALL: dict[str, Any] = {
    "policy": {"working_time": {"internal_share": Decimal("0.2")}},
    "activities": {"Call": {"times": "= times / 2"}},
    "hires": [HIRE],
    "growth_per_year": {"SMB": Decimal("0.5")},
    "levers": ["No plans"],
}


def what_if(pay: dict[str, Any] | None = None, **changes: Any) -> WhatIf:
    scenario = Scenario.model_validate({"name": "What if", "sentence": "?", **changes})
    return WhatIf("what-if", scenario, ScenarioPay.model_validate(pay) if pay else None)


@pytest.fixture(scope="module")
def reader():
    return company(WORK, [lever("No plans", "delete", "Plan", one_off=700)]).with_rows({"pay": PAY})


def value(found: Any, name: str) -> Any:
    row = found.scenarios[0].of(name)
    assert row is not None
    return row


@pytest.fixture(scope="module")
def everything(reader):
    return compare(reader, [what_if(**ALL)], months=2, own=reader.company.levers)


def test_every_bridge_adds_up_exactly(everything):
    (found,) = everything.scenarios
    assert found.parts == ("policy", "journey", "team", "growth", "levers")
    known = [row for row in found.differences if row.difference is not None]
    assert len(known) >= len(FIGURES) - 1
    for row in known:
        assert row.difference == row.value - row.base
        assert sum(row.bridge.values(), row.interaction) == row.difference


def test_what_parts_do_together_is_a_line_of_its_own(everything):
    row = value(everything, "hours_asked")
    assert row.bridge["policy"] == row.bridge["team"] == 0
    assert row.bridge["journey"] == -6 * 30 * 2
    assert row.bridge["levers"] == -6 * 40 * 2
    assert row.bridge["growth"] > 0
    assert row.interaction < 0  # fewer calls and no plans grow less


def test_a_part_alone_is_what_the_chain_says_of_it(reader):
    found = compare(reader, [what_if(hires=[HIRE])], months=2)
    base: Any = found.base
    row = value(found, "there")
    assert (row.value, row.interaction) == (4, 0)
    assert value(found, "hours_asked").difference == 0
    assert value(found, "hours_there").value == 2 * base["hours_there"]
    assert value(found, "short").value == value(found, "need").value - 4
    assert not found.scenarios[0].estimates


def test_growth_of_a_segment_that_nobody_is_in_is_refused_and_does_not_change_nothing(reader):
    with pytest.raises(DocumentError, match=r"segment 'SBM' \(did you mean 'SMB'\?\); allowed: .*all"):
        variant(reader, what_if(growth_per_year={"SBM": 1}), GROWTH, None)


def test_one_that_cannot_be_meant_is_left_out_beside_those_that_do_not_read(reader):
    broken = WhatIf("typo", what_if(growth_per_year={"SBM": 1}).scenario, lines={"growth": 4})
    plain = WhatIf("plain", what_if(results={"x": "need"}).scenario, lines={"results": 3})
    unread = Broken("x", "scenarios/x.toml is not valid TOML")
    found = compare(reader, [broken, plain, what_if()], months=1, broken=[unread])
    assert [each.name for each in found.scenarios] == ["what-if"]
    assert [each.name for each in found.broken] == ["plain", "typo", "x"]
    assert (
        found.broken[0].message == "scenarios/plain.toml, line 3: results.x is no formula; it begins with ="
    )
    assert found.broken[1].message.startswith("scenarios/typo.toml, line 4: growth_per_year: no account")
    # Nothing that is named changes nothing.
    assert all(row.difference in (0, None) for row in found.scenarios[0].differences)


def test_growth_compounds_and_makes_months_ahead_estimates(reader):
    found = compare(reader, [what_if(growth_per_year={"all": 1})], months=12)
    assert float(value(found, "accounts_ahead").value) == pytest.approx(12)
    assert value(found, "accounts").difference == 0
    by_month = sum(2 ** (month / 12) for month in range(1, 13)) / 12
    row = value(found, "hours_asked")
    assert float(row.value) == pytest.approx(float(row.base) * by_month)
    assert found.scenarios[0].estimates


def test_leavers_moves_and_last_hired_are_taken_off_the_team(reader):
    changes: dict[str, Any] = {
        "leavers": [{"person_id": "P-1", "date": date(2026, 7, 1)}],
        "moves": [{"person_id": "P-2", "date": date(2026, 7, 1), "fte": Decimal("0.5")}],
    }
    team = staff(variant(reader, what_if(**changes), TEAM, None).reader)
    assert team.people["P-1"].leave_date == date(2026, 7, 1)
    assert [each.fte for each in team.people["P-2"].positions] == [10_000, 5_000]
    fewer = what_if(hires=[{"role": "csm", "date": date(2026, 7, 1), "count": -1}])
    gone = staff(variant(reader, fewer, TEAM, None).reader)
    assert [person.person_id for person in gone.employed(date(2026, 7, 1))] == ["P-1"]


def test_levers_cost_what_they_cost(reader):
    found = compare(reader, [what_if(levers=["No plans"])], months=2, own=reader.company.levers)
    assert value(found, "lever_cost").value == 700
    with pytest.raises(DocumentError, match=r"what-if.toml: unknown lever 'No plan'"):
        variant(reader, what_if(levers=["No plan"]), LEVERS, reader.company.levers)


def test_own_results_are_formulas_over_the_figures(reader):
    results = {"twice": "= need * 2", "money": "= need * cost", "na": "= pay_a_year / accounts"}
    asked = what_if(figures={"cost": 1_000}, results=results, hires=[HIRE])
    compared = compare(reader, [asked], months=1)
    found, need = compared.scenarios[0].results, value(compared, "need")
    assert found["twice"] == (2 * need.base, 2 * need.value)
    assert found["money"] == (1_000 * need.base, 1_000 * need.value)
    assert found["na"][1] is None  # the pay of who is hired is not known


def test_pay_of_a_scenario_counts_for_who_may_see_single_salaries(reader):
    pay = {
        "raises": {"csm": Decimal("0.1")},
        "raises_from": date(2026, 7, 1),
        "hires": {"csm": {"base": 1, "ote": 50}},
    }
    found = compare(reader, [what_if(pay, hires=[HIRE])], months=2)
    row = value(found, "pay_a_year")
    assert (row.base, row.value) == (200, 2 * 110 + 2 * 50)
    assert row.bridge == {"team": None, "pay": 20}
    assert row.interaction is None


def test_a_raise_raises_what_is_known_to_come_too_and_each_in_its_own_currency(reader):
    later = {"person_id": "P-1", "from_date": "2026-09-01", "base": 2, "ote": 200, "currency": "EUR"}
    raised = {"raises": {"csm": Decimal("0.1")}, "raises_from": date(2026, 7, 1)}
    own = {"person_id": "P-2", "from_date": date(2026, 7, 1), "base": 7, "ote": 70}
    made = what_if({**raised, "people": [own]})
    found = variant(reader.with_rows({"pay": [later]}), made, PAID_PART, None).reader
    listed: Any = found.collect(unbound("pay")).rows()
    rows = [row for row in listed if row["from_date"] > date(2024, 1, 1)]
    assert sorted(
        (row["person_id"], row["from_date"], row["ote"] / 10**6, row["currency"]) for row in rows
    ) == [
        ("P-1", date(2026, 7, 1), 110, "USD"),
        ("P-1", date(2026, 9, 1), 220, "EUR"),
        ("P-2", date(2026, 7, 1), 70, "USD"),
    ]


@pytest.mark.parametrize(
    ("pay", "why"),
    [
        (
            {"raises": {"cms": Decimal("0.1")}, "raises_from": date(2026, 7, 1)},
            r"what-if.pay.toml: raises: nobody is in a role 'cms' \(did you mean 'csm'\?\)",
        ),
        ({"hires": {"csm": {"base": 1, "ote": 2}}}, "hires: nobody is in a role 'csm'; allowed: none"),
    ],
)
def test_pay_of_a_role_that_nobody_has_is_refused_and_does_not_change_nothing(reader, pay, why):
    with pytest.raises(DocumentError, match=why):
        variant(reader, what_if(pay), PAID_PART, None)


def test_nobody_else_gets_pay_or_a_difference_of_it(reader):
    gone = what_if(leavers=[{"person_id": "P-1", "date": date(2026, 7, 1)}])
    # A head may see pay of groups; who may not has a part of what a head has.
    found = compare(reader.seen_by(Access.of("head")), [gone], months=1)
    assert "pay_a_year" not in found.base
    assert found.scenarios[0].of("pay_a_year") is None
    pay = {"raises": {"csm": Decimal("0.1")}, "raises_from": date(2026, 7, 1)}
    with pytest.raises(AccessDeniedError):
        variant(reader.seen_by(Access.of("head")), what_if(pay), PAID_PART, None)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"leavers": [{"person_id": "P-9", "date": date(2026, 7, 1)}]}, "nobody has the person_id 'P-9'"),
        ({"hires": [{"role": "csm", "date": date(2026, 7, 1), "count": -3}]}, "and 2 work in it then"),
        ({"moves": [{"person_id": "P-1", "date": date(2010, 1, 1), "fte": 1}]}, "has no position on"),
    ],
)
def test_what_cannot_be_meant_says_what(reader, changes, why):
    with pytest.raises(DocumentError, match=why):
        variant(reader, what_if(**changes), TEAM, None)


def test_who_sees_one_book_compares_nothing(reader):
    with pytest.raises(AccessDeniedError):
        compare(reader.seen_by(Access.of("csm", "P-1")), [what_if()], months=1)


# ---------------------------------------------------------------------------------------------- on disk


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".bookload").mkdir()
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    (scenarios / "a.toml").write_text('name = "A"\nsentence = "?"\n')
    (scenarios / "b.toml").write_text('name = "B"\nsentence = "?"\n')
    (scenarios / "a.pay.toml").write_text("raises = { csm = 0.1 }\nraises_from = 2026-07-01\n")
    return tmp_path


def read(folder, *names, role="owner"):
    log_pay(folder, Access.of(role), now=datetime(2026, 7, 1, tzinfo=UTC), who="test")
    return read_what_ifs(folder, names, Access.of(role))


def test_scenarios_are_read_by_name_or_all(folder):
    assert [each.name for each in read(folder)[0]] == ["a", "b"]
    assert [each.name for each in read(folder, "b")[0]] == ["b"]
    with pytest.raises(UsageError, match="unknown scenario 'c'; allowed: a, b"):
        read(folder, "c")


def test_what_does_not_read_is_left_out_unless_it_is_asked_for_by_name(folder):
    (folder / "scenarios" / "c.toml").write_text('name = "C"\nsentence = "?"\n[growth_per_year]\nall = -2\n')
    (folder / "scenarios" / "b.toml").write_text('name = "B"\nsentence = "\n')
    found, broken = read(folder)
    assert [each.name for each in found] == ["a"]
    assert [each.message.partition(":")[0] for each in broken] == [
        "scenarios/b.toml is not valid TOML",
        "scenarios/c.toml, line 4",
    ]
    assert "line 2" in broken[0].message
    with pytest.raises(DocumentError, match=r"scenarios/c.toml, line 4: growth_per_year.all"):
        read(folder, "c")
    assert read(folder, "a")[1] == ()


def test_each_part_of_a_scenario_has_its_line(folder):
    growth, hires = "[growth_per_year]\nSBM = 1\n", '[[hires]]\nrole="csm"\ndate=2026-09-01\n'
    text = f'name = "D"\nsentence = "?"\nremoved = ["x"]\n{growth}{hires}'
    (folder / "scenarios" / "d.toml").write_text(text)
    ((found,), _) = read(folder, "d")
    assert found.lines == {"journey": 3, "growth": 4, "team": 6}


def test_the_audit_keeps_the_hash_of_pay_alone_and_once(folder):
    for _ in range(2):
        assert read(folder, "a")[0][0].pay is not None
    (entry,) = audit.read(folder / ".bookload" / "audit.jsonl")
    assert entry.what == "scenario pay"
    assert set(entry.detail) == {"scenario", "sha256"}
    assert "0.1" not in str(entry.detail)


def test_who_has_no_right_to_pay_is_told_that_there_is_some_and_no_more(folder):
    (folder / "scenarios" / "a.pay.toml").write_text("this is not read = \n")
    (found, _), _ = read(folder, role="head")
    assert (found.pay, found.pay_withheld) == (None, True)
    assert not (folder / ".bookload" / "audit.jsonl").exists()


def test_exact_figures_stay_fractions(everything):
    assert all(value is None or isinstance(value, Fraction) for value in everything.base.values())


def test_levers_are_pulled_on_the_activities_that_are_named_alone(reader):
    own = company(WORK, [lever("Less", "less_often", "Plan", "Call", times=Decimal("0.5"))]).company.levers
    everywhere, named = (
        compare(reader, [what_if(**said)], months=2, own=own)
        for said in ({"levers": ["Less"]}, {"pulled": {"Plan": ["Less"]}})
    )
    by_hand = compare(reader, [what_if(activities={"Plan": {"times": "= times / 2"}})], months=2, own=own)
    hours = [value(each, "hours_asked").value for each in (everywhere, named, by_hand)]
    assert hours[0] < hours[1] == hours[2]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"pulled": {"Cal": ["No plans"]}}, "no activity 'Cal' .did you mean 'Call'"),
        ({"pulled": {"Call": ["No plans"]}}, "'No plans' is not for the activity 'Call'"),
        ({"pulled": {"Plan": ["No plan"]}}, "unknown lever 'No plan' .did you mean 'No plans'"),
        ({"levers": ["No plan"]}, "unknown lever"),
        ({"policy": {"targets": {"high": "= a"}}, "figures": {"a": "= b", "b": "= a"}}, "a → b → a"),
        ({"activities": {"Call": {"times": "= 1 / 0"}}}, "a division by 0"),
        ({"growth_per_year": {"all": "= 101"}}, "at most 100"),
        ({"results": {"x": "= needed"}}, "did you mean 'need'"),
        ({"results": {"x": "need"}}, "is no formula"),
    ],
)
def test_what_documents_say_cannot_be_meant_is_told_without_any_row(reader, said, words):
    with pytest.raises(DocumentError, match=words):
        checked(what_if(**said), reader.policy, reader.journey, reader.company.levers)


def test_a_difference_of_two_figures_may_be_divided_by(reader):
    fine = what_if(results={"x": "= arr / (need - there)"})
    checked(fine, reader.policy, reader.journey, reader.company.levers)
