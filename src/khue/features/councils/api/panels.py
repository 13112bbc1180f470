"""Councils for their members and for staff who read them: seats, items, meetings, interests."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.councils import access, queries, usecases
from khue.features.councils.api.shapes import (
    CouncilItemLineOut,
    CouncilItemOut,
    CouncilLineOut,
    CouncilMeetingOut,
    CouncilOut,
    CouncilPresenceIn,
    CouncilState,
    DeclarationIn,
    DeclarationOut,
    OwnCouncilOut,
    door,
    state_out,
)
from khue.features.councils.domain.commands import DeclareInterest, RecordPresence
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, Words, file_out, listing, whole


def _line(card: queries.CouncilCard) -> dict[str, Any]:
    same = ("id", "number", "name", "members", "seats", "items", "decision_number", "decision_on")
    states = {"kind": state_out(card.kind, card.kind_words), "state": state_out(card.state, card.state_words)}
    return {name: getattr(card, name) for name in same} | states


def _seat(seat: queries.SeatLine) -> dict[str, Any]:
    return {"id": seat.id, "number": seat.number, "role": state_out(seat.role, seat.role_words), "taken_at": seat.taken_at}  # fmt: skip


@door.get("/councils", Listing[CouncilLineOut], Text("Hội đồng", "Councils"), right=access.READ)
def list_councils(
    request: HttpRequest, q: Words = "", state: CouncilState = "", after: After = None, size: Size = 25
) -> Any:
    """All councils, also those in preparation, newest first."""
    acting(request).require(access.READ)
    return listing(request, queries.list_councils(state, q, after, size), _line)


@door.get("/council-seats", Listing[OwnCouncilOut], Text("Hội đồng tôi tham gia", "Councils on which I sit"))
def list_council_seats(request: HttpRequest) -> Any:
    """The caller's own seats on founded councils."""
    actor = acting(request)
    seats = queries.my_seats(actor)
    return whole([_line(card) | {"seat": _seat(seats[card.id])} for card in queries.my_councils(actor)])


@door.get("/councils/{council_id}", CouncilOut, Text("Một hội đồng", "A council"))
def read_council(request: HttpRequest, council_id: Id) -> Any:
    """For its members once it is founded, and for staff who read councils."""
    actor = acting(request)
    card = queries.readable_council(council_id, actor)
    own = queries.seat_of(council_id, actor)
    hidden = queries.hidden_in(council_id, actor)
    return _line(card) | {
        "purpose": card.purpose,
        "fields": queries.field_words(card.fields),
        "seat": _seat(own) if own else None,
        "sitting": [
            {"seat": one.id, "name": one.name, "role": state_out(one.role, one.role_words), "matching": one.matching}
            for one in queries.seats_of(council_id, hidden=hidden)
        ],
        "meetings": [_meeting(one) for one in queries.meetings_of(council_id)],
    }


def _item(line: queries.ItemLine, *, blind: bool) -> dict[str, Any]:
    parties = () if blind else line.parties
    return {
        "id": line.id,
        "number": line.number,
        "title": line.title,
        "state": state_out(line.state, line.state_words),
        "outcome": state_out(line.outcome, line.outcome_words) if line.outcome_words else None,
        "parties": [{"name": one.name, "role": state_out(one.role, one.role_words)} for one in parties],
    }


@door.get("/councils/{council_id}/items", Listing[CouncilItemLineOut], Text("Hồ sơ của hội đồng", "Items of a council"))
def list_council_items(request: HttpRequest, council_id: Id, after: After = None, size: Size = 50) -> Any:
    """In their order, withdrawn ones too. Who is behind an item stays closed in a blind phase."""
    actor = acting(request)
    queries.readable_council(council_id, actor)
    blind = queries.blind_items(council_id, actor)
    found = queries.items_of(council_id, after, size, queries.hidden_in(council_id, actor))
    return listing(request, found, lambda line: _item(line, blind=line.id in blind))


@door.get("/council-items/{item_id}", CouncilItemOut, Text("Một hồ sơ của hội đồng", "An item of a council"))
def read_council_item(request: HttpRequest, item_id: Id) -> Any:
    """With its papers, for members and whoever runs the council; 403 with its ground for whoever has an interest in it."""
    actor = acting(request)
    reading = queries.readable_item(item_id, actor)
    papers = queries.papers_for(reading, actor)
    return _item(reading.item, blind=papers.blind) | {
        "council": reading.item.council_id,
        "blind": papers.blind,
        "files": [file_out(card) for card in papers.files],
        "closed": list(papers.closed),
        "told": [{"label": one.label, "words": one.value} for one in papers.told],
    }


def _meeting(card: queries.MeetingCard) -> dict[str, Any]:
    shown = {name: getattr(card, name) for name in ("id", "number", "held_at", "place")}
    return shown | {"state": state_out(card.state, card.state_words)}


def _agenda(line: queries.AgendaLine) -> dict[str, Any]:
    quorum = line.quorum
    return {
        "position": line.position,
        "item": line.item.id,
        "number": line.item.number,
        "title": line.item.title,
        **{name: getattr(quorum, name) for name in ("base", "present", "needed", "reached")},
        "out": [seat.name for seat, _interest in line.out],
        "outcome": state_out(line.outcome, line.outcome_words) if line.outcome_words else None,
        "conclusion": line.conclusion,
    }


@door.post(
    "/council-meetings/{meeting_id}/opening",
    Done,
    Text("Khai mạc phiên họp", "Open a meeting of a council"),
    need="session",
)
def open_council_meeting(request: HttpRequest, meeting_id: Id, asked: CouncilPresenceIn) -> Any:
    """By the chair, or by the secretary who prepared it. The quorum of each item is counted from who is there."""
    command = RecordPresence(meeting_id, tuple(asked.present), once_of(request))
    usecases.open_meeting(command, actor=acting(request))
    return {"href": f"/api/v1/council-meetings/{meeting_id}"}


@door.get("/council-meetings/{meeting_id}", CouncilMeetingOut, Text("Một phiên họp", "A meeting of a council"))
def read_council_meeting(request: HttpRequest, meeting_id: Id) -> Any:
    """Agenda with the quorum of each item, who is there, minutes. Ballots are cast and read on the page."""
    found = queries.readable_meeting(meeting_id, acting(request))
    return _meeting(found.card) | {
        "council": found.council.id,
        "opened_at": found.card.opened_at,
        "closed_at": found.card.closed_at,
        "present": [seat.name for seat in found.seats if seat.id in found.present],
        "agenda": [_agenda(line) for line in found.agenda],
        "minutes": found.minutes.number if found.minutes else "",
        "minutes_signed": bool(found.minutes and found.minutes.signed),
    }


@door.get(
    "/councils/{council_id}/declarations",
    Listing[DeclarationOut],
    Text("Khai báo lợi ích liên quan", "Declarations of interest"),
)
def list_council_declarations(request: HttpRequest, council_id: Id) -> Any:
    """About the caller or by the caller; staff who read councils have all of them."""
    actor = acting(request)
    queries.readable_council(council_id, actor)
    everything = actor.may(access.READ)
    same = ("id", "about", "ground", "state", "declared_at")
    return whole(
        {name: getattr(line, name) for name in same}
        | {"member": line.name, "item": line.item_id, "declared_by": line.declared_by_name}
        for line in queries.declarations_of(council_id, queries.hidden_in(council_id, actor))
        if everything or access.is_person(actor, line.person) or line.declared_by in actor.keys
    )


@door.post(
    "/councils/{council_id}/declarations",
    Made,
    Text("Khai báo lợi ích liên quan", "Declare an interest"),
    status=201,
)
def declare_council_interest(request: HttpRequest, council_id: Id, asked: DeclarationIn) -> Any:
    """Of oneself it counts at once: the item is closed from then on. What is said of another member is reviewed first."""
    actor = acting(request)
    queries.readable_council(council_id, actor)
    own = queries.seat_of(council_id, actor)
    member = asked.member or (own.person if own else actor.key)
    command = DeclareInterest(council_id, member, asked.ground, asked.item, asked.party, once_of(request))
    made = usecases.declare_interest(command, actor=actor)
    return {"id": str(made), "href": f"/api/v1/councils/{council_id}/declarations"}
