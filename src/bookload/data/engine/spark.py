"""Spark: one machine's cores, or a standalone cluster, over the files and tables of a snapshot.

`spark://local[2]` runs here; `spark://host:7077` on the cluster of that master. Options of the URL that begin
with `spark.` are Spark's own; `files=shared` says that its workers can read the workspace's folder, else the
rows of files are sent to them.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import tempfile
import threading
import time
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import ibis.expr.operations as ops
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.logger import PySparkLogger
from pyspark.sql import SparkSession

from bookload.base.errors import MissingDataError, UsageError, WorkspaceError
from bookload.data.engine.address import Address, without_password
from bookload.data.engine.exact import check_exact, whole
from bookload.data.engine.held import Held, rows_of
from bookload.data.engine.interface import Live
from bookload.data.engine.java import java_home
from bookload.data.engine.live import SPARK, Found, selection
from bookload.data.engine.placed import compiled, source_of, tables_of
from bookload.data.engine.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import ibis.expr.types as ir
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from bookload.data.engine.interface import Source

SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # else what overflows is null
    "spark.sql.caseSensitive": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
}
CONNECT_SECONDS = 10
WORKER_SECONDS = 60
LOOPBACK = ("127.", "localhost", "[::1]")

INTEGER_DIVIDE = """
    CREATE OR REPLACE TEMPORARY FUNCTION integer_divide(n DECIMAL(38, 0), d DECIMAL(38, 0))
    RETURNS DECIMAL(38, 0) RETURN
    -- A quotient of decimals has six places and is rounded to them: so only what leaves no rest is divided,
    -- and one of 33 digits or more, which has no room for six places, is taken in two steps.
    CASE WHEN (n < 1e32BD AND n > -1e32BD) OR d >= 1000000 OR d <= -1000000
        THEN CAST((n - n % d) / d AS DECIMAL(38, 0))
        ELSE CAST((n - n % (d * 10000000000)) / (d * 10000000000) AS DECIMAL(28, 0)) * 10000000000
            + CAST((n % (d * 10000000000) - n % d) / d AS DECIMAL(11, 0))
    END
"""


class Spark:
    """One session; sessions of one program share its cluster, and see nothing of each other."""

    name = "spark"

    def __init__(self, url: str) -> None:
        """Start Spark, or join what this program has started; raise `WorkspaceError` where that fails."""
        address = Address.of(url)
        self._at = without_password(url)
        self._shared = _is_shared(address)
        self._session: SparkSession | None = _session(address, self._at)
        self._held = Held()
        self._one = threading.Lock()
        self._session.sql(INTEGER_DIVIDE)

    def __repr__(self) -> str:
        """Return it without secrets."""
        return f"Spark({self._at!r})"

    def run(self, expr: ir.Table, sources: Mapping[str, Source]) -> pa.Table:
        """Return the expression's rows; see `Engine.run`."""
        check_exact(expr)
        with self._one, _told_of(self._at):
            session = self._open()
            names = self._bind(session, expr, sources)
            rows = session.sql(self._sql(expr, names)).toArrow()
        return rows.cast(expr.schema().to_pyarrow())

    def sql(self, expr: ir.Table) -> str:
        """Return Spark's SQL for the expression."""
        return self._sql(expr, {node.name: node.name for node in tables_of(expr)})

    def close(self) -> None:
        """Let go of the session; Spark itself runs until the program ends, for the next one."""
        self._session = None

    def _open(self) -> SparkSession:
        if self._session is None:
            raise WorkspaceError("this connection to Spark is closed; open the workspace again")
        return self._session

    def _sql(self, expr: ir.Table, names: Mapping[str, str]) -> str:
        return compiled(expr, "pyspark", names, _said)

    def _bind(self, session: SparkSession, expr: ir.Table, sources: Mapping[str, Source]) -> dict[str, str]:
        for name in self._held.released():
            session.catalog.dropTempView(name)
        names = {}
        for node in tables_of(expr):
            source, schema = source_of(node.name, sources), node.schema
            if isinstance(source, Live):
                names[node.name] = f"live_{node.name}"
                rows = session.sql(selection(source, _columns(session, source), SPARK))
                rows.createOrReplaceTempView(names[node.name])
            else:
                load = partial(self._load, session, source, schema)
                names[node.name] = self._held.name_of(source, schema, load)
        return names

    def _load(self, session: SparkSession, source: Path | pa.Table, schema: ibis.Schema, name: str) -> None:
        self._rows(session, source, schema).createOrReplaceTempView(name)

    def _rows(self, session: SparkSession, source: Path | pa.Table, schema: ibis.Schema) -> DataFrame:
        if isinstance(source, Path):
            if self._shared:
                return session.read.parquet(str(source.resolve())).select(*schema)
            source = rows_of(source)
        return session.createDataFrame(source.select(list(schema)).cast(schema.to_pyarrow()))


def _said(node: ops.Node) -> ops.Node:
    """Return what Spark says otherwise: its `-x` and `abs(x)` keep but 34 digits, its differences all."""
    if isinstance(node, (ops.Negate, ops.Abs)) and node.arg.dtype.is_decimal():
        value = node.arg.to_expr()
        turned = whole(0) - value
        said = turned if isinstance(node, ops.Negate) else ibis.cases((value < whole(0), turned), else_=value)
        found: ops.Node = said.op()
        return found
    return node


def _columns(session: SparkSession, live: Live) -> dict[str, Found]:
    """Return the columns of a table or view of Spark's catalog, by name; raise where there is none."""
    name = SPARK.name(*live.name.split("."))
    if not session.catalog.tableExists(name):
        message = f"Spark's catalog has no table or view '{live.name}'; [tables] names it"
        raise MissingDataError(message)
    found = {}
    for field in session.table(name).schema.fields:
        kind = field.dataType
        found[field.name] = Found(kind.typeName(), getattr(kind, "scale", None), kind.simpleString())
    return found


# -------------------------------------------------------------------------------------------------- starting


def _session(address: Address, at: str) -> SparkSession:
    """Return a session of its own in the one Spark that a program has; started if it is not yet."""
    master = _master(address)
    running = SparkSession.getActiveSession()
    if running is not None and running.sparkContext.master != master:
        raise UsageError(
            f"this program already runs on {running.sparkContext.master}; one program has one Spark, "
            f"so open workspaces of {at} in another"
        )
    if running is None:
        if master.startswith("spark://"):
            _reach(master, at)
        running = _started(master, address.options)
        if master.startswith("spark://"):
            _wait_for_workers(running, at)
    PySparkLogger.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    session = running.newSession()
    for name, value in address.options.items():
        if name.startswith("spark.sql."):  # of a session; what else there is was settled when Spark started
            session.conf.set(name, value)
    return session


def _master(address: Address) -> str:
    return address.place if address.place.startswith("local") else f"spark://{address.place}"


def _is_shared(address: Address) -> bool:
    return address.place.startswith("local") or address.options.get("files") == "shared"


def _started(master: str, options: Mapping[str, str]) -> SparkSession:
    here = master.startswith("local") or master.removeprefix("spark://").startswith(LOOPBACK)
    quiet = f"-Dlog4j2.configurationFile={files('bookload.data.engine').joinpath('log4j2.properties')}"
    own = {name: value for name, value in options.items() if name.startswith("spark.")}
    java = f"{quiet} {own.pop('spark.driver.extraJavaOptions', '')}".strip()
    settings = SESSION | {"spark.driver.extraJavaOptions": java} | own
    if here:  # nobody else may connect
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    conf = SparkConf().setMaster(master).setAppName("bookload").setAll(list(settings.items()))
    wanted = {"JAVA_HOME": java_home()} | ({"SPARK_LOCAL_IP": "127.0.0.1"} if here else {})
    with tempfile.TemporaryFile() as said, _environment(wanted):
        try:
            SparkContext(conf=conf, gateway=launch_gateway(conf, {"stderr": said}))  # type: ignore[no-untyped-call]
        except (PySparkException, Py4JError) as error:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise WorkspaceError(f"Spark does not start: {last or type(error).__name__}") from error
    return SparkSession.builder.getOrCreate()


@contextlib.contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """Set variables for the programs that are started meanwhile."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _reach(master: str, at: str) -> None:
    """Raise `WorkspaceError` where no master listens, which Spark itself takes a minute to say."""
    host, _, port = master.removeprefix("spark://").rpartition(":")
    if not host or not port.isdecimal():
        raise UsageError(
            f"'{at}' names no master; write spark://host:7077, or spark://local[2] for this machine"
        )
    try:
        socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS).close()
    except OSError as error:
        raise WorkspaceError(
            f"no Spark master answers at {host}:{port} ({error.strerror or error}); is it running?"
        ) from None


def _wait_for_workers(session: SparkSession, at: str) -> None:
    """Wait for the first executor; raise `WorkspaceError` where none comes: a question would hang."""
    status = session.sparkContext._jsc.sc().getExecutorMemoryStatus  # noqa: SLF001 - Python has no other way
    until = time.monotonic() + WORKER_SECONDS
    while status().size() < 2:  # noqa: PLR2004 - the program itself is one
        if time.monotonic() > until:
            session.stop()
            raise WorkspaceError(
                f"no worker of {at} has a core and the memory to spare within {WORKER_SECONDS} s; "
                "ask for less with ?spark.executor.memory=1g, or wait until other work there is done"
            )
        time.sleep(0.05)


# -------------------------------------------------------------------------------------------- what went wrong


@contextlib.contextmanager
def _told_of(at: str) -> Iterator[None]:
    try:
        yield
    except PySparkException as error:
        raise told(str(error.getSqlState() or _state(str(error))), at) from error
    except Py4JError as error:
        raise told(_state(str(error)), at) from error


def _state(text: str) -> str:
    """Return the SQLSTATE that an error of Java quotes, an empty text where it has none."""
    return text.partition("SQLSTATE: ")[2][:5]
