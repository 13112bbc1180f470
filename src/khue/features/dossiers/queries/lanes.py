"""Open tasks of all the rights that somebody holds, in order of their due days, by one statement.

Each right's tasks lie in order in the index (``desk_by_right``): a lane. The statement takes the first rows of each lane
and merges them, so a million tasks cost as little as ten. It is written by hand because a union of as many
querysets as an officer has rights costs more to build than to answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from khue.features.dossiers.models import Task

TASKS = f'"{Task._meta.db_table}"'
OPEN = 'closed_at IS NULL AND "right" = held.name'
VIEWS = {
    "all": "",
    "mine": "AND assignee = %(reader)s",
    "free": "AND assignee = ''",
    "overdue": "AND sort_on < %(today)s AND NOT paused",
}
RUNS = "NOT paused AND due_on IS NOT NULL"
DUES = {
    "": "",
    "overdue": f"AND {RUNS} AND sort_on < %(today)s",
    "today": f"AND {RUNS} AND sort_on = %(today)s",
    "week": f"AND {RUNS} AND sort_on > %(today)s AND sort_on <= %(week)s",
    "later": f"AND {RUNS} AND sort_on > %(week)s AND sort_on > %(today)s",
    "standing": "AND (paused OR due_on IS NULL)",
}
# Whether the processing of the applicant's data is restricted: asked of the few rows that are shown.
RESTRICTED = """EXISTS (SELECT FROM dossiers_dossier AS d JOIN people_restriction AS r
    ON r.party_id = d.applicant_id AND r.ended_at IS NULL WHERE d.id = task.dossier_id)"""
# Rows before or after a place: the day alone first, because the index can use it.
FORWARDS = "AND sort_on >= %(day)s AND (sort_on > %(day)s OR id > %(id)s)"
BACKWARDS = "AND sort_on <= %(day)s AND (sort_on < %(day)s OR id < %(id)s)"


@dataclass(frozen=True, slots=True)
class Lanes:
    """Whose lanes: the rights, and the key (``Actor.desk``) and the day of the reader for the views that ask for them."""

    rights: Sequence[str]
    reader: str
    today: date
    view: str = "all"
    procedure: str = ""
    step: str = ""
    due: str = ""

    def params(self, **also: Any) -> dict[str, Any]:
        held = {
            "rights": list(self.rights),
            "reader": self.reader,
            "today": self.today,
            "procedure": self.procedure,
            "step": self.step,
            "week": week_ends(self.today),
        }
        return held | also

    def conditions(self) -> str:
        procedure = "AND procedure_key = %(procedure)s" if self.procedure else ""
        step = "AND step = %(step)s" if self.step else ""
        return " ".join((OPEN, VIEWS[self.view], procedure, step, DUES[self.due]))


def week_ends(today: date) -> date:
    """The Sunday of the week."""
    return today + timedelta(days=6 - today.weekday())


def merged(
    lanes: Lanes, columns: Sequence[str], most: int, place: tuple[date, int] | None, backwards: bool
) -> list[tuple[Any, ...]]:
    """At most ``most`` rows of ``columns``, by day and id, after (or before) a place of the same order."""
    order = "sort_on DESC, id DESC" if backwards else "sort_on, id"
    beyond = "" if place is None else BACKWARDS if backwards else FORWARDS
    listed = ", ".join(RESTRICTED if column == "restricted" else f'"{column}"' for column in columns)
    statement = f"""
        SELECT {listed} FROM unnest(%(rights)s::text[]) AS held(name) CROSS JOIN LATERAL (
            SELECT * FROM {TASKS} WHERE {lanes.conditions()} {beyond} ORDER BY {order} LIMIT %(most)s
        ) AS task ORDER BY {order} LIMIT %(most)s"""
    day, number = place or (lanes.today, 0)
    with connection.cursor() as cursor:
        cursor.execute(statement, lanes.params(most=most, day=day, id=number))
        return list(cursor.fetchall())


def counted(lanes: Lanes, views: Iterable[str], most: int) -> tuple[int, ...]:
    """How many tasks each view has, counted up to ``most``; one statement for all views.

    The order inside a lane changes no count: it keeps the planner on the lane's index. Without it a lane that happens
    to be empty was read from the whole table (12 s with a million dossiers).
    """
    each = [
        f"""(SELECT count(*) FROM (
            SELECT 1 FROM unnest(%(rights)s::text[]) AS held(name)
            CROSS JOIN LATERAL (SELECT 1 FROM {TASKS} WHERE {OPEN} {VIEWS[view]}
                ORDER BY sort_on, id LIMIT %(most)s) AS task
            LIMIT %(most)s) AS found)"""
        for view in views
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(each)}", lanes.params(most=most))
        return tuple(int(count) for count in cursor.fetchone() or ())
