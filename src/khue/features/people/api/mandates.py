"""Who may act for whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.people import access, queries, usecases
from khue.features.people.api.shapes import AnswerIn, EndMandateIn, MandateIn, RequestIn, door
from khue.features.people.domain import AskForMandate, EndMandate, GrantMandate, RefuseMandateRequest
from khue.kernel import limits
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import Done, Id, Made


@door.post("/parties/{party_id}/mandate-requests", Made, Text("Đề nghị ủy quyền", "Ask for a mandate"), status=201)
def ask_for_mandate(request: HttpRequest, party_id: Id, asked: RequestIn) -> Any:
    """Those who represent the organisation are told, and answer."""
    limits.allow(request, "ask-for-mandate", "20/h")
    card = queries.party(f"party:{party_id}")
    if card.is_private_person:
        raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
    made = usecases.ask_for_mandate(AskForMandate(card.key, asked.scope, asked.ground), actor=acting(request))
    return {"id": str(made), "href": "/api/v1/me"}


@door.post("/mandate-requests/{request_id}/answer", Done, Text("Trả lời đề nghị", "Answer a request"))
def answer_request(request: HttpRequest, request_id: Id, asked: AnswerIn) -> Any:
    """Agree to a request to act for a party of mine, or refuse it with a reason."""
    actor = acting(request)
    wanted = queries.request_line(request_id)
    access.require_answer_for(actor, wanted.party_key)
    if asked.answer == "refuse":
        usecases.refuse_mandate_request(RefuseMandateRequest(request_id, asked.reason), actor=actor)
    else:
        mandate = GrantMandate(
            wanted.person_key,
            wanted.party_key,
            wanted.scope,
            actor.today,
            asked.valid_until,
            wanted.ground,
            request_id=request_id,
        )
        usecases.grant_mandate(mandate, actor=actor)
    return {"href": "/api/v1/me"}


@door.post("/parties/{party_id}/mandates", Made, Text("Ủy quyền", "Grant a mandate"), status=201)
def grant_mandate(request: HttpRequest, party_id: Id, asked: MandateIn) -> Any:
    """Let a person act for a party, in a scope, from a day until the day before another."""
    card = queries.party(f"party:{party_id}")
    command = GrantMandate(asked.person, card.key, asked.scope, asked.valid_from, asked.valid_until, asked.ground)
    made = usecases.grant_mandate(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/parties/{party_id}"}


@door.post("/mandates/{mandate_id}/end", Done, Text("Chấm dứt ủy quyền", "End a mandate"))
def end_mandate(request: HttpRequest, mandate_id: Id, asked: EndMandateIn) -> Any:
    """By those who represent the party, or by the person who holds it."""
    usecases.end_mandate(EndMandate(mandate_id, asked.ends_on, asked.ground), actor=acting(request))
    return {"href": "/api/v1/me"}
