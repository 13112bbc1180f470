"""Web, worker and database are killed while people work over HTTP: records, money and notices are neither lost nor doubled.

``KHUE_KILL_SEED`` plays the same kills again, ``KHUE_KILLS`` asks for more of them: docs/how-to/kill-test.md.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import procrastinate
import psycopg
import pytest

from khue.site.postgres import OWNER
from tests.chaos.cases import Case, Plan
from tests.chaos.city import ROOT, City
from tests.chaos.findings import PERIODIC, Seen, file_path, findings
from tests.chaos.killer import Killer
from tests.chaos.people import Journal, Trouble

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]
KILLS = int(os.environ.get("KHUE_KILLS") or 5)
SEED = int(os.environ.get("KHUE_KILL_SEED") or random.SystemRandom().randrange(1_000_000))
PEOPLE = 4
MOST_CASES = 200
ASK_AGAIN = 6.0
"""Seconds between two questions for the jobs of dead workers in the short run."""
DRAIN = 200.0
HANOI = timezone(timedelta(hours=7))


@pytest.fixture
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    made = City(tmp_path_factory.mktemp("kill"))
    try:
        made.prepare(static=ROOT / "var/test/static")
        made.start()
        yield made
    finally:
        made.end()


def test_kills_of_web_worker_and_database_lose_and_double_nothing(
    city: City, capfd: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()

    def say(what: str) -> None:
        with capfd.disabled():
            # The error channel is the terminal's own, also in a worker of xdist.
            print(f"  {what}", file=sys.stderr, flush=True)

    say(f"kill test: KHUE_KILL_SEED={SEED} KHUE_KILLS={KILLS}, {city.url}")
    anchor = city.var / "anchor-before"
    journal, today = Journal(), datetime.now(HANOI).date()
    quiet = Case(city.url, Plan(1, supplemented=True), journal, today)
    quiet.play()
    city.khue("audit", "checkpoint", "--out", str(anchor))
    untouched = bystanders(city)
    say(f"{time.monotonic() - began:6.1f} s  the quiet case is through")

    killer = Killer(city, journal, SEED, KILLS, say, began)
    cases = storm(city, journal, killer, today)
    city.wait_until_whole()
    finished = sum(case.finished for case in cases)
    lost = ", ".join(f"{count} × {why}" for why, count in sorted(journal.lost.items())) or "none"
    say(f"{time.monotonic() - began:6.1f} s  {finished} cases, {len(journal.deeds)} deeds, answers lost: {lost}")
    drain(city)
    say(f"{time.monotonic() - began:6.1f} s  the queue is empty")

    seen = Seen.look(city, journal, quiet, cases)
    say(f"{seen.answered_anew()} deeds were sent again after they had been done")
    wrong = [*journal.troubles, *findings(seen)]
    wrong += [f"a bystander changed: {row}" for row in bystanders(city) ^ untouched]
    wrong += leftovers(city)
    assert not wrong, f"KHUE_KILL_SEED={SEED} KHUE_KILLS={KILLS}, log: {city.log}\n" + "\n".join(wrong[:60])
    assert len(killer.killed) == KILLS
    assert finished >= PEOPLE
    with ThreadPoolExecutor() as at_once:
        ledger = at_once.submit(city.khue, "ledger", "verify")
        proven = prove(city, anchor)
        assert "sound" in ledger.result()
    say(f"{time.monotonic() - began:6.1f} s  all is well: {proven}")


def storm(city: City, journal: Journal, killer: Killer, today: date) -> list[Case]:
    """People play one case after the other until the killer has done; each finishes the case that is under way."""
    over = threading.Event()
    cases: list[Case] = []
    numbers = iter(range(2, MOST_CASES))
    lock = threading.Lock()

    def next_case() -> Case | None:
        with lock:
            number = next(numbers, None)
            if number is None:
                return None
            firm = number % 2 == 1
            plan = Plan(
                number,
                kind="trial-production" if firm else "research-topic",
                writer="founder" if firm else "researcher",
                supplemented=number % 4 in (0, 1),
            )
            cases.append(Case(city.url, plan, journal, today, random.Random(f"{SEED} {number}")))
            return cases[-1]

    def work() -> None:
        while not over.is_set() and (case := next_case()) is not None:
            try:
                case.play()
            except (Trouble, LookupError) as trouble:
                journal.complain(f"{case.plan.name} {case.number}: {trouble}")

    in_threads([work] * PEOPLE, lambda: killer.work(), over, journal)
    return cases


def in_threads(
    works: list[Callable[[], None]], main: Callable[[], None], over: threading.Event, journal: Journal
) -> None:
    """Works in threads while ``main`` runs here; what goes wrong in a thread is complained about."""

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            journal.complain(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=guarded, args=[work], daemon=True) for work in works]
    for thread in threads:
        thread.start()
    patience = 5.0
    try:
        main()
        patience = 300.0
    finally:
        over.set()
        for thread in threads:
            thread.join(patience)
    if any(thread.is_alive() for thread in threads):
        journal.complain("somebody never finished")


def drain(city: City) -> None:
    """Until no job waits. Jobs of a killed worker come back when it counts as dead and the minute is over;
    in the short run the question is asked a little earlier, by putting the same job into the queue."""
    deadline, asked = time.monotonic() + DRAIN, 0.0
    while time.monotonic() < deadline:
        names = city.rows("SELECT task_name, status FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        if all(row["task_name"] in PERIODIC for row in names):
            return
        if KILLS <= 5 and time.monotonic() - asked > ASK_AGAIN:
            asked = time.monotonic()
            retry_stalled(city)
        time.sleep(0.3)
    raise AssertionError(f"after {DRAIN:.0f} s these jobs still wait: {names}\n{city.last_words()}")


def retry_stalled(city: City) -> None:
    """Ask for the job that the worker asks for every minute."""
    connector = procrastinate.SyncPsycopgConnector(conninfo=city.postgres.url(OWNER))
    with procrastinate.App(connector=connector).open() as app:
        task = app.configure_task("kernel.retry_stalled", allow_unknown=True, queueing_lock="kernel.retry_stalled")
        try:
            task.defer(timestamp=int(time.time()))
        except (procrastinate.exceptions.AlreadyEnqueued, psycopg.Error):
            return


def bystanders(city: City) -> set[str]:
    """The three cases from before the kills, as they stand."""
    rows = city.rows(
        "SELECT d.number, d.state, d.stamp, s.state AS support, s.paid, s.granted,"
        " (SELECT count(*) FROM kernel_auditrecord a WHERE a.chain IN ('dossier:' || d.id, 'support:' || s.id)) AS records,"
        " (SELECT count(*) FROM kernel_timelinerow t WHERE t.subject IN ('dossier:' || d.id, 'support:' || s.id)) AS told"
        " FROM dossiers_dossier d JOIN missions_equipmentsupport s ON s.dossier_id = d.id"
        " WHERE d.title LIKE 'Hồ sơ có trước %' ORDER BY d.id"
    )
    assert len(rows) == 3
    return {str(row) for row in rows}


def leftovers(city: City) -> list[str]:
    """Bytes of deeds that failed are swept by the nightly job; what is left then are exactly the files with a row."""
    city.command(
        "-c",
        "import django; django.setup()\nfrom khue.kernel.files import sweep_orphans\nprint(sweep_orphans(0.0))",
    )
    kept = {file_path(city, row["id"]) for row in city.rows("SELECT id FROM kernel_storedfile")}
    there = {path for path in (city.var / "files").rglob("*") if path.is_file()}
    return [f"bytes that nobody named survive the sweep: {path.name}" for path in there - kept] + [
        f"the sweep took the bytes of {path.name}" for path in kept - there
    ]


def prove(city: City, anchor: Path) -> str:
    """The audit, exported and verified offline against a checkpoint of now; the one from before the kills is part of it."""
    now, export = city.var / "anchor-after", city.var / "audit.export"
    city.khue("audit", "checkpoint", "--out", str(now))
    city.khue("audit", "export", str(export), "--values")
    assert anchor.read_text() in export.read_text(), "the checkpoint from before the kills is not in the export"
    told = city.khue("audit", "verify", str(export), "--anchor", str(now))
    assert "in order" in told
    assert "identical with the anchor" in told
    return told.splitlines()[0]
