import csv
import io
import random
from decimal import Decimal

from commanded import FILES, run, written


def one_sheet(seed=7):
    rng = random.Random(seed)  # noqa: S311 - amounts, not secrets
    amounts = [Decimal(rng.randint(100_000, 9_000_000)) / 100 for _ in range(40)]
    text = io.StringIO()
    sheet = csv.writer(text, delimiter=";")
    sheet.writerow(["Kunde", "Betreuer", "ARR"])
    for number, amount in enumerate(amounts):
        german = f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
        sheet.writerow([f"Firma {number} GmbH", f"Person {number % 4}", f"{german} €"])
    return text.getvalue(), sum(amounts)


def test_forty_accounts_with_owners_and_euro_amounts_give_arr_per_csm_in_one_command(tmp_path):
    text, total = one_sheet()
    files = written(tmp_path / "files", {"liste.csv": text})

    imported = run("import", str(files / "liste.csv"), "--workspace", str(tmp_path / "ws"))
    report = run("report", "--workspace", str(tmp_path / "ws"), "--json").json

    assert imported.code == 0, imported.err
    assert report["currency"] == "EUR"
    assert Decimal(report["arr"]) == total
    assert (report["accounts"], report["csms"]) == (40, 4)
    assert Decimal(report["arr_per_csm"]) == (total / 4).quantize(Decimal("0.01"))


def test_a_dry_run_writes_nothing_and_says_what_the_import_then_does(tmp_path):
    files = written(tmp_path / "files", FILES)
    place = ("--workspace", str(tmp_path / "ws"), "--data-through", "2025-06-30", "--json")

    dry = run("import", str(files), *place, "--dry-run").json
    assert not (tmp_path / "ws").exists()
    done = run("import", str(files), *place).json

    differing = {key for key in dry if dry[key] != done[key]}
    assert differing == {"snapshot", "changed"}


def test_the_same_files_twice_change_nothing(tmp_path):
    files = written(tmp_path / "files", FILES)
    place = ("--workspace", str(tmp_path / "ws"), "--data-through", "2025-06-30", "--json")

    first, second = run("import", str(files), *place).json, run("import", str(files), *place).json

    assert first["changed"] is True
    assert second["changed"] is False
    assert first["snapshot"] == second["snapshot"]
    assert len(run("snapshots", "--workspace", str(tmp_path / "ws"), "--json").json["rows"]) == 1


def test_an_error_writes_nothing_and_names_the_place_and_the_way_out(tmp_path):
    broken = {
        **FILES,
        "subscriptions.csv": FILES["subscriptions.csv"].replace("5000,month", "5000,sometimes"),
    }
    files = written(tmp_path / "files", broken)

    ran = run("import", str(files), "--workspace", str(tmp_path / "ws"))

    assert ran.code == 1
    assert "subscriptions.csv" in ran.err
    assert "sometimes" in ran.err
    assert "Traceback" not in ran.err
    assert run("report", "--workspace", str(tmp_path / "ws")).code == 1


def test_files_that_are_not_there_are_named(tmp_path):
    ran = run("import", str(tmp_path / "nothing.csv"), "--workspace", str(tmp_path / "ws"))

    assert ran.code in (1, 2)
    assert "nothing.csv" in ran.err


def test_pay_never_reaches_findings_or_the_audit(tmp_path):
    broken = {**FILES, "pay.csv": FILES["pay.csv"].replace("71713,91919", "91919,71713")}
    files = written(tmp_path / "files", broken)

    ran = run("import", str(files), "--workspace", str(tmp_path / "ws"))
    state = tmp_path / "ws" / ".bookload"
    kept = "".join(path.read_text() for pattern in ("findings/*", "audit*") for path in state.glob(pattern))

    assert "ote" in ran.err
    assert not any(digits in ran.err + ran.out + kept for digits in ("71713", "91919"))


def test_months_before_the_first_day_that_the_files_know_all_of_are_not_told(tmp_path):
    files = written(tmp_path / "files", FILES)
    place = ("--workspace", str(tmp_path / "ws"))
    run("import", str(files), *place, "--data-through", "2025-06-30", "--known-from", "2025-01-01")

    rows = run("movements", *place, "--from", "2025-01", "--to", "2025-02", "--json").json["rows"]
    report = run("report", *place, "--json").json

    assert rows[0]["opening"] is None
    assert Decimal(rows[1]["expansion"]) == 50
    assert report["nrr"] is None
    assert any("2025-01-01" in words for words in report["missing"])
