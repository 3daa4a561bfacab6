"""The part of the documentation that is made: tables from their contracts, commands from their help, the API.

A hook of mkdocs (docs/mkdocs.yml). Nothing is written into docs/: the pages exist while the site is built.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from bookload.cli import COMMANDS, app

DOCS = Path(__file__).resolve().parent
PACKAGE = DOCS.parent / "src" / "bookload"
CONTRACTS = PACKAGE / "data" / "tables"
PROFILES = PACKAGE / "data" / "documents" / "profiles"

SECTIONS = {
    "Tutorial": "tutorial",
    "How to": "how-to",
    "Metrics": "reference/metrics",
    "Tables": "reference/tables",
    "Profiles": "reference/profiles",
    "Commands": "reference/commands",
    "Python": "reference/api",
    "Reference": "reference",
    "Explanation": "explanation",
    "Decisions": "adr",
}
"""The navigation, and the folder that each part of it lists, in the order of its file names."""

TABLES_INTRODUCTION = """# Input tables

Each table is defined once, in `src/bookload/data/tables/<table>.csv`; the checks, the template workbook, the
import's guesses and these pages read it there. A file may use other names and any order, and columns that no
contract names are kept as attributes.

"""

CHECKS_INTRODUCTION = """# Checks

Every row of every table is looked at before any is written. An *error* forbids writing; a *warning* is about
something that changes a figure, or may; a *note* is worth knowing. A finding names file, sheet, row, column,
value and what to do; of each kind the first hundred are listed, and a count. Amounts of pay are in none.

What can go wrong while a file is read, before there are tables, is told in
[Reading files](../explanation/reading-files.md).

"""

PROFILES_INTRODUCTION = """# Profiles

A profile sets the switches of `[revenue]` as a vendor publishes that it counts. Each page below is its
preset's file, `src/bookload/data/documents/profiles/<vendor>.csv`: the value of each switch, the vendor's
rule in our words, the page or source file that states it, and the day on which a copy of that was read. *Not
published*: nothing was found, and the switch is set as Bookload sets it. The presets beside one another, and
what no switch can say, are in [Profiles](../../explanation/profiles.md).

"""

API_INTRODUCTION = """# From Python

`import bookload as bl; ws = bl.open("acme")` opens a workspace; what it answers are frozen dataclasses that
turn into Arrow, polars and pandas. The pages beside this one are made from docstrings, a package each, from
the bottom layer up.

::: bookload
    options:
      show_submodules: false
"""

LAYERS = ("base", "data", "metrics", "planning", "report", "workspace")
"""What scripts may build on, from the bottom up; cli and web are for people."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the made pages, then the navigation over all of them."""
    made = [*_tables(), *_profiles(), *_checks(), *_commands(), *_api()]
    for path, text in made:
        files.append(File.generated(config, path, content=text))
    paths = sorted(file.src_uri for file in files.documentation_pages())
    config.nav = [
        {"Bookload": "index.md"},
        *({title: _in(folder, paths)} for title, folder in SECTIONS.items()),
    ]
    return files


def _in(folder: str, paths: list[str]) -> list[str]:
    """Return the pages of one folder, its index first."""
    pages = [path for path in paths if path.rpartition("/")[0] == folder]
    return sorted(pages, key=lambda path: (not path.endswith("/index.md"), path))


def _tables() -> Iterator[tuple[str, str]]:
    """Make a page of each contract: a heading, then a row a column."""
    names = sorted(path.stem for path in CONTRACTS.glob("*.csv"))
    listing = "\n".join(f"- [{name}]({name}.md)" for name in names)
    yield "reference/tables/index.md", TABLES_INTRODUCTION + listing + "\n"
    for name in names:
        with (CONTRACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield f"reference/tables/{name}.md", _contract(name, list(csv.DictReader(file)))


def _contract(name: str, rows: list[dict[str, str]]) -> str:
    """Return the page of one contract: what a column is, then the names that an import knows it by."""
    about = [
        (
            f"`{row['column']}`",
            row["type"].replace("|", ", "),
            row["required"].replace("yes", "required"),
            row["default"],
            row["unit"],
            row["sensitivity"].replace("_", " "),
            row["description"],
        )
        for row in rows
    ]
    known = [(f"`{row['column']}`", row["aliases"].replace("|", ", "), row["example"]) for row in rows]
    key = ", ".join(f"`{row['column']}`" for row in rows if row["key"])
    return (
        f"# {name}\n\nOne row for each {key}.\n\n"
        + _table(("column", "type", "", "default", "unit", "sensitivity", "what it is"), about)
        + "\n## Names and examples\n\nAn import also knows the columns by these names.\n\n"
        + _table(("column", "also", "for example"), known)
    )


def _profiles() -> Iterator[tuple[str, str]]:
    """Make a page of each preset: a row a switch, with who says so."""
    names = sorted(path.stem for path in PROFILES.glob("*.csv"))
    listing = "\n".join(f"- [{name}]({name}.md)" for name in names)
    yield "reference/profiles/index.md", PROFILES_INTRODUCTION + listing + "\n"
    head = ("switch", "value", "rule", "source", "read on")
    for name in names:
        with (PROFILES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [
                (f"`{row['switch']}`", f"`{row['value']}`", row["rule"], row["source"], row["seen"])
                for row in csv.DictReader(file)
            ]
        yield f"reference/profiles/{name}.md", f"# {name}\n\n{_table(head, rows)}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table of Markdown, without the columns that are empty throughout."""
    shown = [index for index in range(len(head)) if any(row[index] for row in rows)]
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(_cell(line[index]) for index in shown)} |\n" for line in lines)


def _cell(value: str) -> str:
    """Return a cell that Markdown shows as it is written."""
    return value.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def _checks() -> Iterator[tuple[str, str]]:
    """Make the page of all checks, from their docstrings: a heading a table, a row a check."""
    from bookload.data.tables.checks import all_checks  # noqa: PLC0415 - a page alone needs it

    lines = [CHECKS_INTRODUCTION]
    checks = all_checks()
    for table in dict.fromkeys(check.table for check in checks):
        lines += [f"## {table.replace('_', ' ') if table == 'every_table' else table}", ""]
        lines += ["| finding | what is looked for |", "|---|---|"]
        rows = (check for check in checks if check.table == table)
        lines += [f"| `{check.code}` | {' '.join(check.says.split())} |" for check in rows]
        lines += [""]
    yield "reference/checks.md", "\n".join(lines)


def _commands() -> Iterator[tuple[str, str]]:
    """Make a page of each command: what `bookload COMMAND --help` says."""
    names = commands()
    listing = "\n".join(f"- [`bookload {name}`]({name}.md)" for name in names)
    yield "reference/commands/index.md", f"# Commands\n\n```text\n{_help()}```\n\n{listing}\n"
    for name in names:
        yield f"reference/commands/{name}.md", f"# bookload {name}\n\n```text\n{_help(name)}```\n"


def commands() -> list[str]:
    """Return the names of the public commands, from the program itself, in the order of its help."""
    return list(COMMANDS)


def _help(*command: str) -> str:
    """Return what the program says of itself, as wide as a page."""
    os.environ["COLUMNS"] = "100"
    said = StringIO()
    with redirect_stdout(said):
        _program()([*command, "--help"], prog_name="bookload", standalone_mode=False)
    return "\n".join(line.rstrip() for line in said.getvalue().strip().splitlines()) + "\n"


_program = cache(app)
"""The program, made once: to start it for each of its commands took half of what all pages take."""


def _api() -> Iterator[tuple[str, str]]:
    """Make a page of each package, from its docstrings, in the order of the layers."""
    yield "reference/api/index.md", API_INTRODUCTION
    for number, layer in enumerate(LAYERS, start=1):
        for name in _packages(layer):
            yield f"reference/api/{number}-{name.replace('.', '-')}.md", f"# {name}\n\n::: bookload.{name}\n"


def _packages(layer: str) -> list[str]:
    """Return a layer, or the packages in it where it has some."""
    folder = PACKAGE / layer
    inner = sorted(path.parent.name for path in folder.glob("*/__init__.py"))
    single = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__") if inner else []
    whole = [layer] if (folder / "__init__.py").is_file() else []
    return [f"{layer}.{name}" for name in [*single, *inner]] or whole
