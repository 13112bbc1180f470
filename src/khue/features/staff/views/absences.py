"""One's own absences, those that one covers, and working in a colleague's place."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khue.features.people import queries as people
from khue.features.staff import access, queries, usecases
from khue.features.staff.forms import AbsenceForm, EndAbsenceForm
from khue.features.staff.usecases.absences import no_such_absence
from khue.features.staff.views.parts import FormPage, absence_table, ask, asked, found_line, person_href, staff_actor
from khue.kernel import web
from khue.kernel.forms import bind
from khue.kernel.ui import TableView

DESK = "/desk/"


@dataclass(frozen=True, slots=True)
class AbsencesPage:
    mine: TableView
    covered: TableView
    stand_ins: tuple[queries.StandIn, ...]
    standing_in: str
    new_href: str


@require_GET
def absences(request: HttpRequest) -> HttpResponse:
    """My absences, whom I stand in for, and the buttons for it."""
    actor = staff_actor(request)
    assert actor.person_id is not None
    page = AbsencesPage(
        mine=absence_table(
            queries.absences_of(actor.key, actor.today), _("My absences"), _("No absence is registered."), ending=True
        ),
        covered=absence_table(
            queries.absences_covered_by(actor.key, actor.today),
            _("I am the deputy of"),
            _("You are nobody’s deputy at the moment."),
            ending=False,
            named=True,
        ),
        stand_ins=queries.stand_ins(actor.person_id, actor.today),
        standing_in=people.party(actor.stands_in_for).name if actor.stands_in_for else "",
        new_href=reverse("staff:absent", args=[actor.person_id]),
    )
    return web.render(request, "staff/absences.html", page)


@ask
def absent(request: HttpRequest, person_id: int) -> HttpResponse:
    """Register an absence: one's own, or that of somebody in a unit that one heads."""
    actor = staff_actor(request)
    key = f"party:{person_id}"
    line = found_line(key, actor)
    access.require_for(actor, access.ABSENCES, key, {h.unit_code for h in line.roles if h.holds_on(actor.today)})
    form = bind(
        AbsenceForm,
        request,
        colleagues=queries.colleagues(actor.today, without=key),
        held=line.roles,
        initial={"valid_from": actor.today, "holdings": [str(h.id) for h in line.roles]},
    )
    back = reverse("staff:absences") if key == actor.key else person_href(person_id)
    page = FormPage(
        _("Register an absence"),
        line.name,
        _("Register"),
        back,
        _("My absences and deputies") if key == actor.key else line.name,
        points=(
            _("Tasks stay on the desk; the deputy sees them on a tab of the own desk."),
            _("The deputy acts only on these days, only in the chosen roles, and every record names both people."),
            _("Whoever prepared a case can’t decide on it as deputy either."),
        ),
    )
    return asked(
        request, form, page, lambda: usecases.register_absence(form.command(key), actor=actor), back,
        _("The absence is registered."),
    )  # fmt: skip


@ask
def end_absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Back earlier."""
    actor = staff_actor(request)
    found = queries.absence(absence_id)
    if found is None:
        raise no_such_absence()
    line = found_line(found.person, actor)
    access.require_for(actor, access.ABSENCES, found.person, {h.unit_code for h in line.roles})
    form = bind(EndAbsenceForm, request, initial={"ends_on": actor.today})
    back = reverse("staff:absences") if found.person == actor.key else person_href(line.id)
    page = FormPage(_("Back earlier"), found.name, _("Save"), back, _("My absences and deputies"))
    return asked(
        request, form, page, lambda: usecases.end_absence(form.command(absence_id), actor=actor), back,
        _("The absence ends on that day."),
    )  # fmt: skip


@require_POST
def stand_in(request: HttpRequest, absence_id: int) -> HttpResponse:
    """From now on this session works in the absent colleague's place, with those rights and no others."""
    actor = staff_actor(request)
    assert actor.person_id is not None
    found = queries.stand_in(actor.person_id, absence_id, actor.today)
    if found is None:
        raise no_such_absence()
    request.session[access.STANDS_IN] = absence_id
    messages.success(request, _("You now work in the place of %(name)s.") % {"name": found.name})
    otherwise = f"/{web.language()}{DESK}?view=mine"
    return web.redirect(web.safe_path(request.POST.get("next", ""), otherwise))


@require_POST
def stand_down(request: HttpRequest) -> HttpResponse:
    """Back to one's own desk."""
    web.signed_in(request)
    if request.session.pop(access.STANDS_IN, None) is not None:
        messages.success(request, _("You work in your own name again."))
    return web.redirect(web.safe_path(request.POST.get("next", ""), f"/{web.language()}{DESK}"))
