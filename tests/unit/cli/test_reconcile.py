from decimal import Decimal

import pytest

from commanded import FILES, run, written

FIGURES = [
    ["report"],
    ["movements"],
    ["retention"],
    ["ratios"],
    ["book", "P1"],
    ["capacity"],
    ["explain", "mrr"],
]


@pytest.fixture(scope="session")
def paused(tmp_path_factory):
    """The small company, in which Cato has paused and Dune is late."""
    root = tmp_path_factory.mktemp("paused")
    rows = FILES["subscriptions.csv"].replace(
        "150,month,USD,Platform,active", "150,month,USD,Platform,paused"
    )
    rows = rows.replace("200,month,EUR,Platform,active", "200,month,EUR,Platform,past_due")
    files = written(root / "files", FILES | {"subscriptions.csv": rows})
    ran = run("import", str(files), "--workspace", str(root / "ws"), "--data-through", "2025-06-30")
    assert ran.code == 0, ran.err + ran.out
    return lambda *arguments: run(*arguments, "--workspace", str(root / "ws"))


def test_two_profiles_are_bridged_as_text_that_adds_up(paused):
    found = paused("reconcile", "bookload", "polar", "--month", "2025-05", "--json").json

    amounts = {cause["cause"]: Decimal(cause["amount"]) for cause in found["causes"]}
    assert amounts["paused"] == 150
    assert Decimal(found["before"]) + sum(amounts.values()) == Decimal(found["after"])
    assert (found["from"], found["to"], found["month"]) == ("bookload", "polar", "2025-05")
    (cause,) = (cause for cause in found["causes"] if cause["cause"] == "paused")
    assert [row["subscription_id"] for row in cause["rows"]] == ["S3"]
    for row in found["accounts"]:
        parts = [Decimal(row[name]) for name in amounts]
        assert Decimal(row["before"]) + sum(parts) == Decimal(row["after"])


def test_the_terminal_shows_the_bridge_accounts_and_rows(paused):
    ran = paused("reconcile", "polar", "--by", "account", "--rows", "paused")

    assert (ran.code, ran.err) == (0, "")
    for words in (
        "MRR of 2025-06 from current to polar",
        "+150.00",
        "By account",
        "The rows behind it",
        "S3",
    ):
        assert words in ran.out


def test_rows_behind_a_movement_say_that_they_have_mrr(paused):
    ran = paused("reconcile", "polar", "--measure", "expansion", "--month", "2025-02", "--rows", "paused")

    assert (ran.code, ran.err) == (0, "")
    assert "The rows behind it, with the MRR at month ends that expansion comes from" in ran.out
    assert "MRR before" in ran.out


def test_arr_is_twelve_times_as_much(paused):
    ran = paused("reconcile", "bookload", "polar", "--measure", "arr", "--json")

    assert {cause["cause"]: cause["amount"] for cause in ran.json["causes"]}["paused"] == "1800.00"


def test_profiles_that_set_the_same_say_so(paused):
    assert "nothing to explain" in paused("reconcile", "stripe", "stripe").out
    assert "the difference is 0" in paused("reconcile", "bookload", "stripe", "--month", "2024-02").out


def test_a_figure_is_explained_by_what_would_give_it(paused):
    ours = Decimal(paused("explain", "mrr", "--json").json["value"])

    found = paused("reconcile", "--figure", f"{ours + 150:.2f}", "--json").json
    shown = paused("reconcile", "--figure", f"{ours + 150:.2f}")

    assert [one["name"] for one in found["suggestions"] if one["used"]] == ["paused = counted"]
    assert found["months"][0]["causes"][-1] == {
        "cause": "unexplained",
        "text": "",
        "amount": "0.000000",
        "accounts": [],
        "rows": [],
    }
    assert "paused = counted would explain it" in shown.out


def test_an_export_is_compared_account_by_account(paused, tmp_path):
    written(tmp_path, {"other.csv": "customer,month,mrr\nA1,2025-06,10000\nA3,2025-06,150\nX9,2025-06,5\n"})
    file = str(tmp_path / "other.csv")

    found = paused("reconcile", "--with", file, "--json").json
    shown = paused("reconcile", "--with", file, "--rows", "only there", "--by", "account")

    amounts = {cause["cause"]: Decimal(cause["amount"]) for cause in found["months"][0]["causes"]}
    assert [amounts[cause] for cause in ("paused", "only there", "unexplained")] == [150, 5, 0]
    assert found["notes"] == ["2 of 3 accounts in the file are known here"]
    assert "X9" in shown.out


def test_what_nothing_explains_has_its_nearest(paused):
    assert "nearest are" in paused("reconcile", "--figure", "10151.99").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name one profile or two"),
        (["a", "b", "c"], "name one profile or two"),
        (["stripe", "polar", "--figure", "1"], "one profile at most"),
        (["strype"], "did you mean 'stripe'"),
        (["stripe", "--month", "2019-01"], "months that the data knows: 2024-01 to 2025-06"),
        (["polar", "--rows", "pause"], "did you mean 'paused'"),
        (["stripe", "stripe", "--rows", "x"], "unknown cause"),
        (["--figure", "1", "--with", "x.csv"], "leave out --figure"),
        (["--figure", "10000", "--rows", "x"], "unknown cause"),
        (["--with", "none.csv"], "none.csv cannot be read"),
    ],
)
def test_wrong_use_says_the_way_out(paused, arguments, says):
    ran = paused("reconcile", *arguments)

    assert ran.code in (1, 2)
    assert says in ran.err


@pytest.mark.parametrize("command", FIGURES, ids=lambda command: command[0])
def test_every_figure_is_counted_under_the_profile_asked_for_and_says_so(paused, command):
    ran = paused(*command, "--profile", "polar")

    assert ran.out.startswith("Counted under the profile polar\n")
    assert paused(*command, "--profile", "polar", "--json").json["profile"] == "polar"
    assert "did you mean 'polar'" in paused(*command, "--profile", "poler").err


def test_another_profile_is_another_figure_and_a_kept_report_is_not_mixed_up(paused):
    figures = {
        name: paused("report", "--profile", name, "--json").json["mrr"] for name in ("bookload", "polar") * 2
    }

    assert Decimal(figures["polar"]) - Decimal(figures["bookload"]) > 149
