"""Inviting, coming by the link, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused
from khue.features.people import queries as people
from khue.features.staff import access, usecases
from khue.features.staff.domain.commands import AnswerKeyReset, AnswerProposal
from khue.features.staff.forms import AcceptForm, AnswerForm, InviteForm, ProposeForm
from khue.features.staff.queries import joining
from khue.features.staff.views.parts import FormPage, ask, asked, found_line, person_href, staff_actor
from khue.kernel import limits, web
from khue.kernel.forms import OnceForm, bind, show_refusal
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Everything that waits, and which deeds want a second person at all."""

    invitations: TableView
    proposals: TableView
    resets: TableView
    four_eyes: TableView


@dataclass(frozen=True, slots=True)
class AnswerPage:
    title: str
    lines: tuple[Answer, ...]
    may_confirm: bool
    why_not: str
    back_href: str


@dataclass(frozen=True, slots=True)
class InvitedPage:
    welcome: joining.Welcome
    closed: Reason | None
    sign_in_href: str


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Open invitations, roles and resets that wait, and the list of deeds that need a second person."""
    actor = staff_actor(request)
    actor.require(access.INVITE)
    page = WaitingPage(
        _invitations(joining.open_invitations(actor.moment)),
        _proposals(joining.open_proposals()),
        _resets(joining.open_resets()),
        _four_eyes(),
    )
    return web.render(request, "staff/waiting.html", page)


def _invitations(lines: tuple[joining.InvitationLine, ...]) -> TableView:
    columns = (
        Column(_("Who")), Column(_("Role")), Column(_("Link works until"), "moment"), Column(_("State"), "state"),
        Column(_("Invited by")), Column(_("What to do"), hidden_label=True),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(line.name, note=line.email, strong=True),
                Text(f"{line.role.vi}, {line.unit.vi}", f"{line.role.into('en')}, {line.unit.into('en')}"),
                line.expires_at,
                StateView("expired", _("expired"), "bad") if line.expired else StateView("open", _("open"), "wait"),
                line.by,
                Link(_("Send again or withdraw"), reverse("staff:invitation", args=[line.id])),
            )
        )
        for line in lines
    )
    return TableView(columns, rows, caption=_("Invitations"), empty=EmptyView(_("No invitation is open."), icon="mail"))


def _proposals(lines: tuple[joining.ProposalLine, ...]) -> TableView:
    columns = (
        Column(_("Who")), Column(_("Role")), Column(_("From"), "day"), Column(_("Until"), "day"),
        Column(_("Proposed by")), Column(_("What to do"), hidden_label=True),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(line.name, strong=True),
                Text(f"{line.role.vi}, {line.unit.vi}", f"{line.role.into('en')}, {line.unit.into('en')}"),
                line.valid_from,
                line.valid_until,
                line.by,
                Link(_("Answer"), reverse("staff:proposal", args=[line.id])),
            )
        )
        for line in lines
    )
    empty = EmptyView(_("No role waits for a second person."), icon="circle-check")
    return TableView(columns, rows, caption=_("Roles that wait for a second person"), empty=empty)


def _resets(lines: tuple[joining.ResetLine, ...]) -> TableView:
    columns = (
        Column(_("Who")), Column(_("Reason")), Column(_("Asked by")), Column(_("Takes effect"), "moment"),
        Column(_("What to do"), hidden_label=True),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(line.name, strong=True),
                line.ground,
                line.by,
                line.due_at,
                Link(_("Answer"), reverse("staff:reset", args=[line.id])),
            )
        )
        for line in lines
    )
    empty = EmptyView(_("No reset of keys waits."), icon="circle-check")
    return TableView(columns, rows, caption=_("Lost keys"), empty=empty)


def _four_eyes() -> TableView:
    """Which deeds want two people: declared here for reading, enforced in the decisions of each room."""
    roles = [text for _code, text, second in people.staff_roles() if second]
    named = Text("; ".join(r.vi for r in roles), "; ".join(r.into("en") for r in roles))
    rows = (
        Row((_("Giving one of these roles"), named, _("two administrators"))),
        Row((_("Resetting a lost second factor"), None, _("two administrators; the person can stop it"))),
        Row((_("Appraising costs and deciding"), None, _("appraiser, finance officer and decider are three people"))),
        Row((_("Accepting a delivery and paying for it"), None, _("whoever accepted does not pay"))),
        Row((_("Delivering and accepting"), None, _("nobody accepts the own delivery"))),
        Row((_("Any step of a case"), None, _("nobody handles the own case, or that of a party represented"))),
    )
    columns = (Column(_("What is done")), Column(_("Which")), Column(_("Who stands apart")))
    return TableView(columns, rows, caption=_("Deeds that need a second person"))


@ask
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague with a first role."""
    actor = staff_actor(request)
    actor.require(access.INVITE)
    form = bind(InviteForm, request, initial={"valid_from": actor.today, "language": "vi"})
    page = FormPage(
        _("Invite a colleague"),
        _("A mail with a link goes out. The link works once, and for a set time."),
        _("Send the invitation"),
        reverse("staff:waiting"),
        _("Waiting for a second person"),
    )
    return asked(
        request, form, page, lambda: usecases.invite_colleague(form.command(), actor=actor), reverse("staff:waiting"),
        _("The invitation was sent."),
    )  # fmt: skip


@ask
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Send an open invitation again, or withdraw it."""
    actor = staff_actor(request)
    actor.require(access.INVITE)
    form = bind(OnceForm, request)
    if request.method == "POST" and form.is_valid() and request.POST.get("deed") in ("renew", "withdraw"):
        once = form.cleaned_data["once"]
        if request.POST["deed"] == "renew":
            usecases.renew_invitation(invitation_id, once=once, actor=actor)
            messages.success(request, _("A new link was sent; the old one no longer works."))
        else:
            usecases.withdraw_invitation(invitation_id, once=once, actor=actor)
            messages.success(request, _("The invitation was withdrawn."))
        return web.redirect("staff:waiting")
    line = next((found for found in joining.open_invitations(actor.moment) if found.id == invitation_id), None)
    if line is None:
        raise usecases.no_such_invitation()
    lines = (
        Answer(_("Who"), line.name),
        Answer(_("E-mail"), line.email),
        Answer(_("Role"), line.role),
        Answer(_("Unit"), line.unit),
        Answer(_("Link works until"), line.expires_at, kind="moment"),
    )
    page = AnswerPage(_("Invitation"), lines, True, "", reverse("staff:waiting"))
    return web.render(request, "staff/invitation.html", page, form=form)


@never_cache
@ask
@limits.limited("staff-invited", "30/m")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: choose a user name and a password, once."""
    actor = web.actor_of(request)
    found = joining.welcome(token, actor.moment)
    form = bind(AcceptForm, request)
    closed = found.closed if isinstance(found.closed, Reason) else None
    if closed is None and request.method == "POST" and form.is_valid():
        try:
            usecases.accept_invitation(form.command(token), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(
                request, _("Your account is set up. Sign in with it; the second factor is set up right after.")
            )
            return web.redirect("account_login")
    page = InvitedPage(found, closed, reverse("account_login"))
    return web.render(request, "staff/invited.html", page, 410 if closed else 422 if form.errors else 200, form=form)


@ask
def propose(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a role, or propose one that a second administrator confirms."""
    actor = staff_actor(request)
    actor.require(access.INVITE)
    key = f"party:{person_id}"
    line = found_line(key, actor)
    form = bind(ProposeForm, request, initial={"valid_from": actor.today})
    page = FormPage(
        _("Give a role"),
        line.name,
        _("Give the role"),
        person_href(person_id),
        line.name,
        points=(_("A role that decides, pays or gives roles waits until a second administrator has confirmed it."),),
    )
    return asked(
        request, form, page, lambda: usecases.propose_role(form.command(key), actor=actor), person_href(person_id),
        _("Done. A role that needs a second person waits for it."),
    )  # fmt: skip


@ask
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Confirm or refuse a role."""
    actor = staff_actor(request)
    actor.require(access.INVITE)
    form = bind(AnswerForm, request)
    done = _answered(request, form, lambda yes, why, once: usecases.answer_proposal(
        AnswerProposal(proposal_id, yes, why, once), actor=actor
    ))  # fmt: skip
    if done is not None:
        return done
    line = next(iter(joining.open_proposals(proposal_id)), None)
    if line is None:
        raise _gone()
    lines = (
        Answer(_("Who"), line.name),
        Answer(_("Role"), line.role),
        Answer(_("Unit"), line.unit),
        Answer(_("From"), line.valid_from, kind="day"),
        Answer(_("Until"), line.valid_until, kind="day"),
        Answer(_("Proposed by"), line.by),
        Answer(_("When"), line.at, kind="moment"),
    )
    why_not = _apart(line.proposers, line.person, actor.hands)
    page = AnswerPage(_("Confirm a role"), lines, not why_not, why_not, reverse("staff:waiting"))
    return web.render(request, "staff/answer.html", page, 422 if form.errors else 200, form=form)


@ask
def reset(request: HttpRequest, reset_id: int) -> HttpResponse:
    """Confirm or stop the reset of lost keys."""
    actor = staff_actor(request)
    actor.require(access.KEYS)
    form = bind(AnswerForm, request)
    done = _answered(request, form, lambda yes, why, once: usecases.answer_key_reset(
        AnswerKeyReset(reset_id, yes, why, once), actor=actor
    ))  # fmt: skip
    if done is not None:
        return done
    line = next(iter(joining.open_resets(reset=reset_id)), None)
    if line is None:
        raise _gone()
    lines = (
        Answer(_("Who"), line.name),
        Answer(_("Reason"), line.ground),
        Answer(_("Asked by"), line.by),
        Answer(_("When"), line.at, kind="moment"),
        Answer(_("Takes effect"), line.due_at, kind="moment"),
    )
    why_not = _apart(line.askers, line.person, actor.hands)
    if line.state == "confirmed":
        why_not = _("It is confirmed and waits for its time. It can still be stopped.")
    page = AnswerPage(_("Reset a lost second factor"), lines, not why_not, why_not, reverse("staff:waiting"))
    return web.render(request, "staff/answer.html", page, 422 if form.errors else 200, form=form)


def _apart(askers: tuple[str, ...], person: str, hands: tuple[str, ...]) -> str:
    if set(askers) & set(hands):
        return _("You asked for it, so another administrator confirms.")
    return _("It concerns yourself, so another administrator confirms.") if person in hands else ""


def _answered(
    request: HttpRequest, form: AnswerForm, deed: Callable[[bool, str, UUID | None], None]
) -> HttpResponse | None:
    """Back to the list once the answer is recorded, also when the same form was posted before; None shows the page."""
    if request.method != "POST" or request.POST.get("deed") not in ("confirm", "refuse") or not form.is_valid():
        return None
    try:
        deed(request.POST["deed"] == "confirm", form.cleaned_data["answer"], form.cleaned_data["once"])
    except Refused as refused:
        show_refusal(form, refused)
        return None
    messages.success(request, _("Your answer is recorded."))
    return web.redirect("staff:waiting")


def _gone() -> Missing:
    return Missing(
        Text("Đề nghị này không còn chờ trả lời.", "This no longer waits for an answer."),
        Text("Mời ông/bà mở lại danh sách.", "Go back to the list."),
    )
