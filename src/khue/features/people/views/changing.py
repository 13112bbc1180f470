"""Renamed, moved, no more: forms of the registrars."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.people import access, queries, usecases
from khue.features.people.forms import DissolveForm, EndDissolutionForm, EndMemberForm, MoveForm, RenameForm
from khue.features.people.views.parts import FormPage, ask, asked
from khue.kernel import web
from khue.kernel.forms import bind
from khue.kernel.ui import Words


def _registrar(request: HttpRequest) -> Actor:
    actor = web.signed_in(request)
    access.require_merge(actor)
    return actor


def _page(title: Words, lead: Words, label: Words, card: queries.PartyCard) -> FormPage:
    return FormPage(title, lead, label, reverse("people:history", args=[card.id]), card.name)


@ask
def rename(request: HttpRequest, party_id: int) -> HttpResponse:
    """A new name from a day, with its document."""
    actor = _registrar(request)
    card = queries.party(f"party:{party_id}")
    form = bind(RenameForm, request, initial={"effective_on": actor.today})
    page = _page(
        _("Rename"),
        _("Dossiers keep the name under which they were handed in; beside it stands the present one."),
        _("Record the new name"),
        card,
    )
    return asked(
        request,
        form,
        page,
        lambda: usecases.rename_party(form.command(card.key), actor=actor),
        page.back_href,
        _("The new name is recorded."),
    )


@ask
def move(request: HttpRequest, party_id: int) -> HttpResponse:
    """A new address from a day, with its document."""
    actor = _registrar(request)
    card = queries.party(f"party:{party_id}")
    form = bind(MoveForm, request, initial={"effective_on": actor.today})
    page = _page(_("Change the address"), card.address, _("Record the new address"), card)
    return asked(
        request,
        form,
        page,
        lambda: usecases.move_party(form.command(card.key), actor=actor),
        page.back_href,
        _("The new address is recorded."),
    )


@ask
def dissolve(request: HttpRequest, party_id: int) -> HttpResponse:
    """The organisation is no more from a day."""
    actor = _registrar(request)
    card = queries.party(f"party:{party_id}")
    form = bind(DissolveForm, request, initial={"effective_on": actor.today})
    open_ones = sum(line.is_open for matters in queries.what_follows(card.key) for line in matters.lines)
    lead = _("Nothing new can be begun in its name. Open matters: %(count)s; their officers are told.")
    page = _page(_("Record that it is no more"), lead % {"count": open_ones}, _("Record it"), card)
    return asked(
        request,
        form,
        page,
        lambda: usecases.dissolve_party(form.command(card.key), actor=actor),
        page.back_href,
        _("It is recorded; the officers are told."),
    )


@ask
def end_dissolution(request: HttpRequest, dissolution_id: int) -> HttpResponse:
    """That it is no more was wrong."""
    actor = _registrar(request)
    card = queries.dissolved_party(dissolution_id)
    form = bind(EndDissolutionForm, request)
    page = _page(_("Take back that it is no more"), card.name, _("Take back"), card)
    return asked(
        request,
        form,
        page,
        lambda: usecases.end_dissolution(form.command(dissolution_id), actor=actor),
        page.back_href,
        _("It was taken back; both histories are kept."),
    )


@ask
def end_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """A member leaves the group on a day."""
    actor = web.signed_in(request)
    line = queries.member(member_id)
    if line.person_key != actor.key:
        access.require_answer_for(actor, line.group_key)
    form = bind(EndMemberForm, request, initial={"ends_on": actor.today})
    back = reverse("people:me" if line.person_key == actor.key else "people:party", args=_group(line, actor))
    page = FormPage(_("End a membership"), f"{line.person}, {line.group}", _("End the membership"), back, line.group)
    return asked(
        request,
        form,
        page,
        lambda: usecases.end_member(form.command(member_id), actor=actor),
        back,
        _("The membership ends."),
    )


def _group(line: queries.MemberLine, actor: Actor) -> list[str]:
    return [] if line.person_key == actor.key else [line.group_key.removeprefix("party:")]
