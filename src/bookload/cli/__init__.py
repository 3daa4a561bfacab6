"""The command line: a file a command. Commands translate; numbers happen below."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

import typer

from bookload.base.errors import BookloadError

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
    "signs": "signs",
    "rates": "rates",
    "ratios": "ratios",
    "book": "book",
    "calibrate": "calibrate",
    "effort": "effort",
    "capacity": "capacity",
    "costs": "costs",
    "levers": "levers",
    "compare": "compare",
    "forecast": "forecast",
    "plan": "plan",
    "sizing": "sizing",
    "benchmarks": "benchmarks",
    "explain": "explain",
    "reconcile": "reconcile",
    "profiles": "profiles",
    "snapshots": "snapshots",
    "diff": "diff",
}
"""Commands and their files, in the order of the help."""

INTERRUPTED = 130
"""The exit code that Typer gives where somebody interrupts, as shells do; it says nothing."""


def app() -> typer.Typer:
    """Return the program with all its commands."""
    program = typer.Typer(
        help="From billing rows to ARR per CSM and the heads that a customer success team needs.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    program.callback()(_version)
    for name, module in COMMANDS.items():
        program.command(name)(import_module(f"bookload.cli.{module}").command)
    return program


def _version() -> None:
    """From billing rows to ARR per CSM and the heads that a customer success team needs."""


def main() -> None:
    """Run the program; errors that Bookload raises on purpose become one message and an exit code."""
    gc.set_threshold(50_000, 20, 20)  # expressions are many small things: looking through them takes a tenth
    try:
        app()(standalone_mode=True)
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
