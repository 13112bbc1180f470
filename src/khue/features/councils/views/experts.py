"""The register of experts, one expert's page, invitations and what it says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.features.councils import access, queries, usecases
from khue.features.councils.forms import (
    AnswerForm,
    ClassForm,
    InviteForm,
    LeaveForm,
    PersonSearchForm,
    ProfileForm,
    RegisterForm,
)
from khue.features.councils.views.fees import fees_of_expert
from khue.features.councils.views.parts import (
    MAKERS,
    Block,
    FormPage,
    ListPage,
    Page,
    ask,
    asked,
    expert_href,
    export_links,
)
from khue.features.councils.views.ties import near_to
from khue.features.people import queries as people
from khue.kernel import web
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, AnswerGroup, Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.wording import day_words

COLUMNS = (
    ("name", gettext_lazy("Name")),
    ("state_words", gettext_lazy("State")),
    ("degree_words", gettext_lazy("Title and degree")),
    ("all_fields", gettext_lazy("Fields")),
    ("language_words", gettext_lazy("Working languages")),
    ("employer_name", gettext_lazy("Employer")),
    ("load_limit", gettext_lazy("Items at a time")),
    ("seats", gettext_lazy("Councils")),
    ("fee_words", gettext_lazy("Fee class")),
    ("source", gettext_lazy("Source")),
)


@require_GET
def experts(request: HttpRequest) -> HttpResponseBase:
    """Experts by name, narrowed by field, language and state."""
    actor = web.signed_in(request)
    actor.require(access.READ)
    form = RegisterForm(request.GET, fields=queries.key_fields(actor.today))
    wanted = form.asked()
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make(
            "experts", COLUMNS, queries.whole_register(wanted, actor.today, queries.barred(actor))
        )
        return file
    found = queries.list_experts(wanted, actor.today, request.GET.get("after"), hidden=queries.barred(actor))
    table = TableView(
        (
            Column(_("Name")),
            Column(_("Fields")),
            Column(_("Employer")),
            Column(_("Items at a time"), "number"),
            Column(_("Councils"), "number"),
            Column(_("State"), "state"),
        ),
        tuple(_line(card, actor) for card in found.rows),
        found.next,
        found.previous,
        exports=export_links(request),
        caption=_("Register of experts"),
        empty=EmptyView(_("Nobody found"), _("Try fewer words, or another field."), icon="users"),
    )
    links = []
    if actor.may(access.EXPERTS):
        links.append(Link(_("Invite an expert"), reverse("councils:invite"), icon="user-plus"))
    page = ListPage(
        _("Register of experts"),
        _("Who can judge what: fields, languages, load, employer."),
        table,
        tuple(links),
        back_href=reverse("councils:councils"),
        back=_("Councils"),
    )
    return web.render(request, "councils/list.html", page, form=form)


def _line(card: queries.ExpertCard, actor: Actor) -> Row:
    note = card.degree_words or ""
    state = Cell(_state(card))
    if card.profile is not None and not card.profile.is_available(actor.today):
        until = card.profile.unavailable_until
        day = day_words(until, short=True) if until else ""
        state = Cell(_state(card), note=_("takes no items until %(day)s") % {"day": day})
    return Row(
        (
            Cell(card.name, expert_href(card.id), note=note, strong=True),
            card.all_fields,
            card.employer_name or None,
            card.load_limit,
            card.seats,
            state,
        ),
        href=expert_href(card.id),
    )


def _state(card: queries.ExpertCard) -> StateView:
    return StateView(card.state, card.state_words, queries.STATE_TONES[card.state])


@require_GET
def expert(request: HttpRequest, expert_id: int) -> HttpResponse:
    """One expert: what the register says now and said before, relations (to oneself only), and what can be done."""
    actor = web.signed_in(request)
    card = queries.readable_expert(expert_id, actor)
    own = access.is_person(actor, card.person)
    blocks = [Block(_("On the register"), answers=_answers(card))]
    if own or actor.may(access.READ):
        blocks.append(fees_of_expert(card.person))
    if own or actor.may(access.EXPERTS):
        blocks += near_to(card, actor, own=own)
    blocks.append(
        Block(
            _("Earlier versions"),
            table=_history(queries.profiles_of(expert_id, frozenset() if own else queries.barred(actor))),
        )
    )
    page = Page(
        card.name,
        card.degree_words or "",
        _state(card),
        reverse("councils:experts") if actor.may(access.READ) else reverse("councils:councils"),
        _("Register of experts") if actor.may(access.READ) else _("Councils"),
        blocks=tuple(blocks),
        deeds=tuple(_deeds(card, actor, own)),
    )
    return web.render(request, "councils/page.html", page)


def _answers(card: queries.ExpertCard) -> tuple[AnswerGroup | Answer, ...]:
    profile = card.profile
    lines: list[Answer] = []
    if profile is not None:
        lines += [
            Answer(_("Fields"), profile.all_fields),
            Answer(_("Working languages"), profile.language_words),
            Answer(_("Employer"), profile.employer_name or "–"),
            Answer(_("Position"), profile.position or "–"),
            Answer(_("Items at a time"), profile.load_limit, kind="number"),
        ]
        if profile.unavailable_until:
            lines.append(Answer(_("Takes no items until"), profile.unavailable_until, kind="day"))
    lines += [
        Answer(_("Fee class"), card.fee_words),
        Answer(_("Source"), card.source),
        Answer(_("Invited"), card.invited_at, kind="moment", origin=card.invited_by),
    ]
    if card.ground:
        lines.append(Answer(_("Note"), card.ground))
    return tuple(lines)


def _history(profiles: tuple[queries.ProfileCard, ...]) -> TableView:
    columns = (
        Column(_("Version"), "number"),
        Column(_("Recorded"), "moment"),
        Column(_("By")),
        Column(_("Fields")),
        Column(_("Employer")),
        Column(_("Items at a time"), "number"),
    )
    rows = tuple(
        Row(
            (
                each.number,
                each.recorded_at,
                each.recorded_by,
                each.all_fields,
                each.employer_name or None,
                each.load_limit,
            )
        )
        for each in profiles
    )
    return TableView(
        columns, rows, caption=_("Earlier versions"), empty=EmptyView(_("Nothing is recorded yet."), icon="history")
    )


def _deeds(card: queries.ExpertCard, actor: Actor, own: bool) -> list[Link]:
    at = [card.id]
    links = []
    if own and card.state == "invited":
        links.append(Link(_("Answer the invitation"), reverse("councils:answer", args=at), icon="mail"))
    if card.state == "active" and (own or actor.may(access.EXPERTS)):
        links.append(Link(_("Update"), reverse("councils:profile", args=at), icon="pencil"))
        links.append(Link(_("Leave the register"), reverse("councils:leave", args=at), icon="logout"))
    if actor.may(access.EXPERTS):
        if not own:
            links.append(Link(_("Set the fee class"), reverse("councils:class", args=at), icon="coins"))
        if card.state in ("declined", "left"):
            party = people.party_id(card.person)
            links.append(Link(_("Invite again"), reverse("councils:invite-person", args=[party]), icon="user-plus"))
    return links


@require_GET
def invite(request: HttpRequest) -> HttpResponse:
    """Look for the person first."""
    actor = web.signed_in(request)
    actor.require(access.EXPERTS)
    form = PersonSearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = people.find_parties(words, 25, kind="person") if words else ()
    known = queries.experts_of([card.key for card in found])
    rows = tuple(
        Row(
            (
                card.name,
                Link(_("On the register"), expert_href(known[card.key].id))
                if card.key in known and known[card.key].state in ("invited", "active")
                else Link(_("Invite"), reverse("councils:invite-person", args=[card.id])),
            )
        )
        for card in found
    )
    empty = EmptyView(
        _("Nobody found") if words else _("Whom would you like to invite?"),
        _("Type the name; marks are not needed. People who are not known to the platform are registered first."),
        icon="users",
    )
    table = TableView((Column(_("Name")), Column(_("What to do"))), rows, caption=_("People"), empty=empty)
    page = ListPage(
        _("Invite an expert"), _("Look for the person, then send the invitation."), table,
        back_href=reverse("councils:experts"), back=_("Register of experts"),
    )  # fmt: skip
    return web.render(request, "councils/list.html", page, form=form)


@ask
def invite_person(request: HttpRequest, party_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.EXPERTS)
    card = people.party(f"party:{party_id}")
    form = bind(InviteForm, request)
    page = FormPage(
        _("Invite an expert"), card.name, _("Send the invitation"), reverse("councils:invite"), _("Invite an expert"),
        points=(_("The person answers on the own page, and says the fields of expertise."),),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.invite_expert(form.command(card.key), actor=actor),
        reverse("councils:experts"), _("The invitation is sent."),
    )  # fmt: skip


@ask
def answer(request: HttpRequest, expert_id: int) -> HttpResponse:
    """Yes with a profile, or no."""
    actor = web.signed_in(request)
    card = queries.readable_expert(expert_id, actor)
    if not access.is_person(actor, card.person):
        raise access.no_such_expert()
    accepts = request.POST.get("answer") != "no"
    before = _initial(card)
    form = bind(AnswerForm, request, key_fields=queries.key_fields(actor.today), accepts=accepts, initial=before)
    page = FormPage(
        _("Join the register of experts"),
        _("You are asked by %(name)s.") % {"name": card.invited_by},
        _("Accept"),
        expert_href(expert_id),
        card.name,
        points=(
            _("You are asked to judge items of your fields, at most as many at a time as you say."),
            _("Interests in an item are looked for in the records of the platform and take you out of that item."),
            _("You can leave the register at any time."),
        ),
        other_label=_("Decline"),
    )
    done = _("Thank you. You are on the register of experts.") if accepts else _("Your answer is recorded.")
    return asked(
        request, form, page, lambda: usecases.answer_invitation(form.command(expert_id), actor=actor),
        expert_href(expert_id), done,
    )  # fmt: skip


def _initial(card: queries.ExpertCard) -> dict[str, Any]:
    if card.profile is None:
        return {"languages": ["vi"], "load_limit": 10}
    profile = card.profile
    return {
        "degree": profile.degree,
        "fields_of": list(profile.fields),
        "specialities": "\n".join(profile.specialities),
        "languages": list(profile.languages),
        "employer": profile.employer_name,
        "position": profile.position,
        "load_limit": profile.load_limit,
        "unavailable_until": profile.unavailable_until,
        "seen": profile.number,
    }


@ask
def profile(request: HttpRequest, expert_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    card = queries.readable_expert(expert_id, actor)
    if not access.is_person(actor, card.person):
        actor.require(access.EXPERTS)
    form = bind(ProfileForm, request, key_fields=queries.key_fields(actor.today), initial={"seen": 0, **_initial(card)})
    page = FormPage(
        _("Update the expert profile"), card.name, _("Save"), expert_href(expert_id), card.name,
        points=(_("The version before stays readable."),),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.update_profile(form.command(expert_id), actor=actor),
        expert_href(expert_id), _("The profile is updated."),
    )  # fmt: skip


@ask
def fee_class(request: HttpRequest, expert_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.EXPERTS)
    card = queries.expert(expert_id)
    form = bind(ClassForm, request, initial={"seen": card.version, "fee_class": card.fee_class})
    page = FormPage(_("Set the fee class"), card.name, _("Save"), expert_href(expert_id), card.name)
    return asked(
        request, form, page, lambda: usecases.class_expert(form.command(expert_id), actor=actor),
        expert_href(expert_id), _("The fee class is set."),
    )  # fmt: skip


@ask
def leave(request: HttpRequest, expert_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    card = queries.readable_expert(expert_id, actor)
    if not access.is_person(actor, card.person):
        actor.require(access.EXPERTS)
    form = bind(LeaveForm, request)
    page = FormPage(
        _("Leave the register"), card.name, _("Leave the register"), expert_href(expert_id), card.name,
        points=(_("What was judged so far stays on record."),),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.leave_register(form.command(expert_id), actor=actor),
        expert_href(expert_id), _("The expert is off the register."),
    )  # fmt: skip
