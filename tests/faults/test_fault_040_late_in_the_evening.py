"""40. 22:47 in New York on 28 February is the same month in table, chart, page and API: the company's.

The instant is 03:47 on 1 March in UTC. An export writes it either way.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bookload.base.access import Access
from bookload.base.period import Month
from bookload.report.page.content import content
from bookload.workspace.opened import one_reading, reader_of
from commanded import run, written

INSTANTS = ("2025-02-28T22:47:00-05:00", "2025-03-01T03:47:00Z", "2025-02-28 22:47:00")
"""With New York's offset, in UTC, and as the wall clock showed it."""


def opened(folder: Path, instant: str, zone: str) -> Path:
    root = folder / "acme"
    assert run("init", str(root)).code == 0
    policy = root / "bookload.toml"
    text = policy.read_text(encoding="utf-8")
    assert '# time_zone = "UTC"' in text
    policy.write_text(text.replace('# time_zone = "UTC"', f'time_zone = "{zone}"'), encoding="utf-8")
    files = written(
        folder / "files",
        {
            "accounts.csv": "account_id,name\nA,Acme\nB,Bolt\n",
            "subscriptions.csv": (
                "subscription_id,account_id,start_date,amount,interval,currency\n"
                f"S1,A,2025-01-10T12:00:00Z,100,month,USD\nS2,B,{instant},30,month,USD\n"
            ),
        },
    )
    ran = run("import", str(files), "--workspace", str(root), "--data-through", "2025-04-30")
    assert ran.code == 0, ran.err
    return root


def document(root: Path) -> str:
    """The month that a document states the new account in."""
    rows = run("movements", "--workspace", str(root), "--json").json["rows"]
    (month,) = (row["month"] for row in rows if row["new"] == "30.000000")
    return str(month)


def months(root: Path) -> dict[str, str]:
    """The month that each place shows the new account in."""
    with one_reading():
        lines = run("movements", "--workspace", str(root)).out.splitlines()
        (terminal,) = (line.split()[0] for line in lines if " 30 " in line and "130" in line)
        workspace = reader_of(root, Access())
        api = workspace.movements("month", Month.parse("2025-01"), Month.parse("2025-04"))
        (python,) = (str(row.month) for row in api if row.opening == 100 * 12 * 10**22 and row.new)
        page = content(workspace)
        (table,) = (row[0] for row in page.bridge.rows if "30" in row)
        return {"document": document(root), "terminal": terminal, "python": python, "page": table or ""}


@pytest.mark.parametrize("instant", INSTANTS[1:])
def test_however_else_it_is_written_it_is_february(tmp_path: Path, instant: str) -> None:
    assert document(opened(tmp_path, instant, "America/New_York")) == "2025-02"


def test_it_is_february_wherever_it_is_shown(tmp_path: Path) -> None:
    assert months(opened(tmp_path, INSTANTS[0], "America/New_York")) == {
        "document": "2025-02",
        "terminal": "2025-02",
        "python": "2025-02",
        "page": "Feb 2025",
    }


def test_for_a_company_in_utc_it_is_march(tmp_path: Path) -> None:
    found = months(opened(tmp_path, INSTANTS[0], "UTC"))
    assert {found["document"], found["terminal"], found["python"]} == {"2025-03"}


def test_a_date_without_a_time_never_shifts_with_the_zone(tmp_path: Path) -> None:
    assert document(opened(tmp_path, "2025-02-28", "Pacific/Auckland")) == "2025-02"
