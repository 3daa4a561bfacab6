"""22. No float noise from file to screen: 0.1 + 0.2 is 0.3, and a third keeps six places.

Worked by hand: 0.10 + 0.20 a month is 0.30; 100 a quarter is 33.333333…; a tenth of a cent stays one.
"""

from __future__ import annotations

from pathlib import Path

from commanded import run, written

SOLD = """\
subscription_id,account_id,start_date,amount,interval,currency
S1,A,2025-01-10,0.10,month,USD
S2,A,2025-01-10,0.20,month,USD
S3,B,2025-01-10,100,quarter,USD
S4,C,2025-01-10,1000000.001,month,USD
"""


def test_sums_and_thirds_are_exact_in_the_document(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    assert run("init", str(root)).code == 0
    accounts = "account_id,name\nA,Acme\nB,Bolt\nC,Cato\n"
    files = written(tmp_path / "files", {"accounts.csv": accounts, "subscriptions.csv": SOLD})
    ran = run("import", str(files), "--workspace", str(root), "--data-through", "2025-01-31")
    assert ran.code == 0, ran.err
    rows = run("movements", "--by", "account", "--workspace", str(root), "--json").json["rows"]
    closing = {row["account_id"]: row["closing"] for row in rows if row["month"] == "2025-01"}
    assert closing == {"A": "0.300000", "B": "33.333333", "C": "1000000.001000"}
    assert "0.30000000000000004" not in run("movements", "--workspace", str(root), "--json").out
