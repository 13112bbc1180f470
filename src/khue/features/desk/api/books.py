"""The counter's books (forms 06 and 07), and the audit of one subject."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.desk import access, domain, queries
from khue.features.desk.api.shapes import RegisterRowOut, TrailOut, door
from khue.features.desk.queries import AuditEntry
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases
from khue.features.dossiers.queries import RegisterAsked
from khue.kernel import viewing
from khue.kernel.api.doors import acting, sent
from khue.kernel.api.shapes import LARGEST, After, Day, DecisionOut, Listing, Name, Size, listing
from khue.kernel.headers import disposition

PDF = "application/pdf"
First = Annotated[Day, Query(description="Received from this day")]
Last = Annotated[Day, Query(description="Received until this day")]
Procedure = Annotated[str, Query(max_length=60, description="Key of a procedure; empty for all")]
Subject = Annotated[str, Path(max_length=112, description="A subject, as dossier:7")]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="`older` of the page before")]
Personal = Annotated[bool, Query(description="Personal values too: needs people.privacy, and the look is written down")]


def _officer(request: HttpRequest) -> Actor:
    actor = acting(request)
    access.require_desk(actor)
    actor.require(domain.READ_DOSSIERS)
    return actor


def _period(first: date, last: date, procedure: str) -> RegisterAsked:
    if last < first:
        raise Refused.because(
            Reason(
                "order",
                Text("Ngày cuối không được trước ngày đầu.", "The last day must not lie before the first one."),
                Text("Mời ông/bà chọn lại.", "Choose again."),
                "?until",
            )
        )
    return RegisterAsked(first, last, procedure)


@door.get("/register", Listing[RegisterRowOut], Text("Sổ theo dõi hồ sơ", "Register"), right=domain.READ_DOSSIERS)
def list_register(
    request: HttpRequest, since: First, until: Last, procedure: Procedure = "", after: After = None, size: Size = 30
) -> Any:
    """Dossiers received in a period (form 07), newest receipt first."""
    actor = _officer(request)
    return listing(request, dossiers.register(actor, _period(since, until, procedure), after, size))


@door.get("/register/printed", PDF, Text("In sổ theo dõi", "The register as PDF"), right=domain.READ_DOSSIERS)
def print_register(request: HttpRequest, since: First, until: Last, procedure: Procedure = "") -> HttpResponse:
    """Form 07 of a period as PDF."""
    actor = _officer(request)
    content = usecases.print_register(_period(since, until, procedure), actor=actor)
    return sent(content, PDF, disposition(f"so-theo-doi-ho-so-{since}-{until}.pdf"))


@door.get(
    "/dossiers/{number}/control-slip",
    PDF,
    Text("Phiếu kiểm soát quá trình", "Process control slip"),
    right=domain.READ_DOSSIERS,
)
def print_control_slip(request: HttpRequest, number: Name) -> HttpResponse:
    """Form 06 of a received dossier as PDF."""
    actor = _officer(request)
    slip, content = usecases.print_control_slip(number, actor=actor)
    if slip.is_private_person:
        viewing.note_view(actor, slip.applicant_key, "dossier", f"dossier:{slip.dossier_id}")
    return sent(content, PDF, disposition(f"phieu-kiem-soat-{slip.number}.pdf"))


@door.get(
    "/audit/{subject}", TrailOut, Text("Nhật ký của một đối tượng", "Audit of a subject"), right=domain.READ_AUDIT
)
def read_audit(request: HttpRequest, subject: Subject, before: Before = None, personal: Personal = False) -> Any:
    """Who did what, when, under which mandate and with which key; newest first, twenty at a time."""
    actor = acting(request)
    access.require_desk(actor)
    trail = queries.audit_trail(actor, subject, before, with_personal=personal)
    for party in trail.watched:
        viewing.note_view(actor, party, "record", subject)
    return {"subject": subject, "items": [_entry(entry) for entry in trail.entries], "older": trail.older}


def _entry(entry: AuditEntry) -> dict[str, Any]:
    shown = {name: getattr(entry, name) for name in entry.__slots__}
    shown["decision"] = DecisionOut.of(entry.decision) if entry.decision else None
    return shown
