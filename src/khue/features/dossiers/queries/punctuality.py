"""Was the answer given on the day that was promised? Always a count out of a count, each with its dossiers.

A dossier counts in the period in which its first decision was made. The day that counts is the promised one, moved only by
the time that the applicant took for supplements: an apology (form 04) moves the day but makes no late answer punctual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from khue.core.actor import Actor
from khue.features.dossiers import access
from khue.features.dossiers.queries.bottlenecks import Period
from khue.features.people import queries as people
from khue.kernel.paging import Page

MEASURES = ("all", "on_time", "early", "overdue", "supplemented", "apologised", "first_promise", "electronic")
DECIDED = """
SELECT r.id, r.decided_on, r.decider_name, d.number, d.title, d.applicant_name, d.received_on, d.promised_on,
       coalesce(said.old_due_on, d.due_on) AS due_on, said.old_due_on IS NOT NULL AS apologised,
       (SELECT count(*) FROM dossiers_supplementrequest s WHERE s.dossier_id = d.id) AS supplements,
       d.source = 'portal' AND EXISTS (
           SELECT FROM dossiers_document p WHERE p.dossier_id = d.id AND p.kind = 'decision' AND p.file IS NOT NULL
       ) AS electronic,
       EXISTS (SELECT FROM people_restriction q WHERE q.party_id = d.applicant_id AND q.ended_at IS NULL) AS restricted
FROM dossiers_decisionrecord r
JOIN dossiers_dossier d ON d.id = r.dossier_id
LEFT JOIN LATERAL (
    SELECT old_due_on FROM dossiers_apology a WHERE a.dossier_id = d.id AND a.sent_on IS NOT NULL ORDER BY a.id LIMIT 1
) said ON true
WHERE r.decided_on >= %(first)s AND r.decided_on <= %(last)s AND r.supersedes_id IS NULL AND d.promised_on IS NOT NULL
"""
PROCEDURE = "AND d.procedure_key = %(procedure)s"
PEOPLE = """AND EXISTS (
    SELECT FROM dossiers_task t WHERE t.dossier_id = d.id AND t.closed_at IS NOT NULL AND t.closed_by = ANY(%(people)s))"""
HOLDS = {
    "all": "true",
    "on_time": "decided_on <= due_on",
    "early": "decided_on < due_on",
    "overdue": "decided_on > due_on",
    "supplemented": "supplements > 0",
    "apologised": "apologised",
    "first_promise": "decided_on <= promised_on",
    "electronic": "electronic",
}
_CURSOR = re.compile(r"([np])(\d{4}-\d{2}-\d{2})\.(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many of ``decided`` each measure holds for; ``requests`` counts supplements, of which a dossier may have several."""

    decided: int
    requests: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A dossier that was counted; of a person whose data are restricted its number only. ``days_late`` in calendar days, negative when early."""

    id: int
    number: str
    title: str
    applicant: str
    received_on: date
    due_on: date
    decided_on: date
    decider: str
    supplements: int
    apologised: bool

    @property
    def days_late(self) -> int:
        return (self.decided_on - self.due_on).days


def punctuality(asked: Period, actor: Actor) -> Punctuality:
    """The counts of a period. One statement over the decisions of the period. Raises NotAllowed."""
    actor.require(access.READ)
    parts = ", ".join(f"count(*) FILTER (WHERE {HOLDS[name]})" for name in MEASURES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(supplements), 0), {parts} FROM ({_decided(asked)}) AS decided", _values(asked)
        )
        requests, *counts = cursor.fetchone() or (0, *([0] * len(MEASURES)))
    found = dict(zip(MEASURES, counts, strict=True))
    return Punctuality(found["all"], int(requests), found)


def decided_dossiers(
    asked: Period, measure: str, actor: Actor, after: str | None = None, size: int = 30
) -> Page[DecidedRow]:
    """One page of the dossiers that a count is made of, newest decision first. An unknown measure means all."""
    actor.require(access.READ)
    backwards, place = _place(after)
    beyond = ""
    if place is not None:
        beyond = f"AND (decided_on, id) {'>' if backwards else '<'} (%(place_on)s, %(place_id)s)"
    order = "ASC" if backwards else "DESC"
    rows = list(_rows(asked, measure, f"{beyond} ORDER BY decided_on {order}, id {order} LIMIT {int(size) + 1}", place))
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        if not rows:
            return decided_dossiers(asked, measure, actor, None, size)
        rows.reverse()
    return Page(
        tuple(rows),
        next=f"n{rows[-1].decided_on}.{rows[-1].id}" if rows and (more or backwards) else None,
        previous=f"p{rows[0].decided_on}.{rows[0].id}" if rows and (more if backwards else place is not None) else None,
    )


def every_decided_dossier(asked: Period, measure: str, actor: Actor, most: int = 100_000) -> Iterator[DecidedRow]:
    """The same without pages, for a file."""
    actor.require(access.READ)
    return iter(list(_rows(asked, measure, f"ORDER BY decided_on DESC, id DESC LIMIT {int(most)}", None)))


def _rows(asked: Period, measure: str, tail: str, place: tuple[date, int] | None) -> Iterator[DecidedRow]:
    holds = HOLDS.get(measure, HOLDS["all"])
    values = _values(asked)
    if place is not None:
        values |= {"place_on": place[0], "place_id": place[1]}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT id, number, title, applicant_name, received_on, due_on, decided_on, decider_name, supplements, apologised, restricted
                FROM ({_decided(asked)}) AS decided WHERE {holds} {tail}""",
            values,
        )
        for *row, restricted in cursor.fetchall():
            found = DecidedRow(*row)
            yield replace(found, title=people.restricted_words(), applicant="") if restricted else found


def _decided(asked: Period) -> str:
    parts = [DECIDED]
    if asked.procedure:
        parts.append(PROCEDURE)
    if asked.people is not None:
        parts.append(PEOPLE)
    return " ".join(parts)


def _values(asked: Period) -> dict[str, Any]:
    return {
        "first": asked.first,
        "last": asked.last,
        "procedure": asked.procedure,
        "people": list(asked.people or ()),
    }


def _place(cursor: str | None) -> tuple[bool, tuple[date, int] | None]:
    """Direction and place; a garbled cursor shows the first page."""
    found = _CURSOR.fullmatch(cursor or "")
    if found is None:
        return False, None
    try:
        return found[1] == "p", (date.fromisoformat(found[2]), int(found[3]))
    except ValueError:
        return False, None
