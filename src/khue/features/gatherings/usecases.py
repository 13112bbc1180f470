"""The deeds of the room: write, publish and cancel an event; take a seat and leave it."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from django.db.models import Max

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import NotAllowed, require
from khue.features.gatherings import access
from khue.features.gatherings.domain import (
    CancelGathering,
    LeaveSeat,
    PublishGathering,
    TakeSeat,
    WriteGathering,
    may_cancel,
    may_leave,
    may_publish,
    may_take,
    may_write,
    place_of,
)
from khue.features.gatherings.models import Gathering, Seat
from khue.kernel.deeds import Deed, command

NAMES = uuid5(NAMESPACE_URL, "khue:gatherings")
"""What a job says once has a key that follows from what it is about."""


def write_gathering(asked: WriteGathering, *, actor: Actor) -> int:
    """A draft that only organisers see; its id. Raises Refused with all reasons, NotAllowed."""
    actor.require(access.ORGANISE)
    with command("gatherings.write_gathering", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        require(may_write(asked, deed.moment))
        row = Gathering.objects.create(
            title_vi=asked.title.vi.strip(),
            title_en=asked.title.en.strip(),
            about_vi=asked.about.vi.strip(),
            about_en=asked.about.en.strip(),
            place=asked.place.strip(),
            link=asked.link.strip(),
            starts_at=asked.starts_at,
            ends_at=asked.ends_at,
            seats=asked.seats,
            written_by=actor.key,
            written_by_name=actor.name,
            written_at=deed.moment,
            changed_at=deed.moment,
        )
        deed.subject = f"gathering:{row.pk}"
        deed.after(starts_at=row.starts_at.isoformat(), seats=row.seats)
        deed.result(row.pk)
        return int(row.pk)


def publish_gathering(asked: PublishGathering, *, actor: Actor) -> None:
    """Everybody reads it; its words and hour stand from now on."""
    actor.require(access.ORGANISE)
    with command("gatherings.publish_gathering", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _locked(asked.gathering_id, deed)
        require(may_publish(row.state, row.starts_at, deed.moment))
        row.state, row.published_at, row.changed_at = "published", deed.moment, deed.moment
        row.save(update_fields=["state", "published_at", "changed_at"])
        deed.after(state=row.state)
        deed.result(True)


def cancel_gathering(asked: CancelGathering, *, actor: Actor) -> None:
    """Everybody who registered is told why."""
    actor.require(access.ORGANISE)
    with command("gatherings.cancel_gathering", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _locked(asked.gathering_id, deed)
        require(may_cancel(row.state, row.ends_at, deed.moment, asked.ground))
        row.state, row.ground, row.changed_at = "cancelled", asked.ground.strip(), deed.moment
        row.save(update_fields=["state", "ground", "changed_at"])
        deed.after(state=row.state, ground=row.ground)
        title = Text(f"Hủy sự kiện “{row.title_vi}”", f"“{row.title_en or row.title_vi}” is cancelled")
        body = Text(f"Lý do: {row.ground}", f"Ground: {row.ground}")
        for person in Seat.objects.filter(gathering=row).exclude(state="left").values_list("person_id", flat=True):
            deed.notify(f"party:{person}", "gatherings", title, body, path_of(row))
        deed.result(True)


def take_seat(asked: TakeSeat, *, actor: Actor) -> str:
    """A seat for oneself, or the next place on the waiting list; ``seated`` or ``waiting``. Raises Refused, NotAllowed."""
    if actor.person_id is None or actor.within:
        raise _in_person()
    with command("gatherings.take_seat", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        row = _locked(asked.gathering_id, deed)
        mine = Seat.objects.filter(gathering=row, person=actor.person_id).exclude(state="left").exists()
        require(may_take(row.state, row.starts_at, deed.moment, has=mine))
        seated = Seat.objects.filter(gathering=row, state="seated").count()
        last = Seat.objects.filter(gathering=row).aggregate(last=Max("no"))["last"] or 0
        seat = Seat.objects.create(
            gathering=row,
            no=last + 1,
            person_id=actor.person_id,
            name=actor.name,
            note=asked.note.strip(),
            state=place_of(row.seats, seated),
            taken_at=deed.moment,
            changed_at=deed.moment,
        )
        deed.about(actor.key)
        deed.after(no=seat.no, state=seat.state)
        deed.result(seat.state)
        return seat.state


def leave_seat(asked: LeaveSeat, *, actor: Actor) -> None:
    """The seat is given up; whoever waits longest moves up and is told."""
    if not actor.is_signed_in:
        raise _in_person()
    with command("gatherings.leave_seat", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _locked(asked.gathering_id, deed)
        mine = Seat.objects.filter(gathering=row, person=actor.person_id).exclude(state="left").first()
        require(may_leave(row.ends_at, deed.moment, has=mine is not None))
        assert mine is not None, "may_leave has seen it"
        free = mine.state == "seated"
        _move(mine, "left", deed)
        deed.about(actor.key)
        deed.after(no=mine.no, state="left")
        if free and row.state == "published" and row.starts_at > deed.moment:
            _move_up(row, deed)
        deed.result(True)


def remind_gathering(gathering_id: int, *, actor: Actor) -> None:
    """Everybody with a seat hears the day before when and where it is. Once."""
    actor.require("job.gatherings.remind")
    with command("gatherings.remind_gathering", actor) as deed:
        if deed.repeated(uuid5(NAMES, f"remind:{gathering_id}")) is not None:
            return
        row = _locked(gathering_id, deed)
        if row.state != "published" or row.starts_at <= deed.moment:
            deed.nothing_done()
            return
        begins = row.starts_at.astimezone(CITY_ZONE)
        title = Text(f"Ngày mai: {row.title_vi}", f"Tomorrow: {row.title_en or row.title_vi}")
        hour = f"{begins:%H:%M}"
        body = Text(
            f"Bắt đầu lúc {hour} ngày {begins:%d/%m/%Y}. Nếu không tham dự được, mời ông/bà rút đăng ký.",
            f"It begins at {hour} on {format_day(begins.date(), 'en')}. Please give your seat up if you can't come.",
        )
        seated = Seat.objects.filter(gathering=row, state="seated").order_by("no")
        for person in seated.values_list("person_id", flat=True):
            deed.notify(f"party:{person}", "gatherings", title, body, path_of(row))
        deed.after(told=len(seated))
        deed.result(True)


def _move_up(row: Gathering, deed: Deed) -> None:
    next_ = Seat.objects.filter(gathering=row, state="waiting").order_by("no").first()
    if next_ is None:
        return
    _move(next_, "seated", deed)
    deed.after(moved_up=next_.no)
    title = Text(f"Ông/bà đã có chỗ tại “{row.title_vi}”", f"You have a seat at “{row.title_en or row.title_vi}”")
    body = Text("Một người đăng ký trước đã rút.", "Somebody who had registered before has withdrawn.")
    deed.notify(f"party:{next_.person_id}", "gatherings", title, body, path_of(row))


def _move(seat: Seat, state: str, deed: Deed) -> None:
    seat.state, seat.changed_at = state, deed.moment
    seat.save(update_fields=["state", "changed_at"])


def path_of(row: Gathering) -> str:
    return f"/exchange-events/{row.pk}/"


def _locked(gathering_id: int, deed: Deed) -> Gathering:
    """The event, held until the deed ends: seats are given in the order in which it was held."""
    row = Gathering.objects.select_for_update().filter(pk=gathering_id).first()
    if row is None or (row.state == "draft" and not deed.actor.may(access.ORGANISE)):
        raise access.no_such_gathering()
    deed.subject = f"gathering:{row.pk}"
    return row


def _in_person() -> NotAllowed:
    return NotAllowed(
        Text("Mỗi người tự đăng ký bằng tài khoản của mình.", "Everybody registers with the own account."),
        Text("Mời ông/bà đăng nhập bằng tài khoản cá nhân.", "Sign in with your own account."),
    )
