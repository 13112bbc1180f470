"""Pages of needs: the list, one need with its search, and each step of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.councils.queries import key_fields
from khue.features.people.queries.city import unit_names
from khue.features.talent import access, queries, usecases
from khue.features.talent.forms import (
    CloseSearchForm,
    DecideNeedForm,
    InviteForm,
    NeedForm,
    ProfileForm,
    PutForm,
    WithdrawNeedForm,
)
from khue.features.talent.queries import CandidateCard, NeedCard, NeedLine
from khue.features.talent.views.parts import crumbs, days_of, groups, need_crumbs
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, listed
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StepView, TableView
from khue.kernel.web import language, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("What kind of expert")),
    ("unit", gettext_lazy("Unit")),
    ("from_on", gettext_lazy("First day of work")),
    ("until_on", gettext_lazy("Day after the last day of work")),
    ("state_words", gettext_lazy("State")),
)


@require_safe
def needs(request: HttpRequest) -> HttpResponseBase:
    """Needs for experts, by view, with downloads."""
    actor = signed_in(request)
    actor.require(access.READ)
    chosen = request.GET.get("view", "open")
    view = chosen if chosen in queries.VIEWS else "open"
    table = listed(
        request,
        "expert-needs",
        _COLUMNS,
        lambda after, size: queries.needs(actor, view, after, size),
        _need_row,
        (Column(_("What kind of expert")), Column(_("Unit")), Column(_("Time of work")), Column(_("State"), "state")),
        _("Needs for experts"),
        EmptyView(_("No need here"), icon="users"),
    )
    if not isinstance(table, TableView):
        return table
    tabs = tuple(
        Link(label.capitalised(), f"?view={code}", current=code == view) for code, label in queries.VIEWS.items()
    )
    deeds = [Link(_("Raise a need"), reverse("talent:raise"), icon="plus")] if actor.may(access.RAISE) else []
    deeds.append(Link(_("Engagements"), reverse("talent:engagements"), icon="briefcase"))
    page = ListingPage(
        _("Needs for experts"),
        _("What the city needs experts for, from the approval to the choice."),
        table, tabs, tuple(deeds),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


def _need_row(row: NeedLine) -> Row:
    title = Cell(row.title, reverse("talent:need", args=[row.id]), row.number)
    return Row((title, row.unit, days_of(row.from_on, row.until_on), row.state))


@ask
def raise_need(request: HttpRequest) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.RAISE)
    names = unit_names()
    units = [(code, names[code].into(language())) for code in actor.units if code in names]
    form = bind(NeedForm, request, units=units)
    page = DeedPage(
        _("Raise a need for an expert"),
        _("Say what for, what shall come out, and why nobody inside can do it. A second person approves it."),
        _("Send for approval"), crumbs(actor), reverse("talent:needs"),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.raise_need(form.command(), actor=actor),
        _("The need is sent for approval."), lambda made: reverse("talent:need", args=[made]),
    )  # fmt: skip


@require_safe
def need(request: HttpRequest, need_id: int) -> HttpResponse:
    """A need with its profile, candidates and offers."""
    actor = signed_in(request)
    card = queries.need_card(need_id, actor)
    page = RecordPage(
        card.title,
        f"{card.number} · {card.unit.into(language())}",
        card.state,
        crumbs(actor),
        _deeds(actor, card),
        _blocks(actor, card),
        _story(card),
        _("Its story"),
    )
    return render(request, "ui/record.html", page)


def _deeds(actor: Actor, card: NeedCard) -> tuple[Link, ...]:
    """What the reader may do now, the likeliest first."""
    found: list[Link] = []

    def add(label: str, name: str, icon: str) -> None:
        found.append(Link(label, reverse(f"talent:{name}", args=[card.id]), icon=icon))

    selects, search = actor.may(access.SELECT), card.profile
    if card.code == "raised" and actor.may(access.APPROVE):
        add(_("Decide"), "decide-need", "gavel")
    if card.code == "approved" and selects:
        add(_("Publish the profile"), "publish", "send")
    if card.code == "published" and selects and search is not None and search.put_on is None:
        if any(one.state.code == "applied" for one in card.candidates):
            add(_("Put the candidates before a group"), "put", "users-group")
        add(_("Invite somebody"), "invite", "user-plus")
    if card.code == "published" and selects:
        add(_("Close the search"), "close-search", "x")
    if card.code in ("raised", "approved") and actor.may(access.RAISE):
        add(_("Withdraw the need"), "withdraw-need", "arrow-back-up")
    return tuple(found)


def _blocks(actor: Actor, card: NeedCard) -> tuple[Block, ...]:
    facts = (
        Answer(_("Task"), card.task),
        Answer(_("Expected product"), card.product),
        Answer(_("Why nobody inside can do it"), card.not_inside),
        Answer(_("Time of work"), days_of(card.from_on, card.until_on)),
    )
    blocks = [Block(_("What is needed"), facts=facts)]
    if card.profile is not None:
        profile = card.profile
        asked = (
            Answer(_("Criteria"), profile.criteria),
            Answer(_("Key field"), profile.field),
            Answer(_("Who may apply"), ", ".join(one.into(language()) for one in profile.origins)),
            Answer(_("Last day of applications"), profile.closes_on, kind="day"),
        )
        link = Link(_("What everybody reads"), reverse("talent:post", args=[card.id]), icon="eye")
        blocks += [
            Block(_("Profile"), facts=asked, links=(link,)),
            Block(_("Candidates"), table=_candidates(actor, card)),
        ]
    if card.offers:
        rows = tuple(
            Row(
                (
                    Cell(one.name, reverse("talent:offer", args=[one.id])),
                    one.monthly_pay,
                    one.months,
                    one.total,
                    one.state,
                )
            )
            for one in card.offers
        )
        heads = (
            Column(_("Expert")), Column(_("Monthly pay"), "money"), Column(_("Months"), "number"),
            Column(_("In all, at most"), "money"), Column(_("State"), "state"),
        )  # fmt: skip
        blocks.append(Block(_("Offers"), table=TableView(heads, rows, caption=_("Offers"))))
    if card.engagements:
        made = tuple(
            Link(
                _("Engagement, version %(no)s") % {"no": no}, reverse("talent:engagement", args=[id]), icon="briefcase"
            )
            for no, id in enumerate(card.engagements, 1)
        )
        blocks.append(Block(_("What came of it"), links=made))
    return tuple(blocks)


def _candidates(actor: Actor, card: NeedCard) -> TableView:
    live = any(one.state.code in ("drafted", "sent", "accepted") for one in card.offers)

    def next_of(one: CandidateCard) -> Link | str:
        if one.state.code == "recommended" and actor.may(access.SELECT) and not live:
            return Link(_("Draw up an offer"), reverse("talent:draft", args=[one.id]))
        return one.verdict

    rows = tuple(
        Row(
            (
                Cell(one.name, "" if one.hidden else reverse("talent:candidacy", args=[one.id])),
                one.origin or "", one.applied_at, one.state, next_of(one),
            )
        )
        for one in card.candidates
    )  # fmt: skip
    heads = (
        Column(_("Candidate")), Column(_("Kind of expert")), Column(_("Applied"), "moment"), Column(_("State"), "state"),
        Column(_("The group's word")),
    )  # fmt: skip
    return TableView(heads, rows, caption=_("Candidates"), empty=EmptyView(_("Nobody has applied yet"), icon="users"))


def _story(card: NeedCard) -> tuple[StepView, ...]:
    steps = [StepView(_("Raised"), card.raised_by, card.raised_at, "done")]
    if card.decided_at is not None:
        label = _("Not approved") if card.code == "refused" else _("Approved")
        steps.append(StepView(label, card.decided_by, card.decided_at, "done"))
    else:
        steps.append(StepView(_("Approval by a second person"), status="now" if card.code == "raised" else "next"))
    profile = card.profile
    steps.append(
        StepView(
            _("Profile published"), when=profile.published_on if profile else None, status="done" if profile else "next"
        )
    )
    put = profile.put_on if profile else None
    steps.append(StepView(_("Before the selection group"), when=put, status="done" if put else "next"))
    steps.append(StepView(_("Expert found"), status="done" if card.code == "met" else "next"))
    return tuple(steps)


@ask
def decide_need(request: HttpRequest, need_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.APPROVE)
    card = queries.need_card(need_id, actor)
    form = bind(DecideNeedForm, request, initial={"seen": card.revision})
    facts = (
        Answer(_("Task"), card.task), Answer(_("Expected product"), card.product),
        Answer(_("Why nobody inside can do it"), card.not_inside), Answer(_("Raised by"), card.raised_by),
    )  # fmt: skip
    page = DeedPage(
        _("Decide on the need"),
        card.title,
        _("Record the decision"),
        need_crumbs(actor, need_id, card.title),
        _at(need_id),
        facts,
    )
    return ask_for(
        request, form, page, lambda: usecases.decide_need(form.command(need_id), actor=actor),
        _("Your decision is recorded."), _at(need_id),
    )  # fmt: skip


def _at(need_id: int) -> str:
    return reverse("talent:need", args=[need_id])


@ask
def withdraw_need(request: HttpRequest, need_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.RAISE)
    card = queries.need_card(need_id, actor)
    form = bind(WithdrawNeedForm, request, initial={"seen": card.revision})
    page = DeedPage(
        _("Withdraw the need"),
        card.title,
        _("Withdraw the need"),
        need_crumbs(actor, need_id, card.title),
        _at(need_id),
    )
    return ask_for(
        request, form, page, lambda: usecases.withdraw_need(form.command(need_id), actor=actor),
        _("The need is withdrawn."), _at(need_id),
    )  # fmt: skip


@ask
def publish(request: HttpRequest, need_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.SELECT)
    card = queries.need_card(need_id, actor)
    fields = [(code, text.into(language())) for code, text in key_fields(actor.today).items()]
    form = bind(ProfileForm, request, fields=fields, initial={"seen": card.revision})
    points = (
        _("Everybody reads the profile, and everybody whom it names may apply until the last day."),
        _("Candidates are judged by a council as the selection group; interests are found from the record."),
    )
    page = DeedPage(
        _("Publish the profile"), card.title, _("Publish the profile"), need_crumbs(actor, need_id, card.title), _at(need_id), points=points
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.publish_profile(form.command(need_id), actor=actor),
        _("The profile is published."), _at(need_id),
    )  # fmt: skip


@ask
def invite(request: HttpRequest, need_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.SELECT)
    card = queries.need_card(need_id, actor)
    form = bind(InviteForm, request)
    page = DeedPage(
        _("Invite somebody"), card.title, _("Invite"), need_crumbs(actor, need_id, card.title), _at(need_id),
        points=(_("Who is invited applies like everybody else and comes before the same group."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.invite_candidate(form.command(need_id), actor=actor),
        _("The invitation is sent."), _at(need_id),
    )  # fmt: skip


@ask
def put(request: HttpRequest, need_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.SELECT)
    card = queries.need_card(need_id, actor)
    form = bind(PutForm, request, councils=groups(), initial={"seen": card.revision})
    waiting = sum(one.state.code == "applied" for one in card.candidates)
    page = DeedPage(
        _("Put the candidates before a group"), card.title, _("Put before the group"), need_crumbs(actor, need_id, card.title),
        _at(need_id), (Answer(_("Candidates"), waiting, kind="number"),),
        (_("Applications end with it. The group's word comes back here by itself."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.put_candidates(form.command(need_id), actor=actor),
        _("The candidates are before the group."), _at(need_id),
    )  # fmt: skip


@ask
def close_search(request: HttpRequest, need_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.SELECT)
    card = queries.need_card(need_id, actor)
    form = bind(CloseSearchForm, request, initial={"seen": card.revision})
    page = DeedPage(
        _("Close the search"), card.title, _("Close without an expert"), need_crumbs(actor, need_id, card.title), _at(need_id),
        points=(_("Everybody who waits hears of it."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.close_search(form.command(need_id), actor=actor),
        _("The search is closed."), _at(need_id),
    )  # fmt: skip
