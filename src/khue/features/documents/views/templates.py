"""Templates as versions: read, edit, see the print, compare, publish from a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khue.core.bilingual import Text
from khue.core.errors import Conflict, Refused
from khue.features.documents import queries, usecases
from khue.features.documents.domain.comparing import Change
from khue.features.documents.domain.templates import ground_words
from khue.features.documents.forms import TemplateForm
from khue.features.documents.queries import TemplateCard
from khue.kernel import documents as sheets
from khue.kernel.forms import bind, show_refusal
from khue.kernel.headers import disposition
from khue.kernel.ui import Answer, Cell, Column, Link, Row, StateView, TableView, Words
from khue.kernel.web import actor_of, language, redirect, render


@dataclass(frozen=True, slots=True)
class TemplatesPage:
    table: TableView


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """A kind: its texts of today, and every version with what it changed."""

    title: Words
    texts: tuple[Answer, ...]
    versions: TableView
    edit_href: str
    preview_href: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EditPage:
    title: Words
    placeholders: tuple[str, ...]
    changes: tuple[Change, ...]
    hidden: Mapping[str, str]
    preview_href: str
    back_href: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    title: Words
    lead: Words
    changes: tuple[Change, ...]
    crumbs: tuple[Link, ...]


@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """Kinds with texts that can be changed."""
    cards = queries.templates(actor_of(request))
    rows = tuple(
        Row(
            (
                Cell(card.title, reverse("documents:template", args=[card.kind])),
                card.current.number,
                card.current.valid_from,
                len(card.blocks),
            ),
            reverse("documents:template", args=[card.kind]),
        )
        for card in cards
    )
    columns = (
        Column(_("Template")),
        Column(_("Version"), "number"),
        Column(_("Valid from"), "day"),
        Column(_("Texts"), "number"),
    )
    return render(request, "documents/templates.html", TemplatesPage(TableView(columns, rows, caption=_("Templates"))))


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    card = queries.template(kind, actor_of(request))
    page = TemplatePage(
        title=card.title,
        texts=tuple(Answer(block.label, card.current.texts.get(block.key)) for block in card.blocks),
        versions=_versions(card),
        edit_href=reverse("documents:edit-template", args=[kind]),
        preview_href=reverse("documents:template-preview", args=[kind, card.current.number]),
        crumbs=_crumbs(),
    )
    return render(request, "documents/template.html", page)


def _versions(card: TemplateCard) -> TableView:
    rows = []
    for version in card.versions:
        now = version.number == card.current.number
        state = StateView("now", _("In use"), "good") if now else StateView("other", _("Kept"), "plain")
        compare = Link(_("What it changed"), reverse("documents:compare-template", args=[card.kind, version.number]))
        rows.append(
            Row(
                (
                    Cell(version.number, note=ground_words(version.note)),
                    version.valid_from,
                    version.published_by or _("the system"),
                    version.papers,
                    state,
                    compare,
                )
            )
        )
    return TableView(
        columns=(
            Column(_("Version"), "number"),
            Column(_("Valid from"), "day"),
            Column(_("Published by")),
            Column(_("Papers made"), "number"),
            Column(_("State"), "state"),
            Column(_("What it changed"), hidden_label=True),
        ),
        rows=tuple(rows),
        caption=_("Versions"),
    )


def _crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Templates"), reverse("documents:templates")), *more)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: HttpRequest, kind: str) -> HttpResponse:
    """Type, compare, then publish: nothing is published that was not shown as a comparison first."""
    actor = actor_of(request)
    card = queries.template(kind, actor)
    newest = card.versions[0]
    form = bind(
        TemplateForm,
        request,
        card=card,
        words=newest.texts,
        initial={"seen": newest.number, "valid_from": actor.today},
    )
    changes: tuple[Change, ...] = ()
    if request.method == "POST" and form.is_valid() and request.POST.get("confirm") != "no":
        try:
            if request.POST.get("confirm") == "yes":
                number = usecases.publish_template(form.command(), actor=actor)
                messages.success(request, _("Version %(number)s is published.") % {"number": number})
                return redirect("documents:template", kind)
            usecases.check_template(form.command(), actor=actor)
            changes = queries.changed_texts(card, newest.texts, form.texts())
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            form.add_error(None, ValidationError(conflict.text.into(language()), code="conflict"))
    hidden = {name: request.POST.get(name, "") for name in form.fields} if changes else {}
    page = EditPage(
        title=card.title,
        placeholders=tuple(f"{{{name}}}" for name in card.blocks[0].placeholders),
        changes=changes,
        hidden=hidden,
        preview_href=reverse("documents:try-template", args=[kind]),
        back_href=reverse("documents:template", args=[kind]),
        crumbs=_crumbs(Link(card.title, reverse("documents:template", args=[kind]))),
    )
    return render(request, "documents/edit_template.html", page, 422 if form.errors else 200, form=form)


@require_GET
def compare_template(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """What a version changed against the one before."""
    card = queries.template(kind, actor_of(request))
    version = queries.version_of(card, number)
    page = ComparePage(
        title=_("%(title)s, version %(number)s") % {"title": card.title.into(language()), "number": number},
        lead=ground_words(version.note),
        changes=queries.changes_of(card, number),
        crumbs=_crumbs(Link(card.title, reverse("documents:template", args=[kind]))),
    )
    return render(request, "documents/compare.html", page)


@require_GET
def template_preview(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The print of a version with invented values."""
    card = queries.template(kind, actor_of(request))
    return _print(kind, queries.version_of(card, number).texts)


@require_POST
def try_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The print of what is typed, before anything is published."""
    actor = actor_of(request)
    card = queries.template(kind, actor)
    form = bind(TemplateForm, request, card=card, words=card.current.texts)
    if form.is_valid():
        try:
            usecases.check_template(form.command(), actor=actor, same_is_fine=True)
            return _print(kind, form.texts())
        except Refused as refused:
            show_refusal(form, refused)
    back = reverse("documents:template", args=[kind])
    page = EditPage(card.title, (), (), {}, reverse("documents:try-template", args=[kind]), back, _crumbs())
    return render(request, "documents/edit_template.html", page, 422, form=form)


def _print(kind: str, texts: Mapping[str, Text]) -> HttpResponse:
    response = HttpResponse(sheets.render_example(kind, texts), content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"{kind}.pdf", inline=True)
    response.headers["Cache-Control"] = "private, no-store"
    return response
