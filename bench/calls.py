"""The closing hour of a call: 500 proposals handed in at once through the pages, as their authors do.

    .venv/bin/python -m bench.calls

500 complete proposals (five sections, a paper, a confirmed principal investigator) wait for the button; then all are
posted by 40 connections to the web server as ``khue run`` starts it. Each answer means: completeness, sums and members checked,
the hour compared, the dossier sealed with the digest of its content, notices and audit record written. What is late or fails is counted. Client, web
and database share the machine. The yardstick of the same run: a page that does nothing (``/healthz``) by the same connections.
"""

from __future__ import annotations

import http.client
import secrets
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

from bench.clients import PATIENCE, Answers, closed_loop
from bench.database import own_databases, pointed_at
from bench.figures import Figure, percentile, tell
from bench.web import cookie_of, register_personas, serving

PROPOSALS, CONNECTIONS, MINUTE = 500, 40, 60


def run(quick: bool = False) -> list[Figure]:
    count = PROPOSALS // 25 if quick else PROPOSALS
    with own_databases("khue_bench_calls") as (name,):
        register_personas(name)
        waiting = _written(name, count)
        cookie = cookie_of(name, "researcher")
        with serving(name) as web:
            closed_loop(web.port, "/healthz", clients=CONNECTIONS, requests=CONNECTIONS)
            used = web.processor_seconds()
            begun = time.perf_counter()
            answers = _handed_in(web.port, waiting, cookie)
            took = time.perf_counter() - begun
            used = web.processor_seconds() - used
            empty = closed_loop(web.port, "/healthz", clients=CONNECTIONS, requests=count)
            faults = web.complaints()
        sealed, records = _sealed(name)
    if answers.faults or sealed != count or records != count:
        raise SystemExit(f"{sealed} sealed, {records} records of {count}; {answers.faults[:5]}\n{faults}")
    idle = count / max(sum(empty.seconds) / CONNECTIONS, 1e-9)
    return [
        Figure("proposals handed in, in a minute", count / took * MINUTE, "proposals", ">= 500", f"/healthz: {idle:,.0f} pages/s"),
        Figure("requests that failed", float(len(answers.faults)), "requests", "<= 0"),
        Figure("answer, median", percentile(answers.seconds, 50) * 1000, "ms"),
        Figure("answer, 95 of 100", percentile(answers.seconds, 95) * 1000, "ms"),
        Figure("processor of the web server per proposal", used / count * 1000, "ms"),
    ]  # fmt: skip


def _written(name: str, count: int) -> list[int]:
    """An open call, and so many complete proposals for it; their ids."""
    with pointed_at(name):
        from khue.core.actor import Actor
        from khue.features.people import queries as people
        from khue.features.people.models import Organisation
        from khue.kernel import clock
        from khue.kernel.models import User
        from khue.site.sample import calls

        now = clock.now()

        def act(key: str, days: float) -> Actor:
            user = User.objects.get(username=f"{people.PERSONA_ACCOUNT}{key}")
            found = people.standing(user.pk, now.date())
            assert found is not None
            return Actor(
                found.key,
                found.name,
                now + timedelta(days=days),
                person_id=found.person_id,
                acts_for=tuple(found.acts_for),
                rights=frozenset(found.rights),
                units=tuple(found.units),
            )

        institute = f"party:{Organisation.objects.values_list('pk', flat=True).get(short_name='VLSH')}"
        writer = act("researcher", 0)
        need = calls.raised(calls.FLOODS, institute, writer, act, -20)
        call = calls.call_of(calls.ordered(need, calls.FLOODS, act, -15), calls.FLOODS, act, -2, 40)
        return [calls.written(call, calls.FLOODS, institute, writer, number % 9) for number in range(count)]


def _handed_in(port: int, proposals: Sequence[int], cookie: str) -> Answers:
    """Every proposal's button once, by all connections together; seconds of each answer, and what was no 303."""
    answers, waiting, lock = Answers(), iter(proposals), threading.Lock()
    token = secrets.token_hex(16)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{cookie}; csrftoken={token}"}

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        while True:
            with lock:
                proposal = next(waiting, None)
            if proposal is None:
                connection.close()
                return
            body = urlencode({"csrfmiddlewaretoken": token, "certified": "on", "once": str(uuid4())})
            since = time.perf_counter()
            try:
                connection.request("POST", f"/vi/proposals/{proposal}/hand-in/", body=body, headers=headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                answers.faults.append(type(error).__name__)
                connection.close()
                continue
            answers.seconds.append(time.perf_counter() - since)
            if answer.status != 303:
                answers.faults.append(f"{answer.status} for proposal {proposal}")

    threads = [threading.Thread(target=work, daemon=True) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _sealed(name: str) -> tuple[int, int]:
    """How many lie sealed, and how many audit records say so."""
    with pointed_at(name):
        from khue.features.calls.models import Proposal
        from khue.kernel.models import AuditRecord

        sealed = Proposal.objects.filter(state="handed_in").exclude(digest="").count()
        return sealed, AuditRecord.objects.filter(deed="calls.hand_in_proposal").count()


if __name__ == "__main__":
    tell(run, __doc__)
