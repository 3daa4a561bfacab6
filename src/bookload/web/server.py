"""The server: made ready in a workspace, started with one command, stopped without losing an answer."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base.errors import UsageError
from bookload.web.patience import seconds
from bookload.web.state import METRICS, WORKSPACE, State, in_use, served
from bookload.web.taken import demand_free
from bookload.workspace.paths import PROGRAM, installed_program

if TYPE_CHECKING:
    from collections.abc import Callable

    from granian.server import MPServer

THREADS = "BOOKLOAD_THREADS"
"""The environment variable that says how many requests a process answers at a time."""

HEAD_BYTES = 2**16
"""How large the head of a request may be."""

CONNECTIONS = 1_024
"""How many connections a process has at a time; others wait until one of these ends."""

STOP_SECONDS = 20
"""How long requests that are being answered may take when the server is told to stop."""

APPLICATION = "bookload.web.asgi:application"

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Bound:
    """Where the server listens, and how: elsewhere than on loopback it needs TLS, its own or a proxy's."""

    host: str = "127.0.0.1"
    port: int = 8787
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    names: tuple[str, ...] = ()
    workers: int = 1
    threads: int = 8

    def checked(self) -> Bound:
        """Return it; raise `UsageError` where sign-ins would cross a network in the clear."""
        secure = self.behind_proxy or (self.certificate is not None and self.key is not None)
        if self.host not in LOOPBACK and not secure:
            raise UsageError(
                f"on {self.host} passwords would cross the network in the clear; give --certificate and "
                "--key, or --behind-proxy where a proxy speaks TLS"
            )
        if self.host not in LOOPBACK and not self.names:
            raise UsageError("say by which name people come: --name bookload.example.com")
        return self

    @property
    def secure(self) -> bool:
        """Whether people come over TLS."""
        return self.behind_proxy or self.certificate is not None

    @property
    def address(self) -> str:
        """Where people come."""
        name = self.names[0] if self.names else f"{self.host}:{self.port}"
        return f"{'https' if self.secure else 'http'}://{name}"


def ready(root: Path, bound: Bound, now: datetime) -> str:
    """Make the workspace's database current, and return a link that signs its owner in once; see `migrate`.

    It sets what the server's processes read of the environment.
    """
    os.environ[WORKSPACE] = str(root.resolve())
    os.environ[PROGRAM] = installed_program()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bookload.web.settings"
    os.environ["BOOKLOAD_SECURE"] = "1" if bound.secure else "0"
    os.environ["BOOKLOAD_BEHIND_PROXY"] = "1" if bound.behind_proxy else "0"
    if bound.names:
        os.environ["BOOKLOAD_HOSTS"] = ",".join((*bound.names, "127.0.0.1", "localhost"))
    state = State(root.resolve())
    state.metrics_token()
    os.environ[METRICS] = str(state.counted())
    import django  # noqa: PLC0415 - Django reads its settings when it is set up, and they come from here

    django.setup()
    from bookload.web.migrating import migrate  # noqa: PLC0415 - needs the settings, as models do
    from bookload.web.people.ways_in import made, owner  # noqa: PLC0415

    migrate(state)

    os.environ["BOOKLOAD_ADDRESS"] = bound.address  # letters say where the page is
    return f"{bound.address}/in/{made(owner(), now)}"


def serve(bound: Bound, told: Callable[[], None]) -> None:
    """Serve until told to stop; requests that are being answered then are answered."""
    from bookload.web.jobs.keeper import supervised  # noqa: PLC0415 - needs the settings, as models do

    os.environ[THREADS] = str(bound.threads)
    server = listening(bound)
    demand_free(bound.host, bound.port)
    with in_use(served(), fcntl.LOCK_SH), supervised():
        told()
        server.serve()


def listening(bound: Bound, application: str = APPLICATION) -> MPServer:
    """Return the server of an application; it waits for heads of requests as `patience` does for bodies.

    Of itself it says nothing but what goes wrong.
    """
    from granian.constants import Interfaces  # noqa: PLC0415 - nothing else of the program needs it
    from granian.http import HTTP1Settings, HTTP2Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import MPServer  # noqa: PLC0415

    return MPServer(
        application,
        address=bound.host,
        port=bound.port,
        interface=Interfaces.ASGINL,
        websockets=False,
        workers=bound.workers,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=int(1_000 * seconds()), max_buffer_size=HEAD_BYTES),
        http2_settings=HTTP2Settings(max_headers_size=HEAD_BYTES),
        log_level=LogLevels.warning,
        ssl_cert=bound.certificate,
        ssl_key=bound.key,
        workers_kill_timeout=STOP_SECONDS,
    )
