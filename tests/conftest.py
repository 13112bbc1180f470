"""The test database: one template per state of the migrations, a copy of it per worker, a clone per race.

Nothing is ever flushed: ledger and audit refuse it. Ordinary tests roll back; races and kills take a clone.
"""

from __future__ import annotations

import asyncio
import fcntl
import gc
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties

ROOT = Path(__file__).resolve().parents[1]


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic", "--disable-dev-shm-usage",
]  # fmt: skip


# However slow the machine is, a property fails by a counterexample only; the last lines of a failure say how to try it again.
properties.register_profile(
    "house", deadline=None, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
properties.register_profile("quick", properties.get_profile("house"), max_examples=30)
QUICK_FOLDERS = {"core", "city_rules"}


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Properties take the profile that is loaded while their module is read: few examples in the folders that must be quick."""
    properties.load_profile("quick" if QUICK_FOLDERS & set(collector.path.relative_to(ROOT).parts) else "house")


QUICK_SERVER = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "4GB",
}
"""The test server waits for no disk: after a fall its databases are made anew. Servers that `khue` starts (journeys, kills) wait as in earnest."""


def one_chain_for_all_browsers() -> None:
    """Each new test browser would build the middleware anew (static files are listed each time: 13 ms, ten thousand times)."""
    from django.conf import settings
    from django.test.client import ClientHandler

    build = ClientHandler.load_middleware
    built: dict[tuple[object, ...], ClientHandler] = {}

    def load(handler: ClientHandler, is_async: bool = False) -> None:
        key = (is_async, settings.DEBUG, *settings.MIDDLEWARE)
        if key not in built:
            build(handler, is_async=is_async)
            built[key] = handler
        for name in ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain"):
            setattr(handler, name, getattr(built[key], name))

    ClientHandler.load_middleware = load  # type: ignore[assignment]  # of handlers only this one is a test's  # wraps Django's own


BROWSING = ExitStack()
"""The browser of this worker and its driver, if a test has asked for them."""


@contextmanager
def _loop_out_of_sight(item: pytest.Item) -> Iterator[None]:
    """The browser's driver leaves its event loop marked as running in this thread, until the worker ends. A test that comes after
    and has no browser must not meet it: what signs a PDF runs a loop of its own, and `asyncio.run` refuses beside another."""
    running = None if "browser" in getattr(item, "fixturenames", ()) else asyncio._get_running_loop()
    if running is None:
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    with _loop_out_of_sight(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    with _loop_out_of_sight(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """As set-up and call: in sight of a loop, Django has other connections, and would end those instead of the test's own."""
    if nextitem is None and "browser" not in getattr(item, "fixturenames", ()):
        BROWSING.close()  # what ends with the last test would end the driver out of sight of its loop
    with _loop_out_of_sight(item):
        return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """Words first, before any worker starts: a process that looks for them too early never finds them again."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    one_chain_for_all_browsers()
    # The same way as in earnest, with fewer rounds: a million of them is half a second for each password of a test.
    PBKDF2PasswordHasher.iterations = 1_000
    if not hasattr(config, "workerinput"):
        from khue.site.messages import compile_messages

        compile_messages()
        return
    # Each process counts requests for itself: what another one does meanwhile is none of a test's figures.
    from django.conf import settings

    settings.KHUE_METRICS /= config.workerinput["workerid"]
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.KHUE_METRICS)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays loaded: the collector of garbage looks no more at it in every test."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last process out stops the test server: nothing is left running."""
    if hasattr(config, "workerinput") or os.environ.get("DATABASE_URL"):
        return
    from khue.site.postgres import Postgres, PostgresFailed

    with suppress(PostgresFailed):
        Postgres(Path(os.environ["KHUE_VAR"])).stop()


def _state() -> str:
    """Changes whenever what the template holds would change: schema, city package, cast."""
    mark = hashlib.sha256()
    wanted = [
        "src/khue/**/migrations/*.py",
        "src/khue/**/models/*.py",
        "src/khue/**/models.py",
        "src/khue/site/setup.py",
        "src/khue/site/states.py",
    ]
    wanted += ["src/khue_hanoi/**/*.toml", "tests/cast.py", "src/khue/site/sample/parties.py"]
    for pattern in wanted:
        for path in sorted(ROOT.glob(pattern)):
            mark.update(path.read_bytes())
    return mark.hexdigest()[:12]


class Cluster:
    """Databases on the server under test. Its copies lie in memory where the machine offers that.

    A copy is 1,200 small files, which a disk makes in a second and memory in a tenth; tests make copies by the hundred.
    """

    MEMORY = "khue_memory"

    def __init__(self) -> None:
        from django.conf import settings

        self.owner = settings.DATABASES["owner"]
        self.template = f"khue_template_{_state()}"

    def use_memory(self) -> None:
        """Once per start of the server, which is our own: what an earlier, killed run left in memory goes first."""
        from khue.site.postgres import Postgres

        shared = Path("/dev/shm")
        if not shared.is_dir() or shutil.disk_usage(shared).free < 2 << 30:
            return
        server = Postgres(Path(os.environ["KHUE_VAR"]))
        left = f"SELECT datname FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE spcname = '{self.MEMORY}'"
        for (name,) in self.sql(left):
            self.drop(name)
        folder = shared / f"khue-test-{hashlib.sha256(str(server.data).encode()).hexdigest()[:12]}"
        self.sql(f"DROP TABLESPACE IF EXISTS {self.MEMORY}")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        owner = server.data.stat()
        if owner.st_uid != folder.stat().st_uid:
            os.chown(folder, owner.st_uid, owner.st_gid)
        self.sql(f"CREATE TABLESPACE {self.MEMORY} LOCATION '{folder}'")

    def sql(self, *statements: str) -> list[Any]:
        address = {"user": self.owner["USER"], "host": self.owner["HOST"], "dbname": "postgres"}
        if self.owner["PORT"]:
            address["port"] = self.owner["PORT"]
        if self.owner["PASSWORD"]:
            address["password"] = self.owner["PASSWORD"]
        rows: list[Any] = []
        with psycopg.connect(**address, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
                rows = cursor.fetchall() if cursor.description else []
        return rows

    def copy(self, name: str, of: str = "") -> None:
        """A new database like the template, or like another one to which nobody is connected."""
        has_memory = self.sql(f"SELECT 1 FROM pg_tablespace WHERE spcname = '{self.MEMORY}'")
        where = f" TABLESPACE {self.MEMORY}" if has_memory else ""
        self.sql(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{of or self.template}"{where}',
        )

    def drop(self, name: str) -> None:
        """On a server where the owner is no superuser it may not end the application's sessions: wait for them."""
        for attempt in range(20):
            try:
                self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                return
            except psycopg.errors.InsufficientPrivilege:
                if attempt == 19:
                    raise
                time.sleep(0.25)

    def has(self, name: str) -> bool:
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def make_template(self, blocker: Any) -> None:
        """Build the template once, whoever comes first; older templates go."""
        lock = Path(os.environ["KHUE_VAR"]) / "template.lock"
        with lock.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            # The server's data may outlive the folder that the files lie in (as root they are apart).
            from khue.site import setup

            setup.prepare_files(lambda what: None)
            if self.has(self.template):
                return
            for (name,) in self.sql("SELECT datname FROM pg_database WHERE datname LIKE 'khue_template_%'"):
                self.drop(name)
            building = "khue_building"
            self.drop(building)
            self.sql(f'CREATE DATABASE "{building}"')
            with blocker.unblock(), pointed_at(building):
                setup.prepare(lambda what: None)
                setup.mark_mode()
                from tests.cast import build_cast

                build_cast()
            self.sql(f'ALTER DATABASE "{building}" RENAME TO "{self.template}"')


@contextmanager
def pointed_at(name: str) -> Iterator[str]:
    """Both connections of this process go to the database ``name``."""
    from django.db import connections

    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    for alias in before:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    try:
        yield name
    finally:
        for alias, old in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = old


@pytest.fixture(scope="session")
def cluster(django_db_blocker: Any) -> Cluster:
    """The server under test, started here unless DATABASE_URL names one. It stays up for the other workers."""
    from khue.site.postgres import SETTINGS, Postgres

    Path(os.environ["KHUE_VAR"]).mkdir(parents=True, exist_ok=True)
    if not os.environ.get("DATABASE_URL"):
        start_lock = Path(os.environ["KHUE_VAR"]) / "start.lock"
        with start_lock.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            earnest = dict(SETTINGS)
            SETTINGS.update(QUICK_SERVER)
            try:
                if Postgres(Path(os.environ["KHUE_VAR"])).start():
                    Cluster().use_memory()
            finally:  # the servers that tests start for kills and measurements keep what they have acknowledged
                SETTINGS.clear()
                SETTINGS.update(earnest)
    made = Cluster()
    made.make_template(django_db_blocker)
    return made


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """Replaces pytest-django's own: a copy of the template for this worker."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"khue_test_{worker}_{os.getpid()}"
    cluster.copy(name)
    with django_db_blocker.unblock(), pointed_at(name):
        yield
    cluster.drop(name)


@pytest.fixture(autouse=True, scope="session")
def plain_templates(django_test_environment: None) -> None:
    """Django's test environment would keep a copy of each template's context with each answer. Tests read answers."""
    from django.template import Template
    from django.test import utils

    Template._render = utils._TestState.saved_data.template_render


@pytest.fixture(autouse=True)
def own_language() -> None:
    """No test reads in the language of the last request of the one before."""
    translation = sys.modules.get("django.utils.translation")
    if translation is not None:  # plain tests of core never load it
        translation.deactivate()


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """Uses that a process counts for itself belong to one test."""
    limits = sys.modules.get("khue.kernel.limits")
    if limits is not None:  # plain tests of core never load it
        limits._here.clear()
    kept = sys.modules.get("khue.features.rulebook.queries.kept")
    if kept is not None:  # an answer that a test never closed must not hand its law to the next test
        kept.forget()


@pytest.fixture
def clone_db(cluster: Cluster, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own in which transactions really commit: for races, threads and kills."""
    name = f"khue_clone_{os.getpid()}"
    cluster.copy(name)
    with django_db_blocker.unblock(), pointed_at(name):
        yield name
    cluster.drop(name)


@pytest.fixture
def in_threads() -> Callable[..., list[Any]]:
    """Run callables at once in real threads, each with its own connection; results or exceptions in order."""
    import threading

    from django.db import connections

    def run(*calls: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(calls))
        results: list[Any] = [None] * len(calls)
        name = connections["default"].settings_dict["NAME"]

        def work(index: int, call: Callable[[], Any]) -> None:
            connections["default"].settings_dict["NAME"] = name
            start.wait()
            try:
                results[index] = call()
            except Exception as error:
                results[index] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return results

    return run


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium per worker: its driver may not be started twice in a process."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium: .ci/run installs it")
        pytest.skip("no chromium on this machine: the browser checks did not run")
    from playwright.sync_api import sync_playwright

    # The driver runs an event loop in this thread; Django would take it for a reason to refuse the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    playwright = BROWSING.enter_context(sync_playwright())
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    BROWSING.callback(launched.close)
    yield launched
    BROWSING.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
