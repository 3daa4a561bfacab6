"""What holds for every command, and what the smaller ones show."""

import json
from decimal import Decimal

import pytest
import typer
from typer.testing import CliRunner

from bookload import cli
from bookload.cli import COMMANDS
from commanded import FILES, run, written

HEAD = {"version", "workspace", "snapshot", "as_of", "currency", "profile", "findings"}
QUESTIONS = {
    "report": (),
    "movements": (),
    "retention": (),
    "cohorts": (),
    "committed": (),
    "renewals": (),
    "concentration": (),
    "ratios": ("--by", "segment"),
    "book": ("P2",),
    "calibrate": (),
    "changed": (),
    "loads": (),
    "capacity": (),
    "costs": (),
    "explain": ("arr_per_csm",),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    ran = run(command, "--help")

    assert ran.code == 0
    assert "Options" in ran.out


@pytest.mark.parametrize("words", [("report", "--help"), ("reconcile", "--help"), ("plan", "--nope")])
def test_a_program_of_one_command_says_what_that_of_all_does(words):
    one, every = (CliRunner().invoke(program, words) for program in (cli.app(words), cli.app()))

    assert (one.exit_code, one.stdout, one.stderr) == (every.exit_code, every.stdout, every.stderr)
    assert one.stdout + one.stderr


@pytest.mark.parametrize(("command", "arguments"), QUESTIONS.items())
def test_a_question_prints_one_document_with_the_common_head(ask, command, arguments):
    ran = ask(command, *arguments, "--json")

    assert ran.code == 0, ran.err
    assert json.loads(ran.out).keys() >= HEAD


@pytest.mark.parametrize(("command", "arguments"), QUESTIONS.items())
def test_a_question_without_json_prints_for_people(ask, command, arguments):
    ran = ask(command, *arguments)

    assert ran.code == 0, ran.err
    assert ran.out.strip()
    assert "None" not in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_wrong_use(command):
    assert run(command, "--frobnicate").code == 2


def test_a_book_lists_its_accounts_largest_first(ask):
    book = ask("book", "P2", "--json").json

    assert [account["account_id"] for account in book["accounts"]] == ["A4", "A3"]
    assert book["judged"] is False


def test_a_csm_opens_their_own_book_and_no_other(ask):
    assert ask("book", "P2", "--as", "csm:P2").code == 0
    other = ask("book", "P1", "--as", "csm:P2")
    assert (other.code, other.out) == (1, "")


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("csm:NOBODY", ("unknown person 'NOBODY'", "one of: P1, P2, P3")),
        ("csm:p2", ("unknown person 'p2' (did you mean 'P2'?)",)),
        ("csm:Ben Okoro", ("unknown person 'Ben Okoro' (did you mean 'P2'?)",)),
        ("csm:ben okro", ("unknown person 'ben okro' (did you mean 'P2'?)",)),
        ("head:P1", ("role 'head' sees all accounts and takes no person; say --as head",)),
    ],
)
def test_a_person_who_is_nobody_is_an_error_that_names_the_nearest(ask, role, said):
    ran = ask("movements", "--as", role)

    assert (ran.code, ran.out) == (2, "")
    assert all(each in ran.err for each in said)


def test_somebody_who_owns_nothing_has_an_empty_book_and_no_error(ask):
    assert ask("movements", "--as", "csm:P3").code == 0


def test_retention_over_a_year_is_what_is_left_of_the_accounts_there_at_its_start(ask):
    rows = {row["month"]: row for row in ask("retention", "--json").json["rows"]}
    # Live at the end of June 2024: A1 120,000, A2 60,000, A3 1,200; a year later 120,000, none, 1,800.
    assert rows["2025-06"]["nrr"] == pytest.approx(121_800 / 181_200)
    assert rows["2025-06"]["grr"] == pytest.approx(121_200 / 181_200)
    assert rows["2025-06"]["logo_churn"] == pytest.approx(1 / 3)
    assert rows["2024-06"]["nrr"] is None


def test_check_lists_findings_and_exits_with_one_if_there_are_any_but_notes(ask):
    found = ask("check", "--json")

    assert found.code == (1 if any(row["severity"] != "note" for row in found.json["rows"]) else 0)


def test_diff_names_the_figures_the_accounts_and_the_rows_that_changed(tmp_path):
    place = ("--workspace", str(tmp_path / "ws"), "--data-through", "2025-06-30", "--json")
    before = run("import", str(written(tmp_path / "a", FILES)), *place).json["snapshot"]
    late = {**FILES, "subscriptions.csv": FILES["subscriptions.csv"].replace("120000,year", "132000,year")}
    after = run("import", str(written(tmp_path / "b", late)), *place).json["snapshot"]

    difference = run("diff", before, after, "--workspace", str(tmp_path / "ws"), "--json").json

    june = [row for row in difference["figures"] if (row["month"], row["figure"]) == ("2025-06", "arr")]
    assert Decimal(june[0]["after"]) - Decimal(june[0]["before"]) == 12_000
    assert {row["account_id"] for row in difference["accounts"]} == {"A1"}
    assert len(difference["rows"]["subscriptions"]["changed"]) == 1
    assert (
        run("report", "--workspace", str(tmp_path / "ws"), "--snapshot", before, "--json").json["snapshot"]
        == before
    )


def test_init_writes_documents_and_a_template_and_keeps_what_is_there(tmp_path):
    root = tmp_path / "ws"
    assert run("init", str(root)).code == 0
    (root / "bookload.toml").write_text("version = 1\n[company]\nname = 'Ours'\n")

    assert run("init", str(root)).code == 0

    assert "Ours" in (root / "bookload.toml").read_text()
    assert (root / "bookload-template.xlsx").stat().st_size > 5_000


@pytest.mark.parametrize("where", ["while it loads", "while it works"])
def test_who_interrupts_is_told_what_became_of_it(where, monkeypatch, capsys):
    def stop() -> None:
        raise KeyboardInterrupt

    program = typer.Typer()
    program.command()(stop)
    monkeypatch.setattr(cli, "app", lambda _: stop() if where == "while it loads" else program)
    monkeypatch.setattr("sys.argv", ["bookload"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "bookload: stopped; what was not finished was not written\n"
