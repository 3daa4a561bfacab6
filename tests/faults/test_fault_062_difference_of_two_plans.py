"""62. What one person earns is not the difference of two plans, nor of today and what might be."""

from __future__ import annotations

import json

import pytest

from bookload.base.access import Access
from commanded import FILES, run, written
from kept_plans import SAID, kept, prepared
from served import copied

MARKED = "137913"
"""The pay of one of six, in digits that nothing else here has."""

PEOPLE = "person_id,name,hire_date,leave_date,email\n" + "".join(
    f"P{n},Person {n},2023-01-01,,p{n}@example.com\n" for n in range(1, 8)
)
POSITIONS = "person_id,from_date,role,fte,team,country\n" + "".join(
    f"P{n},2023-01-01,csm,1,SMB,US\n" for n in range(1, 8)
)
PAY = "person_id,from_date,base,ote,currency\n" + "".join(
    f"P{n},2023-01-01,80000,{MARKED if n == 7 else 100000},USD\n" for n in range(1, 8)
)
WITHOUT = """\
name = "Without one"
sentence = "What if one of them leaves?"

[[leavers]]
person_id = "P7"
date = 2025-06-01
"""
MONEY = ("pay", "pay_basis", "total", "hiring", "too_few", "too_many", "pay_a_year", "ote")


@pytest.fixture(scope="module")
def six(_django, tmp_path_factory):
    """A team whose mean pay a head of CS sees: seven people, of whom a scenario takes one away."""
    root = tmp_path_factory.mktemp("six") / "acme"
    files = {**FILES, "people.csv": PEOPLE, "positions.csv": POSITIONS, "pay.csv": PAY}
    folder = written(tmp_path_factory.mktemp("six_files"), files)
    ran = run("import", str(folder), "--workspace", str(root), "--data-through", "2025-06-30")
    assert ran.code == 0, ran.err
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOOKLOAD_WORKSPACE", str(root))
        (root / "scenarios").mkdir(exist_ok=True)
        (root / "scenarios" / "without.toml").write_text(WITHOUT)
        (root / "scenarios" / "without.pay.toml").write_text("")
        return prepared(root, (("head", {}), ("head", {"scenario": "without"})))


@pytest.fixture
def served_six(served, six, tmp_path, monkeypatch):
    root = copied(six, tmp_path)
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(root))
    return root


def keys_of(value):
    """Every key anywhere in a document, but those of its paging, which counts rows in total."""
    if isinstance(value, dict):
        own = {key: each for key, each in value.items() if key != "paging"}
        return {*own, *(key for each in own.values() for key in keys_of(each))}
    return {key for each in value for key in keys_of(each)} if isinstance(value, list) else set()


def test_costs_of_a_plan_are_there_for_a_head_and_not_of_the_company_as_it_might_be(served_six, as_role):
    head = as_role("head")
    assert "total" in keys_of(head.get("/export/plan.json", SAID).json()), (
        "the attack has something to begin with"
    )
    for path in ("/export/plan.json", "/api/v1/plan"):
        answer = head.get(path, {**SAID, "scenario": "without"})
        assert answer.status_code == 200
        assert not keys_of(answer.json()) & set(MONEY), path
    table = head.get("/export/plan.csv", {**SAID, "scenario": "without"}).content.decode()
    assert "Costs follow from pay, which this reader has no right to" not in table or "too few" not in table
    assert "too few" not in table


def test_two_plans_side_by_side_tell_pay_to_who_sees_single_salaries_alone(served_six, as_role):
    answer = as_role("head").get("/export/compare.json", {"scenarios": "without", "months": "1"})
    assert not keys_of(answer.json()) & set(MONEY)
    assert "pay_a_year" not in answer.content.decode()
    text = as_role("head").get("/export/compare.csv", {"scenarios": "without", "months": "1"})
    assert "pay a year" not in text.content.decode()
    owner = as_role("finance").get("/export/compare.json", {"scenarios": "without", "months": "1"})
    assert "pay_a_year" in owner.content.decode(), "who may see single salaries compares them"


def test_a_plan_that_was_kept_holds_no_cost_whoever_kept_it_or_looks(served_six, as_role):
    from bookload.web.plans.models import Version

    plan = kept(as_role("head"))
    document = Version.objects.get().document
    assert not keys_of(document) & set(MONEY)
    for role in ("owner", "head", "board"):
        assert MARKED not in as_role(role).get(plan).content.decode()
    assert MARKED not in (served_six / ".bookload" / "audit.jsonl").read_text()


def test_no_description_names_what_pay_is_needed_for(served_six, as_role):
    from bookload.mcp.offered import answer, tools

    described = as_role("head").get("/api/v1/openapi.json").content.decode()
    assert "pay_a_year" not in described
    assert "pay_a_year" not in json.dumps(tools(Access.of("operations")))
    found = answer(served_six, "compare", {"scenarios": "without", "months": "1"}, Access.of("head"))
    assert not keys_of(found) & set(MONEY)
