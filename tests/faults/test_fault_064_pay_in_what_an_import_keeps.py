"""64. What an import keeps and says of its files holds no cell of pay."""

from __future__ import annotations

from pathlib import Path

from commanded import FILES, run, written

PAY = """\
person_id,from_date,base,ote,currency
P1,2023-01-01,"71.713,91","91.919,37",USD
P2,2023-06-01,"68.177,39","88.081,71",USD
"""
DIGITS = ("713,91", "713.91", "71713", "919,37", "919.37", "91919", "177,39", "081,71")


def test_neither_the_mapping_nor_the_answer_nor_the_audit_quotes_a_salary(tmp_path: Path) -> None:
    root, files = tmp_path / "acme", written(tmp_path / "files", {**FILES, "pay.csv": PAY})
    ran = run("import", str(files), "--workspace", str(root), "--data-through", "2025-06-30", "--json")
    assert ran.code == 0, ran.err
    state = root / ".bookload"
    kept = [
        path for path in state.rglob("*") if path.suffix in {".toml", ".json", ".jsonl"} and path.is_file()
    ]
    assert {"mapping.toml", "audit.jsonl"} <= {path.name for path in kept}
    told = [ran.out, ran.err, *(path.read_text(encoding="utf-8") for path in kept)]
    assert not [digits for digits in DIGITS for text in told if digits in text]
    assert "as decimal sign" in ran.out
