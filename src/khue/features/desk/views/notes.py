"""Internal notes of a dossier: reading, writing, striking out."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.bilingual import Text
from khue.core.errors import Missing, Refused
from khue.features.desk import queries, usecases
from khue.features.desk.forms import NoteForm, StrikeForm
from khue.features.desk.queries import NoteLine, NotesPage
from khue.features.desk.views.saved_views import crumbs, officer
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Link

ask = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class NotesView:
    """``found`` with the way back to the task."""

    found: NotesPage
    crumbs: tuple[Link, ...]
    back_href: str


@dataclass(frozen=True, slots=True)
class StrikePage:
    note: NoteLine
    number: str
    crumbs: tuple[Link, ...]
    back_href: str


@ask
def notes(request: HttpRequest, number: str) -> HttpResponse:
    """All notes of a dossier, and a form for another."""
    actor = officer(request)
    found = queries.notes_of(number, actor)
    form = bind(NoteForm, request, colleagues=queries.mentionable(found.dossier, actor))
    here = reverse("desk:notes", args=[found.dossier.number])
    if request.method == "POST" and form.is_valid():
        try:
            usecases.write_note(form.command(found.dossier.number), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The note is kept."))
            return web.redirect(web.safe_path(request.POST.get("next", ""), here))
    page = NotesView(found, crumbs(), _task_href(found))
    return web.render(request, "desk/notes.html", page, 422 if form.errors else 200, form=form)


def _task_href(found: NotesPage) -> str:
    if found.dossier.open_task is not None:
        return reverse("desk:task", args=[found.dossier.open_task])
    return reverse("dossiers:follow", args=[found.dossier.number])


@ask
def strike_note(request: HttpRequest, number: str, note_id: int) -> HttpResponse:
    """Strike a note of one's own out, with the reason."""
    actor = officer(request)
    found = queries.notes_of(number, actor)
    note = next((line for line in found.notes if line.id == note_id), None)
    if note is None:
        raise Missing(
            Text("Không có ghi chú này.", "There is no such note."),
            Text("Mời ông/bà mở lại trang ghi chú của hồ sơ.", "Open the notes of the dossier again."),
        )
    form = bind(StrikeForm, request)
    back = reverse("desk:notes", args=[found.dossier.number])
    if request.method == "POST" and form.is_valid():
        try:
            usecases.strike_note(form.command(note_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The note is struck out."))
            return web.redirect(back)
    trail = (*crumbs(), Link(found.dossier.number, back))
    page = StrikePage(note, found.dossier.number, trail, back)
    return web.render(request, "desk/strike_note.html", page, 422 if form.errors else 200, form=form)
