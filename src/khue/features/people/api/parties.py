"""Parties, members and roles."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.people import access, queries, usecases
from khue.features.people.api.shapes import (
    EndIn,
    EventOut,
    MemberIn,
    OrganisationIn,
    PartyOut,
    PartyPageOut,
    PersonIn,
    RoleIn,
    RoleOut,
    door,
)
from khue.features.people.domain import AddMember, AssignRole, EndMember, EndRole
from khue.kernel import limits, viewing
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, Words, listing, whole

Kind = Annotated[Literal["", "person", "organisation"], Query(description="Which kind; empty for both")]


def _made(key: str) -> dict[str, str]:
    return {"id": key, "href": f"/api/v1/parties/{key.removeprefix('party:')}"}


@door.get("/parties", Listing[PartyOut], Text("Cá nhân và tổ chức", "People and organisations"), right=access.READ)
def list_parties(request: HttpRequest, q: Words = "", kind: Kind = "", after: After = None, size: Size = 25) -> Any:
    """Found by words of the name, or by the beginning of the tax code."""
    acting(request).require(access.READ)
    page = queries.list_parties(q, kind, after, size)
    return listing(request, page.of(lambda card: _without_address(card) if card.is_private_person else card))


def _without_address(card: queries.PartyCard) -> dict[str, Any]:
    """Where a private person lives does not go into a list."""
    shown = {name: getattr(card, name) for name in PartyOut.model_fields}
    return {**shown, "address": ""}


@door.get("/parties/{party_id}", PartyPageOut, Text("Một cá nhân hoặc tổ chức", "One party"))
def read_party(request: HttpRequest, party_id: Id) -> Any:
    """Record, mandates and members. Who looks at a private person is written down, and the person can read it."""
    actor, key = acting(request), f"party:{party_id}"
    if not access.may_read(actor, key):
        raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
    card = queries.party(key)
    if card.is_private_person:
        viewing.note_view(actor, key, "record", key)
    return {
        "party": card,
        "record": queries.record(key),
        "mandates": queries.mandates_of(key, actor.today),
        "members": queries.members_of(key) if card.legal_form == "group" else (),
    }


@door.get("/parties/{party_id}/timeline", Listing[EventOut], Text("Diễn biến của một bên", "Timeline of a party"))
def list_party_timeline(request: HttpRequest, party_id: Id, after: After = None, size: Size = 25) -> Any:
    """What happened, newest first."""
    actor, key = acting(request), f"party:{party_id}"
    if not access.may_read(actor, key):
        raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
    if queries.party(key).is_private_person:
        viewing.note_view(actor, key, "record", key)
    return listing(request, queries.timeline(key, after, size))


@door.post("/organisations", Made, Text("Đăng ký tổ chức", "Register an organisation"), status=201)
def register_organisation(request: HttpRequest, asked: OrganisationIn) -> Any:
    """Once for all programmes of the city. Who registers it may act for it. A group without legal form has no tax code."""
    limits.allow(request, "register-organisation", "20/h")
    return _made(usecases.register_organisation(asked.command(once_of(request)), actor=acting(request)))


@door.post("/persons", Made, Text("Mở hồ sơ cá nhân", "Open a person's record"), status=201, right=access.WRITE)
def register_person(request: HttpRequest, asked: PersonIn) -> Any:
    """For people who come to the counter without a national identity on line."""
    actor = acting(request)
    access.require_write(actor)
    return _made(usecases.register_person(asked.command(once_of(request)), actor=actor))


# -- groups ----------------------------------------------------------------------------------------------------------


@door.post("/parties/{party_id}/members", Made, Text("Thêm thành viên nhóm", "Add a member"), status=201)
def add_member(request: HttpRequest, party_id: Id, asked: MemberIn) -> Any:
    """A person joins a group without legal form. By those who may act for the group in everything."""
    command = AddMember(f"party:{party_id}", asked.person, asked.valid_from, asked.position)
    made = usecases.add_member(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/parties/{party_id}"}


@door.post("/members/{member_id}/end", Done, Text("Kết thúc tư cách thành viên", "End a membership"))
def end_member(request: HttpRequest, member_id: Id, asked: EndIn) -> Any:
    """A member leaves the group; the member may also do so alone."""
    usecases.end_member(EndMember(member_id, asked.ends_on), actor=acting(request))
    return {}


# -- roles -----------------------------------------------------------------------------------------------------------


@door.get("/roles", Listing[RoleOut], Text("Vai trò đang giữ", "Who holds which role"), right=access.ROLES)
def list_roles(request: HttpRequest) -> Any:
    """Every role held today, by name."""
    actor = acting(request)
    actor.require(access.ROLES)
    return whole(queries.role_holdings(actor.today))


@door.post("/parties/{party_id}/roles", Made, Text("Giao vai trò", "Give a role"), status=201, right=access.ROLES)
def assign_role(request: HttpRequest, party_id: Id, asked: RoleIn) -> Any:
    """A person holds a role in a unit from a day until the day before another. Nobody gives one to himself or herself."""
    command = AssignRole(f"party:{party_id}", asked.unit, asked.role, asked.valid_from, asked.valid_until)
    return {"id": str(usecases.assign_role(command, actor=acting(request))), "href": "/api/v1/roles"}


@door.post("/roles/{holding_id}/end", Done, Text("Thôi giao vai trò", "End a role"), right=access.ROLES)
def end_role(request: HttpRequest, holding_id: Id, asked: EndIn) -> Any:
    """The rights that it brings end on that day."""
    usecases.end_role(EndRole(holding_id, asked.ends_on), actor=acting(request))
    return {"href": "/api/v1/roles"}
