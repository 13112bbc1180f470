"""Away and back again, and who stands in."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, connection, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused, require
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.staff import access, events
from khue.features.staff.domain.absences import AbsenceFacts, may_register_absence
from khue.features.staff.domain.commands import EndAbsence, RegisterAbsence
from khue.features.staff.models import Absence, DeputyScope
from khue.features.staff.queries.absences import away_between
from khue.kernel.deeds import Deed, command

ABSENCES_OF = 1265137017
"""The advisory lock of whoever writes an absence, with the person's number."""
TWICE = Reason(
    "staff.absent_already",
    Text("Trong những ngày này đã có một đợt vắng mặt.", "There is an absence in these days already."),
    Text("Mời ông/bà kết thúc đợt cũ trước, hoặc chọn ngày khác.", "End the old one first, or choose other days."),
    "valid_from",
)


def register_absence(asked: RegisterAbsence, *, actor: Actor) -> int:
    """Somebody is away; the absence's id. Tasks stay where they are: the deputy sees them on a tab of the own desk."""
    held = people.holdings_of([asked.person]).get(asked.person, ())
    units = {holding.unit_code for holding in held if holding.holds_on(actor.today)}
    access.require_for(actor, access.ABSENCES, asked.person, units)
    with command("staff.register_absence", actor, subject=asked.person) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        facts = _facts(asked, held, deed.today)
        require(may_register_absence(asked, facts))
        absence = _write(asked, deed=deed)
        deed.after(
            absence=absence.pk,
            reason=asked.reason,
            valid_from=asked.valid_from.isoformat(),
            valid_until=asked.valid_until.isoformat(),
            deputy=asked.deputy,
            holdings=sorted(asked.holdings),
        )
        _tell(asked, facts.deputy_name, deed=deed)
        deed.result(absence.pk)
        return int(absence.pk)


def _facts(asked: RegisterAbsence, held: tuple[people.Holding, ...], today: date) -> AbsenceFacts:
    first = max(asked.valid_from, today)
    own = frozenset(h.id for h in held if h.holds_on(first) or asked.valid_from <= h.valid_from < asked.valid_until)
    if not asked.deputy:
        return AbsenceFacts(own, today=today)
    of_deputy = people.holdings_of([asked.deputy]).get(asked.deputy, ())
    last = asked.valid_until
    works = any(
        h.valid_from <= first and (h.valid_until is None or h.valid_until >= last) for h in of_deputy
    ) and people.account_of(asked.deputy)
    return AbsenceFacts(
        own,
        deputy_name=people.party(asked.deputy).name,
        deputy_works=bool(works),
        deputy_away=away_between(asked.deputy, first, last),
        today=today,
    )


def _write(asked: RegisterAbsence, *, deed: Deed) -> Absence:
    with connection.cursor() as cursor:  # one after the other: rows that exclude each other would wait in a circle
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ABSENCES_OF, people.party_id(asked.person)])
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                person_id=people.party_id(asked.person),
                deputy_id=people.party_id(asked.deputy) if asked.deputy else None,
                reason=asked.reason,
                valid_from=asked.valid_from,
                valid_until=asked.valid_until,
                registered_by=deed.actor.key,
                registered_by_name=deed.actor.name[:200],
                registered_at=deed.moment,
            )
    except IntegrityError as error:
        if "staff_absent_once_at_a_time" in str(error):
            raise Refused.because(TWICE) from error
        raise
    DeputyScope.objects.bulk_create(
        DeputyScope(absence=absence, holding_id=number) for number in dict.fromkeys(asked.holdings)
    )
    return absence


def _tell(asked: RegisterAbsence, deputy_name: str, *, deed: Deed) -> None:
    """The person, the deputy, and whoever counted on this person as deputy hear of it."""
    name = people.party(asked.person).name
    event = events.AbsenceRegistered(
        subject=asked.person,
        parties=tuple(key for key in (asked.person, asked.deputy) if key),
        name=name,
        first=f"{asked.valid_from:%d/%m/%Y}",
        back=f"{asked.valid_until:%d/%m/%Y}",
        deputy_name=deputy_name,
    )
    deed.emit(event)
    if asked.deputy and asked.deputy != deed.actor.key:
        open_tasks = dossiers.held_count(asked.person)
        body = Text(
            f"Đang có {open_tasks} việc chưa xong. Mời ông/bà mở bàn làm việc, chọn thẻ mang tên {name}.",
            f"{open_tasks} tasks are open. Open the desk and choose the tab with the name of {name}.",
        )
        deed.notify(asked.deputy, "staff", event.line(), body, "/desk/")
    if asked.person != deed.actor.key:
        body = Text(f"Người đăng ký: {deed.actor.name}.", f"Registered by {deed.actor.name}.")
        deed.notify(asked.person, "staff", event.line(), body, "/staff/absences/")
    body = Text("Mời ông/bà chọn người làm thay khác.", "Please choose another deputy.")
    counting = Absence.objects.filter(
        deputy_id=people.party_id(asked.person), valid_from__lt=asked.valid_until, valid_until__gt=asked.valid_from
    ).exclude(valid_until__lte=deed.today)
    for key in counting.values_list("person_id", flat=True).distinct():
        title = Text(f"Người làm thay ông/bà cũng vắng mặt: {name}.", f"Your deputy is away, too: {name}.")
        deed.notify(f"party:{key}", "staff", title, body, "/staff/absences/")


def end_absence(asked: EndAbsence, *, actor: Actor) -> None:
    """Back earlier: ``ends_on`` is the day of return. The deputy's rights end with it."""
    with command("staff.end_absence", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = Absence.objects.select_for_update().filter(pk=asked.absence_id).first()
        if found is None:
            raise no_such_absence()
        person = f"party:{found.person_id}"
        held = people.holdings_of([person]).get(person, ())
        access.require_for(actor, access.ABSENCES, person, {h.unit_code for h in held if h.holds_on(actor.today)})
        if not max(found.valid_from, deed.today) <= asked.ends_on <= found.valid_until:
            raise Refused.because(_other_day(found, deed.today))
        deed.subject = person
        deed.before(absence=found.pk, valid_until=found.valid_until.isoformat())
        found.valid_until = asked.ends_on
        found.save(update_fields=["valid_until"])
        deed.after(absence=found.pk, valid_until=asked.ends_on.isoformat())
        deputy = f"party:{found.deputy_id}" if found.deputy_id else ""
        event = events.AbsenceEnded(
            subject=person,
            parties=tuple(key for key in (person, deputy) if key),
            name=people.party(person).name,
            back=f"{asked.ends_on:%d/%m/%Y}",
        )
        deed.emit(event)
        if deputy and deputy != actor.key:
            body = Text("Từ ngày đó ông/bà không còn làm thay.", "From that day on you no longer stand in.")
            deed.notify(deputy, "staff", event.line(), body, "/desk/")
        deed.result(True)


def _other_day(found: Absence, today: date) -> Reason:
    first = max(found.valid_from, today)
    if first > found.valid_until:
        return Reason(
            "staff.absence_over",
            Text("Đợt vắng mặt này đã kết thúc.", "This absence is over already."),
            Text("Không cần làm gì thêm.", "Nothing more is needed."),
            "ends_on",
        )
    return Reason(
        "staff.ends_on",
        Text(
            f"Ngày đi làm lại phải từ {first:%d/%m/%Y} đến {found.valid_until:%d/%m/%Y}.",
            f"The day of return lies between {format_day(first, 'en')} and {format_day(found.valid_until, 'en')}.",
        ),
        Text("Mời ông/bà chọn ngày khác.", "Choose another day."),
        "ends_on",
    )


def no_such_absence() -> Missing:
    return Missing(
        Text("Không tìm thấy đợt vắng mặt này.", "There is no such absence."),
        Text("Mời ông/bà mở lại danh sách.", "Go back to the list."),
    )
