"""Where a colleague must edit: the text as DOCX, back again, compared, and only then the paper's next version."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khue.core.errors import Conflict, Refused
from khue.features.documents import queries, usecases
from khue.features.documents.domain.comparing import Change, changed_lines
from khue.features.documents.forms import EditedFileForm, ReplaceForm, edited_blocks
from khue.features.documents.queries import DraftText
from khue.kernel import editable, uploads
from khue.kernel.forms import bind, show_refusal
from khue.kernel.headers import disposition
from khue.kernel.ui import Link, Words
from khue.kernel.web import language, redirect, render, signed_in


@dataclass(frozen=True, slots=True)
class DraftPage:
    title: Words
    lead: Words
    open: bool
    docx_href: str
    back_href: str
    changes: tuple[Change, ...]
    crumbs: tuple[Link, ...]


@require_GET
def draft_docx(request: HttpRequest, code: str) -> HttpResponse:
    """The present text as DOCX with the national header."""
    found = queries.draft_text(code, signed_in(request))
    response = HttpResponse(editable.write(found.blocks, queries.printed_frame(found)), content_type=uploads.DOCX)
    response.headers["Content-Disposition"] = disposition(f"{found.number.replace('/', '-')}.docx")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Upload, compare, replace. The first post carries the file, the second the text that was compared."""
    actor = signed_in(request)
    found = queries.draft_text(code, actor)
    if request.method == "POST" and "blocks" in request.POST:
        return _replace(request, found)
    form = bind(EditedFileForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            blocks = edited_blocks(form.cleaned_data["file"])
        except Refused as refused:
            show_refusal(form, refused)
        else:
            changes = changed_lines([b["text"] for b in found.blocks], [b["text"] for b in blocks])
            if changes:
                kept = ReplaceForm(initial={"blocks": json.dumps(blocks, ensure_ascii=False), "seen": found.seen})
                return render(request, "documents/draft.html", _page(found, changes), form=kept)
            form.add_error(
                "file", ValidationError(_("Nothing differs from the present text. Did you save the file?"), code="same")
            )
    return render(request, "documents/draft.html", _page(found, ()), 422 if form.errors else 200, form=form)


def _replace(request: HttpRequest, found: DraftText) -> HttpResponse:
    actor = signed_in(request)
    form = bind(ReplaceForm, request)
    if form.is_valid():
        try:
            number = usecases.replace_draft(form.command(found.code), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            parts = [conflict.text, conflict.next_step]
            form.add_error(None, ValidationError(" ".join(p.into(language()) for p in parts if p), code="conflict"))
        else:
            messages.success(
                request, _("Version %(number)s takes the place of the draft; signing starts anew.") % {"number": number}
            )
            return redirect("documents:paper", found.code)
    return render(request, "documents/draft.html", _page(found, ()), 422, form=form)


def _page(found: DraftText, changes: tuple[Change, ...]) -> DraftPage:
    paper = reverse("documents:paper", args=[found.code])
    return DraftPage(
        title=_("Edit %(number)s") % {"number": found.number},
        lead=found.title,
        open=found.open,
        docx_href=reverse("documents:draft-docx", args=[found.code]),
        back_href=paper,
        changes=changes,
        crumbs=(Link(found.number, paper),),
    )
