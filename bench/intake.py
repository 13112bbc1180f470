"""How many dossiers of another system are taken in per second through the interface, whole, with their files.

    .venv/bin/python -m bench.intake

1,000 dossiers, each of an organisation of its own or a known one (four of five), with one cost line and two small
files in base64, sent by 12 connections under four keys to the web server as ``khue run`` starts it. Each answer means:
kept as received, checked as on the screen, dossier, support and cost line written, the first task on a desk, the message
out written, audit record chained. Client, web and database share the machine. The yardsticks of the same run: a page
that does nothing (``/healthz``) by the same connections, and the same bodies by bare INSERTs with a commit each.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from bench.clients import PATIENCE, Answers, closed_loop
from bench.database import dsn_of, own_databases, pointed_at
from bench.figures import Figure, percentile, tell
from bench.web import register_personas, serving

DOSSIERS, CONNECTIONS, KEYS, WARM = 1_000, 8, 4, 40
PATH = "/api/v1/intake/dossiers"


def run(quick: bool = False) -> list[Figure]:
    count = DOSSIERS // 10 if quick else DOSSIERS
    with own_databases("khue_bench_intake") as (name,):
        register_personas(name)
        secrets = _connected(name)
        bodies = [_body(number) for number in range(count + WARM)]
        with serving(name) as web:
            _sent(web.port, bodies[:WARM], secrets)
            used = web.processor_seconds()
            begun = time.perf_counter()
            answers = _sent(web.port, bodies[WARM:], secrets)
            took = time.perf_counter() - begun
            used = web.processor_seconds() - used
            empty = closed_loop(web.port, "/healthz", clients=CONNECTIONS, requests=count)
            statements = sorted(web.statements(PATH))
            faults = web.complaints()
        written = _written(name)
        bare = _bare(name, bodies[WARM:])
    if answers.faults or written != count + WARM:
        raise SystemExit(f"{written} of {count + WARM} written; {answers.faults[:5]}\n{faults}")
    rate, idle = count / took, count / max(sum(empty.seconds) / CONNECTIONS, 1e-9)
    return [
        Figure("dossiers taken in", rate, "dossiers/s", ">= 50", f"bare INSERT and commit: {count / bare:,.0f}/s"),
        Figure("answer, median", percentile(answers.seconds, 50) * 1000, "ms", "", f"/healthz: {idle:,.0f} pages/s"),
        Figure("answer, 95 of 100", percentile(answers.seconds, 95) * 1000, "ms"),
        Figure("processor of the web server per dossier", used / count * 1000, "ms"),
        Figure("statements per dossier, most", float(statements[-1]), "statements"),
        Figure("statements per dossier, least", float(statements[0]), "statements"),
    ]


def _connected(name: str) -> list[str]:
    """A source with its codes and four keys, each with the highest limit; their secrets."""
    with pointed_at(name):
        from khue.features.intake import usecases
        from khue.features.intake.domain.sources import MOST_PER_MINUTE, MakeSourceKey
        from khue.site.sample import intake

        actor = _administrator()
        source = intake.connect(actor=actor)
        until = actor.today + timedelta(days=30)
        asked = [MakeSourceKey(source, f"Đo tốc độ {number}", until, MOST_PER_MINUTE) for number in range(KEYS)]
        return [usecases.make_source_key(each, actor=actor).secret for each in asked]


def _administrator() -> Any:
    from khue.core.actor import Actor
    from khue.kernel import clock

    return Actor("job:bench", "bench", clock.now(), rights=frozenset({"intake.sources"}))


def _body(number: int) -> bytes:
    """One dossier as JSON. Four of five come from one of fifty organisations, each fifth from a new one."""
    from base64 import b64encode

    from django.utils import timezone

    from khue.features.people.domain.commands import IdentifiedParty
    from khue.site.sample import intake
    from khue.site.sample.applications import Item, Project
    from khue.site.sample.parties import sample_tax_code

    which = 5_000 + number if number % 5 == 0 else 4_000 + number % 50
    project = Project(
        f"Đề tài {number}", "research-topic", "digital-technology", (Item("Máy đo", "purchase", 90_000_000),)
    )
    applicant = IdentifiedParty("organisation", sample_tax_code(which), f"Viện {which} (mẫu)", "institute")
    sent = intake.files(project)
    for item in sent:
        item.upload.seek(0)
    said = {
        "external_id": f"BENCH-{number:06d}",
        "revision": 1,
        "procedure": intake.CODE,
        "applicant": {
            "kind": "organisation",
            "number": applicant.number,
            "name": applicant.name,
            "legal_form": "institute",
        },
        "certifier": {"kind": "person", "number": f"00109{which:07d}", "name": f"Người nộp {which} (mẫu)"},
        "certified": True,
        "answers": intake.answers(project, applicant, timezone.now(), sample_tax_code(3_999)),
        "files": [
            {"question": item.question, "name": item.name, "content": b64encode(item.upload.read()).decode()}
            for item in sent
        ],
    }
    return json.dumps(said, ensure_ascii=False).encode()


def _sent(port: int, bodies: Sequence[bytes], secrets: Sequence[str]) -> Answers:
    """Every body once, by all connections together; seconds of each answer, and what was no 201."""
    answers, waiting, lock = Answers(), iter(bodies), threading.Lock()

    def work(secret: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        while True:
            with lock:
                body = next(waiting, None)
            if body is None:
                connection.close()
                return
            headers = {
                "Authorization": f"Bearer {secret}",
                "Idempotency-Key": str(uuid4()),
                "Content-Type": "application/json",
            }
            since = time.perf_counter()
            try:
                connection.request("POST", PATH, body=body, headers=headers)
                answer = connection.getresponse()
                said = answer.read()
            except (OSError, http.client.HTTPException) as error:
                answers.faults.append(type(error).__name__)
                connection.close()
                continue
            answers.seconds.append(time.perf_counter() - since)
            if answer.status != 201:
                answers.faults.append(f"{answer.status}: {said[:300]!r}")

    _together([partial(work, secrets[number % len(secrets)]) for number in range(CONNECTIONS)])
    return answers


def _together(works: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _written(name: str) -> int:
    """Dossiers that stand, with everything that belongs to them."""
    import psycopg

    with psycopg.connect(dsn_of(name)) as connection:
        row = connection.execute(
            """SELECT count(*) FROM intake_intakecase c JOIN dossiers_dossier d ON d.id = c.dossier_id
               JOIN missions_equipmentsupport s ON s.dossier_id = d.id JOIN dossiers_task t ON t.dossier_id = d.id
               JOIN intake_messagein i ON i.case_id = c.id JOIN intake_messageout o ON o.case_id = c.id"""
        ).fetchone()
    return int(row[0]) if row else 0


def _bare(name: str, bodies: Sequence[bytes]) -> float:
    """Seconds for the same bodies into a table without a constraint, one commit each."""
    import psycopg

    with psycopg.connect(dsn_of(name, "owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE bench_bare (body bytea)")
        begun = time.perf_counter()
        for body in bodies:
            connection.execute("INSERT INTO bench_bare VALUES (%s)", [body])
        return time.perf_counter() - begun


if __name__ == "__main__":
    tell(run, __doc__)
