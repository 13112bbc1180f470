"""Pages for everybody and for experts: open posts, the public list, applying, one's own work."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.errors import NotAllowed
from khue.core.money import format_dong
from khue.features.talent import access, queries, usecases
from khue.features.talent.forms import ApplyForm, FilterForm, LeaveForm
from khue.features.talent.queries import CandidateCard, EngagementLine, MyCandidacy, PostLine
from khue.features.talent.views.parts import crumbs, days_of
from khue.kernel.forms import bind
from khue.kernel.paging import Page
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, listed
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.viewing import note_view
from khue.kernel.web import actor_of, language, render, signed_in
from khue.kernel.wording import day_words

_POSTS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("What kind of expert")),
    ("unit", gettext_lazy("Unit")),
    ("field", gettext_lazy("Key field")),
    ("closes_on", gettext_lazy("Last day of applications")),
    ("from_on", gettext_lazy("First day of work")),
    ("until_on", gettext_lazy("Day after the last day of work")),
)
_ENGAGEMENTS = (
    ("number", gettext_lazy("Number")),
    ("version", gettext_lazy("Version")),
    ("title", gettext_lazy("Task")),
    ("unit", gettext_lazy("Unit")),
    ("name", gettext_lazy("Expert")),
    ("origin", gettext_lazy("Kind of expert")),
    ("from_on", gettext_lazy("From")),
    ("until_on", gettext_lazy("Until")),
    ("state_words", gettext_lazy("State")),
    ("total", gettext_lazy("At most, đồng")),
    ("paid", gettext_lazy("Paid, đồng")),
)


@require_safe
def posts(request: HttpRequest) -> HttpResponseBase:
    """Open posts, for everybody."""
    actor = actor_of(request)
    table = listed(
        request, "posts-for-experts", _POSTS,
        lambda after, size: queries.posts(actor.today, after, size), _post_row,
        (Column(_("What kind of expert")), Column(_("Who may apply")), Column(_("Key field")), Column(_("Last day of applications"), "day")),
        _("Open posts"), EmptyView(_("No post is open now"), _("The city publishes its needs for experts here."), icon="users"),
    )  # fmt: skip
    if not isinstance(table, TableView):
        return table
    deeds = [Link(_("Engagements of experts"), reverse("talent:register"), icon="briefcase")]
    if actor.is_signed_in:
        deeds.append(Link(_("My work as an expert"), reverse("talent:mine"), icon="user"))
    lead = _("Experts at home, foreign experts and overseas Vietnamese apply here for tasks of the city.")
    return render(request, "ui/record_list.html", ListingPage(_("Posts for experts"), lead, table, deeds=tuple(deeds)))


def _post_row(row: PostLine) -> Row:
    who = ", ".join(one.into(language()) for one in row.origins)
    title = Cell(row.title, reverse("talent:post", args=[row.id]), f"{row.number} · {row.unit.into(language())}")
    return Row((title, who, row.field, row.closes_on))


@require_safe
def post(request: HttpRequest, need_id: int) -> HttpResponse:
    """What is asked of the expert, and how to apply."""
    actor = actor_of(request)
    card = queries.post(need_id, actor)
    mine = queries.my_candidacy(need_id, actor)
    deeds = []
    if card.open and (mine is None or mine.state.code == "invited") and (mine or not card.by_invitation):
        deeds.append(Link(_("Apply"), reverse("talent:apply", args=[need_id]), icon="send"))
    if mine is not None:
        deeds.append(Link(_("My candidacy"), reverse("talent:candidacy", args=[mine.id]), icon="user"))
    facts = (
        Answer(_("Task"), card.task),
        Answer(_("Expected product"), card.product),
        Answer(_("Criteria"), card.criteria),
        Answer(_("Key field"), card.field),
        Answer(_("Who may apply"), ", ".join(one.into(language()) for one in card.origins)),
        Answer(_("Time of work"), days_of(card.from_on, card.until_on)),
        Answer(_("Last day of applications"), card.closes_on, kind="day"),
    )
    blocks = [Block(facts=facts), Block(_("What you show"), table=_evidence(card))]
    if not card.open:
        blocks.insert(0, Block(text=_("This post takes no applications any more.")))
    crumb = (Link(_("Posts for experts"), reverse("talent:posts")),)
    lead = f"{card.number} · {card.unit.into(language())}"
    return render(request, "ui/record.html", RecordPage(card.title, lead, None, crumb, tuple(deeds), tuple(blocks)))


def _evidence(card: PostLine) -> TableView:
    """Who shows what, by kind of expert."""
    words = language()
    rows = []
    for one in queries.evidence():
        who = [origin for code, origin in zip(card.codes, card.origins, strict=True) if code in one.origins]
        if who:
            how = _("in the form") if one.kind == "text" else _("as a file")
            rows.append(Row((Cell(one.label.capitalised(), note=one.hint), ", ".join(o.into(words) for o in who), how)))
    heads = (Column(_("What")), Column(_("Who shows it")), Column(_("How to show it")))
    return TableView(heads, tuple(rows), caption=_("What you show"))


@ask
def apply(request: HttpRequest, need_id: int) -> HttpResponse:
    """Apply for a post, or take an invitation up."""
    actor = signed_in(request)
    card = queries.post(need_id, actor)
    form = bind(ApplyForm, request, origins=card.codes, evidence=queries.evidence())
    page = DeedPage(
        _("Apply"), card.title, _("Send the application"), (Link(card.title, reverse("talent:post", args=[need_id])),),
        reverse("talent:post", args=[need_id]),
        points=(
            _("Only the officers of this search and the selection group read your application."),
            _("You can withdraw it until an offer is made to you."),
        ),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.apply(form.command(need_id), actor=actor),
        _("Your application is sent."), reverse("talent:mine"),
    )  # fmt: skip


@require_safe
def candidacy(request: HttpRequest, candidacy_id: int) -> HttpResponse:
    """One application, for the candidate and the officers."""
    actor = signed_in(request)
    card, title = queries.candidacy_card(candidacy_id, actor)
    if card.person and card.person not in actor.keys:
        note_view(actor, card.person, "talent.candidacy", f"candidacy:{card.id}")
    facts = [Answer(_("Candidate"), card.name)]
    if card.origin is not None:
        facts.append(Answer(_("Kind of expert"), card.origin))
    if card.invited_why:
        facts.append(Answer(_("Why invited"), card.invited_why))
    if card.verdict:
        facts.append(Answer(_("The group's word"), card.verdict))
    said = [Answer(one.label.capitalised(), one.words) for one in card.shown]
    if card.statement:
        said.insert(0, Answer(_("What the candidate brings"), card.statement))
    blocks = [Block(facts=tuple(facts))]
    if said:
        blocks.append(Block(_("Application"), facts=tuple(said), files=card.papers))
    way = crumbs(actor, Link(title, reverse("talent:post", args=[card.need])))
    return render(
        request, "ui/record.html",
        RecordPage(_("Application for “%(title)s”") % {"title": title}, "", card.state, way, _own_deeds(actor, card), tuple(blocks)),
    )  # fmt: skip


def _own_deeds(actor: Actor, card: CandidateCard) -> tuple[Link, ...]:
    if card.person not in actor.keys:
        return ()
    found = []
    if card.state.code == "invited":
        found.append(Link(_("Apply"), reverse("talent:apply", args=[card.need]), icon="send"))
    if card.state.code in ("invited", "applied", "before_council", "recommended"):
        label = _("Decline the invitation") if card.state.code == "invited" else _("Withdraw")
        found.append(Link(label, reverse("talent:leave", args=[card.id]), icon="arrow-back-up"))
    return tuple(found)


@ask
def leave(request: HttpRequest, candidacy_id: int) -> HttpResponse:
    """Decline an invitation, or withdraw."""
    actor = signed_in(request)
    card, title = queries.candidacy_card(candidacy_id, actor)
    require_self(actor, card.person)
    form = bind(LeaveForm, request)
    heading = _("Decline the invitation") if card.state.code == "invited" else _("Withdraw the application")
    page = DeedPage(heading, title, heading, crumbs(actor), reverse("talent:candidacy", args=[candidacy_id]))
    return ask_for(
        request, form, page, lambda: usecases.leave_candidacy(form.command(candidacy_id), actor=actor),
        _("Your answer is recorded."), reverse("talent:mine"),
    )  # fmt: skip


def require_self(actor: Actor, person: str) -> None:
    """For pages with a form of the expert's own; the deed asks again. Raises NotAllowed for staff who may only look."""
    if person not in actor.keys or actor.within:
        raise NotAllowed(access.ONLY_EXPERT, access.ONLY_EXPERT_NEXT)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I was invited to, applied for, and agreed."""
    actor = signed_in(request)
    rows = queries.my_engagements(actor)
    heads = (Column(_("Task")), Column(_("Time of work")), Column(_("Paid"), "money"), Column(_("State"), "state"))
    engagements = TableView(
        heads,
        tuple(
            Row((
                Cell(r.title, reverse("talent:engagement", args=[r.id]), f"{r.number} / {r.version}"),
                days_of(r.from_on, r.until_on), r.paid, r.state,
            ))
            for r in rows
        ),
        caption=_("My engagements"),
        empty=EmptyView(_("No engagement yet"), icon="briefcase"),
    )  # fmt: skip
    found = queries.my_candidacies(actor)
    table = TableView(
        (Column(_("What kind of expert")), Column(_("State"), "state"), Column(_("What to do"))),
        tuple(_my_row(one) for one in found),
        caption=_("My candidacies"),
        empty=EmptyView(_("No invitation and no application"), href=reverse("talent:posts"), label=_("See open posts"), icon="users"),
    )  # fmt: skip
    page = RecordPage(
        _("My work as an expert"),
        _("What I agreed, what is due, what was paid, and how my work was evaluated."),
        deeds=(Link(_("See open posts"), reverse("talent:posts"), icon="search"),),
        blocks=(Block(_("My engagements"), table=engagements), Block(_("My candidacies"), table=table)),
    )
    return render(request, "ui/record.html", page)


def _my_row(one: MyCandidacy) -> Row:
    card, todo = one.card, None
    if one.offer is not None and one.offer.state.code == "sent":
        label = _("Answer the offer by %(day)s") % {
            "day": day_words(one.offer.answer_by, short=True) if one.offer.answer_by else ""
        }
        todo = Link(label, reverse("talent:offer", args=[one.offer.id]))
    elif card.state.code == "invited":
        todo = Link(_("Answer the invitation"), reverse("talent:candidacy", args=[card.id]))
    return Row((Cell(one.title, reverse("talent:candidacy", args=[card.id]), one.number), card.state, todo or ""))


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """The public list of engagements."""
    actor = actor_of(request)
    return _engagements(request, lambda *chosen: queries.public_engagements(actor.today, *chosen), public=True)


@require_safe
def engagements(request: HttpRequest) -> HttpResponseBase:
    """All engagements, for staff."""
    actor = signed_in(request)
    actor.require(access.READ)
    return _engagements(request, lambda *chosen: queries.engagements(actor, *chosen), public=False)


def _engagements(
    request: HttpRequest, page_of: Callable[..., Page[EngagementLine]], *, public: bool
) -> HttpResponseBase:
    form = FilterForm(request.GET)
    state, origin, q = form.chosen()

    def row_of(row: EngagementLine) -> Row:
        to = "" if public else reverse("talent:engagement", args=[row.id])
        who = row.name or row.origin.capitalised()
        return Row(
            (
                Cell(row.title, to, f"{row.number} / {row.version} · {row.unit.into(language())}"),
                Cell(who, note=row.origin if row.name else ""),
                days_of(row.from_on, row.until_on),
                Cell(row.total, note=_("paid %(sum)s") % {"sum": format_dong(row.paid, language())}),
                row.state,
            )
        )

    table = listed(
        request, "expert-engagements", _ENGAGEMENTS,
        lambda after, size: page_of(state, origin, q, after, size), row_of,
        (Column(_("Task")), Column(_("Expert")), Column(_("Time of work")), Column(_("In all, at most"), "money"), Column(_("State"), "state")),
        _("Engagements of experts"), EmptyView(_("No engagement here"), icon="briefcase"),
    )  # fmt: skip
    if not isinstance(table, TableView):
        return table
    lead = _("All engagements, newest first.")
    if public:
        lead = _("Who works for the city by result, on what and for how much; a name only when the expert allows it.")
    here = reverse("talent:register") if public else reverse("talent:engagements")
    deeds = (Link(_("Posts for experts"), reverse("talent:posts"), icon="search"),) if public else ()
    page = ListingPage(
        _("Engagements of experts"), lead, table, deeds=deeds, search_href=here, searched=bool(state or origin or q),
        crumbs=() if public else crumbs(actor_of(request)),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page, form=form)
