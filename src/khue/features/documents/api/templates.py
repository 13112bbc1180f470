"""Texts of documents as versions: read, print, compare, publish from a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path

from khue.core.bilingual import Text
from khue.features.documents import access, queries, usecases
from khue.features.documents.api.shapes import door
from khue.features.documents.api.template_shapes import ComparedOut, TemplateIn, TemplateOut, TemplateRowOut, TextsIn
from khue.features.documents.domain import PublishTemplate
from khue.kernel import documents as sheets
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of, sent
from khue.kernel.api.shapes import Listing, Made, No, whole
from khue.kernel.headers import disposition

Kind = Annotated[str, Path(max_length=60, pattern=r"^[a-z0-9-]+$", description="As decision or agreement")]
PDF = "application/pdf"


@door.get("/templates", Listing[TemplateRowOut], Text("Mẫu văn bản", "Templates"), right=access.TEMPLATES)
def list_templates(request: HttpRequest) -> Any:
    """Kinds of documents with texts that can be changed."""
    return whole(
        queries.templates(acting(request)),
        lambda card: {
            "kind": card.kind,
            "title": card.title,
            "version": card.current.number,
            "valid_from": card.current.valid_from,
        },
    )


@door.get("/templates/{kind}", TemplateOut, Text("Một mẫu văn bản", "A template"), right=access.TEMPLATES)
def read_template(request: HttpRequest, kind: Kind) -> Any:
    """What may be edited, and every version with its texts."""
    card = queries.template(kind, acting(request))
    note_version(request, card.versions[0].number)
    places = [
        {
            "key": block.key,
            "label": block.label,
            "longest": block.longest,
            "optional": block.optional,
            "placeholders": block.placeholders,
        }
        for block in card.blocks
    ]
    return {
        "kind": card.kind,
        "title": card.title,
        "places": places,
        "current": card.current,
        "versions": card.versions,
    }


@door.post(
    "/templates/{kind}/versions",
    Made,
    Text("Ban hành nội dung mới", "Publish new texts"),
    status=201,
    edits=True,
    right=access.TEMPLATES,
)
def publish_template(request: HttpRequest, kind: Kind, asked: TemplateIn) -> Any:
    """Documents issued from that day on carry the new texts; those that were issued stay as they are."""
    actor, seen = acting(request), seen_version(request)
    card = queries.template(kind, actor)
    command = PublishTemplate(card.kind, asked.plain(), asked.valid_from, asked.note, seen, once_of(request))
    with unchanged():
        number = usecases.publish_template(command, actor=actor)
    return {"id": str(number), "href": f"/api/v1/templates/{kind}/versions/{number}"}


@door.get(
    "/templates/{kind}/versions/{no}",
    ComparedOut,
    Text("Một phiên bản của mẫu", "A version of a template"),
    right=access.TEMPLATES,
)
def read_template_version(request: HttpRequest, kind: Kind, no: No) -> Any:
    """Its texts, and what it changed against the one before."""
    card = queries.template(kind, acting(request))
    version = queries.version_of(card, no)
    return {"version": version, "changes": queries.changes_of(card, no)}


@door.get(
    "/templates/{kind}/versions/{no}/preview.pdf",
    PDF,
    Text("Bản in thử của phiên bản", "A version in print"),
    right=access.TEMPLATES,
)
def print_template_version(request: HttpRequest, kind: Kind, no: No) -> HttpResponse:
    """The print of a version with invented values."""
    version = queries.version_of(queries.template(kind, acting(request)), no)
    return _print(kind, version.texts)


@door.post(
    "/templates/{kind}/try.pdf",
    PDF,
    Text("In thử nội dung chưa ban hành", "Print texts before publishing"),
    keeps=False,
    right=access.TEMPLATES,
)
def try_template(request: HttpRequest, kind: Kind, asked: TextsIn) -> HttpResponse:
    """The print of these texts with invented values; nothing is published."""
    actor = acting(request)
    card = queries.template(kind, actor)
    texts = asked.plain()
    command = PublishTemplate(card.kind, texts, actor.today, "", card.versions[0].number, once_of(request))
    usecases.check_template(command, actor=actor, same_is_fine=True)
    return _print(kind, texts)


def _print(kind: str, texts: Mapping[str, Text]) -> HttpResponse:
    return sent(sheets.render_example(kind, texts), PDF, disposition(f"{kind}.pdf", inline=True))
