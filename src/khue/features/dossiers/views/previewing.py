"""A section of a procedure that staff are writing, as an applicant would see it: the real form, nothing stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.features.dossiers import queries, usecases
from khue.features.dossiers.domain.definition import Procedure, Section
from khue.features.dossiers.forms import SectionForm, section_form, typed_answers
from khue.features.dossiers.views.writing import SectionPage, with_columns, with_rows
from khue.kernel import web
from khue.kernel.ui import Link


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """Buttons work as they will: rows come and go, mistakes show, "Save and continue" leads on. Files are not taken."""
    procedure = usecases.drafted_procedure(key, web.signed_in(request))
    found = procedure.section(section)
    if found is None:
        raise queries.no_such_section()
    if request.method != "POST":
        return _show(request, procedure, found, _form(found, {}))
    if {"refresh", "add_line", "remove_line"} & set(request.POST):
        return _show(request, procedure, found, _form(found, with_rows(request, typed_answers(found, request.POST))))
    form = section_form(found, {}, seen=0, cards={}, posted=(request.POST, None))
    if not form.is_valid():
        return _show(request, procedure, found, form, 422)
    keys = [each.key for each in procedure.sections]
    after = keys[keys.index(section) + 1 :]
    return web.redirect("dossiers:preview", key, after[0] if after else keys[0])


def _form(section: Section, answers: dict[str, object]) -> SectionForm:
    return section_form(section, answers, seen=0, cards={})


def _show(
    request: HttpRequest, procedure: Procedure, section: Section, form: SectionForm, status: int = 200
) -> HttpResponse:
    keys = [each.key for each in procedure.sections]
    page = SectionPage(
        number="",
        title=section.title,
        help=section.help,
        position=keys.index(section.key) + 1,
        total=len(keys),
        parts=tuple(form.parts()),
        mistakes=tuple(form.mistakes()),
        crumbs=(
            Link(procedure.name, reverse("dossiers:procedure", args=[procedure.key])),
            Link(_("Preview"), request.path),
        ),
        action=request.path,
        prefilled=False,
        kept=False,
        conflict=None,
        saved=None,
        has_files=any(field.kind == "file" for field in with_columns(section)),
        changes=(),
    )
    return web.render(request, "dossiers/preview.html", page, status, form=form)
