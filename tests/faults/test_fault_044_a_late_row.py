"""44. A late row for a closed period leaves the closed figure; the restatement lists what changed, and why.

Worked by hand: January to March were stated as 100. In April a row turns up that B began in February at 40.
"""

from __future__ import annotations

from pathlib import Path

from commanded import run, written

HEAD = "subscription_id,account_id,start_date,amount,interval,currency\n"
ACCOUNTS = "account_id,name\nA,Acme\nB,Bolt\n"
CLOSED = HEAD + "S1,A,2025-01-10,100,month,USD\n"
LATE = CLOSED + "S2,B,2025-02-10,40,month,USD\n"


def imported(folder: Path, root: Path, sold: str) -> str:
    """Import these subscriptions, and return the name of the snapshot that it wrote."""
    files = written(folder, {"accounts.csv": ACCOUNTS, "subscriptions.csv": sold})
    ran = run("import", str(files), "--workspace", str(root), "--data-through", "2025-03-31", "--json")
    assert ran.code == 0, ran.err
    return str(run("snapshots", "--workspace", str(root), "--json").json["rows"][-1]["snapshot"])


def closings(root: Path, snapshot: str) -> list[str]:
    rows = run("movements", "--workspace", str(root), "--snapshot", snapshot, "--json").json["rows"]
    return [row["closing"] for row in rows]


def test_the_closed_figure_stays_and_the_difference_names_its_row(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    assert run("init", str(root)).code == 0
    closed = imported(tmp_path / "first", root, CLOSED)
    late = imported(tmp_path / "second", root, LATE)
    assert closed != late
    assert closings(root, closed) == ["100.000000"] * 3
    assert closings(root, late) == ["100.000000", "140.000000", "140.000000"]
    told = run("diff", closed, late, "--workspace", str(root), "--json")
    assert told.code == 0, told.err
    assert "S2" in told.out
    assert "2025-02" in told.out
