"""Keys of an organisation. A key makes no keys: these doors open to persons only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.people import access, usecases
from khue.features.people.api.shapes import KeyIn, KeyOut, NewKeyOut, door
from khue.features.people.domain.keys import MakeKey, RevokeKey
from khue.features.people.queries.keys import keys_of
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Listing, whole


@door.get("/organisations/{party_id}/keys", Listing[KeyOut], Text("Khóa của tổ chức", "Keys of an organisation"))
def list_keys(request: HttpRequest, party_id: Id) -> Any:
    """Every key that the organisation ever had, newest first; never a secret."""
    actor, organisation = acting(request), f"party:{party_id}"
    access.require_keys_of(actor, organisation)
    return whole(keys_of(organisation, actor.today))


@door.post("/organisations/{party_id}/keys", NewKeyOut, Text("Tạo khóa", "Make a key"), status=201, keeps=False)
def make_key(request: HttpRequest, party_id: Id, asked: KeyIn) -> Any:
    """The secret is in this answer and nowhere else. Sent again with the same Idempotency-Key it is a 409."""
    actor = acting(request)
    command = MakeKey(
        organisation=f"party:{party_id}",
        holder=asked.holder or actor.key,
        name=asked.name,
        scopes=tuple(asked.scopes),
        valid_from=asked.valid_from or actor.today,
        valid_until=asked.valid_until,
        per_minute=asked.per_minute,
        once=once_of(request),
    )
    return usecases.make_key(command, actor=actor)


@door.post("/keys/{key_id}/revoke", Done, Text("Thu hồi khóa", "Revoke a key"), takes="nothing")
def revoke_key(request: HttpRequest, key_id: Id) -> Any:
    """It works no more from this moment."""
    organisation = usecases.revoke_key(RevokeKey(key_id, once_of(request)), actor=acting(request))
    return {"href": f"/api/v1/organisations/{organisation.removeprefix('party:')}/keys"}
