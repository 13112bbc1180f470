"""Parts that several use-cases share: locking, numbering, notices. Each joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db import connection
from django.db.models import F

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision
from khue.core.errors import Conflict, Missing, require
from khue.core.number import dossier_number
from khue.features.dossiers import access
from khue.features.dossiers.domain.steps import own_case
from khue.features.dossiers.models import Dossier, Task
from khue.features.dossiers.queries import facts_of
from khue.features.dossiers.usecases.wiring import tell_moved
from khue.features.people import queries as people
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

Row = TypeVar("Row")


def next_number(series: str) -> int:
    """The next number of a series. The counter's row is locked until the deed ends, so no number is given twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_counter AS c (series, last) VALUES (%s, 1)"
            " ON CONFLICT (series) DO UPDATE SET last = c.last + 1 RETURNING last",
            [series],
        )
        return int(cursor.fetchone()[0])


def new_dossier_number(year: int) -> str:
    """The next number of a dossier. From a sequence, so that nobody waits for another deed to end: a deed that fails
    after it, or a database that was killed, leaves numbers out; none is given twice (decision 0024)."""
    draw = "SELECT nextval('dossiers_number') - before FROM dossiers_numberyear WHERE year = %s"
    with connection.cursor() as cursor:
        cursor.execute(draw, [year])
        row = cursor.fetchone()
        if row is None:
            # The year's first: its twins wait here, once a year, until it is written.
            cursor.execute(
                "INSERT INTO dossiers_numberyear (year, before) SELECT %s, last_value FROM dossiers_number"
                " ON CONFLICT DO NOTHING",
                [year],
            )
            cursor.execute(draw, [year])
            row = cursor.fetchone()
    return dossier_number(year, int(row[0]))


def locked_dossier(dossier_id: int, seen: int | None = None) -> Dossier:
    """The dossier, locked. Raises Missing, or Conflict when the page showed an older state."""
    found = Dossier.objects.select_for_update().filter(pk=dossier_id).first()
    if found is None:
        raise access.no_such_dossier()
    if seen is not None:
        require_seen(seen, found.stamp)
    return found


def lock_dossiers(dossier_ids: Iterable[int]) -> None:
    """Many at once, in the order of their ids, for a deed that decides on all of them."""
    list(Dossier.objects.select_for_update().filter(pk__in=list(dossier_ids)).order_by("pk").values_list("pk"))


def open_task(task_id: int, actor: Actor, *, reading: bool = True) -> tuple[Task, Dossier]:
    """The task and its dossier, both locked (the dossier first), the actor's right checked.

    While the applicant's data are restricted only who holds a task of it works on it; who hands it on need not be (``reading``).
    Raises Missing, NotAllowed, or Conflict that says who was faster.
    """
    dossier_id = Task.objects.filter(pk=task_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise no_such_task()
    dossier = locked_dossier(dossier_id)
    task = Task.objects.select_for_update().get(pk=task_id)
    actor.require(task.right)
    if task.closed_at is not None:
        raise done_already(task)
    if reading:
        access.require_unbarred(actor, dossier)
    return task, dossier


def require_not_own_case(dossier: Dossier, actor: Actor) -> None:
    """Raises Refused when the actor, or the colleague whose deputy the actor is, stands on the applicant's side."""
    own = access.is_near(actor, dossier)
    require(Decision.refuse_if_any(own_case(actor.key, access.party_key(dossier), own)))


def no_such_task() -> Missing:
    return Missing(
        Text("Không tìm thấy việc này.", "There is no such task."),
        Text("Mời ông/bà mở lại bàn làm việc.", "Go back to the desk."),
    )


def done_already(task: Task) -> Conflict:
    at = task.closed_at.astimezone(CITY_ZONE) if task.closed_at else None
    vi, en = (f"{at:%H:%M} {format_day(at, words)}" if at else "" for words in ("vi", "en"))
    return Conflict(
        Text(
            f"Việc này đã được {task.closed_by_name or task.closed_by} hoàn thành lúc {vi}.",
            f"This task was completed by {task.closed_by_name or task.closed_by} at {en}.",
        ),
        Text(
            "Mời ông/bà mở lại hồ sơ để xem kết quả; không có gì được ghi thêm.",
            "Open the dossier to see the outcome; nothing more was written.",
        ),
    )


def move(dossier: Dossier, transition_target: str, *fields: str, deed: Deed) -> None:
    """Write the new state with the other changed fields, and a new stamp; another system that sent it hears of it."""
    before, dossier.state = dossier.state, transition_target
    dossier.stamp = F("stamp") + 1
    dossier.save(update_fields=["state", "stamp", *fields])
    dossier.refresh_from_db(fields=["stamp"])
    if dossier.external_id:
        tell_moved(facts_of(dossier), before, deed=deed)


def parties_of(dossier: Dossier) -> tuple[str, ...]:
    """Whom an event of this dossier concerns: the applicant and the person who handed it in."""
    people = [access.party_key(dossier), dossier.submitted_by or dossier.created_by]
    return tuple(dict.fromkeys(key for key in people if key.startswith("party:")))


def readers_of(dossier: Dossier, on: date) -> tuple[str, ...]:
    """The persons on the applicant's side who get notices: who wrote, and who handed in.

    When another party goes on for the applicant, those who act for it read them, too.
    """
    wrote = [key for key in (dossier.submitted_by, dossier.created_by) if key.startswith("party:")]
    return people.readers(wrote, [access.subject_key(dossier)], access.party_key(dossier), on)


def notify_applicant(dossier: Dossier, kind: str, title: Text, body: Text, *, deed: Deed) -> None:
    for reader in readers_of(dossier, deed.today):
        if reader != deed.actor.key:
            deed.notify(reader, kind, title, body, f"/dossiers/{dossier.number}/")


def notify_all(readers: Iterable[str], kind: str, title: Text, body: Text, path: str, *, deed: Deed) -> None:
    for reader in dict.fromkeys(readers):
        deed.notify(reader, kind, title, body, path)
