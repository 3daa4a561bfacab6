"""A kept answer is the answer that would be computed now, for this reader, or it is not used."""

import stat
from datetime import date
from decimal import Decimal

import pytest

from bookload.base.access import Access
from bookload.workspace import report_document
from commanded import FILES, run, written


@pytest.fixture
def root(tmp_path):
    files = written(tmp_path / "files", FILES)
    place = ("--workspace", str(tmp_path / "ws"), "--data-through", "2025-06-30")
    assert run("import", str(files), *place).code == 0
    return tmp_path / "ws"


def answers(root):
    return sorted(root.glob(".bookload/cache/*/answers/*"))


def test_a_kept_answer_equals_the_computed_one(root):
    computed = report_document(root, as_of=None, access=Access())
    assert len(answers(root)) == 1

    assert report_document(root, as_of=None, access=Access()) == computed
    assert len(answers(root)) == 1


def test_only_the_owner_of_the_files_may_open_a_kept_answer(root):
    report_document(root, as_of=None, access=Access())

    assert stat.S_IMODE(answers(root)[0].stat().st_mode) == 0o600


def test_another_reader_never_gets_it(root):
    assert "arr_per_ote" in report_document(root, as_of=None, access=Access())

    assert "arr_per_ote" not in report_document(root, as_of=None, access=Access.of("operations"))


def test_another_date_is_another_answer(root):
    now = report_document(root, as_of=None, access=Access())

    assert report_document(root, as_of=date(2025, 5, 31), access=Access())["arr"] != now["arr"]


def test_a_changed_policy_is_another_answer(root):
    before = report_document(root, as_of=None, access=Access())
    policy = root / "bookload.toml"
    policy.write_text(policy.read_text().replace("[team]", '[team]\ncsm_roles = ["csm", "director"]'))

    after = report_document(root, as_of=None, access=Access())

    assert (before["csms"], after["csms"]) == (2, 3)


def test_after_an_import_nothing_stale_is_shown(root, tmp_path):
    before = report_document(root, as_of=None, access=Access())
    late = {**FILES, "subscriptions.csv": FILES["subscriptions.csv"].replace("120000,year", "240000,year")}
    place = ("--workspace", str(root), "--data-through", "2025-06-30")
    assert run("import", str(written(tmp_path / "late", late)), *place).code == 0

    after = report_document(root, as_of=None, access=Access())

    assert after["snapshot"] != before["snapshot"]
    assert Decimal(str(after["arr"])) - Decimal(str(before["arr"])) == 120_000
