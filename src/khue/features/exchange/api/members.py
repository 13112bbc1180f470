"""Memberships: asked for, verified, ended."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Query
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.features.exchange import access, queries, usecases
from khue.features.exchange.api.drafts import Party
from khue.features.exchange.api.shapes import MembershipLineOut, MembershipOut, door
from khue.features.exchange.api.shapes.incoming import MembershipStepIn
from khue.features.exchange.domain.members import AskMembership, MoveMembership
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, file_out, listing

View = Annotated[str, Query(max_length=20, description="Which of them; an unknown word: all")]
Kinds = Annotated[str, Form(max_length=200, description="Codes with commas between them")]
About = Annotated[str, Form(max_length=4000)]


def _href(member_id: int) -> str:
    return f"/api/v1/exchange-memberships/{member_id}"


@door.get(
    "/my-exchange-memberships",
    Listing[MembershipLineOut],
    Text("Tư cách thành viên của tôi", "My memberships of the exchange"),
    need="view",
)
def list_my_exchange_memberships(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those of the parties that the caller acts for, newest first."""
    return listing(request, queries.memberships_of(acting(request), after, size))


@door.get(
    "/exchange-memberships",
    Listing[MembershipLineOut],
    Text("Đăng ký thành viên phải xử lý", "Memberships to look after"),
    right=access.READ,
)
def list_exchange_memberships(
    request: HttpRequest, view: View = "asked", after: After = None, size: Size = 25
) -> Any:  # fmt: skip
    """``view`` is asked (to verify), active, suspended or all."""
    return listing(request, queries.members(acting(request), view, after, size))


@door.get(
    "/exchange-memberships/{member_id}",
    MembershipOut,
    Text("Một tư cách thành viên", "A membership of the exchange"),
    need="view",
)
def read_exchange_membership(request: HttpRequest, member_id: Id) -> Any:
    """For its side and staff. Its ETag is what a step on it rests on."""
    actor = acting(request)
    found = queries.member_card(member_id, actor)
    note_version(request, found.stamp)
    shows = queries.may_read_papers(actor, f"exchange_member:{member_id}")
    shown = {name: getattr(found, name) for name in MembershipOut.model_fields if hasattr(found, name)}
    return shown | {"papers": [file_out(card) for card in found.papers] if shows else [], "version": found.stamp}


@door.post(
    "/exchange-memberships",
    Made,
    Text("Đăng ký thành viên Sàn", "Ask to join the exchange"),
    need="submit",
    status=201,
    takes="files",
)
def ask_exchange_membership(
    request: HttpRequest,
    party: Party,
    kinds: Kinds = "",
    about: About = "",
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """One membership for each kind, each verified by itself; the first of them is answered."""
    asked = tuple(kind.strip() for kind in kinds.split(",") if kind.strip())
    command = AskMembership(party, asked, about, tuple(papers), once_of(request))
    made = usecases.ask_membership(command, actor=acting(request))
    return {"id": str(made[0]), "href": _href(made[0])}


@door.post(
    "/exchange-memberships/{member_id}/state",
    Done,
    Text("Đổi trạng thái thành viên", "Change the state of a membership"),
    need="submit",
    edits=True,
)
def move_exchange_membership(request: HttpRequest, member_id: Id, asked: MembershipStepIn) -> Any:
    """verify, refuse, suspend, resume or close by an officer; close by the member itself."""
    queries.member_card(member_id, acting(request))
    with unchanged():
        command = MoveMembership(member_id, asked.step, asked.ground, seen_version(request), once_of(request))
        usecases.move_membership(command, actor=acting(request))
    return {"href": _href(member_id)}
