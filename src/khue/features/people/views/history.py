"""What happened to a party over time."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.errors import Missing
from khue.features.people import access, queries
from khue.features.people.views.parts import (
    FILES,
    change_table,
    dissolution_table,
    follows_tables,
    member_table,
    succession_table,
    timeline_table,
)
from khue.kernel import viewing, web
from khue.kernel.ui import TableView, Words


@dataclass(frozen=True, slots=True)
class HistoryPage:
    card: queries.PartyCard
    notes: tuple[queries.PartyNote, ...]
    successions: TableView
    changes: TableView
    dissolutions: TableView
    members: TableView | None
    follows: tuple[TableView, ...]
    counts: tuple[tuple[Words, int], ...]
    timeline: TableView


@require_GET
def history(request: HttpRequest, party_id: int) -> HttpResponseBase:
    """Names, addresses, merges, members, matters and the timeline of a party and of all that goes on under it."""
    actor = web.signed_in(request)
    key = f"party:{party_id}"
    if not access.may_read(actor, key):
        raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
    card = queries.party(key)
    changes = queries.changes_of(key)
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        columns = (
            ("effective_on", _("From")), ("field", _("What")), ("before", _("Before")), ("after", _("Since then")),
            ("paper", _("Document")),
        )  # fmt: skip
        return make(f"party-{party_id}-history", columns, changes)
    if card.is_private_person:
        viewing.note_view(actor, key, "record", key)
    registrar = actor.may(access.MERGE)
    follows = queries.what_follows(key)
    page = HistoryPage(
        card=card,
        notes=queries.notes_of(key, actor.today),
        successions=succession_table(queries.successions_of(key), deeds=registrar),
        changes=change_table(changes, request),
        dissolutions=dissolution_table(queries.dissolutions_of(key), deeds=registrar),
        members=member_table(queries.members_of(key)) if card.legal_form == "group" else None,
        follows=follows_tables(follows, open_only=True),
        counts=tuple((matters.kind, matters.total) for matters in follows),
        timeline=timeline_table(queries.same_party(key), request.GET.get("after"), request),
    )
    return web.render(request, "people/history.html", page)
