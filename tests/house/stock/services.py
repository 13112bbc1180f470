"""Room ``services``: an announcement of the exchange; a service of the institute, the firm's ticket for it and a complaint."""

from __future__ import annotations

from uuid import uuid4

from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.core.bilingual import Text
    from khue.features.services import queries, usecases
    from khue.features.services.domain import PublishAnnouncement
    from khue.features.services.domain.tickets import Complain
    from khue.site.sample import catalogue as sample

    actor = act("appraiser")
    asked = PublishAnnouncement(
        Text("Nghỉ lễ", "Holiday"), Text("Sàn nghỉ một ngày.", "Closed for a day."), actor.today, None, uuid4()
    )
    stock.by_room["services", "announcement_id"] = usecases.publish_announcement(asked, actor=actor)
    sample.joined(organisation("VLSH"), ("supplier",), act, "researcher")
    entry = sample.published(sample.TRAINING, organisation("VLSH"), act, "researcher")
    ticket = sample.ordered(entry, organisation("TLX"), act, "founder")
    complaint = usecases.complain(Complain(ticket, "Chưa có trả lời.", uuid4()), actor=act("founder"))
    shared = sample.published(sample.MICROSCOPE, organisation("VLSH"), act, "researcher")
    first, second = sample.slots_opened(shared, act, "researcher")[:2]
    booking = sample.booked(first, organisation("TLX"), act, "founder")
    adviser = act("member").key
    sample.joined(adviser, ("investor",), act, "member")
    project = sample.published(sample.SENSORS, organisation("VLSH"), act, "researcher")
    sample.deck_kept(project, act, "researcher")
    welcomed = sample.interested(project, adviser, act, "member")
    sample.welcomed(welcomed, act, "researcher", adviser)
    sample.joined(act("founder").key, ("investor",), act, "founder")
    interest = sample.interested(project, act("founder").key, act, "founder")
    stock.by_room["services", "interest_id"] = interest
    stock.by_room["services", "reader_id"] = queries.interests(act("researcher"), None).rows[1].readers[0].id
    for route in ("interest", "deck", "keep-deck"):
        stock.by_route[f"services:{route}", "entry_id"] = project
    stock.by_room["services", "entry_id"] = shared
    for route in ("entry", "review", "renew", "take-down", "order"):
        stock.by_route[f"services:{route}", "entry_id"] = entry
    stock.by_room["services", "slot_id"] = second
    stock.by_room["services", "booking_id"] = booking
    stock.by_room["services", "ticket_id"] = ticket
    stock.by_room["services", "complaint_id"] = complaint
    stock.by_room["services", "step"] = "message"
