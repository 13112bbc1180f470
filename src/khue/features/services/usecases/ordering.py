"""Tickets: ordered, answered, agreed, delivered, accepted or sent back, closed; complaints to the operator."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import Missing, require
from khue.features.people import queries as people
from khue.features.services import access
from khue.features.services.domain.catalogue import EXPERT, SERVICE
from khue.features.services.domain.tickets import (
    CLIENT,
    PROVIDER,
    SAID,
    STEPS_OF,
    TICKET,
    AnswerComplaint,
    Complain,
    MoveTicket,
    OrderService,
    may_answer,
    may_complain,
    may_move,
    may_order,
)
from khue.features.services.models import CatalogueEntry, Ticket, TicketComplaint, TicketStep
from khue.features.services.queries.facts import answer_due, is_side_of, may_be_client, nearness
from khue.features.services.queries.shown import is_shown
from khue.features.services.usecases.parts import (
    NAMES,
    locked_ticket,
    path_of_ticket,
    stored,
    tell,
    tell_reviewers,
    write,
)
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen

ADVICE = "advice"
"""What is ordered of an expert."""
DESK = "/exchange-services/desk/"


def order_service(asked: OrderService, *, actor: Actor) -> int:
    """A ticket that awaits the provider's answer; its id. Raises Refused with all reasons, NotAllowed, Missing."""
    access.require_party(actor, asked.party)
    with command("services.order_service", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        entry = CatalogueEntry.objects.filter(
            pk=asked.entry_id, sort__in=[SERVICE, EXPERT], reviewed_at__isnull=False
        ).first()
        if entry is None:
            raise access.no_such_entry()
        client = people.party(asked.party)
        require(
            may_order(
                asked,
                shown=is_shown(entry, deed.today),
                own=access.key_of(entry.party_id) in people.same_party(asked.party) or client.id == entry.party_id,
                member=may_be_client(client.id, entry.open_to),
                kind=entry.kind or ADVICE,
                side_of_deal=is_side_of(asked.deal_id, client.id) if asked.deal_id else False,
                near=nearness(asked.deal_id, entry.party_id, deed.today),
            )
        )
        assert entry.answer_days is not None, "a service has it"
        row = Ticket.objects.create(
            entry=entry,
            kind=entry.kind or ADVICE,
            title_vi=entry.title_vi,
            title_en=entry.title_en,
            provider_id=entry.party_id,
            provider_name=entry.party_name,
            client_id=client.id,
            client_name=client.name,
            deal_id=asked.deal_id or None,
            asked_by=actor.key,
            asked_at=deed.moment,
            answer_due=answer_due(deed.today, entry.answer_days),
            changed_at=deed.moment,
        )
        deed.subject = f"service_ticket:{row.pk}"
        _say(
            row,
            "ask",
            CLIENT,
            deed,
            words=asked.brief,
            papers=stored(asked.papers, deed.subject, "service-ticket", deed),
        )
        deed.about(access.key_of(row.provider_id))
        deed.about(asked.party)
        deed.after(state=row.state, entry=entry.pk, answer_due=str(row.answer_due))
        day = row.answer_due
        title = Text(f"Phiếu số {row.pk}: có đơn đặt dịch vụ", f"Ticket no. {row.pk}: a service is ordered")
        body = Text(f"“{row.title_vi}”. Hạn trả lời: ngày {day:%d/%m/%Y}.", f"“{row.title_en}”. Please answer by {format_day(day, 'en')}.")  # fmt: skip
        tell([row.provider_id], title, body, path_of_ticket(row), deed)
        deed.result(row.pk)
        return int(row.pk)


def move_ticket(asked: MoveTicket, *, actor: Actor) -> str:
    """One step of one side, or a message; the state that follows. Raises Refused, Missing for strangers, NotAllowed, Conflict."""
    with command("services.move_ticket", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        row = locked_ticket(asked.ticket_id, deed)
        sides = acting_sides(actor, row)
        if asked.step not in STEPS_OF:
            raise Missing(
                Text("Không có bước này.", "There is no such step."),
                Text("Mời ông/bà mở lại trang của phiếu.", "Open the ticket again."),
            )
        if asked.seen is not None:
            require_seen(asked.seen, row.stamp)
        near = nearness(row.deal_id, row.provider_id, deed.today)
        require(may_move(asked, state=row.state, sides=sides, kind=row.kind, near=near, today=deed.today))
        side = next(one for one in STEPS_OF[asked.step] if one in sides)
        papers = stored(asked.papers, deed.subject, "service-ticket", deed)
        deed.before(state=row.state)
        offers = asked.step == "offer"
        _say(
            row,
            asked.step,
            side,
            deed,
            words=asked.words,
            papers=papers,
            price=asked.price if offers else None,
            due_on=asked.due_on if offers else None,
        )
        values: dict[str, Any] = {"changed_at": deed.moment, "stamp": row.stamp + 1}
        if offers:
            values |= {"price": asked.price, "due_on": asked.due_on}
        if asked.step != "message":
            values["state"] = TICKET.after(row.state, asked.step)
        write(row, **values)
        deed.after(state=row.state, step=asked.step, side=side, papers=len(papers))
        other = row.client_id if side == PROVIDER else row.provider_id
        said = SAID[asked.step]
        title = Text(f"Phiếu số {row.pk}: {said.vi}", f"Ticket no. {row.pk}: {said.en}")
        tell([other], title, Text(f"“{row.title_vi}”", f"“{row.title_en}”"), path_of_ticket(row), deed)
        deed.result(row.state)
        return row.state


def acting_sides(actor: Actor, row: Ticket) -> frozenset[str]:
    """The sides for which the actor may act. Raises Missing for strangers, NotAllowed for those who may only look."""
    parties = {PROVIDER: access.key_of(row.provider_id), CLIENT: access.key_of(row.client_id)}
    if not actor.is_signed_in or not any(actor.stands_for(key) for key in parties.values()):
        raise access.no_such_ticket()
    found = frozenset(side for side, key in parties.items() if actor.may_act_for(key, "submit"))
    if not found:
        raise access.not_this_side()
    return found


def complain(asked: Complain, *, actor: Actor) -> int:
    """A side tells the operator; its id. The other side is told that there is a complaint, not what it says."""
    with command("services.complain", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        row = locked_ticket(asked.ticket_id, deed)
        side = sorted(acting_sides(actor, row))[0]
        waiting = TicketComplaint.objects.filter(ticket=row, side=side, answered_at=None).exists()
        require(may_complain(asked.words, waiting=waiting))
        made = TicketComplaint.objects.create(
            ticket=row,
            side=side,
            party_id=row.provider_id if side == PROVIDER else row.client_id,
            words=asked.words.strip(),
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.after(complaint=made.pk, side=side)
        title = Text(f"Phản ánh về phiếu dịch vụ số {row.pk}", f"A complaint about ticket no. {row.pk}")
        tell_reviewers(title, Text("Mời xem xét và trả lời.", "Please look into it and answer."), DESK, deed)
        deed.result(made.pk)
        return int(made.pk)


def answer_complaint(asked: AnswerComplaint, *, actor: Actor) -> None:
    """The operator answers the side that complained."""
    actor.require(access.REVIEW)
    with command("services.answer_complaint", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = TicketComplaint.objects.filter(pk=asked.complaint_id).values_list("ticket_id", flat=True).first()
        if found is None:
            raise access.no_such_complaint()
        row = locked_ticket(found, deed)
        one = TicketComplaint.objects.select_for_update().get(pk=asked.complaint_id)
        near = any(actor.is_near(access.key_of(party)) for party in (row.provider_id, row.client_id))
        require(may_answer(asked.answer, answered=one.answered_at is not None, near=near))
        write(
            one,
            answer=asked.answer.strip(),
            answered_by=actor.key,
            answered_by_name=actor.name,
            answered_at=deed.moment,
        )
        deed.after(complaint=one.pk, answered=True)
        title = Text(f"Trả lời phản ánh về phiếu số {row.pk}", f"Your complaint about ticket no. {row.pk} is answered")
        body = Text("Mời ông/bà mở phiếu để đọc.", "Open the ticket to read the answer.")
        tell([one.party_id], title, body, path_of_ticket(row), deed)
        deed.result(True)


def lapse_ticket(ticket_id: int, *, actor: Actor) -> None:
    """The provider let the clock run out: both sides are told, the client may order elsewhere. Once."""
    actor.require("job.services.follow_clocks")
    with command("services.lapse_ticket", actor) as deed:
        row = locked_ticket(ticket_id, deed)
        if row.state != "asked" or row.answer_due >= deed.today:
            deed.nothing_done()
            return
        deed.before(state=row.state)
        _say(row, "lapse", "clock", deed)
        write(row, state=TICKET.after(row.state, "lapse"), changed_at=deed.moment, stamp=row.stamp + 1)
        deed.after(state=row.state)
        title = Text(f"Phiếu số {row.pk}: hết hạn trả lời", f"Ticket no. {row.pk} lapsed without an answer")
        body = Text(
            "Bên đặt có thể đặt lại hoặc chọn dịch vụ khác.", "The client may order again, or choose another service."
        )
        tell([row.provider_id, row.client_id], title, body, path_of_ticket(row), deed)


def remind_ticket(ticket_id: int, *, actor: Actor) -> None:
    """The provider hears in the morning that its answer or its delivery is due today. Once."""
    actor.require("job.services.follow_clocks")
    with command("services.remind_ticket", actor) as deed:
        if deed.repeated(uuid5(NAMES, f"ticket:{ticket_id}:{deed.today}")) is not None:
            return
        row = locked_ticket(ticket_id, deed)
        answer = row.state == "asked" and row.answer_due == deed.today
        if not answer and not (row.state in ("agreed", "reworked") and row.due_on == deed.today):
            deed.nothing_done()
            return
        title = (
            Text(f"Phiếu số {row.pk}: hôm nay là hạn trả lời", f"Ticket no. {row.pk}: your answer is due today")
            if answer
            else Text(f"Phiếu số {row.pk}: hôm nay là ngày giao", f"Ticket no. {row.pk}: delivery is due today")
        )
        tell([row.provider_id], title, Text(f"“{row.title_vi}”", f"“{row.title_en}”"), path_of_ticket(row), deed)
        deed.after(told=True)
        deed.result(True)


def _say(row: Ticket, step: str, side: str, deed: Deed, *, words: str = "", **more: Any) -> None:
    TicketStep.objects.create(
        ticket=row, no=row.steps.count() + 1, step=step, side=side, words=words.strip(), by=deed.actor.key, by_name=deed.actor.name,
        at=deed.moment, **more,
    )  # fmt: skip
