"""Where work stays: how long each step took in a period, and how often it was sent back.

One statement over the tasks closed in the period (index ``task_by_closing``): what was closed at another time costs nothing.
Working days are counted by the city's calendar, given to the statement as numbered days; pauses are taken off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.features.dossiers import access
from khue.features.dossiers.domain.definition import Procedure, Step
from khue.features.dossiers.domain.steps import leads_back
from khue.features.dossiers.models import ProcedureVersion
from khue.features.dossiers.queries.facts import definition
from khue.features.rulebook import queries as rulebook

LOOK_BACK = timedelta(days=3 * 366)
"""Steps opened earlier than this before the period count from there: a longer wait says no more."""

WORKED = """
WITH days AS (SELECT * FROM unnest(%(days)s::date[], %(numbers)s::int[]) AS numbered(day, n)),
closed AS (
    SELECT id, procedure_key, step, outcome, dossier_id, greatest(opened_on, %(floor)s::date) AS opened_on,
           (closed_at AT TIME ZONE %(zone)s)::date AS closed_on
    FROM dossiers_task
    WHERE closed_at >= %(begins)s AND closed_at < %(ends)s AND outcome <> 'withdrawn' {conditions}
),
stood AS (
    SELECT c.id, sum(until.n - since.n) AS n
    FROM closed c
    JOIN dossiers_pause p ON p.dossier_id = c.dossier_id AND p.started_on < c.closed_on
        AND (p.ended_on IS NULL OR p.ended_on > c.opened_on)
    JOIN days since ON since.day = greatest(p.started_on, c.opened_on)
    JOIN days until ON until.day = least(coalesce(p.ended_on, c.closed_on), c.closed_on)
    GROUP BY c.id
),
worked AS (
    SELECT c.procedure_key, c.step, c.outcome, greatest(0, last.n - first.n - coalesce(stood.n, 0)) AS n
    FROM closed c
    JOIN days first ON first.day = c.opened_on
    JOIN days last ON last.day = c.closed_on
    LEFT JOIN stood ON stood.id = c.id
)
SELECT procedure_key, step, count(*),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY n), percentile_disc(0.9) WITHIN GROUP (ORDER BY n),
       count(*) FILTER (WHERE (procedure_key, step, outcome) IN (
           SELECT * FROM unnest(%(back_procedures)s::text[], %(back_steps)s::text[], %(back_outcomes)s::text[])))
FROM worked GROUP BY procedure_key, step
"""
ASKED = """
SELECT d.procedure_key, s.step, count(*) FROM dossiers_supplementrequest s JOIN dossiers_dossier d ON d.id = s.dossier_id
WHERE s.asked_on >= %(first)s AND s.asked_on <= %(last)s {conditions} GROUP BY d.procedure_key, s.step
"""


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included. ``people`` are keys of those who closed the steps, None for everybody."""

    first: date
    last: date
    procedure: str = ""
    people: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class StepTime:
    """A step in a period: working days of half and of nine in ten, how often the case went back from it.

    ``supplements`` were asked of the applicant; ``sent_back`` went to an earlier step, or a delivery to the firm.
    """

    procedure: Text
    procedure_key: str
    step: Text
    step_key: str
    closed: int
    median: int
    ninetieth: int
    supplements: int
    sent_back: int

    @property
    def returns(self) -> int:
        return self.supplements + self.sent_back


def step_times(asked: Period, actor: Actor) -> tuple[StepTime, ...]:
    """Every step that was closed in the period or asked for a supplement, in the order of its procedure.

    Raises NotAllowed without the right to read dossiers. Two statements beside the known versions.
    """
    actor.require(access.READ)
    known = _definitions()
    back = [(key, step.key, outcome) for key, found in known.items() for step in found.steps for outcome in leads_back(found, step)]  # fmt: skip
    days = _numbered(asked)
    values: dict[str, Any] = {
        **days,
        "zone": str(CITY_ZONE),
        "begins": datetime.combine(asked.first, time(), CITY_ZONE),
        "ends": datetime.combine(asked.last + timedelta(days=1), time(), CITY_ZONE),
        "first": asked.first,
        "last": asked.last,
        "procedure": asked.procedure,
        "people": list(asked.people or ()),
        "back_procedures": [row[0] for row in back],
        "back_steps": [row[1] for row in back],
        "back_outcomes": [row[2] for row in back],
    }
    procedure = "AND procedure_key = %(procedure)s" if asked.procedure else ""
    closers = "AND closed_by = ANY(%(people)s)" if asked.people is not None else ""
    askers = "AND s.asked_by = ANY(%(people)s)" if asked.people is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(WORKED.format(conditions=f"{procedure} {closers}"), values)
        worked = {(row[0], row[1]): row[2:] for row in cursor.fetchall()}
        cursor.execute(ASKED.format(conditions=f"{procedure} {askers}"), values)
        supplements = {(row[0], row[1]): row[2] for row in cursor.fetchall()}
    return tuple(_lines(known, worked, supplements))


def _definitions() -> Mapping[str, Procedure]:
    """Every procedure that ever was, with the steps of all its versions, the newest first; versions are kept in memory."""
    found: dict[str, Procedure] = {}
    for key, pk in ProcedureVersion.objects.order_by("key", "-number").values_list("key", "pk"):
        version = definition(pk)
        former = found.get(key)
        if former is None:
            found[key] = version
            continue
        listed = {step.key for step in former.steps}
        gone: list[Step] = [step for step in version.steps if step.key not in listed]
        if gone:
            found[key] = replace(former, steps=(*former.steps, *gone))
    return found


def _numbered(asked: Period) -> dict[str, Any]:
    """Each day with the number of working days up to it."""
    floor = asked.first - LOOK_BACK
    calendar = rulebook.calendar()
    days = [floor + timedelta(days=n) for n in range((asked.last - floor).days + 1)]
    numbers, n = [], 0
    for day in days:
        n += calendar.is_working_day(day)
        numbers.append(n)
    return {"days": days, "numbers": numbers, "floor": floor}


def _lines(
    known: Mapping[str, Procedure], worked: Mapping[tuple[str, str], Any], supplements: Mapping[tuple[str, str], int]
) -> list[StepTime]:
    lines = []
    for key, procedure in known.items():
        for step in procedure.steps:
            place = (key, step.key)
            if place not in worked and place not in supplements:
                continue
            closed, median, ninetieth, back = worked.get(place, (0, 0, 0, 0))
            asked = supplements.get(place, 0)
            lines.append(StepTime(procedure.name, key, step.name, step.key, closed, median, ninetieth, asked, back))
    return lines
