"""Somebody leaves: roles end, tasks go back, sessions and keys go. The account and every record stay."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.staff import access, events
from khue.features.staff.domain.commands import RecordDeparture
from khue.features.staff.domain.joining import may_leave
from khue.features.staff.models import Absence, Departure, RoleProposal
from khue.features.staff.usecases.desks import move
from khue.features.staff.usecases.keys import close_account
from khue.features.staff.usecases.office_keys import revoke_office_keys
from khue.kernel.deeds import Deed, command

LEAVES_ALREADY = Reason(
    "staff.leaves_already",
    Text("Việc thôi làm của người này đã được ghi nhận.", "The departure is recorded already."),
    Text("Không cần làm gì thêm.", "Nothing more is needed."),
)


def record_departure(asked: RecordDeparture, *, actor: Actor) -> int:
    """Roles end after the last day, held tasks go back to the queue; the departure's id.

    Rights end by the roles' days, whatever runs or does not run. When the last day is over already, sessions and keys
    go in this deed, otherwise by the daily job. Raises Refused for the last administrator.
    """
    actor.require(access.INVITE)
    with command("staff.record_departure", actor, subject=asked.person) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        name = people.party(asked.person).name
        held = people.holdings_of([asked.person]).get(asked.person, ())
        first_day_without = asked.last_day + timedelta(days=1)
        tasks = dossiers.held_tasks(asked.person, 10_000)
        require(
            may_leave(
                asked,
                today=deed.today,
                works=any(h.valid_until is None or h.valid_until > deed.today for h in held),
                held=len(tasks),
                own=asked.person in actor.hands,
            )
        )
        departure = _write(asked, deed=deed)
        registering.end_holdings(asked.person, first_day_without, deed=deed)
        if tasks:
            move(asked.person, [task.id for task in tasks], "", asked.ground, deed=deed)
        RoleProposal.objects.filter(person_id=people.party_id(asked.person), given_at=None).exclude(
            state="refused"
        ).update(state="refused", answered_by=actor.key, answered_by_name=actor.name[:200], answered_at=deed.moment)
        _tell(asked, name, deed=deed)
        deed.after(last_day=asked.last_day.isoformat(), ground=asked.ground.strip(), tasks_to_queue=len(tasks))
        if first_day_without <= deed.today:
            _close(departure, deed=deed)
        deed.result(departure.pk)
        return int(departure.pk)


def _write(asked: RecordDeparture, *, deed: Deed) -> Departure:
    try:
        with transaction.atomic():
            return Departure.objects.create(
                person_id=people.party_id(asked.person),
                last_day=asked.last_day,
                ground=asked.ground.strip(),
                recorded_by=deed.actor.key,
                recorded_by_name=deed.actor.name[:200],
                recorded_at=deed.moment,
            )
    except IntegrityError as error:
        if "staff_leaves_once_at_a_time" in str(error):
            raise Refused.because(LEAVES_ALREADY) from error
        raise


def _tell(asked: RecordDeparture, name: str, *, deed: Deed) -> None:
    event = events.DepartureRecorded(
        subject=asked.person, parties=(asked.person,), name=name, last_day=f"{asked.last_day:%d/%m/%Y}"
    )
    deed.emit(event)
    deed.notify(asked.person, "staff", event.line(), Text(asked.ground.strip()), "/me/")
    waiting = Absence.objects.filter(
        deputy_id=people.party_id(asked.person), valid_until__gt=max(asked.last_day, deed.today)
    )
    for key in waiting.values_list("person_id", flat=True).distinct():
        title = Text(f"Người làm thay ông/bà thôi việc: {name}.", f"Your deputy leaves: {name}.")
        body = Text("Mời ông/bà chọn người làm thay khác.", "Please choose another deputy.")
        deed.notify(f"party:{key}", "staff", title, body, "/staff/absences/")


def close_departure(departure_id: int, *, actor: Actor) -> None:
    """What the last day brings: sessions end, keys are revoked, mandates for agencies end. Safe to repeat."""
    if not actor.may("job.staff.close_departures"):
        actor.require(access.INVITE)
    with command("staff.close_departure", actor) as deed:
        found = Departure.objects.select_for_update().filter(pk=departure_id).first()
        if found is None or found.closed_at is not None or found.last_day >= deed.today:
            deed.nothing_done()
            return
        deed.subject = f"party:{found.person_id}"
        _close(found, deed=deed)


def _close(departure: Departure, *, deed: Deed) -> None:
    person = f"party:{departure.person_id}"
    # What was taken between the recording and the last day: nothing falls off the desk.
    tasks = dossiers.held_tasks(person, 10_000)
    if tasks:
        move(person, [task.id for task in tasks], "", departure.ground, deed=deed)
    ended = registering.end_mandates_for_agencies(person, deed=deed)
    keys, sessions = close_account(person)
    keys += revoke_office_keys(person, deed=deed)
    departure.closed_at = deed.moment
    departure.save(update_fields=["closed_at"])
    deed.after(keys_revoked=keys, sessions_ended=sessions, mandates_ended=ended)
    deed.emit(events.DepartureClosed(subject=person, parties=(person,)))
