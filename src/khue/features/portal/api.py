"""Doors of the room: what everybody may read, without a name of a private person."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Schema

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.queries import PublicPaper
from khue.features.portal import queries
from khue.kernel.api.doors import Door, acting, sent
from khue.kernel.api.shapes import (
    After,
    Bilingual,
    DecisionOut,
    Listing,
    Name,
    Size,
    State,
    Words,
    listing,
    whole,
)
from khue.kernel.headers import disposition
from khue.kernel.limits import allow

door = Door("public")
PDF = "application/pdf"
Code = Annotated[str, Path(max_length=40, description="Check code, as K7QM-2XRT-9DWA")]


class FiguresOut(Schema):
    """Live figures; money in đồng. ``decided`` and ``in_time`` look back on 30 days."""

    decided: int
    in_time: int
    paid: int
    supports: int
    granted: int


class ProcedureRowOut(Schema):
    key: str
    name: Bilingual
    summary: Bilingual
    who: Bilingual
    result: Bilingual


class SupportRowOut(Schema):
    """A granted support; the receiver is never a private person's name."""

    number: str
    receiver: str
    task_title: str
    task_kind: Bilingual
    granted: int
    paid: int
    decided_on: date
    basis: Bilingual
    state: str


class PublicTrancheOut(Schema):
    no: int
    deliverable: str
    amount: int
    due_on: date | None
    state: State
    accepted_on: date | None
    paid_on: date | None


class PublicPaperOut(Schema):
    """A paper that is public; ``copy_href`` leads to its PDF without what is left out, null where there is none."""

    code: str
    kind: str
    number: str
    title: Bilingual
    issued_on: date
    by_hand: bool
    copy_href: str | None


class PublicSupportOut(Schema):
    """One granted support with the grounds of its amount and its public papers."""

    entry: SupportRowOut
    asked: int
    accepted: int
    why: DecisionOut
    tranches: list[PublicTrancheOut]
    papers: list[PublicPaperOut]


class CheckpointOut(Schema):
    """The newest signed checkpoint of the audit, as published."""

    line: str


@door.get("/public/figures", FiguresOut, Text("Số liệu hiện tại", "Live figures"), need="public")
def read_figures(request: HttpRequest) -> Any:
    """What stands on the front page."""
    return queries.figures(acting(request).today)


@door.get("/public/supports", Listing[SupportRowOut], Text("Danh mục công khai", "Public register"), need="public")
def list_public_supports(request: HttpRequest, q: Words = "", after: After = None, size: Size = 25) -> Any:
    """Granted supports, newest decision first."""
    return listing(request, queries.register(q, after, size))


@door.get("/public/supports/{number}", PublicSupportOut, Text("Một khoản hỗ trợ", "A granted support"), need="public")
def read_public_support(request: HttpRequest, number: Name) -> Any:
    """Amounts, grounds with their provisions, tranches, public papers; no officers."""
    found = queries.support(number)
    return {
        "entry": found.entry,
        "asked": found.card.asked,
        "accepted": found.accepted,
        "why": DecisionOut.of(found.why),
        "tranches": found.card.tranches,
        "papers": [_paper(number, paper) for paper in found.papers],
    }


def _paper(number: str, paper: PublicPaper) -> dict[str, Any]:
    names = ("code", "kind", "number", "title", "issued_on", "by_hand")
    copy = f"/api/v1/public/supports/{number}/papers/{paper.code}" if paper.copy else None
    return {**{name: getattr(paper, name) for name in names}, "copy_href": copy}


@door.get(
    "/public/supports/{number}/papers/{code}", PDF, Text("Bản công khai của văn bản", "A public paper"), need="public"
)
def read_public_paper(request: HttpRequest, number: Name, code: Code) -> HttpResponse:
    """The copy that everybody may read: named values and private persons are left out."""
    allow(request, "portal.paper", "30/m")
    name, content = queries.paper_copy(number, code)
    return sent(content, PDF, disposition(name))


@door.get("/procedures", Listing[ProcedureRowOut], Text("Thủ tục", "Procedures"), need="public")
def list_procedures(request: HttpRequest, q: Words = "") -> Any:
    """What can be asked for; with words, what fits them, the likest first."""
    return whole(queries.procedures(q), _row)


def _row(found: Procedure) -> dict[str, Any]:
    return {
        "key": found.key,
        "name": found.name,
        "summary": found.summary,
        "who": found.who,
        "result": found.result,
    }


@door.get("/public/checkpoint", CheckpointOut, Text("Niêm phong nhật ký", "Checkpoint of the audit"), need="public")
def read_checkpoint(request: HttpRequest) -> Any:
    """One signed line, to be kept elsewhere: `khue audit verify --anchor` checks an export against it."""
    line = queries.checkpoint()
    if not line:
        raise Missing(Text("Chưa có niêm phong nào.", "There is no checkpoint yet."))
    return {"line": line}
