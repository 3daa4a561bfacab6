"""The state of the house: who imports whom, what starts fast, what no file names, what is written down."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import proved

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "src" / "bookload"
LOCKS = sorted((REPOSITORY / "requirements").glob("*.lock"))
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))

SLOW = (
    "adbc_driver_manager",
    "altair",
    "django",
    "duckdb",
    "ibis",
    "numpy",
    "openpyxl",
    "pandas",
    "polars",
    "pyarrow",
    "pyspark",
    "xlsxwriter",
)
"""What would make `bookload --help` wait."""

MONEY = re.compile(r"(^|_)(amount|annual|arr|base|carr|cost|factor|micros|money|mrr|ote|price|quanta)$")
"""Names of exact figures; an estimate has a type and names of its own."""


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := REPOSITORY / name).is_file()]


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE), ast.parse(path.read_text(encoding="utf-8"))


# ----------------------------------------------------------------------------------------------- structure


def test_the_layers_hold_and_each_library_has_one_owner() -> None:
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_every_layers_contract_is_exhaustive() -> None:
    contracts = [each for each in PROJECT["tool"]["importlinter"]["contracts"] if each["type"] == "layers"]
    assert {each["containers"][0] for each in contracts} == {
        "bookload",
        "bookload.base",
        "bookload.data",
        "bookload.metrics",
        "bookload.planning",
    }
    assert all(each["exhaustive"] for each in contracts)


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "common", "helpers", "helper", "misc", "shared", "lib", "tools"}
    assert [str(path) for path in PACKAGE.rglob("*") if path.stem in drawers] == []


def test_nothing_swallows_every_error() -> None:
    caught = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or {"Exception", "BaseException"}
            & {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)}
        )
        and not any(isinstance(each, ast.Raise) for each in ast.walk(node))
    ]
    assert caught == []


def test_no_money_is_a_float() -> None:
    floats = [
        f"{path}:{line} {name}"
        for path, tree in modules()
        if path.parts[0] in {"base", "data", "metrics"}
        for line, name, annotation in annotated(tree)
        if MONEY.search(name)
        and any(isinstance(each, ast.Name) and each.id == "float" for each in ast.walk(annotation))
    ]
    assert floats == []


def annotated(tree: ast.Module) -> Iterator[tuple[int, str, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.lineno, node.target.id, node.annotation
        if isinstance(node, ast.arg) and node.annotation is not None:
            yield node.lineno, node.arg, node.annotation


def test_unit_tests_mirror_the_source() -> None:
    unit = REPOSITORY / "tests" / "unit"
    strangers = [
        str(test.relative_to(unit))
        for test in unit.rglob("test_*.py")
        if not (PACKAGE / test.parent.relative_to(unit)).is_dir()
        and not (PACKAGE / test.parent.relative_to(unit)).with_suffix(".py").is_file()
    ]
    assert strangers == []


# ---------------------------------------------------------------------------------------- what starts fast


@pytest.mark.parametrize("arguments", [["--help"], ["report", "--help"]], ids=" ".join)
def test_help_loads_no_engine(arguments: list[str]) -> None:
    program = f"""
import json, sys
sys.argv = ["bookload", *{arguments!r}]
from bookload.cli import main
try:
    code = main()
except SystemExit as stopped:
    code = stopped.code
print(json.dumps([code or 0, sorted(set(sys.modules) & set({SLOW!r}))]))
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout.splitlines()[-1]) == [0, []]


def test_importing_the_package_loads_no_engine() -> None:
    program = f"import sys, bookload; print(sorted(set(sys.modules) & set({SLOW!r})))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_every_public_name_can_be_had() -> None:
    program = "import bookload as bl; [getattr(bl, name) for name in bl.__all__]; print(len(bl.__all__))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 0


# --------------------------------------------------------------------------------------- what is not named


def test_no_file_names_this_machine_or_a_registry() -> None:
    # Spelled in parts, so that this file does not name them either.
    folders = "|".join(f"/{name}/" for name in ("work", "farm", "root", "home"))
    hosts = "|".join(
        re.escape(".".join(parts))
        for parts in (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"))
    )
    options = "|".join(
        (r"^--(extra-)?" + "index-url", "--find" + "-links", '"resolved": *"' + "http", "/t" + "mp/brief")
    )
    named = re.compile(rf"(?<![\w.])({folders})|{hosts}|{options}", re.MULTILINE)
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a sample in another encoding, or bytes that are no text
        found += [f"{path.relative_to(REPOSITORY)}: {match[0]}" for match in named.finditer(text)]
    assert found == []


def test_what_is_made_is_not_kept() -> None:
    made = (".venv/", "build/", "demo-workspace/", ".coverage")
    names = [path.relative_to(REPOSITORY).as_posix() for path in tracked()]
    assert [name for name in names if name.startswith(made) or "__pycache__" in name] == []


# ------------------------------------------------------------------------------------------ what is locked


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_of_a_lock_is_pinned_and_hashed(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip()]
    hashed = re.compile(
        r"^[a-z0-9][a-z0-9._-]*(\[[a-z,-]+\])?==\S+( ; .*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$"
    )
    assert [line[:60] for line in entries if not hashed.match(line)] == []


def test_the_version_is_stated_once_for_packaging_and_once_for_the_program_alike() -> None:
    stated = re.search(
        r'^__version__ = "(.+)"$', (PACKAGE / "__init__.py").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert stated is not None
    assert stated[1] == PROJECT["project"]["version"]


def test_what_runs_is_what_was_tested() -> None:
    develop, runtime, installer = (pins(name) for name in ("dev", "runtime", "uv"))
    assert runtime.items() <= develop.items()
    assert installer.items() <= develop.items()


def pins(lock: str) -> dict[str, str]:
    text = (REPOSITORY / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", text, re.MULTILINE))


def test_the_package_asks_for_what_the_lock_is_made_from() -> None:
    listed = (REPOSITORY / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
    wanted = {bare(line) for line in listed if line and not line.startswith("#")}
    assert {bare(line) for line in PROJECT["project"]["dependencies"]} == wanted


def test_the_extras_ask_for_what_the_engines_are_tested_with() -> None:
    listed = (REPOSITORY / "requirements" / "engines.in").read_text(encoding="utf-8").splitlines()
    wanted = {bare(line) for line in listed if line and not line.startswith("#")}
    extras = PROJECT["project"]["optional-dependencies"].values()
    assert {bare(line) for extra in extras for line in extra} == wanted


def bare(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0].lower()


# ------------------------------------------------------------------------------------ what is written down


def test_the_newcomers_map_names_every_package() -> None:
    told = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    layered = {"data", "metrics", "planning"}
    places = [path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("__init__.py")]
    packages = {
        place.as_posix()
        for place in places
        if len(place.parts) == 1 or (len(place.parts) == 2 and place.parts[0] in layered)
    }
    assert {package for package in packages if f"`{package}/`" not in told} == set()


def test_the_newcomers_map_leads_to_places_that_are_there() -> None:
    told = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|toml|md))`", told))
    later = {"web/"} | {f"docs/{made}" for made in ("reference/", "reference/proved.md")}
    there = [
        path.as_posix()
        for top in (PACKAGE, REPOSITORY / "docs", REPOSITORY / "tests")
        for path in top.rglob("*")
    ]
    lost = {
        name
        for name in named - later
        if not (REPOSITORY / name).exists()
        and not any(
            path.removesuffix(".py").endswith(f"/{name.rstrip('/').removesuffix('.py')}") for path in there
        )
    }
    assert lost - {"bookload.toml", "journey.toml", "levers.toml"} == set()


def test_every_public_command_is_shown_in_a_tutorial_or_a_how_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(REPOSITORY / "docs")
    import pages

    written = "\n".join(
        page.read_text(encoding="utf-8")
        for folder in ("tutorial", "how-to")
        for page in (REPOSITORY / "docs" / folder).glob("*.md")
    )
    assert {name for name in pages.commands() if f"bookload {name}" not in written} == set()


def test_every_layer_is_explained_by_its_docstring() -> None:
    silent = [
        path.as_posix()
        for path, tree in modules()
        if path.name == "__init__.py" and not ast.get_docstring(tree)
    ]
    assert silent == []


def test_every_library_that_is_asked_for_was_chosen_for_a_reason() -> None:
    chosen = (REPOSITORY / "docs" / "adr" / "0006-libraries.md").read_text(encoding="utf-8")
    asked = {
        bare(line)
        for name in ("runtime", "engines", "dev", "uv")
        for line in (REPOSITORY / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-r"))
    }
    assert {name for name in asked if f"| {name} |" not in chosen} == set()


def test_every_decision_has_its_three_parts_and_its_place_in_the_list() -> None:
    folder = REPOSITORY / "docs" / "adr"
    listing = (folder / "index.md").read_text(encoding="utf-8")
    for decision in sorted(folder.glob("0*.md")):
        text = decision.read_text(encoding="utf-8")
        assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "Consequences")), (
            decision.name
        )
        assert f"({decision.name})" in listing, decision.name


def test_every_fragment_of_the_changelog_is_of_a_kind_that_there_is() -> None:
    kinds = {each["directory"] for each in PROJECT["tool"]["towncrier"]["type"]}
    fragments = [path.name for path in (REPOSITORY / "changelog.d").glob("*.md") if path.name != "README.md"]
    assert [name for name in fragments if name.removesuffix(".md").rpartition(".")[2] not in kinds] == []


def test_the_tests_that_ci_runs_are_the_ones_that_a_developer_runs() -> None:
    assert re.search(r"^make test$", (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)


def test_a_run_of_some_promises_renews_their_rows_alone_and_a_whole_run_all(tmp_path: Path) -> None:
    page = tmp_path / "proved.md"
    here, gone = "tests/test_house.py::test_", "tests/test_no_more.py::test_gone"
    first = [(f"{here}a[1]", "2 of them", "passed", 0.5), (f"{here}a[2]", "2 of them", "failed", 1.0)]
    proved.Report(
        page, True, [*first, (f"{here}b", "", "passed", 2.0), (gone, "", "passed", 1)]
    ).pytest_sessionfinish()
    assert f"| `{here}a` | 2 | 2 of them | 1 passed, 1 failed | 1.5 |" in page.read_text(encoding="utf-8")
    proved.Report(page, False, [(f"{here}b", "3", "passed", 4.0)]).pytest_sessionfinish()
    kept = [row.test for row in proved.written(page)]
    assert kept == [f"{here}a", f"{here}b"]
    assert "2 of 3 hold" in page.read_text(encoding="utf-8")
    proved.Report(page, True, [(f"{here}b", "3", "passed", 4.0)]).pytest_sessionfinish()
    assert [row.test for row in proved.written(page)] == [f"{here}b"]
