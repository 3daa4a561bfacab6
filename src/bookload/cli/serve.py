"""`bookload serve`: the web app, in a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import Root, now


def command(
    workspace: Root = Path(),
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; elsewhere than here it needs TLS.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="The port to listen on.")] = 8787,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="A TLS certificate, as a PEM file.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", help="The certificate's key, as a PEM file.")] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy before it speaks TLS and says so.")
    ] = False,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A host name that people come by; may be given often.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes answer.")] = 1,
) -> None:
    """Serve the web app: pages for everybody who looks at the figures, signed in, with their own rights."""
    from bookload.cli.output import say
    from bookload.web.server import Bound, ready, serve
    from bookload.web.state import State
    from bookload.web.taken import alone, demand_free

    bound = Bound(host, port, certificate, key, behind_proxy, tuple(name or ()), workers).checked()
    workspace.mkdir(parents=True, exist_ok=True)
    with alone(State(workspace.resolve()), bound.address):
        demand_free(bound.host, bound.port)
        link = ready(workspace, bound, now())

        def told() -> None:
            say(f"Bookload serves {workspace.resolve()}. Open this link; it signs you in once:")
            typer.echo(link)
            say("Ctrl-C stops it.")

        serve(bound, told)
