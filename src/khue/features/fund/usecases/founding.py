"""Bodies and charter: posts are entered with their instrument, a charter is proposed by one person and confirmed by another."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Conflict, Missing, Refused, require
from khue.features.fund import access
from khue.features.fund.domain.bodies import BODIES, EndSeat, FillSeat, may_end, may_fill, reason
from khue.features.fund.domain.charter import CHARTER, ConfirmCharter, ProposeCharter, may_confirm, may_propose
from khue.features.fund.events import CharterConfirmed
from khue.features.fund.models import CharterVersion, Seat
from khue.features.fund.usecases.parts import store_papers, tell, tell_desk
from khue.features.people import queries as people
from khue.kernel.deeds import command


def fill_seat(asked: FillSeat, *, actor: Actor) -> int:
    """Enter a person's post; its id. Refused when the person holds another post then, or the body has a head already."""
    actor.require(access.CHARTER)
    with command("fund.fill_seat", actor, subject="fund:bodies") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        require(may_fill(asked, actor.hands))
        person = people.party(asked.person)
        if person.kind != "person":
            raise Refused.because(
                reason("seat_person", "Chỉ ghi được vị trí cho cá nhân.", "Only a person holds a seat.", "person")
            )
        try:
            with transaction.atomic():
                row = Seat.objects.create(
                    person_id=person.id,
                    name=person.name,
                    body=asked.body,
                    position=asked.position,
                    from_on=asked.from_on,
                    until_on=asked.until_on,
                    instrument=asked.instrument.strip(),
                    entered_by=actor.key,
                    entered_at=deed.moment,
                )
        except IntegrityError as error:
            raise Refused.because(
                reason(
                    "seat_taken",
                    "Trong thời gian này, người đó đã giữ một vị trí ở Quỹ, hoặc cơ quan đã có người đứng đầu.",
                    "The person holds another seat of the fund at that time, or the body has a head already.",
                    "person",
                    Text("Mời ông/bà ghi kết thúc vị trí cũ trước.", "Enter the end of the earlier seat first."),
                )
            ) from error
        until = asked.until_on.isoformat() if asked.until_on else ""
        deed.after(seat=row.pk, body=row.body, position=row.position, from_on=str(row.from_on), until_on=until)
        deed.personal(person=person.key, name=person.name)
        body = BODIES[asked.body]
        title = Text(f"Ông/bà được ghi là thành viên {body.vi}", f"You are entered as a member of the {body.en}")
        tell([person.key], title, Text(asked.instrument.strip(), asked.instrument.strip()), "/fund/bodies/", deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def end_seat(asked: EndSeat, *, actor: Actor) -> None:
    """A post ends on a day, by an instrument. What its holder decided stands."""
    actor.require(access.CHARTER)
    with command("fund.end_seat", actor, subject="fund:bodies") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = Seat.objects.select_for_update().filter(pk=asked.seat_id).first()
        if row is None:
            raise Missing(
                Text("Không tìm thấy vị trí này.", "There is no such seat."),
                Text("Mời ông/bà mở lại trang các cơ quan của Quỹ.", "Open the page of the fund's bodies again."),
            )
        require(may_end(asked, row.from_on, row.until_on))
        deed.before(seat=row.pk, until_on=str(row.until_on or ""))
        row.until_on, row.end_instrument = asked.until_on, asked.instrument.strip()
        row.save(update_fields=["until_on", "end_instrument"])
        deed.after(seat=row.pk, until_on=str(row.until_on))
        deed.result(True)


def propose_charter(asked: ProposeCharter, *, actor: Actor) -> int:
    """A new version of the settings, with the file it was read from; its id. It holds nothing until it is confirmed."""
    actor.require(access.CHARTER)
    with command("fund.propose_charter", actor, subject="fund:charter") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        newest = CharterVersion.objects.filter(state="confirmed").aggregate(day=Max("from_on"))["day"]
        require(may_propose(asked, newest))
        number = (CharterVersion.objects.aggregate(last=Max("no"))["last"] or 0) + 1
        paper = (
            store_papers([asked.paper], "fund:charter", actor.key, "charter", deed, "paper") if asked.paper else [""]
        )
        try:
            with transaction.atomic():
                row = CharterVersion.objects.create(
                    no=number,
                    from_on=asked.charter.from_on,
                    settings=asked.charter.to_json(),
                    instrument=asked.instrument.strip(),
                    paper=paper[0],
                    proposed_by=actor.key,
                    proposed_for=actor.stands_in_for,
                    proposed_by_name=actor.name,
                    proposed_at=deed.moment,
                )
        except IntegrityError as error:
            raise Conflict(
                Text("Đang có một phiên bản Điều lệ chờ xác nhận.", "A version of the charter awaits confirmation."),
                Text("Mời ông/bà chờ phiên bản đó được xử lý.", "Wait until it is confirmed or not."),
            ) from error
        deed.after(version=row.pk, no=number, from_on=str(row.from_on), settings=row.settings)
        title = Text("Điều lệ Quỹ chờ xác nhận", "A charter of the fund awaits confirmation")
        body = Text(f"Phiên bản {number}, {row.instrument}", f"Version {number}, {row.instrument}")
        tell_desk(access.CONFIRM, title, body, "/fund/charter/", deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def confirm_charter(asked: ConfirmCharter, *, actor: Actor) -> None:
    """The second person has compared the version with its instrument: from its first day it holds."""
    actor.require(access.CONFIRM)
    with command("fund.confirm_charter" if asked.confirmed else "fund.reject_charter", actor, "fund:charter") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = CharterVersion.objects.select_for_update().filter(pk=asked.version_id).first()
        if row is None:
            raise Missing(
                Text("Không tìm thấy phiên bản Điều lệ này.", "There is no such version of the charter."),
                Text("Mời ông/bà mở lại trang Điều lệ.", "Open the page of the charter again."),
            )
        require(may_confirm(row.state, (row.proposed_by, row.proposed_for), actor.hands, asked))
        deed.before(version=row.pk, state=row.state)
        row.state = CHARTER.after(row.state, "confirm" if asked.confirmed else "reject")
        row.decided_by, row.decided_by_name, row.decided_at = actor.key, actor.name, deed.moment
        row.note = asked.note.strip()
        row.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at", "note"])
        deed.decide(Decision.grant())
        deed.after(version=row.pk, state=row.state)
        if asked.confirmed:
            deed.emit(CharterConfirmed(subject="fund:charter", no=row.no))
        deed.result(True)
