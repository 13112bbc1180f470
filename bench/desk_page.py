"""How long an officer waits for the desk with 1,000,000 dossiers, beside the same page with 10,000.

    .venv/bin/python -m bench.desk_page

Two databases, filled by COPY through all guards (``bench/rows.py`` says with what), each under the web server as
``khue run`` starts it, both at once; a signed-in appraiser's session. Requests are bounded and go to the two by turns,
so both meet the same noise; the first turn warms up. Beside it, in every turn: the rows of the page by one bare query
over psycopg, and ``/healthz``, a page that does nothing. Client, web and database share the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from bench.clients import Client, closed_loop
from bench.database import dsn_of, own_databases, pointed_at
from bench.figures import Figure, percentile, tell, timed
from bench.rows import Load, load_dossiers
from bench.web import Running, cookie_of, register_personas, serving

MANY, FEW, LEAST = 1_000_000, 10_000, 1_000  # with fewer the first page is not full
ROUNDS, ALONE, CROWD, ASKED_BY_CROWD = 5, 40, 16, 320
PERSONA, PATH, ROWS = "appraiser", "/vi/desk/", 30
OTHER_VIEWS = ("?view=mine", "?view=free", "?view=overdue")
# The page's rows as one would ask for them by hand: the first of each right, merged.
BARE = """
SELECT t.* FROM unnest(%(rights)s::text[]) AS held CROSS JOIN LATERAL (
    SELECT * FROM dossiers_task WHERE closed_at IS NULL AND "right" = held ORDER BY sort_on, id LIMIT %(rows)s
) t ORDER BY t.sort_on, t.id LIMIT %(rows)s
"""


@dataclass(slots=True)
class Side:
    """One of the two databases with its web server, and the seconds measured there."""

    name: str
    web: Running
    headers: dict[str, str]
    rights: list[str]
    alone: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    crowd: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    others: dict[str, list[float]] = field(default_factory=dict)


def run(quick: bool = False) -> list[Figure]:
    part = 100 if quick else 1
    with own_databases("khue_bench_desk", twins=1) as (many, few):
        loading = timed(lambda: _fill(many, MANY // part))
        _fill(few, max(FEW // part, LEAST))
        with _side(many) as large, _side(few) as small:
            for number in range(-1, max(1, ROUNDS // part)):
                for side in (large, small) if number % 2 else (small, large):
                    _turn(side, part, keep=number >= 0)
            statements = max(large.web.statements(PATH)), max(small.web.statements(PATH))
    return _figures(large, small, statements, MANY // part, max(FEW // part, LEAST), loading)


def _fill(name: str, dossiers: int) -> None:
    register_personas(name)
    load_dossiers(name, _load(name, dossiers))


def _load(name: str, dossiers: int) -> Load:
    from khue.features.dossiers.models import ProcedureVersion

    key, today, _rights = _reader(name)
    with pointed_at(name):
        version = ProcedureVersion.objects.order_by("-number").values_list("pk", "key")[0]
    return Load(dossiers, today, *version, officer=key)


def _reader(name: str) -> tuple[str, date, list[str]]:
    """Key and rights of the officer who reads, and the business day."""
    from khue.features.people import queries as people
    from khue.kernel import clock
    from khue.kernel.models import User

    with pointed_at(name):
        today = clock.job_actor("bench").today
        user = User.objects.get(username=f"{people.PERSONA_ACCOUNT}{PERSONA}")
        found = people.standing(user.pk, today)
    assert found is not None
    return found.key, today, sorted(found.rights)


@contextmanager
def _side(name: str) -> Iterator[Side]:
    with ExitStack() as stack:
        web = stack.enter_context(serving(name))
        side = Side(name, web, {"Cookie": cookie_of(name, PERSONA)}, _reader(name)[2])
        _check(side)
        yield side


def _check(side: Side) -> None:
    """The page is the desk, and shows exactly the rows that the bare query finds."""
    import re

    status, body = Client(side.web.port, side.headers).get(PATH)
    shown = [int(found) for found in re.findall(rb'href="/vi/desk/tasks/(\d+)/"', body)]
    wanted = [row[0] for row in _bare(side)]
    if status != 200 or shown != wanted or len(shown) != ROWS:
        raise SystemExit(f"{side.name}: {status}, the page shows {shown}, the bare query finds {wanted}")


def _bare(side: Side) -> list[Any]:
    import psycopg

    with psycopg.connect(dsn_of(side.name)) as connection:
        return connection.execute(BARE, {"rights": side.rights, "rows": ROWS}).fetchall()


def _turn(side: Side, part: int, *, keep: bool) -> None:
    """All that is measured, once, on one side."""
    import psycopg

    port, requests = side.web.port, max(5, ALONE // part)
    used = side.web.processor_seconds()
    alone = closed_loop(port, PATH, clients=1, requests=requests, headers=side.headers)
    used = (side.web.processor_seconds() - used) / requests
    crowd = closed_loop(port, PATH, clients=CROWD, requests=ASKED_BY_CROWD // part, headers=side.headers)
    empty = closed_loop(port, "/healthz", clients=1, requests=requests)
    others = {
        view: closed_loop(port, PATH + view, clients=1, requests=max(3, requests // 4), headers=side.headers)
        for view in OTHER_VIEWS
    }
    if faults := [fault for answers in (alone, crowd, empty, *others.values()) for fault in answers.faults]:
        raise SystemExit(f"{side.name}: {len(faults)} requests failed, the first: {faults[0]}\n{side.web.complaints()}")
    with psycopg.connect(dsn_of(side.name)) as connection:
        given = {"rights": side.rights, "rows": ROWS}
        bare = [timed(lambda: connection.execute(BARE, given).fetchall()) for _ in range(requests)]
    if keep:
        side.alone += alone.seconds
        side.processor.append(used)
        side.crowd += crowd.seconds
        side.empty += empty.seconds
        side.bare += bare
        for view, answers in others.items():
            side.others.setdefault(view, []).extend(answers.seconds)


def _figures(
    large: Side, small: Side, statements: tuple[int, int], many: int, few: int, loading: float
) -> list[Figure]:
    alone, alone_few = median(large.alone), median(small.alone)
    crowd, crowd_few = median(large.crowd), median(small.crowd)
    bare, empty = median(large.bare), median(large.empty)
    slowest, view = max((median(seconds), view) for view, seconds in large.others.items())
    beside = f"bare query {1000 * bare:.1f} ms, /healthz {1000 * empty:.1f} ms; 95th percentile of the page "
    return [
        Figure(
            f"desk with {many:,} dossiers, one client", 1000 * alone, "ms", "<= 60",
            f"{beside}{1000 * percentile(large.alone, 95):.0f} ms",
        ),
        Figure(
            f"the same, against {few:,} dossiers", alone / alone_few, "times", "<= 1.5",
            f"{1000 * alone_few:.1f} ms; bare query {1000 * median(small.bare):.1f} ms",
        ),
        Figure(
            f"desk with {many:,} dossiers, {CROWD} clients at once", 1000 * crowd, "ms", "<= 240",
            f"{CROWD / crowd:.0f} pages/s; 95th percentile {1000 * percentile(large.crowd, 95):.0f} ms",
        ),
        Figure(
            f"the same, against {few:,} dossiers, {CROWD} clients", crowd / crowd_few, "times", "<= 1.5",
            f"{1000 * crowd_few:.0f} ms",
        ),
        Figure(
            f"statements per page with {many:,} dossiers", statements[0], "", f"<= {statements[1]}",
            f"{statements[1]} with {few:,}",
        ),
        Figure(
            f"slowest other tab with {many:,} dossiers", 1000 * slowest, "ms", "<= 60",
            f"{view}; with {few:,}: {1000 * median(small.others[view]):.1f} ms",
        ),
        Figure(
            "processor time of the web server per page", 1000 * median(large.processor), "ms", "",
            f"with {few:,}: {1000 * median(small.processor):.1f} ms",
        ),
        Figure("page over bare query", alone / bare, "times", "", f"{ROWS} rows of {many // 4:,} open tasks"),
        Figure("loading by COPY through the guards", many / loading, "dossiers/s", "", f"{loading:.0f} s in all"),
    ]  # fmt: skip


if __name__ == "__main__":
    tell(run, __doc__)
