"""How long a bulk deed on 1,000 dossiers takes, beside the same rows written by one bare statement each.

    .venv/bin/python -m bench.bulk

1,000 dossiers with a task each, loaded by COPY through all guards (``bench/rows.py``); an appraiser orders one deed for all
of them, and the job does them row by row as the worker does: each row in a transaction of its own with the rights of
the moment, its audit record, its notice, and its result. Beside it, for each row, the bare UPDATE of the task in a
transaction of its own. The progress page is asked for while the job is under way, by a second connection.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any
from uuid import uuid4

from bench.database import dsn_of, own_databases, pointed_at
from bench.figures import Figure, percentile, tell, timed
from bench.rows import Load, load_dossiers
from bench.web import register_personas

ROWS = 1_000
OPEN_SHARE = 5  # of five loaded dossiers, about one waits with an appraiser
PERSONA, COLLEAGUE = "appraiser", "Người nhận (mẫu)"


def run(quick: bool = False) -> list[Figure]:
    rows = ROWS // (10 if quick else 1)
    with own_databases("khue_bench_bulk") as (name,):
        register_personas(name)
        _fill(name, rows)
        with pointed_at(name):
            actor, receiver = _people()
            tasks = _tasks(rows)
            used = time.process_time()
            took, progress = _bulk("hand_over", tasks, actor, receiver)
            used = time.process_time() - used
            took_back, _ = _bulk("put_back", tasks, actor, "")
            took_again, _ = _bulk("take", tasks, actor, "")
            dossiers = _to_accept(rows)
            clerk = _actor("clerk")
            accepting, _ = _bulk("accept", dossiers, clerk, "") if dossiers else (0.0, [])
        bare = _bare(name, tasks)
    return _figures(rows, took, took_back, took_again, (accepting, len(dossiers)), (bare, used), progress)


def _fill(name: str, rows: int) -> None:
    from khue.features.dossiers.models import ProcedureVersion
    from khue.kernel import clock

    with pointed_at(name):
        version = ProcedureVersion.objects.order_by("-number").values_list("pk", "key")[0]
        today = clock.job_actor("bench").today
    load_dossiers(name, Load(rows * 30, today, *version))


def _actor(persona: str) -> Any:
    from khue.features.desk.queries.bulk import acting_again
    from khue.features.people import queries as people
    from khue.kernel import clock
    from khue.kernel.models import User

    user = User.objects.get(username=f"{people.PERSONA_ACCOUNT}{persona}")
    now = clock.job_actor("bench")
    found = people.standing(user.pk, now.today)
    assert found is not None
    return acting_again(found.key, None, now.moment, request_id="bench")


def _people() -> tuple[Any, str]:
    """The appraiser, and a colleague with the same role."""
    from khue.features.people import usecases
    from khue.features.people.domain import AssignRole, RegisterPerson
    from khue.kernel import clock

    setup = clock.job_actor("sample")
    asked = RegisterPerson(name=COLLEAGUE, no_number_reason="Người mẫu", source="sample")
    key = usecases.register_person(asked, actor=setup)
    usecases.assign_role(AssignRole(key, "DOST-QLCN", "appraiser", setup.today), actor=setup)
    return _actor(PERSONA), key


def _tasks(rows: int) -> list[int]:
    """Appraisals of so many dossiers, freed for the measurement."""
    from khue.features.dossiers.models import Task

    found = list(
        Task.objects.filter(step="appraisal", closed_at=None, dossier__state="in_progress")
        .order_by("pk")
        .values_list("pk", flat=True)[:rows]
    )
    if len(found) < rows:
        raise SystemExit(f"only {len(found)} of {rows} appraisals were loaded")
    Task.objects.filter(pk__in=found).update(assignee="", assignee_name="")
    return found


def _to_accept(rows: int) -> list[int]:
    """Dossiers that wait for their completeness check."""
    from khue.features.dossiers.models import Task

    found = Task.objects.filter(step="completeness", closed_at=None, dossier__state="submitted").order_by("pk")
    return list(found.values_list("pk", flat=True)[:rows])


def _bulk(kind: str, tasks: list[int], actor: Any, receiver: str) -> tuple[float, list[float]]:
    """Seconds from the order to the last result; seconds of each look at the progress meanwhile."""
    from django.db import connection

    from khue.features.desk import queries, usecases
    from khue.features.desk.domain.bulk import BulkOrder
    from khue.kernel.clock import job_actor

    ended, looks = threading.Event(), []
    name = connection.settings_dict["NAME"]

    def look(bulk: int) -> None:
        connection.settings_dict["NAME"] = name
        while not ended.is_set():
            looks.append(timed(lambda: (queries.bulk_deed(bulk, actor), queries.bulk_rows(bulk, actor))))
            time.sleep(1)
        connection.close()

    started = time.perf_counter()
    moment = job_actor("bench").moment
    order = BulkOrder(kind, tuple(tasks), receiver, "San bớt việc", checked=True, once=uuid4())
    bulk = usecases.order_bulk(order, actor=replace(actor, moment=moment))
    watch = threading.Thread(target=look, args=(bulk,), daemon=True)
    watch.start()
    usecases.run_bulk(bulk, actor=job_actor("desk.run_bulk"))
    took = time.perf_counter() - started
    ended.set()
    watch.join(10)
    counts = queries.bulk_deed(bulk, actor).counts
    if dict(counts) != {"done": len(tasks)}:
        first = next((row.reason_words for row in queries.bulk_rows(bulk, actor).rows if row.reasons), None)
        raise SystemExit(f"{kind}: {dict(counts)}; {first}")
    return took, looks


def _bare(name: str, tasks: list[int]) -> float:
    """Seconds for as many bare updates, each committed."""
    import psycopg

    with psycopg.connect(dsn_of(name), autocommit=True) as connection:

        def update() -> None:
            for task in tasks:
                connection.execute("UPDATE dossiers_task SET assignee = 'party:1' WHERE id = %s", [task])

        return timed(update)


def _figures(
    rows: int,
    over: float,
    back: float,
    take: float,
    accept: tuple[float, int],
    beside: tuple[float, float],
    looks: list[float],
) -> list[Figure]:
    accepting, accepted = accept
    bare, used = beside
    return [
        Figure(
            f"hand {rows:,} dossiers over", over, "s", "<= 20",
            f"{rows / over:.0f} rows/s; bare committed updates {bare:.2f} s",
        ),
        Figure(f"give {rows:,} back to the unit", back, "s", "<= 20", f"{rows / back:.0f} rows/s"),
        Figure(f"take {rows:,}", take, "s", "<= 20", f"{rows / take:.0f} rows/s"),
        Figure(
            f"accept {accepted:,} for processing", accepting, "s", "<= 20" if accepted == rows else "",
            f"{accepted / accepting:.0f} rows/s, with form 01, notice and next step" if accepting else "",
        ),
        Figure(
            "processor time of the worker for handing over", used, "s", "",
            f"of {over:.1f} s on the clock: the rest waits for the database and for other work on the machine",
        ),
        Figure("over bare updates", over / bare, "times", "", "rights, locks, audit, notice and result of each row"),
        Figure(
            "progress meanwhile, 95th percentile", 1000 * percentile(looks, 95), "ms", "<= 200",
            f"{len(looks)} looks",
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    tell(run, __doc__)
