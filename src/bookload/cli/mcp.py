"""`bookload mcp`: the questions as tools of an assistant on this machine."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import Root, access


def command(
    workspace: Root = Path(),
    role: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="ROLE",
            help="What the assistant may see; pay only as a role that sees it: head, finance, board.",
        ),
    ] = "operations",
) -> None:
    """Answer an assistant over standard input and output (Model Context Protocol): read only, without pay."""
    from bookload.mcp.server import Server
    from bookload.workspace.paths import existing

    existing(workspace)
    # The protocol has standard output for itself: what a solver may print goes where errors go.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        Server(workspace.resolve(), access(role)).serve(sys.stdin.buffer, out)
