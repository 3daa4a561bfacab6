"""`bookload init`: a workspace with commented documents and the template workbook."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.output import say


def command(folder: Annotated[Path, typer.Argument(help="The folder to make the workspace in.")]) -> None:
    """Make a workspace: commented documents and the template workbook."""
    from bookload.workspace import init

    made = init(folder)
    say(f"workspace made in {made.root}")
    say(f"next: bookload import YOUR-FILES --workspace {made.root}")
