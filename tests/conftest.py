"""What every test stands on: loopback alone, a terminal of one width, the shared data where there is some."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
from collections.abc import Callable, Generator, Iterator
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from pytest_cov.engine import CovController
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

import proved
from made_once import OfAllWorkers

REPOSITORY = Path(__file__).resolve().parent.parent
pytest_plugins = ["servers"]
Given = ParamSpec("Given")
Result = TypeVar("Result")
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - what a test may connect to, not what it listens on

# Programs that tests start see what tests see: no colours, one width, one zone.
os.environ.update({"NO_COLOR": "1", "COLUMNS": "100", "TZ": "UTC", "PYTHONUTF8": "1"})
os.environ.pop("FORCE_COLOR", None)

settings.register_profile(
    "small",
    max_examples=12,
    deadline=None,  # two cores are shared by all workers: a slow example is not a fault
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("promised", parent=settings.get_profile("small"), max_examples=2_000)
settings.load_profile("promised" if os.environ.get("BOOKLOAD_PROVE") else "small")


TOGETHER = {
    "tests/engines/": "servers",
    "tests/unit/data/engine/": "servers",
    "tests/unit/data/demo/": "sample companies",
    "tests/unit/report/page/test_page.py": "reports",
    "tests/unit/report/workbook/test_workbook.py": "reports",
}
"""Files that share what takes longer to make than most of their tests: two servers, companies, an answer."""


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """A file's tests in one worker, which makes what they share once; so do the folders of `TOGETHER`.

    xdist's own groups are none under pytest 9.2: it tells them by a name that pytest no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        for folder, name in TOGETHER.items():
            if nodeid.startswith(folder):
                return name
        # What is proved shares little and takes minutes a test.
        return nodeid if os.environ.get("BOOKLOAD_PROVE") else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Say which worker gets which tests."""
    return ByFile(config, log)


COVERED = ("unit/base/", "unit/metrics/revenue/", "unit/metrics/ratios/")
"""The tests whose coverage is measured: it makes them half as fast again, and the gate needs no others.

They are first: what an unmeasured test had written out before them would be found in a cache, and its lines
would count as never run."""


LONG = ("engines/", "docs/", "faults/", "browser/", "properties/", "unit/data/demo/")
"""Where the files are that take longest: next, so that no worker is left alone with one."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is measured; long files next, then as they come."""
    order = [COVERED, *((folder,) for folder in LONG), ("",)]
    places = {}
    for item in items:
        place = item.path.relative_to(REPOSITORY / "tests").as_posix()
        places[item] = next(number for number, folders in enumerate(order) if place.startswith(folders))
    items.sort(key=places.__getitem__)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """End what pytest-cov began to measure in a worker before it knew it for one.

    It begins again when it knows; of two the first would go on, unseen, wherever the second pauses.
    """
    measuring = _measuring(session.config)
    if measuring is not None and hasattr(session.config, "workerinput"):
        measuring.pause()


@pytest.fixture(autouse=True, scope="session")
def _asked_unmeasured() -> Iterator[None]:
    """Trace nothing while an engine is asked: it takes half as long again, and nothing there has a gate."""
    from bookload.data.engine.duck import DuckDB

    with pytest.MonkeyPatch.context() as patch:
        for name in ("run", "write", "known"):
            patch.setattr(DuckDB, name, _untraced(getattr(DuckDB, name)))
        yield


def _untraced(method: Callable[Given, Result]) -> Callable[Given, Result]:
    @wraps(method)
    def called(*given: Given.args, **named: Given.kwargs) -> Result:
        tracing = sys.gettrace()
        if tracing is None:
            return method(*given, **named)
        sys.settrace(None)
        try:
            return method(*given, **named)
        finally:
            sys.settrace(tracing)

    return called


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure what is to be covered alone: tracing makes Python up to five times as slow.

    pytest-cov's own mark `no_cover` would leave fixtures measured, where much of the work is done.
    """
    measuring = _measuring(item.config)
    covered = item.path.relative_to(REPOSITORY / "tests").as_posix().startswith(COVERED)
    if measuring is not None and measuring.started is not covered:
        (measuring.resume if covered else measuring.pause)()
    return (yield)


def _measuring(config: pytest.Config) -> CovController | None:
    return getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)


def pytest_collection_finish() -> None:
    """Look for garbage seldom: expressions are many small things, and looking through them costs a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_configure(config: pytest.Config) -> None:
    """Leave files in the order they are collected in, not by how many tests they have; say what is proved."""
    config.option.loadscopereorder = False
    if os.environ.get("BOOKLOAD_PROVE") and not hasattr(config, "workerinput"):
        whole = config.args_source is not config.ArgsSource.ARGS and not config.option.keyword
        config.pluginmanager.register(proved.Report(REPOSITORY / "docs" / "reference" / "proved.md", whole))


@pytest.fixture(autouse=True, scope="session")
def _loopback_alone() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            pytest.fail(f"a test connects to {address[0]}; tests talk to loopback alone")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _sql_written_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let workers share the texts of SQL: to write one takes longer than most tests take to ask it."""
    from bookload.data.engine import placed  # not before it is measured what runs of it

    base = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        if "PYTEST_XDIST_WORKER" in os.environ:
            patch.setattr(placed, "_written", OfAllWorkers(base.parent / "once-sql"))
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that pyproject.toml is in."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data sets, no part of the project; tests that use them are skipped where they are absent."""
    folder = Path(os.environ.get("BOOKLOAD_SHARED", REPOSITORY.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip("no shared data: set BOOKLOAD_SHARED to the folder that holds data/")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser that pages are looked at with."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium: install it (apt-get install chromium)")


@pytest.fixture
def promised(record_property: Callable[[str, object], None]) -> Callable[[str, int], int]:
    """State a count that an issue or the docs promise, for docs/reference/proved.md; gives the count back.

    `for seed in range(promised("random companies", 5_000)): ...` in a test marked `prove`.
    """

    def state(of_what: str, count: int) -> int:
        record_property("promised", f"{count:,} {of_what}")
        return count

    return state


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """State what came out where a promise is a share or a distance, for docs/reference/proved.md."""
    return lambda text: record_property("measured", text)
