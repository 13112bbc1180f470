"""Meetings: one page to run them, secret ballots, decisions, minutes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.features.councils import access, queries, usecases
from khue.features.councils.domain.interests import ground_label
from khue.features.councils.domain.words import CHOICES
from khue.features.councils.forms import BallotForm, CallForm, DecideForm, OpenBallotForm, PresenceForm
from khue.features.councils.views.fees import fees_of_meeting
from khue.features.councils.views.parts import (
    Block,
    FormPage,
    Page,
    ask,
    asked,
    council_href,
    item_href,
    opens_items,
    state_view,
)
from khue.features.documents import queries as documents
from khue.features.people import queries as people
from khue.kernel import files, web
from khue.kernel.forms import OnceForm, bind, show_refusal
from khue.kernel.ui import (
    Answer,
    AnswerGroup,
    Cell,
    Column,
    EmptyView,
    FigureView,
    Link,
    Row,
    StateView,
    TableView,
    Words,
)


def meeting_href(meeting_id: int) -> str:
    return reverse("councils:meeting", args=[meeting_id])


@ask
def call(request: HttpRequest, council_id: int) -> HttpResponse:
    """A meeting with its agenda."""
    actor = web.signed_in(request)
    actor.require(access.RUN)
    card = queries.council(council_id)
    listed = [
        line
        for line in queries.every_item_of(council_id, queries.hidden_in(council_id, actor))
        if line.state in ("listed", "scored")
    ]
    if not listed and request.method != "POST":  # what was typed before the last item left comes back by the form
        return web.render(request, "councils/page.html", _nothing_to_judge(card))
    form = bind(CallForm, request, listed=listed)
    page = FormPage(
        _("Call a meeting"), card.name, _("Call the meeting"), council_href(council_id), card.name,
        points=(_("Members hear of time, place and agenda at once."),),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.call_meeting(form.command(council_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The meeting is called."))
            return web.redirect("councils:meeting", made)
    return web.render(request, "councils/form.html", page, 422 if form.errors else 200, form=form)


def _nothing_to_judge(card: queries.CouncilCard) -> Page:
    """Why no meeting can be called now, and what to do first."""
    empty = EmptyView(
        _("No item is ready for a meeting"),
        _(
            "Items still being scored, decided or withdrawn cannot stand on an agenda. "
            "Close the review of items whose scoring is over, or put a new one before the council."
        ),
        reverse("councils:put-item", args=[card.id]),
        _("Put an item"),
        icon="clipboard-list",
    )
    table = TableView((Column(_("Agenda")),), (), caption=_("Agenda"), empty=empty)
    return Page(_("Call a meeting"), card.name, None, council_href(card.id), card.name, blocks=(Block(table=table),))


@require_GET
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting: who is there, each item with its quorum, ballots and decision, the minutes."""
    actor = web.signed_in(request)
    found = queries.readable_meeting(meeting_id, actor)
    runs = actor.may(access.RUN)
    blocks = [Block(answers=_about(found)), Block(_("Presence"), table=_presence(found))]
    opens = opens_items(found.card.council_id, actor)
    blocks += [_agenda(line, found, actor, opens) for line in found.agenda]
    if found.minutes is not None:
        blocks += [_minutes(found, actor), fees_of_meeting(found, actor)]
    page = Page(
        _("Meeting no. %(number)s") % {"number": found.card.number},
        found.council.name,
        state_view(found.card.state, found.card.state_words),
        council_href(found.council.id),
        found.council.name,
        blocks=tuple(blocks),
        deeds=tuple(_deeds(found, runs=runs, chairs=queries.leads(found, actor))),
    )
    return web.render(request, "councils/page.html", page)


def _about(found: queries.MeetingPage) -> tuple[Answer, ...]:
    lines = [
        Answer(_("Time of the meeting"), found.card.held_at, kind="moment"),
        Answer(_("Place of the meeting"), found.card.place),
        Answer(_("Called by"), found.card.called_by),
    ]
    for label, share in ((_("Quorum"), found.quorum_share), (_("Votes in favour needed"), found.pass_share)):
        if share is None:
            lines.append(Answer(label, _("no figure applies: the result is recorded, not judged")))
        else:
            lines.append(Answer(label, share.text, origin=share.source.cited))
    return tuple(lines)


def _presence(found: queries.MeetingPage) -> TableView:
    def standing(seat: queries.SeatLine) -> StateView:
        if found.card.state == "called":
            return StateView("called", _("invited"), "wait")
        return (
            StateView("there", _("present"), "good")
            if seat.id in found.present
            else StateView("away", _("absent"), "plain")
        )

    rows = tuple(
        Row((seat.number, Cell(seat.name, strong=True), seat.role_words, standing(seat))) for seat in found.seats
    )
    columns = (Column(_("Seat"), "number"), Column(_("Member")), Column(_("Role")), Column(_("State"), "state"))
    return TableView(columns, rows, caption=_("Presence"))


def _agenda(line: queries.AgendaLine, found: queries.MeetingPage, actor: Actor, opens: bool) -> Block:
    out = tuple(f"{seat.name} ({ground_label(one.kind).into(web.language())})" for seat, one in line.out)
    answers = [
        Answer(_("Quorum"), line.quorum.words),
        Answer(_("Out because of an interest"), "; ".join(out) or _("nobody")),
    ]
    if line.outcome_words is not None:
        answers.append(Answer(_("Decision of the council"), line.outcome_words))
        answers.append(Answer(_("Conclusion of the council"), line.conclusion))
    links = []
    for ballot in line.ballots:
        label = _("Ballot %(number)s: %(voted)s of %(voters)s voted")
        said = label % {"number": ballot.number, "voted": ballot.voted, "voters": ballot.voters}
        links.append(Link(said, reverse("councils:ballot", args=[ballot.id]), icon="list-check"))
    session = found.card.state == "open" and actor.may(access.RUN) and not line.outcome
    if session and not any(ballot.state == "open" for ballot in line.ballots):
        links.append(Link(_("Open a secret ballot"), reverse("councils:open-ballot", args=[line.id]), icon="send"))
        links.append(
            Link(pgettext("councils", "Record the decision"), reverse("councils:decide", args=[line.id]), icon="gavel")
        )
    if opens:
        links.append(Link(_("Open the item"), item_href(line.item.id), icon="file-text"))
    return Block(f"{line.position}. {line.item.title}", answers=tuple(answers), links=tuple(links))


def _minutes(found: queries.MeetingPage, actor: Actor) -> Block:
    assert found.minutes is not None
    kept_back = not queries.may_read_minutes(actor, f"meeting:{found.card.id}")
    answers: list[Answer | AnswerGroup] = [
        Answer(_("Number"), found.minutes.number),
        Answer(_("Drawn up"), found.minutes.drawn_at, kind="moment"),
    ]
    if kept_back:
        return Block(_("Minutes"), people.restricted_words(), answers=tuple(answers))
    links = []
    paper = documents.paper_of(f"minutes:{found.minutes.id}")
    if paper is not None and found.minutes.file is not None:
        links.append(
            Link(_("The paper and its signatures"), reverse("documents:paper", args=[paper.code]), icon="signature")
        )
    shown = (files.card(found.minutes.file),) if found.minutes.file else ()
    text = "" if shown else _("The file is being made.")
    return Block(_("Minutes"), text, answers=tuple(answers), files=shown, links=tuple(links))


def _deeds(found: queries.MeetingPage, *, runs: bool, chairs: bool) -> list[Link]:
    """The chair opens the session, or the secretary; the rest is the secretary's."""
    at = [found.card.id]
    if found.card.state == "called" and (runs or chairs):
        return [Link(_("Open the meeting"), reverse("councils:open-meeting", args=at), icon="player-play")]
    if found.card.state == "open" and runs:
        return [
            Link(_("Record who is there"), reverse("councils:presence", args=at), icon="users"),
            Link(_("Close the meeting"), reverse("councils:close-meeting", args=at), icon="circle-check"),
        ]
    return []


@ask
def open_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    return _presence_form(request, meeting_id, opens=True)


@ask
def presence(request: HttpRequest, meeting_id: int) -> HttpResponse:
    return _presence_form(request, meeting_id, opens=False)


def _presence_form(request: HttpRequest, meeting_id: int, *, opens: bool) -> HttpResponse:
    actor = web.signed_in(request)
    if not actor.may(access.RUN) and not (opens and queries.chairs(meeting_id, actor)):
        actor.require(access.RUN)
    found = queries.readable_meeting(meeting_id, actor)
    there = [str(seat.id) for seat in found.seats if opens or seat.id in found.present]
    form = bind(PresenceForm, request, seats=found.seats, initial={"present": there})
    deed = usecases.open_meeting if opens else usecases.record_presence
    title = _("Open the meeting") if opens else _("Record who is there")
    page = FormPage(
        title, found.council.name, title, meeting_href(meeting_id), _("Meeting"),
        points=(_("The quorum of each item is counted from those who are there and have no interest in it."),),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: deed(form.command(meeting_id), actor=actor), meeting_href(meeting_id),
        _("Presence is recorded."),
    )  # fmt: skip


@ask
def close_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    found = queries.readable_meeting(meeting_id, actor)
    form = bind(OnceForm, request)
    page = FormPage(
        _("Close the meeting"), found.council.name, _("Close the meeting"), meeting_href(meeting_id), _("Meeting"),
        points=(
            _("The minutes are drawn up from the record and go to those present for signing, the chair last."),
            _("Fees are noted when everybody has signed the minutes."),
        ),
    )  # fmt: skip
    return asked(
        request, form, page,
        lambda: usecases.close_meeting(meeting_id, once=form.cleaned_data["once"], actor=actor),
        meeting_href(meeting_id), _("The meeting is closed; its minutes are drawn up."),
    )  # fmt: skip


@ask
def open_ballot(request: HttpRequest, agenda_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    meeting_id, line = queries.agenda_line(agenda_id, actor)
    form = bind(
        OpenBallotForm, request, initial={"question": _("Recommend “%(title)s”?") % {"title": line.item.title[:300]}}
    )
    page = FormPage(
        _("Open a secret ballot"), line.item.title, _("Open the ballot"), meeting_href(meeting_id), _("Meeting"),
        points=(line.quorum.words,),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.open_ballot(form.command(agenda_id), actor=actor),
        meeting_href(meeting_id), _("The ballot is open."),
    )  # fmt: skip


@ask
def decide(request: HttpRequest, agenda_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    meeting_id, line = queries.agenda_line(agenda_id, actor)
    form = bind(DecideForm, request)
    page = FormPage(
        pgettext("councils", "Record the decision"), line.item.title, _("Save"), meeting_href(meeting_id), _("Meeting")
    )
    return asked(
        request, form, page, lambda: usecases.decide_item(form.command(agenda_id), actor=actor),
        meeting_href(meeting_id), _("The decision is recorded."),
    )  # fmt: skip


# ---- the ballot itself


@dataclass(frozen=True, slots=True)
class BallotView:
    question: str
    item: str
    state: StateView
    voted: int
    voters: int
    may_vote: bool
    why_not: str
    code: str
    back_href: str
    count_href: str
    once: UUID
    figures: tuple[FigureView, ...] = ()
    verdict: Words = ""
    result: TableView | None = None


@ask
def ballot(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """Cast one's vote; once counted, see the tally and find one's own paper by its code.

    The code is told in the answer itself: a redirect would have to keep it somewhere beside the name.
    """
    actor = web.signed_in(request)
    page = queries.readable_ballot(ballot_id, actor)
    form = bind(BallotForm, request)
    code = ""
    if request.method == "POST" and form.is_valid():
        try:
            code = usecases.cast_ballot(form.command(ballot_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            page = queries.readable_ballot(ballot_id, actor)
    return web.render(request, "councils/ballot.html", _view(page, actor, code), 422 if form.errors else 200, form=form)


def _view(page: queries.BallotPage, actor: Actor, code: str) -> BallotView:
    found = page.ballot
    running = found.state == "open"
    why_not = ""
    if running and page.voted:
        why_not = _("You have voted.")
    elif running and not page.on_roll:
        why_not = _("You are not on the roll of this ballot.")
    figures: tuple[FigureView, ...] = ()
    if found.counts is not None:
        figures = tuple(FigureView(str(found.counts[choice]), label) for choice, label in CHOICES.items())
    return BallotView(
        found.question,
        page.item.title,
        StateView(found.state, _("open") if running else _("counted"), "now" if running else "good"),
        found.voted,
        found.voters,
        running and page.on_roll and not page.voted,
        why_not,
        code,
        meeting_href(page.meeting_id),
        reverse("councils:count", args=[found.id]) if running and actor.may(access.RUN) else "",
        uuid4(),
        figures,
        _verdict(found) if not running else "",
        _papers(page) if not running else None,
    )


def _verdict(found: queries.BallotCard) -> Text | str:
    if not found.valid:
        return _("The ballot is not valid: fewer votes than the quorum.")
    if found.passes is None:
        return _("No figure for the majority applies: the result is recorded, not judged.")
    share = {"share": found.pass_share}
    return (
        _("The majority of %(share)s is reached.") % share
        if found.passes
        else _("The majority of %(share)s is missed.") % share
    )


def _papers(page: queries.BallotPage) -> TableView:
    rows = tuple(Row((code, CHOICES[choice])) for code, choice in page.papers)
    return TableView(
        (Column(_("Code")), Column(_("Vote"))), rows, caption=_("Papers as counted, in the order of their random codes"),
        empty=EmptyView(_("No paper was in the box."), icon="inbox"), show_caption=True,
    )  # fmt: skip


@require_POST
def count(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    queries.readable_ballot(ballot_id, actor)
    try:
        once = UUID(request.POST.get("once", ""))
    except ValueError:
        once = uuid4()
    usecases.count_ballot(ballot_id, once=once, actor=actor)
    messages.success(request, _("The ballot is counted."))
    return web.redirect("councils:ballot", ballot_id)
