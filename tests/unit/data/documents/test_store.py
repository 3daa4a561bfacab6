import threading
from decimal import Decimal

import pytest

from bookload.base.errors import ChangedMeanwhileError, DocumentError
from bookload.data import documents
from bookload.data.documents import Journey, Policy, Scenario
from bookload.data.documents.store import text_hash


def test_an_empty_policy_has_every_default():
    policy = documents.parse("", Policy, "bookload.toml")

    assert policy.company.currency == "USD"
    assert policy.targets.high == Decimal(1_000_000)
    assert policy.team.csm_roles == ("csm", "senior_csm")


@pytest.mark.parametrize(("name", "model"), [("bookload.toml", Policy), ("journey.toml", Journey)])
def test_a_template_says_nothing_but_the_defaults(name, model):
    assert documents.parse(documents.template(name), model, name) == model()


@pytest.mark.parametrize(("name", "model"), [("bookload.toml", Policy), ("journey.toml", Journey)])
def test_a_template_with_its_examples_uncommented_is_valid(name, model):
    lines = documents.template(name).splitlines()
    examples = "\n".join(
        line.removeprefix("# ") if "=" in line or line.startswith("# [[") else line for line in lines
    )

    content = documents.parse(examples, model, name)

    assert content.version == 1
    assert isinstance(content, Policy) or len(content.activities) == 3


def test_the_examples_of_the_policy_template_are_its_defaults():
    lines = documents.template("bookload.toml").splitlines()
    examples = [line.removeprefix("# ") if "=" in line else line for line in lines]
    text = "\n".join(
        line
        for line in examples
        if not line.startswith(
            (
                "by_segment",
                "by_tier",
                "roles",
                "finance",
                "data_through",
                "rates_of",
                "subscriptions =",
                "entitled_by",
                "new_account",
                "logo_churn_a_year",
                "net_expansion_a_year",
                "budget",
                "time_to_hire_by_role",
                "most_hires_by_role",
                "level_by_role",
                'levels = ["junior", "senior"]',
                "activities =",
                "pinned",
                "barred",
                "match",
            )
        )
    )

    assert documents.parse(text, Policy, "bookload.toml") == Policy()


def test_an_unknown_key_is_named_with_the_nearest_one():
    with pytest.raises(DocumentError, match=r"unknown key 'company.curency' \(did you mean 'currency'\?\)"):
        documents.parse('[company]\ncurency = "EUR"', Policy, "bookload.toml")


def test_an_unknown_currency_and_zone_are_named():
    with pytest.raises(DocumentError, match=r"(?s)unknown currency 'EURO'.*unknown time zone 'Berlin'"):
        documents.parse('[company]\ncurrency = "EURO"\ntime_zone = "Berlin"', Policy, "bookload.toml")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1e999999999", "1E\\+999999999"),
        ("1e-999999999", "1E-999999999"),
        ("1e9999999999999999999999", "Infinity"),
        ("9" * 31, "9{30}…"),
        ("inf", "Infinity"),
        ("nan", "NaN"),
    ],
)
def test_a_number_that_no_document_needs_is_refused_by_its_place(number, shown):
    journey = (
        f'[[stages]]\nname = "s"\n[[activities]]\nname = "a"\nstage = "s"\ntimes = {number}\n'
        "minutes = { low = 1, likely = 2, high = 3 }"
    )

    with pytest.raises(DocumentError, match=rf"journey.toml: activities.0.times: {shown} is no number"):
        documents.parse(journey, Journey, "journey.toml")


def test_an_integer_of_thousands_of_digits_is_no_document():
    with pytest.raises(DocumentError, match=r"bookload.toml is not valid TOML: Exceeds the limit"):
        documents.parse(f"version = {'9' * 5000}", Policy, "bookload.toml")


@pytest.mark.parametrize("text", [f"a = {'[' * 5000}{']' * 5000}", f"[policy]\na{'.a' * 500} = 1"])
def test_what_is_nested_without_end_is_refused(text):
    with pytest.raises(DocumentError, match="more than 20 deep"):
        documents.parse(text, Scenario, "x.toml")


def test_a_document_in_another_encoding_is_named_with_the_byte(tmp_path):
    (tmp_path / "bookload.toml").write_bytes('[company]\nname = "Müller"'.encode("cp1252"))

    with pytest.raises(DocumentError, match=r"bookload.toml is not UTF-8: the byte at 19 is 0xfc; save"):
        documents.read_policy(tmp_path)


def test_a_document_that_an_editor_began_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "bookload.toml").write_bytes(b'\xef\xbb\xbf[company]\nname = "Ex"')

    assert documents.read_policy(tmp_path).content.company.name == "Ex"


def test_what_is_wrong_is_named_with_the_line_that_says_it():
    text = (
        'name = "A"\nsentence = "?"\n\n'
        "[growth_per_year]\nall = 0.1\nSMB = 1e5\n"
        '[[hires]]\nrole = "csm"\nhow = 1\n'
    )

    with pytest.raises(DocumentError) as refused:
        documents.parse(text, Scenario, "scenarios/a.toml")

    assert {line.split(":")[0] for line in str(refused.value).split("\n")} == {
        "scenarios/a.toml, line 7",  # no date
        "scenarios/a.toml, line 9",  # a key that there is not
        "scenarios/a.toml, line 6",  # beyond the bounds of growth
    }


def test_text_that_is_not_toml_is_named_with_its_line():
    with pytest.raises(DocumentError, match=r"bookload.toml is not valid TOML: .*line 2"):
        documents.parse("version = 1\ncurrency = \nprofile = 2", Policy, "bookload.toml")


def test_an_activity_in_a_stage_that_does_not_exist_is_named():
    text = """
    [[stages]]
    name = "onboarding"
    [[activities]]
    name = "Kick-off"
    stage = "onbording"
    minutes = { low = 1, likely = 2, high = 3 }
    """
    with pytest.raises(
        DocumentError, match=r"'onbording', which is not a stage \(did you mean 'onboarding'\?\)"
    ):
        documents.parse(text, Journey, "journey.toml")


def test_minutes_that_do_not_rise_are_refused():
    text = '[[stages]]\nname="a"\n[[activities]]\nname="b"\nstage="a"\nminutes={low=5,likely=2,high=3}'
    with pytest.raises(DocumentError, match="minutes must rise: low 5, likely 2, high 3"):
        documents.parse(text, Journey, "journey.toml")


def test_an_edit_keeps_comments_and_order():
    text = "# why\n[company]\nname = 'Acme'  # ours\n\n[team]\nramp_months = 3\n"

    edited = documents.edited(text, {("team", "ramp_months"): 6, ("targets", "high"): 900_000})

    assert edited.startswith("# why\n[company]\nname = 'Acme'  # ours\n\n[team]\nramp_months = 6\n")
    assert documents.parse(edited, Policy, "bookload.toml").targets.high == Decimal(900_000)


def test_a_second_editor_is_told_and_nothing_is_lost(tmp_path):
    path = tmp_path / "bookload.toml"
    path.write_text("version = 1\n")
    read = text_hash("version = 1\n")
    documents.save(path, "version = 1 # first\n", read_hash=read, model=Policy)

    with pytest.raises(DocumentError, match="changed by somebody else"):
        documents.save(path, "version = 1 # second\n", read_hash=read, model=Policy)

    assert path.read_text() == "version = 1 # first\n"


def test_an_impossible_document_is_not_saved(tmp_path):
    path = tmp_path / "bookload.toml"
    with pytest.raises(DocumentError):
        documents.save(path, "version = 2\n", read_hash=text_hash(""), model=Policy)

    assert not path.exists()


def test_of_editors_at_the_same_moment_exactly_one_wins(tmp_path):
    path = tmp_path / "bookload.toml"
    path.write_text("")
    outcomes = []

    def save(number):
        try:
            documents.save(path, f"version = 1 # {number}\n", read_hash=text_hash(""), model=Policy)
            outcomes.append(number)
        except DocumentError:
            outcomes.append(None)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winners = [number for number in outcomes if number is not None]
    assert len(winners) == 1
    assert path.read_text() == f"version = 1 # {winners[0]}\n"


def test_scenarios_are_read_without_the_pay_beside_them(tmp_path):
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "hire.toml").write_text(
        'name = "Hire"\nsentence = "Two more."\n[[hires]]\nrole="csm"\ndate=2026-09-01\ncount=2'
    )
    (folder / "hire.pay.toml").write_text("secret = 1")

    (name,) = documents.scenario_names(tmp_path)
    scenario = documents.read_scenario(tmp_path, name)

    assert scenario.content.hires[0].count == 2


def test_a_document_is_taken_away_as_it_was_read_and_not_otherwise(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("version = 1\n")
    with pytest.raises(ChangedMeanwhileError):
        documents.remove(path, read_hash=documents.text_hash("version = 2\n"))
    assert path.exists()
    documents.remove(path, read_hash=documents.text_hash("version = 1\n"))
    assert not path.exists()
