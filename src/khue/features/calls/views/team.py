"""Pages of a proposal's team: invite, take off, answer an invitation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.features.calls import access, queries, usecases
from khue.features.calls.domain.commands import RemoveMember
from khue.features.calls.forms import (
    InvitationForm,
    MemberForm,
)
from khue.features.calls.views.frame import DeedPage, ask, did, show
from khue.features.calls.views.proposals import crumbs_of
from khue.kernel.forms import OnceForm, bind
from khue.kernel.ui import (
    Answer,
)
from khue.kernel.web import redirect, signed_in


@ask
def invite(request: HttpRequest, proposal_id: int) -> HttpResponse:
    actor = signed_in(request)
    found = queries.proposal(proposal_id, actor)
    form = bind(MemberForm, request)
    if request.method == "POST" and form.is_valid():
        command = form.command(proposal_id)
        if did(form, lambda: usecases.invite_member(command, actor=actor)):
            messages.success(request, _("The person is invited and confirms by an own sign-in."))
            return redirect("calls:proposal", proposal_id)
    page = DeedPage(
        _("Invite a member"),
        _("Each member signs in and confirms. Whoever may write edits every section; only the lead hands in."),
        _("Invite"),
        crumbs_of(found),
        reverse("calls:proposal", args=[proposal_id]),
    )
    return show(request, page, form)


@ask
def remove_member(request: HttpRequest, proposal_id: int, member_id: int) -> HttpResponse:
    actor = signed_in(request)
    found = queries.proposal(proposal_id, actor)
    line = next((one for one in found.members if one.id == member_id), None)
    if line is None:
        raise access.missing("thành viên", "member")
    form = bind(OnceForm, request)
    if request.method == "POST" and form.is_valid():
        command = RemoveMember(proposal_id, member_id, form.cleaned_data["once"])
        if did(form, lambda: usecases.remove_member(command, actor=actor)):
            messages.success(request, _("The person is on the proposal no more."))
            return redirect("calls:proposal", proposal_id)
    page = DeedPage(
        _("Take this person off the proposal?"),
        _("From now on the person neither reads nor writes it."),
        _("Take off"),
        crumbs_of(found),
        reverse("calls:proposal", args=[proposal_id]),
        (Answer(line.role, line.name),),
    )
    return show(request, page, form)


@ask
def invitation(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The member's own answer."""
    actor = signed_in(request)
    found = queries.proposal(proposal_id, actor)
    if not found.my_answer:
        raise access.no_such_proposal()
    form = bind(InvitationForm, request)
    if request.method == "POST" and form.is_valid():
        command = form.command(proposal_id)
        if did(form, lambda: usecases.answer_invitation(command, actor=actor)):
            messages.success(request, _("Your answer is recorded; the lead is told."))
            return redirect("calls:proposal", proposal_id)
    me = next((one for one in found.members if one.is_me), None)
    page = DeedPage(
        _("Will you take part?"),
        _("Your answer counts as your own commitment. Nobody else can give it for you."),
        _("Send my answer"),
        crumbs_of(found),
        reverse("calls:proposal", args=[proposal_id]),
        (
            Answer(_("Proposal"), found.title),
            Answer(_("Lead organisation"), found.lead),
            *((Answer(_("Role"), me.role),) if me else ()),
        ),
    )
    return show(request, page, form)
