"""Whether the public register holds out: 200 requests a second for a minute, on 5,000 granted supports.

    .venv/bin/python -m bench.public_register

The sample city is played through its use-cases, a worker renders its documents, and the other supports come by COPY
(``bench/rows.py``). Requests are due on a fixed schedule, whatever became of those before, and an answer's time counts
from the moment at which its request was due. They come from 4,000 addresses in turn, as through a proxy, so that rate
limits count and hold nobody up. Beside it in the same run: the same schedule on ``/healthz``. Then the
memory of every web process and of the worker that ends with it (USS). Generator, web and database share the machine.
"""

from __future__ import annotations

import os
import random
import re
import time
from statistics import median

from bench.clients import Answers, Client, open_loop
from bench.database import dsn_of, own_databases, pointed_at
from bench.figures import Figure, percentile, tell
from bench.rows import Load, load_dossiers, load_supports
from bench.web import Running, register_personas, serving, working

SUPPORTS, RATE, SECONDS, CONNECTIONS, VISITORS = 5_000, 200, 60, 64, 4_000
EMPTY_SECONDS = 10
PATH, EXPORT = "/vi/register/", "/vi/register.csv"
WITH_MARKS = ("nghiên cứu vật liệu", "giống lúa", "cảm biến không khí", "Cầu Giấy", "đê sông Hồng")
WITHOUT_MARKS = ("nghien cuu vat lieu", "giong lua", "cam bien khong khi", "cau giay", "khong co gi")
WORKER_PATIENCE = 90


def run(quick: bool = False) -> list[Figure]:
    """``quick`` leaves the sample city out, whose papers the worker would draw for a minute."""
    part = 100 if quick else 1
    with own_databases("khue_bench_register") as (name,):
        _fill(name, SUPPORTS // part, sample_city=not quick)
        with working(name) as worker, serving(name, KHUE_PROXIES="1") as web:
            jobs = _wait_for_jobs(name)
            paths = _paths(web, RATE * SECONDS // part)
            open_loop(
                web.port, paths[: 2 * RATE // part], rate=RATE / 4, connections=CONNECTIONS, visitors=50
            )  # warms up
            empty = open_loop(
                web.port, ["/healthz"] * (RATE * EMPTY_SECONDS // part), rate=RATE, connections=CONNECTIONS
            )
            start, used = time.perf_counter(), web.processor_seconds()
            found = open_loop(web.port, paths, rate=RATE, connections=CONNECTIONS, visitors=VISITORS)
            lasted, used = time.perf_counter() - start, web.processor_seconds() - used
            exported = _exported(web)
            web_mb, worker_mb = web.unshared_mb(), worker.unshared_mb()
    supports = SUPPORTS // part
    return [
        *_speed(found, empty, len(paths) / lasted, supports),
        Figure(
            "processor time of the web server per request", 1000 * used / len(paths), "ms", "",
            f"{1000 * (os.cpu_count() or 1) / RATE:.0f} ms are there for all: web, database, generator",
        ),
        Figure("supports in the CSV export", exported, "lines", f">= {supports}", f"{supports:,} were loaded"),
        *_memory(web_mb, worker_mb, len(paths), jobs),
    ]  # fmt: skip


def _exported(web: Running) -> int:
    """How many supports the export holds: an export that leaves some out is no export."""
    import csv
    import io

    status, body = Client(web.port).get(EXPORT)
    return len(list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))) - 1 if status == 200 else 0


def _fill(name: str, supports: int, *, sample_city: bool) -> None:
    from khue.site import sample

    if not sample_city:
        register_personas(name)
    with pointed_at(name):
        if sample_city:
            sample.build(lambda what: None)
        wanted = _load(supports)
    load_dossiers(name, wanted)
    load_supports(name, wanted)


def _load(supports: int) -> Load:
    from khue.features.dossiers.models import ProcedureVersion
    from khue.kernel import clock

    version = ProcedureVersion.objects.order_by("-number").values_list("pk", "key")[0]
    return Load(supports, clock.job_actor("bench").today, *version, granted_only=True)


def _wait_for_jobs(name: str) -> int:
    """Until the worker did what the sample city left to it; how many jobs that were."""
    import psycopg

    counts = "SELECT count(*) FILTER (WHERE status IN ('todo', 'doing')), count(*) FILTER (WHERE status = 'succeeded')"
    deadline = time.monotonic() + WORKER_PATIENCE
    with psycopg.connect(dsn_of(name), autocommit=True) as connection:
        while True:
            waiting, done = connection.execute(
                f"{counts} FROM procrastinate_jobs WHERE scheduled_at IS NULL OR scheduled_at <= now()"
            ).fetchone() or (0, 0)
            if not waiting:
                return int(done)
            if time.monotonic() > deadline:
                raise SystemExit(f"the worker left {waiting} jobs after {WORKER_PATIENCE} s")
            time.sleep(0.5)


def _paths(web: Running, number: int) -> list[str]:
    """What visitors ask: half the first page, a third a search, the rest the second page; one in 500 the whole as CSV."""
    from urllib.parse import urlencode

    status, body = Client(web.port).get(PATH)
    second = re.search(rb'rel="next" href="([^"]+)"', body) or re.search(rb'href="(\?after=[^"]+)"', body)
    if status != 200 or second is None:
        raise SystemExit(f"the register answers {status}, and shows no second page")
    chance = random.Random(30)
    searches = [f"{PATH}?{urlencode({'q': words})}" for words in (*WITH_MARKS, *WITHOUT_MARKS)]
    further = PATH + second[1].decode().replace("&amp;", "&")
    paths = []
    for each in range(number):
        share = chance.random()
        paths.append(PATH if share < 0.5 else chance.choice(searches) if share < 0.85 else further)
        if each % 500 == 499:
            paths[-1] = EXPORT
    return paths


def _speed(found: Answers, empty: Answers, rate: float, supports: int) -> list[Figure]:
    beside = f"/healthz on the same schedule: {1000 * percentile(empty.seconds, 99):.0f} ms"
    first = f"; the first: {found.faults[0]}" if found.faults else ""
    return [
        Figure("requests that failed", len(found.faults), "", "<= 0", f"of {len(found.seconds):,}{first}"),
        Figure(f"register with {supports:,} supports, 99th percentile", 1000 * percentile(found.seconds, 99), "ms", "<= 500", beside),
        Figure("the same, median", 1000 * median(found.seconds), "ms", "", f"/healthz: {1000 * median(empty.seconds):.1f} ms"),
        Figure("answered", rate, "requests/s", f">= {0.98 * RATE:.0f}", f"{RATE} were due each second"),
    ]  # fmt: skip


def _memory(web_mb: list[float], worker_mb: list[float], requests: int, jobs: int) -> list[Figure]:
    each = ", ".join(f"{mb:.0f}" for mb in web_mb)
    return [
        Figure("largest web process, unshared", max(web_mb), "MB", "<= 200", f"after {requests:,} requests; {each}"),
        Figure("worker, unshared", max(worker_mb), "MB", "<= 150", f"after {jobs} jobs"),
    ]


if __name__ == "__main__":
    tell(run, __doc__)
