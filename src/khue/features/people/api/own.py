"""One's own record. Only for the person at the screen: a key reaches nothing of its holder."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.people import queries, usecases
from khue.features.people.api.shapes import CorrectionIn, EventOut, LookOut, MeOut, door
from khue.features.people.domain import CorrectRecord
from khue.kernel import viewing
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Done, Listing, Size, listing


@door.get("/me", MeOut, Text("Thông tin của tôi", "What the city holds about me"))
def read_me(request: HttpRequest) -> Any:
    """Record with sources, mandates held and given, requests that wait, roles, and for whom I may act."""
    actor = acting(request)
    about = queries.about_me(actor)
    note_version(request, about.version)
    return {
        "party": about.card,
        "record": about.record,
        "mandates": about.mandates,
        "given": about.given,
        "requests": about.requests,
        "roles": about.roles,
        "acts_for": queries.everyone_i_act_for(actor),
        "version": about.version,
    }


@door.put("/me", Done, Text("Sửa thông tin của tôi", "Correct my record"))
def correct_me(request: HttpRequest, asked: CorrectionIn) -> Any:
    """Replaces what a person may correct. What the national identity says is corrected there."""
    command = CorrectRecord(
        name=asked.name,
        email=asked.email,
        phone=asked.phone,
        address=asked.address.words() if asked.address else None,
        birth_year=asked.birth_year,
        language=asked.language,
        version=seen_version(request),
    )
    with unchanged():
        usecases.correct_own_record(command, actor=acting(request))
    return {"href": "/api/v1/me"}


@door.get("/me/timeline", Listing[EventOut], Text("Diễn biến của tôi", "My timeline"))
def list_my_timeline(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """What happened in matters of mine, newest first."""
    return listing(request, queries.timeline(acting(request).key, after, size))


@door.get("/me/looks", Listing[LookOut], Text("Ai đã xem dữ liệu của tôi", "Who looked at my data"))
def list_my_looks(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Who looked at personal data of mine, newest first."""
    return listing(request, viewing.views_of(acting(request).key, after, size))
