"""URLs of engines: a password is in no text that a person, a log or a test report sees."""

from __future__ import annotations

import sys

import pytest

from bookload.base.errors import UsageError, WorkspaceError
from bookload.data.documents import Policy
from bookload.data.engine import connect
from bookload.data.engine.address import Address, without_password


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://ann:hush@db.example/shop", "postgresql://ann:***@db.example/shop"),
        ("postgresql://ann:hu@sh@db/shop", "postgresql://ann:***@db/shop"),
        ("postgresql:/ann:hush@db/shop", "postgresql:/ann:***@db/shop"),
        ("postgresql://db/shop?user=ann&password=hush", "postgresql://db/shop?user=ann&password=***"),
        ("postgresql://ann@db:5432/shop", "postgresql://ann@db:5432/shop"),
        ("spark://host:7077?spark.ssl.keyPassword=hush", "spark://host:7077?spark.ssl.keyPassword=***"),
        ("duckdb://", "duckdb://"),
    ],
)
def test_a_password_is_told_as_stars(url: str, told: str) -> None:
    assert without_password(url) == told


@pytest.mark.parametrize("url", ["postgresqll://ann:hush@db/shop", "ann:hush@db/shop", "x:/ann:hush@db"])
def test_an_engine_that_there_is_not_is_named_without_its_password(url: str) -> None:
    with pytest.raises(UsageError, match="no engine for") as told:
        connect(url)
    assert "hush" not in str(told.value)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(
        WorkspaceError, match=r"cannot connect to postgresql://ann:\*\*\*@127\.0\.0\.1:1/shop"
    ) as told:
        connect("postgresql://ann:hush@127.0.0.1:1/shop")
    assert "Connection refused" in str(told.value)
    assert "hush" not in f"{told.value!r} {told.value.__cause__} {told.value.__suppress_context__}"


def test_a_policy_shows_no_password() -> None:
    policy = Policy.model_validate({"engine": {"url": "postgresql://ann:hush@db/shop"}})
    assert "hush" not in f"{policy!r} {policy}"


def test_a_place_and_its_options_are_told_apart() -> None:
    address = Address.of("spark://local[2]?spark.executor.memory=1g&files=shared")
    assert (address.place, address.options) == (
        "local[2]",
        {"spark.executor.memory": "1g", "files": "shared"},
    )
    assert Address.of("spark://host:7077") == Address("host:7077", {})


@pytest.mark.parametrize(
    ("url", "driver", "module", "package"),
    [
        ("postgresql://ann:hush@db/shop", "adbc_driver_manager", "postgres", "bookload[postgres]"),
        ("spark://local[1]", "pyspark", "spark", "bookload[spark]"),
    ],
)
def test_a_driver_that_is_not_installed_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, url: str, driver: str, module: str, package: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == driver]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, driver, None)
    monkeypatch.delitem(sys.modules, f"bookload.data.engine.{module}", raising=False)
    with pytest.raises(UsageError, match="not installed") as told:
        connect(url)
    assert f"pip install '{package}'" in str(told.value)
    assert "hush" not in str(told.value)


def test_duckdb_has_no_files_of_its_own() -> None:
    with pytest.raises(UsageError, match="DuckDB runs in memory"):
        connect("duckdb:///somewhere/rows.duckdb")
