"""A council is prepared, manned, founded, and in the end dissolved; seats change hands on the way."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused, require
from khue.features.councils import access, events
from khue.features.councils.domain.commands import DissolveCouncil, EndSeat, FoundCouncil, PrepareCouncil, SeatMember
from khue.features.councils.domain.composition import (
    SeatFacts,
    composition_notes,
    matches,
    may_found,
    may_seat,
    next_seat_number,
)
from khue.features.councils.domain.experts import ground_reasons
from khue.features.councils.domain.words import COUNCIL, KINDS, ROLES
from khue.features.councils.models import Council, Seat
from khue.features.councils.queries import composition_law, expert_of, key_fields, members_of
from khue.features.councils.usecases.parts import council_event, locked_council, tell_members
from khue.features.councils.usecases.reviews import pass_on
from khue.features.dossiers.usecases import next_number
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command

SERIES, PREFIX = "councils", "HĐ"
MOST_SEATS = 99
SHARE = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")
TAKEN = Conflict(
    Text(
        "Vừa có người được bố trí vào ghế hoặc vai trò này.",
        "Somebody was just given this seat or this role.",
    ),
    Text("Mời ông/bà mở lại trang hội đồng rồi chọn lại.", "Open the council again and choose anew."),
)


def prepare_council(asked: PrepareCouncil, *, actor: Actor) -> int:
    """A council on paper, without members; its id. Raises Refused with everything that is wrong."""
    actor.require(access.RUN)
    with command("councils.prepare_council", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        reasons = tuple(_wrong(asked, key_fields(deed.today)))
        if reasons:
            raise Refused.because(*reasons)
        year = deed.today.year
        council = Council.objects.create(
            number=f"{PREFIX}-{year}-{next_number(f'{SERIES}:{year}'):03d}",
            kind=asked.kind,
            name=asked.name.strip()[:300],
            purpose=asked.purpose.strip(),
            fields=list(dict.fromkeys(asked.fields)),
            seats_count=asked.seats,
            quorum=asked.quorum,
            pass_share=asked.pass_share,
            unit=actor.units[0] if actor.units else "",
            prepared_by=actor.key,
            prepared_by_name=actor.name[:200],
            prepared_at=deed.moment,
        )
        deed.subject = f"council:{council.pk}"
        deed.after(number=council.number, kind=council.kind, seats=council.seats_count, fields=council.fields)
        deed.result(council.pk)
        return int(council.pk)


def _wrong(asked: PrepareCouncil, known: dict[str, Text]) -> list[Reason]:
    again = Text("Mời ông/bà nhập lại.", "Please enter it again.")
    reasons = []
    if asked.kind not in KINDS:
        reasons.append(Reason("council.kind", Text("Chưa chọn loại hội đồng.", "No kind is chosen."), again, "kind"))
    for field, value in (("name", asked.name), ("purpose", asked.purpose)):
        if not value.strip():
            reasons.append(
                Reason("council.missing", Text("Mục này chưa được điền.", "This is not filled in."), again, field)
            )
    if any(code not in known for code in asked.fields):
        reasons.append(
            Reason(
                "council.field",
                Text("Có lĩnh vực không nằm trong danh mục hiện hành.", "A field is not on the list of today."),
                Text("Mời ông/bà chọn lại lĩnh vực.", "Please choose the fields again."),
                "fields_of",
            )
        )
    if not 1 <= asked.seats <= MOST_SEATS:
        text = Text(f"Số ghế phải từ 1 đến {MOST_SEATS}.", f"Seats lie between 1 and {MOST_SEATS}.")
        reasons.append(Reason("council.seats", text, again, "seats"))
    for field, share in (("quorum", asked.quorum), ("pass_share", asked.pass_share)):
        if share and not is_share(share):
            reasons.append(
                Reason(
                    "council.share",
                    Text("Tỷ lệ phải là một phân số lớn hơn 0 và không quá 1.", "A share is above 0 and at most 1."),
                    Text("Ví dụ: 2/3", "For example: 2/3"),
                    field,
                )
            )
    return reasons


def is_share(text: str) -> bool:
    """Whether the text is a fraction above 0 and at most 1, such as 2/3."""
    found = SHARE.fullmatch(text)
    return found is not None and 0 < int(found[1]) <= int(found[2])


def seat_member(asked: SeatMember, *, actor: Actor) -> int:
    """A person of the register takes a free seat; the seat's id.

    Raises Refused with all reasons, Conflict when somebody else was just given the last seat or the role.
    """
    actor.require(access.RUN)
    with command("councils.seat_member", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        council = locked_council(asked.council_id)
        deed.subject = f"council:{council.pk}"
        seat = _take(council, asked.person, asked.role, None, deed=deed)
        deed.result(seat.pk)
        return int(seat.pk)


def _take(council: Council, person: str, role: str, number: int | None, *, deed: Deed) -> Seat:
    members = members_of(council.pk)
    card = people.party(person)
    entry = expert_of(card.key)
    on_register = entry is not None and entry.state == "active" and entry.profile is not None
    available = (
        on_register and entry is not None and entry.profile is not None and entry.profile.is_available(deed.today)
    )
    facts = SeatFacts(council.state, council.seats_count, members, card.key, on_register, available)
    require(may_seat(facts, role))
    assert entry is not None
    assert entry.profile is not None
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                council=council,
                number=number or next_seat_number({member.number for member in members}, council.seats_count),
                person_id=card.id,
                role=role,
                matching=matches(council.fields, entry.profile.fields),
                taken_at=deed.moment,
                taken_by=deed.actor.key,
            )
    except IntegrityError as error:
        raise TAKEN from error
    deed.after(seat=seat.number, person=card.key, role=role, matching=seat.matching)
    deed.about(card.key)
    label = ROLES[role]
    event = council_event(events.SeatTaken, council, (card.key,), role=label.vi, role_en=label.into("en"))
    deed.emit(event)
    deed.notify(
        card.key,
        "council",
        event.line(),
        Text(
            "Mời ông/bà khai báo lợi ích liên quan trước khi xem hồ sơ.",
            "Declare your interests before you read items.",
        ),
        f"/councils/{council.pk}/",
    )
    return seat


def end_seat(asked: EndSeat, *, actor: Actor) -> int:
    """A member leaves with a ground; with a successor the seat and role go on at once. The successor's seat id, or 0.

    By the member, or by whoever runs the council. What the member scored stays; what is not scored yet is taken over.
    """
    with command("councils.end_seat", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        row = Seat.objects.filter(pk=asked.seat_id).first()
        if row is None:
            raise access.no_such_council()
        council = locked_council(row.council_id)
        seat = Seat.objects.select_for_update().get(pk=row.pk)
        person = f"party:{seat.person_id}"
        if not actor.may(access.RUN) and (not access.is_person(actor, person) or asked.successor):
            raise access.no_such_council()
        reasons = list(ground_reasons(asked.ground))
        if seat.ended_at is not None:
            reasons.append(_ended_already())
        if reasons:
            raise Refused.because(*reasons)
        deed.subject = f"council:{council.pk}"
        deed.before(seat=seat.number, person=person, role=seat.role)
        seat.ended_at, seat.ended_by, seat.ended_ground = deed.moment, actor.key, asked.ground.strip()[:500]
        seat.save(update_fields=["ended_at", "ended_by", "ended_ground"])
        deed.after(ground=seat.ended_ground)
        deed.emit(council_event(events.SeatEnded, council, (person,), ground=seat.ended_ground))
        successor, taken = 0, None
        if asked.successor:
            taken = _take(council, asked.successor, seat.role, seat.number, deed=deed)
            seat.successor = taken
            seat.save(update_fields=["successor"])
            successor = taken.pk
        pass_on(seat, taken, council, deed=deed)
        _tell_of_vacancy(council, seat, deed=deed)
        deed.result(successor)
        return successor


def _tell_of_vacancy(council: Council, seat: Seat, *, deed: Deed) -> None:
    """Whoever prepared the council hears that a member went, when it was not that officer's own deed."""
    if seat.successor_id or council.prepared_by == deed.actor.key or not people.is_party_key(council.prepared_by):
        return
    deed.notify(
        council.prepared_by,
        "council",
        Text(f"{council.name}: ghế số {seat.number} đang trống.", f"{council.name}: seat {seat.number} is free."),
        Text("Mời ông/bà bố trí người thay.", "Find a successor."),
        f"/councils/{council.pk}/",
    )


def found_council(asked: FoundCouncil, *, actor: Actor) -> None:
    """The founding decision: from now on the council works. By another person than the one who prepared it.

    Raises Refused with everything that the make-up lacks, each with its figure and source.
    """
    actor.require(access.FOUND)
    with command("councils.found_council", actor, subject=f"council:{asked.council_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        council = locked_council(asked.council_id)
        state = COUNCIL.after(council.state, "found")
        law = composition_law(asked.decision_on)
        members = members_of(council.pk)
        decision = may_found(members, council.seats_count, law, asked.departure)
        reasons = [*decision.reasons] if not decision.granted else []
        reasons += _decision_reasons(asked, council, deed)
        if reasons:
            raise Refused.because(*reasons)
        deed.decide(type(decision).grant(composition_notes(law)))
        deed.before(state=council.state)
        council.state = state
        council.decision_number, council.decision_on = asked.decision_number.strip()[:60], asked.decision_on
        council.departure = asked.departure.strip()[:500]
        council.founded_by, council.founded_by_name = actor.key, actor.name[:200]
        council.save()
        deed.after(
            state=state,
            decision=council.decision_number,
            decision_on=str(council.decision_on),
            departure=council.departure,
        )
        event = council_event(
            events.CouncilFounded, council, tuple(m.person for m in members), decision=council.decision_number
        )
        deed.emit(event)
        tell_members(council, event.line(), deed=deed)
        deed.result(True)


def _decision_reasons(asked: FoundCouncil, council: Council, deed: Deed) -> list[Reason]:
    reasons = []
    if not asked.decision_number.strip():
        reasons.append(
            Reason(
                "council.no_decision",
                Text("Chưa ghi số quyết định thành lập.", "The founding decision has no number."),
                Text("Mời ông/bà ghi số quyết định.", "Enter the number of the decision."),
                "decision_number",
            )
        )
    if asked.decision_on > deed.today:
        reasons.append(
            Reason(
                "council.decision_ahead",
                Text("Ngày quyết định muộn hơn ngày hôm nay.", "The day of the decision lies ahead."),
                Text("Mời ông/bà kiểm tra lại ngày.", "Please check the day."),
                "decision_on",
            )
        )
    if deed.actor.key == council.prepared_by or deed.actor.stands_in_for == council.prepared_by:
        reasons.append(
            Reason(
                "council.own_preparation",
                Text(
                    "Người chuẩn bị hội đồng không tự quyết định thành lập.",
                    "Whoever prepared the council can’t found it.",
                ),
                Text("Mời ông/bà trình người có thẩm quyền khác.", "Hand it to another decider."),
            )
        )
    return reasons


def dissolve_council(asked: DissolveCouncil, *, actor: Actor) -> None:
    """The council's work is over. Its records stay; nobody joins it any more."""
    actor.require(access.FOUND)
    with command("councils.dissolve_council", actor, subject=f"council:{asked.council_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        council = locked_council(asked.council_id)
        reasons = list(ground_reasons(asked.ground))
        under_way = council.items.filter(state__in=("scoring", "scored")).count()
        if under_way:
            reasons.append(
                Reason(
                    "council.items_open",
                    Text(f"Còn {under_way} hồ sơ chưa có kết luận.", f"Items without a conclusion: {under_way}."),
                    Text("Mời ông/bà kết luận hoặc rút các hồ sơ đó trước.", "Conclude or withdraw them first."),
                )
            )
        if reasons:
            raise Refused.because(*reasons)
        deed.before(state=council.state)
        council.state = COUNCIL.after(council.state, "dissolve")
        council.ended_on, council.ended_ground = deed.today, asked.ground.strip()[:500]
        council.save(update_fields=["state", "ended_on", "ended_ground"])
        deed.after(state=council.state, ground=council.ended_ground)
        members = tuple(m.person for m in members_of(council.pk))
        event = council_event(events.CouncilDissolved, council, members)
        deed.emit(event)
        tell_members(council, event.line(), deed=deed)
        deed.result(True)


def _ended_already() -> Reason:
    return Reason(
        "council.seat_ended",
        Text("Thành viên này đã thôi tham gia hội đồng.", "This member has left the council already."),
        Text("Mời ông/bà mở lại trang hội đồng.", "Open the council’s page again."),
    )
