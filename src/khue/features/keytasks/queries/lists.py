"""Lists of key tasks: the public register, the lead's own, the desk of staff, what the worker sees to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.keytasks import access
from khue.features.keytasks.domain.application import PRIVATE
from khue.features.keytasks.domain.recognition import KEY_TASK, recognised_to
from khue.features.keytasks.domain.reporting import EXPIRY_DAYS
from khue.features.keytasks.models import KeyTask, YearlyReport
from khue.features.keytasks.queries.cards import missing_of, state_view
from khue.features.people import queries as people
from khue.features.privacy import queries as privacy
from khue.features.privacy.domain.consents import PUBLIC_NAME
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView

VIEWS = ("all", "running", "reports", "withdrawals")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of the public register: no personal data. ``last_day`` ends the recognition, ``ended_on`` an earlier end."""

    number: str
    title: str
    field: str
    lead: str
    money: int
    starts_on: date | None
    ends_on: date | None
    recognised_on: date
    last_day: date
    state: Text
    ended_on: date | None
    basis: Text
    code: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A line of the own list and of the desk. ``missing`` is the oldest thing missing of its reports."""

    id: int
    number: str
    title: str
    lead: str
    state: StateView
    last_day: date | None
    missing: Text | None


def register(query: str = "", after: str | None = None, size: int = 25) -> Page[RegisterRow]:
    """Every task that was ever recognised, newest first, with what became of it; none of a restricted lead."""
    rows = KeyTask.objects.filter(until_on__isnull=False).exclude(party__in=people.restricted_ids())
    for word in fold(query).split()[:8]:
        rows = rows.filter(folded__contains=word)
    page = keyset(rows, ["-decided_on", "-id"], after, size)
    agreed = _agreed(page.rows)
    return page.of(lambda row: _public(row, agreed))


def recognised(number: str) -> RegisterRow:
    """One line of the register by the number of its dossier. Raises Missing."""
    rows = KeyTask.objects.filter(until_on__isnull=False).exclude(party__in=people.restricted_ids())
    found = rows.filter(dossier_number=number).first()
    if found is None:
        raise access.no_such_key_task()
    return _public(found, _agreed((found,)))


def _agreed(rows: tuple[KeyTask, ...]) -> dict[str, str]:
    """Private persons who agreed to stand in the register by name: asked at each reading, so a withdrawal counts at once."""
    persons = {access.party_key(row) for row in rows if row.public_name == PRIVATE}
    keys = privacy.parties_with_consent(PUBLIC_NAME, persons) if persons else ()
    return {key: card.name for key, card in people.parties(keys).items()} if keys else {}


def _public(row: KeyTask, agreed: dict[str, str]) -> RegisterRow:
    assert row.decided_on is not None
    assert row.until_on is not None
    return RegisterRow(
        number=row.dossier_number,
        title=row.title,
        field=row.field,
        lead=agreed.get(access.party_key(row), row.public_name),
        money=row.money,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        recognised_on=row.decided_on,
        last_day=recognised_to(row.until_on, row.ended_on),
        state=KEY_TASK.label(row.state).capitalised(),
        ended_on=row.ended_on,
        basis=Text(row.basis_vi or "–", row.basis_en),
        code=row.state,
    )


def key_tasks_of(actor: Actor, after: str | None = None, size: int = 25) -> Page[FileRow]:
    """Those of the parties that the actor stands for, also as they were before a merger, and those taken over; newest first."""
    held = {subject.partition(":")[::2] for subject, _scope in actor.holds}
    taken = {kind: [int(number) for one, number in held if one == kind] for kind in ("key_task", "dossier")}
    wanted = (
        Q(party__in=people.ids_i_stand_for(actor)) | Q(pk__in=taken["key_task"]) | Q(dossier_id__in=taken["dossier"])
    )
    return _page(KeyTask.objects.filter(wanted), actor.today, after, size)


def desk(actor: Actor, view: str, query: str = "", after: str | None = None, size: int = 25) -> Page[FileRow]:
    """For staff: all, those recognised, those with a report missing, those whose withdrawal is under way. Raises NotAllowed."""
    actor.require(access.READ)
    rows = KeyTask.objects.exclude(party__in=access.barred(actor))
    if view == "running":
        rows = rows.filter(state="recognised")
    elif view == "reports":
        ended = Q(reports__state="open", reports__until_on__lte=actor.today) | Q(reports__state="returned")
        rows = rows.filter(ended, state="recognised").distinct()
    elif view == "withdrawals":
        rows = rows.filter(withdrawals__outcome="", withdrawals__isnull=False).distinct()
    for word in fold(query).split()[:8]:
        rows = rows.filter(folded__contains=word)
    return _page(rows, actor.today, after, size)


def _page(rows: QuerySet[KeyTask], today: date, after: str | None, size: int) -> Page[FileRow]:
    page = keyset(rows.select_related("party"), ["-id"], after, size)
    missing: dict[int, Text] = {}
    waiting = YearlyReport.objects.filter(key_task__in=[row.pk for row in page.rows], state__in=("open", "returned"))
    states = {row.pk: row.state for row in page.rows}
    for report in waiting.prefetch_related("filings").order_by("-no"):
        filings = sorted(report.filings.all(), key=lambda one: one.no)
        said = missing_of(report, states[report.key_task_id], today, filings[-1].note if filings else "")
        if said:
            missing[report.key_task_id] = said
    return page.of(
        lambda row: FileRow(
            row.pk,
            row.dossier_number,
            row.title,
            row.party.name,
            state_view(row.state),
            recognised_to(row.until_on, row.ended_on) if row.until_on else None,
            missing.get(row.pk),
        )
    )


# -- for the worker ----------------------------------------------------------------------------------------------------


def reports_to_remind(today: date, most: int = 200) -> tuple[int, ...]:
    """Periods that have ended without a report of which nobody was told, and those whose day has passed."""
    waits = YearlyReport.objects.filter(
        state__in=("open", "returned"), until_on__lte=today, key_task__state="recognised"
    )
    late = Q(due_on__lt=today, urged_on=None)
    first = Q(reminded_on=None) & (Q(due_on=None) | Q(due_on__gte=today))
    return tuple(waits.filter(late | first).order_by("until_on", "pk").values_list("pk", flat=True)[:most])


def terms_to_follow(today: date, most: int = 200) -> tuple[int, ...]:
    """Recognitions that have ended, or of whose end the lead is to be told."""
    running = KeyTask.objects.filter(state="recognised")
    wanted = Q(until_on__lte=today)
    for days in EXPIRY_DAYS:
        soon = today + timedelta(days=days)
        wanted |= Q(until_on__lte=soon) & (Q(expiry_told=None) | Q(expiry_told__gt=days))
    return tuple(running.filter(wanted).order_by("until_on", "pk").values_list("pk", flat=True)[:most])
