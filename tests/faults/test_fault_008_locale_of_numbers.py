"""Fault 8: `1.234,56`, `(500)`, `€ 1 200`: the whole column decides on the locale, or it is asked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from imported import coded, imported, rows


def amounts(plan: object) -> list[object]:
    return [amount for (amount,) in rows(plan, "subscriptions", "amount")]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        (("1.234,56", "980,00"), ("1234.56", "980")),
        (("1.234,56", "2.500"), ("1234.56", "2500")),
        (('"1,234.56"', '"2,500"'), ("1234.56", "2500")),
        (("(500)", "1200"), ("-500", "1200")),
        (("€ 1 200", "€ 980"), ("1200", "980")),
        (("1'234.50", "7"), ("1234.50", "7")),
        (("1.234,-", "9,99"), ("1234", "9.99")),
        (('"$1,234"', "$12"), ("1234", "12")),
    ],
)
def test_a_column_is_read_in_the_one_way_that_fits_all_of_it(
    cells: tuple[str, str], stored: tuple[str, str], tmp_path: Path
) -> None:
    lines = "".join(f"A{place}\tAna\t{cell}\n" for place, cell in enumerate(cells))
    plan = imported(tmp_path, {"x.tsv": f"Account\tCSM\tMRR\n{lines}"})
    assert not plan.questions
    assert {Decimal(str(amount)) for amount in amounts(plan)} == {Decimal(text) for text in stored}


@pytest.mark.parametrize("cells", [("1.234", "5.678"), ("1,234", "5,678"), ("1.234", "950")])
def test_what_reads_both_ways_everywhere_is_asked_and_nothing_may_be_written(
    cells: tuple[str, ...], tmp_path: Path
) -> None:
    lines = "".join(f'A{place};Ana;"{cell}"\n' for place, cell in enumerate(cells))
    plan = imported(tmp_path, {"x.csv": f"Account;CSM;MRR\n{lines}"})
    (question,) = plan.questions
    assert (question.code, question.column, question.allowed) == ("decimal-sign", "MRR", (".", ","))
    (finding,) = coded(plan.findings, "decimal-sign")
    assert finding.severity == "error"


@pytest.mark.parametrize(("sign", "stored"), [(",", "1234"), (".", "1.234")])
def test_the_answer_settles_it(sign: str, stored: str, tmp_path: Path) -> None:
    files = {"x.csv": "Account;CSM;MRR\nA;Ana;1.234\n"}
    plan = imported(tmp_path, files, answers={"decimal-sign": sign})
    assert [Decimal(str(amount)) for amount in amounts(plan)] == [Decimal(stored)]


def test_a_cell_that_does_not_fit_the_others_is_named(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account;CSM;MRR\nA;Ana;1,50\nB;Ana;2,50\nC;Ana;3.5\n"})
    (finding,) = coded(plan.findings, "not-a-number")
    assert (finding.row, finding.column, finding.value) == (4, "MRR", "3.5")
