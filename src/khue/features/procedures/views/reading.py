"""Looking at a draft: its overview, the check, who changed what, as an officer would see it, compared, rehearsed, as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import StepTerm
from khue.features.procedures import access, queries
from khue.features.procedures.domain import naming
from khue.features.procedures.domain.comparison import Difference
from khue.features.procedures.domain.comparison import compare as compare_contents
from khue.features.procedures.domain.places import Place
from khue.features.procedures.domain.writing import to_toml
from khue.features.procedures.queries import DocumentLine, Draft, EditLine, ProblemLine
from khue.features.procedures.views.charts import rehearsal_charts, share
from khue.features.procedures.views.frame import FlowView, crumbs, flow_view, href_of
from khue.kernel.headers import disposition
from khue.kernel.ui import Cell, ChartView, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.web import render, signed_in


@dataclass(frozen=True, slots=True)
class FieldLine:
    key: str
    label: Text
    kind: Text
    required: bool
    condition: Text | None
    is_paper: bool
    href: str
    place: str
    bad: bool


@dataclass(frozen=True, slots=True)
class SectionLine:
    key: str
    title: Text
    href: str
    place: str
    add_href: str
    preview_href: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    label: Text
    href: str
    place: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    draft: Draft
    flow: FlowView
    sections: tuple[SectionLine, ...]
    steps: tuple[StepLine, ...]
    needs: int
    basis: int
    documents: int
    may_edit: bool
    may_publish: bool
    preview_href: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    line: ProblemLine
    href: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    key: str
    findings: tuple[Finding, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    key: str
    old: str
    new: str
    differences: tuple[Difference, ...]
    table: TableView
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    key: str
    lines: tuple[EditLine, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class OfficerPage:
    key: str
    name: Text
    flow: FlowView
    steps: tuple[StepTerm, ...]
    bases: tuple[Any, ...]
    papers: tuple[Text, ...]
    documents: tuple[DocumentLine, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RehearsalPage:
    key: str
    cases: int
    charts: tuple[ChartView, ...]
    totals: TableView | None
    told: tuple[Text, ...]
    seed: int
    crumbs: tuple[Link, ...]


@require_safe
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that can be changed, with the drawn way and what is wrong."""
    actor = signed_in(request)
    found = queries.open_draft(key, actor)
    bad = {line.place.text for line in found.problems}
    fields = {str(f.get("key")): f for s in found.content.get("sections", ()) for f in s.get("fields", ())}
    sections = tuple(_section(key, s, fields, bad) for s in found.content.get("sections", ()))
    steps = tuple(_step(key, s) for s in found.content.get("steps", ()))
    page = DraftPage(
        draft=found,
        flow=flow_view(found.content, key if actor.may(access.EDIT) else ""),
        sections=sections,
        steps=steps,
        needs=len(found.content.get("needs", ())),
        basis=len(found.content.get("basis", ())),
        documents=len(found.content.get("documents", ())),
        may_edit=actor.may(access.EDIT),
        may_publish=actor.may(access.PUBLISH),
        preview_href=next((section.preview_href for section in sections), ""),
        crumbs=crumbs(found),
    )
    return render(request, "procedures/draft.html", page)


def _section(key: str, section: Mapping[str, Any], fields: Mapping[str, Any], bad: set[str]) -> SectionLine:
    own = str(section.get("key", ""))
    place = Place("section", (own,))
    return SectionLine(
        key=own,
        title=naming.label(section),
        href=href_of(key, place),
        place=place.text,
        add_href=reverse("procedures:add-field", args=[key, own]),
        preview_href=_preview(key, own),
        fields=tuple(_field(key, own, field, fields, bad) for field in section.get("fields", ())),
    )


def _preview(key: str, section: str) -> str:
    """The page that shows a section as an applicant would see it; nothing where the site does not serve it."""
    try:
        return reverse("dossiers:preview", args=[key, section])
    except NoReverseMatch:
        return ""


def _field(key: str, section: str, field: Mapping[str, Any], fields: Mapping[str, Any], bad: set[str]) -> FieldLine:
    place = Place("field", (section, str(field.get("key", ""))))
    condition = field.get("show_when")
    inside = any(text.startswith(f"column:{section}.{place.key}.") for text in bad)
    return FieldLine(
        key=place.key,
        label=naming.label(field),
        kind=naming.FIELD_KIND.get(str(field.get("kind")), naming.NONE),
        required=bool(field.get("required", True)),
        condition=naming.condition(fields, condition) if condition else None,
        is_paper=field.get("kind") == "file",
        href=href_of(key, place),
        place=place.text,
        bad=place.text in bad or inside,
    )


def _step(key: str, step: Mapping[str, Any]) -> StepLine:
    place = Place("step", (str(step.get("key", "")),))
    return StepLine(naming.label(step), href_of(key, place), place.text)


@require_safe
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Every problem with the page on which authors mend it: the same checker as the command line's."""
    actor = signed_in(request)
    found = queries.open_draft(key, actor)
    mends = actor.may(access.EDIT)
    findings = tuple(Finding(line, href_of(key, line.place) if mends else "") for line in found.problems)
    return render(request, "procedures/check.html", CheckPage(key, findings, crumbs(found, inside=True)))


@require_safe
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Who changed what in the draft, newest first."""
    found = queries.open_draft(key, signed_in(request))
    page = HistoryPage(key, queries.edits(found), crumbs(found, inside=True))
    return render(request, "procedures/history.html", page)


@require_safe
def compare(request: HttpRequest, key: str, old: str, new: str) -> HttpResponse:
    """Two versions, or a version and the draft, in words and value by value."""
    actor = signed_in(request)
    first, second = queries.content_of(key, old, actor), queries.content_of(key, new, actor)
    differences = compare_contents(first, second)
    page = ComparePage(
        key, old, new, differences, differences_table(differences), crumbs(key, naming.words(second.get("name")))
    )
    return render(request, "procedures/compare.html", page)


def differences_table(differences: tuple[Difference, ...]) -> TableView:
    sorts = {
        "added": StateView("added", _("Added"), "good"),
        "changed": StateView("changed", _("Changed"), "wait"),
        "moved": StateView("moved", _("Moved"), "firm"),
        "removed": StateView("removed", _("Removed"), "bad"),
    }
    rows = tuple(Row((d.text, sorts[d.sort], d.before, d.after)) for d in differences)
    columns = (Column(_("What changed")), Column(_("How")), Column(_("Before")), Column(_("After")))
    nothing = EmptyView(_("No difference"), _("Both have the same content."))
    return TableView(columns, rows, caption=_("Differences"), empty=nothing)


@require_safe
def export(request: HttpRequest, key: str, which: str) -> HttpResponse:
    """A version (its number) or the draft as the file that the loader reads: the same content, the same digest."""
    content = queries.content_of(key, which, signed_in(request))
    answer = HttpResponse(to_toml(content), content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}-{which}.toml"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def officer(request: HttpRequest, key: str) -> HttpResponse:
    """The steps, clocks and outcomes as officers would see them, with the law as it stands today."""
    actor = signed_in(request)
    found = queries.open_draft(key, actor)
    procedure = queries.sound(found.content)
    papers = [naming.words(need) for need in found.content.get("needs", ())]
    page = OfficerPage(
        key=key,
        name=found.name,
        flow=flow_view(found.content),
        steps=dossiers.step_terms(procedure, actor.today) if procedure else (),
        bases=dossiers.bases(procedure) if procedure else (),
        papers=tuple(papers),
        documents=queries.documents_of(found.content),
        crumbs=crumbs(found, inside=True),
    )
    return render(request, "procedures/officer.html", page)


@require_safe
def print_document(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """A document of the draft as it would be printed today, with invented values."""
    response = HttpResponse(queries.example(key, kind, signed_in(request)), content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"{kind}.pdf", inline=True)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def rehearsal(request: HttpRequest, key: str) -> HttpResponse:
    """Past cases replayed through the draft's steps, beside the version in force."""
    actor = signed_in(request)
    found = queries.open_draft(key, actor)
    compared = queries.rehearsal(found, actor)
    cases = compared.drafted.cases if compared else 0
    page = RehearsalPage(
        key=key,
        cases=cases,
        charts=rehearsal_charts(compared) if compared and cases else (),
        totals=_totals(compared) if compared and cases else None,
        told=compared.told if compared else (),
        seed=compared.seed if compared else 0,
        crumbs=crumbs(found, inside=True),
    )
    return render(request, "procedures/rehearsal.html", page)


def _totals(compared: queries.Compared) -> TableView:
    columns = (
        Column(_("The whole case")),
        Column(_("Half take at most"), "number"),
        Column(_("Nine of ten take at most"), "number"),
        Column(_("Sum of the clocks"), "number"),
        Column(_("In time"), "number"),
    )
    rows = tuple(
        Row((Cell(label, strong=True), r.median, r.ninetieth, r.promised, share(r.in_time)))
        for label, r in ((_("Version in force"), compared.present), (_("Draft"), compared.drafted))
    )
    return TableView(columns, rows, caption=_("From handing in to the end, in working days"), show_caption=True)
