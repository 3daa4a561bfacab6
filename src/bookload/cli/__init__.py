"""The command line: a file a command. Commands translate; numbers happen below."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import typer

from bookload.base.errors import BookloadError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "init": "init",
    "demo": "demo",
    "import": "import_",
    "check": "check",
    "report": "report",
    "movements": "movements",
    "retention": "retention",
    "cohorts": "cohorts",
    "committed": "committed",
    "renewals": "renewals",
    "concentration": "concentration",
    "changed": "changed",
    "signs": "signs",
    "rates": "rates",
    "ratios": "ratios",
    "book": "book",
    "loads": "loads",
    "monday": "monday",
    "board": "board",
    "calibrate": "calibrate",
    "effort": "effort",
    "capacity": "capacity",
    "costs": "costs",
    "levers": "levers",
    "compare": "compare",
    "forecast": "forecast",
    "plan": "plan",
    "balance": "balance",
    "sizing": "sizing",
    "impact": "impact",
    "benchmarks": "benchmarks",
    "explain": "explain",
    "reconcile": "reconcile",
    "profiles": "profiles",
    "snapshots": "snapshots",
    "diff": "diff",
    "serve": "serve",
    "backup": "backup",
    "restore": "restore",
    "doctor": "doctor",
    "mcp": "mcp",
}
"""Commands and their files, in the order of the help."""

INTERRUPTED = 130
"""The exit code that Typer gives where somebody interrupts, as shells do; it says nothing."""


def app(words: Sequence[str] = ()) -> typer.Typer:
    """Return the program with all its commands; with one alone, where that is the first of the words.

    To make them all takes a tenth of a program's start.
    """
    program = typer.Typer(
        help="From billing rows to ARR per CSM and the heads that a customer success team needs.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    program.callback()(_version)
    for name in words[:1] if words and words[0] in COMMANDS else COMMANDS:
        program.command(name)(import_module(f"bookload.cli.{COMMANDS[name]}").command)
    return program


def _version() -> None:
    """From billing rows to ARR per CSM and the heads that a customer success team needs."""


def main() -> None:
    """Run the program; errors that Bookload raises on purpose become one message and an exit code."""
    gc.set_threshold(50_000, 20, 20)  # expressions are many small things: looking through them takes a tenth
    try:
        app(sys.argv[1:])(standalone_mode=True)
    except BookloadError as error:
        typer.echo(f"bookload: {error}", err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, SystemExit) as ended:
        if isinstance(ended, SystemExit) and ended.code != INTERRUPTED:
            raise
        typer.echo("bookload: stopped; what was not finished was not written", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output closed it (`| head`); that is its right.
        sys.stderr.close()
        sys.exit(141)
