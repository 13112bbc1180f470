"""One part of a draft on one page: shown, saved, and, when a colleague was faster, both texts side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.errors import Conflict, Refused
from khue.features.procedures import access, queries, usecases
from khue.features.procedures.domain import naming
from khue.features.procedures.domain.commands import PutPart
from khue.features.procedures.domain.comparison import Difference, compare
from khue.features.procedures.domain.places import Place, exists, mark, part, put
from khue.features.procedures.forms import (
    BasisForm,
    DocumentsForm,
    FieldForm,
    NeedsForm,
    PartForm,
    SectionForm,
    StepForm,
    TextsForm,
)
from khue.features.procedures.queries import Draft, ProblemLine
from khue.features.procedures.views.frame import crumbs, href_of
from khue.kernel.forms import show_refusal
from khue.kernel.ui import Link, Words
from khue.kernel.web import redirect, render, signed_in

ask = require_http_methods(["GET", "HEAD", "POST"])
FormMaker = Callable[..., PartForm]


@dataclass(frozen=True, slots=True)
class PartPage:
    """``clash``: what is saved now against what was typed, when somebody else was faster."""

    key: str
    title: Words
    crumbs: tuple[Link, ...]
    back_href: str
    problems: tuple[ProblemLine, ...]
    conflict: Conflict | None
    clash: tuple[Difference, ...]
    columns: tuple[Link, ...]
    add_column_href: str
    remove_href: str


@ask
def texts(request: HttpRequest, key: str) -> HttpResponse:
    """Name, summary and the other texts of the frame."""
    return _part(request, key, Place("texts"), TextsForm, _("General texts"))


@ask
def needs(request: HttpRequest, key: str) -> HttpResponse:
    """What an applicant should have at hand."""
    return _part(request, key, Place("needs"), NeedsForm, _("What to have at hand"))


@ask
def basis(request: HttpRequest, key: str) -> HttpResponse:
    """The legal basis."""
    return _part(request, key, Place("basis"), BasisForm, _("Legal basis"))


@ask
def documents(request: HttpRequest, key: str) -> HttpResponse:
    """The documents that a case produces, and who signs them."""
    return _part(request, key, Place("documents"), DocumentsForm, _("Documents that a case produces"))


@ask
def section(request: HttpRequest, key: str, section: str = "") -> HttpResponse:
    """The head of a section, or a new one."""
    return _part(request, key, Place("section", (section,)), SectionForm, _("New section"))


@ask
def step(request: HttpRequest, key: str, step: str = "") -> HttpResponse:
    """A step, or a new one."""
    return _part(request, key, Place("step", (step,)), StepForm, _("New step"))


@ask
def field(request: HttpRequest, key: str, section: str, field: str = "") -> HttpResponse:
    """A question, or a new one in a section."""

    def make(content: Mapping[str, Any], value: Any, *args: Any, **kwargs: Any) -> PartForm:
        siblings = [f for s in content.get("sections", ()) for f in s.get("fields", ())]
        return FieldForm(content, value, *args, siblings=siblings, own=field, **kwargs)

    return _part(request, key, Place("field", (section, field)), make, _("New question"))


@ask
def column(request: HttpRequest, key: str, section: str, field: str, column: str = "") -> HttpResponse:
    """A column of a table, or a new one."""

    def make(content: Mapping[str, Any], value: Any, *args: Any, **kwargs: Any) -> PartForm:
        siblings = _columns(content, Place("field", (section, field)))
        return FieldForm(content, value, *args, siblings=siblings, own=column, table=False, **kwargs)

    return _part(request, key, Place("column", (section, field, column)), make, _("New column"))


def _columns(content: Mapping[str, Any], place: Place) -> Sequence[Mapping[str, Any]]:
    for holder in content.get("sections", ()):
        if holder.get("key") == place.keys[0]:
            for found in holder.get("fields", ()):
                if found.get("key") == place.keys[1]:
                    return list(found.get("columns", ()))
    return []


# -- the same for every part -----------------------------------------------------------------------------------------


def _part(request: HttpRequest, key: str, place: Place, make: FormMaker, new_title: str) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.EDIT)
    draft = queries.open_draft(key, actor)
    is_new = bool(place.keys) and not place.key
    if len(place.keys) > 1 and not exists(draft.content, _holder(place)):
        raise access.no_such_part()
    value = None if is_new else part(draft.content, place)
    if value is None and not is_new and request.method != "POST":
        raise access.no_such_part()
    title: Words = new_title if is_new or not place.keys else naming.label(value or {"key": place.key})
    if request.method != "POST":
        form = make(draft.content, value, is_new=is_new, initial={"seen": mark(value)})
        return _show(request, draft, place, form, title)
    if "add_line" in request.POST or "remove_line" in request.POST:
        form = make(draft.content, value, is_new=is_new, typed=request.POST)
        return _show(request, draft, place, form, title)
    form = make(draft.content, value, request.POST, is_new=is_new)
    if not form.is_valid():
        return _show(request, draft, place, form, title, 422)
    here = Place(place.kind, (*place.keys[:-1], form.cleaned_data["key"])) if is_new else place
    return _save(request, draft, here, form, title, actor, is_new=is_new)


def _holder(place: Place) -> Place:
    return Place("section" if place.kind == "field" else "field", place.keys[:-1])


def _save(
    request: HttpRequest, draft: Draft, place: Place, form: PartForm, title: Words, actor: Actor, *, is_new: bool
) -> HttpResponse:
    typed = form.value()
    try:
        usecases.put_part(PutPart(draft.id, place, typed, form.cleaned_data["seen"], is_new), actor=actor)
    except Refused as refused:
        show_refusal(form, refused)
        return _show(request, draft, place, form, title, 422)
    except Conflict as conflict:
        return _collision(request, draft, place, form, title, conflict, actor)
    messages.success(request, _("Saved in the draft."))
    if place.kind == "field" and typed.get("kind") == "table":
        return redirect("procedures:field", draft.key, *place.keys)
    return redirect(reverse("procedures:draft", args=[draft.key]) + _anchor(place))


def _anchor(place: Place) -> str:
    return "#steps" if place.kind == "step" else f"#section-{place.keys[0]}" if place.keys else ""


def _collision(
    request: HttpRequest, draft: Draft, place: Place, form: PartForm, title: Words, conflict: Conflict, actor: Actor
) -> HttpResponse:
    """Both texts: what is saved now in the list, what was typed in the form; saving again is a choice then."""
    fresh = queries.open_draft(draft.key, actor)
    now = part(fresh.content, place)
    clash = compare(fresh.content, put(fresh.content, place, form.value()))
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a bound form has a QueryDict
    data["seen"] = mark(now)
    form.data = data
    return _show(request, fresh, place, form, title, 409, conflict, clash)


def _show(
    request: HttpRequest,
    draft: Draft,
    place: Place,
    form: PartForm,
    title: Words,
    status: int = 200,
    conflict: Conflict | None = None,
    clash: tuple[Difference, ...] = (),
) -> HttpResponse:
    is_table = place.kind == "field" and bool(place.key) and (part(draft.content, place) or {}).get("kind") == "table"
    columns = _columns(draft.content, place) if is_table else ()
    known = bool(place.keys) and bool(place.key)
    page = PartPage(
        key=draft.key,
        title=title,
        crumbs=crumbs(draft, inside=True),
        back_href=reverse("procedures:draft", args=[draft.key]) + _anchor(place),
        problems=tuple(line for line in draft.problems if line.place == place),
        conflict=conflict,
        clash=clash,
        columns=tuple(
            Link(
                naming.label(c),
                href_of(draft.key, Place("column", (*place.keys, str(c.get("key", ""))))),
                note=naming.FIELD_KIND.get(str(c.get("kind")), ""),
            )
            for c in columns
        ),
        add_column_href=reverse("procedures:add-column", args=[draft.key, *place.keys]) if is_table else "",
        remove_href=f"{reverse('procedures:remove', args=[draft.key])}?place={place.text}" if known else "",
    )
    return render(request, "procedures/part.html", page, status, form=form)
