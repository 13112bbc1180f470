"""Deeds on a draft and on versions: one form or button, one use-case."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Conflict, Missing, Refused
from khue.features.procedures import access, queries, usecases
from khue.features.procedures.domain import naming
from khue.features.procedures.domain.commands import GiveUpDraft, OpenDraft, RemovePart, ShiftPart, TakeNewBase
from khue.features.procedures.domain.places import Kind, Place, part
from khue.features.procedures.forms import EffectiveForm, GroundForm, ImportForm
from khue.features.procedures.queries import Draft, VersionRow
from khue.features.procedures.views.frame import crumbs
from khue.features.procedures.views.reading import differences_table
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import ConfirmView, Link, TableView
from khue.kernel.web import redirect, render, signed_in
from khue.kernel.wording import day_words

ask = require_http_methods(["GET", "HEAD", "POST"])
_LENGTH: dict[str, int] = {"section": 1, "field": 2, "column": 3, "step": 1}


@dataclass(frozen=True, slots=True)
class PublishPage:
    draft: Draft
    differences: TableView
    refused: Decision | None
    compare_href: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form."""

    title: str
    lead: str
    button: str
    back_href: str
    crumbs: tuple[Link, ...]


@require_POST
def open_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a draft of the newest version, or go on with the one that is open."""
    usecases.open_draft(OpenDraft(key), actor=signed_in(request))
    return redirect("procedures:draft", key)


def _place(text: str) -> Place:
    """Raises Missing for what names no element of a draft."""
    kind, _colon, rest = text.partition(":")
    keys = tuple(rest.split("."))
    if _LENGTH.get(kind) != len(keys) or not all(keys):
        raise access.no_such_part()
    found: Kind = kind  # type: ignore[assignment]  # looked up in the table of kinds before
    return Place(found, keys)


@require_POST
def shift(request: HttpRequest, key: str) -> HttpResponse:
    """Up or down by one."""
    actor = signed_in(request)
    actor.require(access.EDIT)
    draft = queries.open_draft(key, actor)
    place = _place(request.POST.get("place", ""))
    by = -1 if request.POST.get("by") == "up" else 1
    usecases.shift_part(ShiftPart(draft.id, place, by), actor=actor)
    anchor = "steps" if place.kind == "step" else f"section-{place.keys[0]}"
    if place.kind == "column":
        return redirect("procedures:field", key, *place.keys[:2])
    return redirect(reverse("procedures:draft", args=[key]) + f"#{anchor}")


@ask
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take an element out, after asking once."""
    actor = signed_in(request)
    actor.require(access.EDIT)
    draft = queries.open_draft(key, actor)
    place = _place(request.POST.get("place") or request.GET.get("place", ""))
    found = part(draft.content, place)
    if found is None:
        raise access.no_such_part()
    back = reverse("procedures:draft", args=[key])
    if request.method == "POST":
        usecases.remove_part(RemovePart(draft.id, place), actor=actor)
        messages.success(request, _("Taken out of the draft. Its history keeps what stood there."))
        return redirect(back)
    name = naming.label(found)
    page = ConfirmView(
        Text(f"Bỏ “{name.vi}” khỏi bản soạn thảo?", f"Take “{name.into('en')}” out of the draft?"),
        _(
            "Versions that are published stay as they are. Conditions and ways that name it must be mended: the check says where."
        ),
        _("Take it out"),
        back,
        hidden={"place": place.text},
    )
    return render(request, "ui/confirm.html", page)


@ask
def give_up(request: HttpRequest, key: str) -> HttpResponse:
    """End the draft without publishing, after asking once."""
    actor = signed_in(request)
    actor.require(access.EDIT)
    draft = queries.open_draft(key, actor)
    back = reverse("procedures:draft", args=[key])
    if request.method == "POST":
        usecases.give_up_draft(GiveUpDraft(draft.id), actor=actor)
        messages.success(request, _("The draft was given up."))
        return redirect("procedures:procedure", key)
    page = ConfirmView(
        _("Give this draft up?"),
        _("Nothing of it is published. What was written stays on record."),
        _("Give it up"),
        back,
    )
    return render(request, "ui/confirm.html", page)


@require_POST
def base(request: HttpRequest, key: str) -> HttpResponse:
    """The draft was compared with the version published meanwhile and goes on from it."""
    actor = signed_in(request)
    actor.require(access.EDIT)
    draft = queries.open_draft(key, actor)
    usecases.take_new_base(TakeNewBase(draft.id), actor=actor)
    return redirect("procedures:draft", key)


@ask
def import_file(request: HttpRequest, key: str) -> HttpResponse:
    """The whole draft out of a TOML text."""
    actor = signed_in(request)
    actor.require(access.EDIT)
    draft = queries.open_draft(key, actor)
    form = bind(ImportForm, request, initial={"seen": draft.seen(Place("all"))})
    if request.method == "POST" and form.is_valid():
        try:
            usecases.import_draft(form.command(draft.id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            form.add_error(None, conflict.text.into(actor.language))
        else:
            messages.success(request, _("The draft now holds what the file says."))
            return redirect("procedures:draft", key)
    page = FormPage(
        _("Import from a file"),
        _("The file replaces the whole draft; the history keeps what stood there before."),
        _("Replace the draft"),
        reverse("procedures:draft", args=[key]),
        crumbs(draft, inside=True),
    )
    return render(request, "procedures/form.html", page, 422 if form.errors else 200, form=form)


@ask
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """What would change, and the day from which it holds. Another person than wrote it publishes."""
    actor = signed_in(request)
    actor.require(access.PUBLISH)
    draft = queries.open_draft(key, actor)
    form = bind(EffectiveForm, request, initial={"seen": draft.seen(Place("all")), "effective_on": actor.today})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            number = usecases.publish_draft(form.command(draft.id), actor=actor)
        except Refused as no:
            show_refusal(form, no)
            refused = no.decision
        else:
            day = day_words(form.cleaned_data["effective_on"], short=True)
            messages.success(
                request, _("Version %(number)s is published, in force from %(day)s.") % {"number": number, "day": day}
            )
            return redirect("procedures:procedure", key)
    page = PublishPage(
        draft,
        differences_table(draft.differences),
        refused,
        reverse("procedures:compare", args=[key, str(draft.base), "draft"]),
        crumbs(draft, inside=True),
    )
    return render(request, "procedures/publish.html", page, 422 if form.errors else 200, form=form)


@ask
def withdraw(request: HttpRequest, key: str, version_id: int) -> HttpResponse:
    """Take a planned version back before its day."""
    actor = signed_in(request)
    actor.require(access.PUBLISH)
    row = _planned(queries.version_rows(key, actor), version_id)
    form = bind(GroundForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.withdraw_version(form.command(version_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The version was withdrawn: nobody will follow it."))
            return redirect("procedures:procedure", key)
    page = FormPage(
        _("Withdraw version %(number)s") % {"number": row.line.number},
        _("It is not in force yet. The reason stays on record; the version before it stays in force."),
        _("Withdraw it"),
        reverse("procedures:procedure", args=[key]),
        crumbs(key, row.line.name),
    )
    return render(request, "procedures/form.html", page, 422 if form.errors else 200, form=form)


def _planned(rows: tuple[VersionRow, ...], version_id: int) -> VersionRow:
    for row in rows:
        if row.line.id == version_id:
            return row
    raise Missing(
        Text("Không có phiên bản này.", "There is no such version."),
        Text("Mời ông/bà xem danh sách phiên bản.", "Look at the list of versions."),
    )
