"""Pages for the staff: parties, their records, roles."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.errors import Missing
from khue.features.people import access, queries, usecases
from khue.features.people.domain import LEGAL_FORMS
from khue.features.people.forms import (
    EndRoleForm,
    MemberForm,
    RoleForm,
    SearchForm,
)
from khue.features.people.views.parts import (
    FormPage,
    ask,
    asked,
    mandate_table,
    member_table,
    record,
    role_table,
    timeline_table,
)
from khue.kernel import viewing, web
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView, Words


@dataclass(frozen=True, slots=True)
class PartiesPage:
    table: TableView
    may_write: bool
    may_roles: bool
    may_merge: bool = False
    may_sanctions: bool = False


@dataclass(frozen=True, slots=True)
class PartyPage:
    card: queries.PartyCard
    legal_form: Words
    record: tuple[Answer, ...]
    mandates: TableView
    members: TableView | None
    timeline: TableView
    deeds: tuple[Link, ...]
    staff: bool
    notes: tuple[queries.PartyNote, ...] = ()


@require_GET
def parties(request: HttpRequest) -> HttpResponse:
    """People and organisations, for staff."""
    actor = web.signed_in(request)
    actor.require(access.READ)
    form = SearchForm(request.GET)
    words, kind = form.words()
    found = queries.list_parties(words, kind, request.GET.get("after"))
    rows = tuple(
        Row(
            (
                Cell(card.name, reverse("people:party", args=[card.id]), strong=True),
                card.legal_form_text or _("Person"),
                card.tax_code,
                card.address if not card.is_private_person else "",
            ),
            href=reverse("people:party", args=[card.id]),
        )
        for card in found.rows
    )
    table = TableView(
        (Column(_("Name")), Column(_("Kind")), Column(_("Tax code")), Column(_("Address"))),
        rows,
        found.next,
        found.previous,
        caption=_("People and organisations"),
        empty=EmptyView(_("Nobody found"), _("Try fewer words, or write them without marks.")),
    )
    page = PartiesPage(
        table, actor.may(access.WRITE), actor.may(access.ROLES), actor.may(access.MERGE), actor.may(access.SANCTIONS)
    )
    return web.render(request, "people/parties.html", page, form=form)


@require_GET
def party(request: HttpRequest, party_id: int) -> HttpResponse:
    """A party with its timeline. Who looks at a private person is written down, and the person can read it."""
    actor = web.signed_in(request)
    key = f"party:{party_id}"
    if not access.may_read(actor, key):
        raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
    card = queries.party(key)
    if card.is_private_person:
        viewing.note_view(actor, key, "record", key)
    members = queries.members_of(key) if card.legal_form == "group" else None
    answers = access.may_answer_for(actor, key)
    page = PartyPage(
        card=card,
        legal_form=LEGAL_FORMS.get(card.legal_form, _("Person")),
        record=record(queries.record(key)),
        mandates=mandate_table(
            queries.mandates_of(key, actor.today),
            _("Who may act"),
            _("Nobody may act yet."),
            ends=lambda line: answers or line.person_key == actor.key,
        ),
        members=member_table(members, ending=answers) if members is not None else None,
        timeline=timeline_table(queries.same_party(key), request.GET.get("after"), request),
        notes=queries.notes_of(key, actor.today),
        deeds=_party_deeds(actor, card),
        staff=actor.may(access.READ),
    )
    return web.render(request, "people/party.html", page)


def _party_deeds(actor: Actor, card: queries.PartyCard) -> tuple[Link, ...]:
    links = []
    if access.may_answer_for(actor, card.key):
        links.append(Link(_("Let somebody act for it"), reverse("people:grant-mandate", args=[card.id])))
        if card.legal_form == "group":
            links.append(Link(_("Add a member"), reverse("people:add-member", args=[card.id])))
    if not card.is_private_person and access.may_see_keys(actor, card.key):
        links.append(Link(_("Access keys for programs"), reverse("people:keys", args=[card.id])))
    if card.is_private_person and actor.may(access.ROLES) and card.key != actor.key:
        links.append(Link(_("Give a role"), reverse("people:assign-role", args=[card.id])))
    links.append(Link(_("History"), reverse("people:history", args=[card.id])))
    if actor.may(access.MERGE):
        links.append(Link(_("Merge with another record"), reverse("people:merge-search", args=[card.id])))
        if not card.is_private_person:
            links.append(Link(_("Rename"), reverse("people:rename", args=[card.id])))
            links.append(Link(_("Change the address"), reverse("people:move", args=[card.id])))
            links.append(Link(_("Record that it is no more"), reverse("people:dissolve", args=[card.id])))
    return tuple(links)


@ask
def add_member(request: HttpRequest, party_id: int) -> HttpResponse:
    """A person joins a group."""
    actor = web.signed_in(request)
    card = queries.party(f"party:{party_id}")
    access.require_answer_for(actor, card.key)
    form = bind(MemberForm, request, initial={"valid_from": actor.today})
    back = reverse("people:party", args=[party_id])
    page = FormPage(_("Add a member"), card.name, _("Add"), back, card.name)
    return asked(
        request, form, page, lambda: usecases.add_member(form.command(card.key), actor=actor), back,
        _("The member was added."),
    )  # fmt: skip


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Who holds which role today."""
    actor = web.signed_in(request)
    actor.require(access.ROLES)
    table = role_table(queries.role_holdings(actor.today), ending=True)
    return web.render(request, "people/roles.html", PartiesPage(table, False, True))


@ask
def assign_role(request: HttpRequest, party_id: int) -> HttpResponse:
    """Give a person a role."""
    actor = web.signed_in(request)
    actor.require(access.ROLES)
    access.require_unrestricted(actor, f"party:{party_id}")
    card = queries.party(f"party:{party_id}")
    form = bind(RoleForm, request, initial={"valid_from": actor.today})
    page = FormPage(
        _("Give a role"), card.name, _("Give the role"), reverse("people:party", args=[party_id]), card.name
    )
    return asked(
        request, form, page, lambda: usecases.assign_role(form.command(card.key), actor=actor), "people:roles",
        _("The role was given."),
    )  # fmt: skip


@ask
def end_role(request: HttpRequest, holding_id: int) -> HttpResponse:
    """End a role."""
    actor = web.signed_in(request)
    actor.require(access.ROLES)
    form = bind(EndRoleForm, request, initial={"ends_on": actor.today})
    page = FormPage(
        _("End a role"), _("The rights that it brings end on that day."), _("End the role"),
        reverse("people:roles"), _("Roles"),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.end_role(form.command(holding_id), actor=actor), "people:roles",
        _("The role ends."),
    )  # fmt: skip
