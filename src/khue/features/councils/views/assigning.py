"""Who scores what: assigned by hand or as the solver proposes, the sheet itself, an assignment that ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, Refused
from khue.features.councils import access, queries, usecases
from khue.features.councils.domain.scoring import why_not
from khue.features.councils.forms import (
    AssignForm,
    EndAssignmentForm,
    ProposalForm,
    SheetForm,
    WantedForm,
)
from khue.features.councils.views.parts import (
    FormPage,
    ask,
    asked,
    council_href,
    points,
    review_href,
)
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.paging import href
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.wording import moment_words

SHOWN = 25
"""Items of a proposal on one page."""


@ask
def assign(request: HttpRequest, item_id: int) -> HttpResponse:
    """Every member with all that speaks against the pair; then one of them."""
    actor = web.signed_in(request)
    actor.require(access.RUN)
    weighed = queries.weighed_item(item_id, actor)
    line = weighed.item
    card = next((one for one in queries.reviews_of(line.council_id) if one.is_independent), None)
    back = review_href(card.id) if card else council_href(line.council_id)
    found = queries.candidates(card, line, weighed.seats, actor.today, weighed.interests) if card else ()
    form = bind(AssignForm, request, candidates=found)
    rows = tuple(
        Row((Cell(one.seat.name, note=one.seat.role_words, strong=True), one.facts.load, _verdict(one)))
        for one in found
    )
    table = TableView(
        (Column(_("Member")), Column(_("Items now"), "number"), Column(_("Why, why not"))), rows, caption=_("Members"),
        empty=EmptyView(_("The item is in no review that takes assignments."), icon="users"),
    )  # fmt: skip
    page = FormPage(_("Assign"), line.title, _("Assign"), back, _("Scoring round"), table=table)
    return asked(
        request, form, page, lambda: usecases.assign_item(form.command(item_id), actor=actor), back,
        _("The item is assigned."),
    )  # fmt: skip


@ask
def propose(request: HttpRequest, review_id: int) -> HttpResponse:
    """The best assignment there is, with a sentence for every pair; or what would have to give."""
    actor = web.signed_in(request)
    actor.require(access.RUN)
    card = queries.readable_review(review_id, actor)
    asking = WantedForm(request.GET)
    wanted = asking.asked()
    found = queries.Proposed(wanted, (), (), False, 0, 0)
    if card.is_independent:
        found = queries.propose(card, wanted, actor.today, queries.hidden_in(card.council_id, actor))
    form = bind(ProposalForm, request, initial={"pairs": _joined(found.new_pairs), "moved": _joined(found.moved)})
    if request.method == "POST" and form.is_valid():
        try:
            done = usecases.accept_proposal(form.command(review_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Assigned: %(count)s.") % {"count": done})
            return web.redirect("councils:review", review_id)
    text = request.GET.get("from", "0")
    first = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    page = ProposalPage(
        review_href(review_id),
        tuple(_proposed(line) for line in found.items[first : first + SHOWN]),
        found.gives,
        bool(found.new_pairs),
        found.proven,
        len(found.moved),
        len(found.items),
        tuple(_pages(request, len(found.items), first)),
    )
    shown = asking if request.GET else WantedForm({"needs": wanted.needs})
    status = 422 if form.errors else 200
    return web.render(request, "councils/propose.html", page, status, form=form, asking=shown)


def _joined(pairs: Iterable[tuple[int, int]]) -> str:
    return ",".join(f"{item}-{seat}" for item, seat in pairs)


def _pages(request: HttpRequest, items: int, first: int) -> Iterator[Link]:
    for start in range(0, items, SHOWN) if items > SHOWN else ():
        label = f"{start + 1}–{min(start + SHOWN, items)}"
        yield Link(label, href(request.GET, str(start), "from"), current=start <= first < start + SHOWN)


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """``tables`` of the items on this page of ``items``; ``moved`` pairs that go to somebody else."""

    back_href: str
    tables: tuple[TableView, ...]
    gives: tuple[Text, ...]
    may_accept: bool
    proven: bool
    moved: int
    items: int
    pages: tuple[Link, ...]


def _proposed(line: queries.ItemProposal) -> TableView:
    def standing(pair: queries.PairLine) -> StateView:
        if pair.held:
            return StateView("held", _("assigned already"), "good")
        if pair.chosen:
            return StateView("chosen", _("proposed"), "now")
        return (
            StateView("out", _("an interest"), "bad") if pair.barred else StateView("not", _("not proposed"), "plain")
        )

    ordered = sorted(line.pairs, key=lambda pair: (not pair.chosen, pair.seat.number))
    rows = tuple(Row((Cell(pair.seat.name, strong=pair.chosen), standing(pair), pair.why)) for pair in ordered)
    columns = (Column(_("Member")), Column(_("State"), "state"), Column(_("Why, why not")))
    return TableView(columns, rows, caption=f"{line.number}. {line.title}", show_caption=True)


def _verdict(one: queries.Candidate) -> Cell:
    against = why_not(one.facts)
    if not against:
        return Cell(StateView("free", _("nothing against it"), "good"))
    tone = "bad" if one.facts.interest is not None else "wait"
    words = Text(" ".join(r.text.vi for r in against), " ".join(r.text.into("en") for r in against))
    label = _("an interest") if one.facts.interest is not None else _("only with a reason")
    return Cell(StateView("against", label, tone), note=words)  # type: ignore[arg-type]  # one of the tones


@ask
def sheet(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """The reviewer's own sheet; revised in the discussion, beside the first."""
    actor = web.signed_in(request)
    line = queries.assignment(assignment_id)
    card = queries.readable_review(line.review_id, actor)
    if not access.is_person(actor, line.person):
        raise access.no_such_item()
    queries.readable_item(line.item_id, actor)
    draft = queries.draft_of(assignment_id)
    form = bind(SheetForm, request, criteria=card.template.criteria, initial=_filled(line, draft))
    saving = request.method == "POST" and request.POST.get("answer") == "save"
    if saving and _saved(form, assignment_id, actor):
        messages.success(request, _("What you filled in is kept. Only you can read it until you hand it in."))
        return web.redirect("councils:sheet", assignment_id)
    page = FormPage(
        _("Score sheet"), line.item, _("Hand in the sheet"), review_href(card.id), _("Scoring round"),
        points=_said(draft), other_label=_("Save for later"), other_value="save",
        table=_my_sheets(line) if line.sheets else None,
    )  # fmt: skip
    if saving:
        return web.render(request, "councils/form.html", page, 422, form=form)
    return asked(
        request, form, page, lambda: usecases.submit_sheet(form.command(assignment_id), actor=actor),
        review_href(card.id), _("The sheet is handed in."),
    )  # fmt: skip


def _said(draft: queries.DraftOfSheet | None) -> tuple[str, ...]:
    points = (_("Until the discussion nobody else sees your points."), _("A revised sheet stands beside the first."))
    if draft is None:
        return points
    at = {"moment": moment_words(draft.saved_at)}
    return (*points, _("Saved at %(moment)s, not handed in yet.") % at)


def _my_sheets(line: queries.AssignmentLine) -> TableView:
    rows = tuple(
        Row(
            (
                one.number,
                _("revised") if one.phase == "discussion" else _("independent"),
                points(one.total),
                one.submitted_at,
            )
        )
        for one in line.sheets
    )
    columns = (
        Column(_("No."), "number"),
        Column(_("Phase")),
        Column(_("Total"), "number"),
        Column(_("Recorded"), "moment"),
    )
    return TableView(columns, rows, caption=_("My sheets"))


def _saved(form: SheetForm, assignment_id: int, actor: Actor) -> bool:
    """Whether the draft was kept; if not, the form says why and still holds what was typed."""
    form.is_valid()
    asked = form.draft(assignment_id)
    try:
        usecases.save_sheet(asked, actor=actor)
    except Refused as refused:
        form.keep_typed(asked.seen)
        show_refusal(form, refused)
    except Conflict:
        draft = queries.draft_of(assignment_id)
        form.keep_typed(draft.version if draft else 0)
        form.add_error(
            None,
            _(
                "The sheet was saved in another window meanwhile. What you typed here stands below: save it again to keep it."
            ),
        )
    else:
        return True
    return False


def _filled(line: queries.AssignmentLine, draft: queries.DraftOfSheet | None) -> dict[str, object]:
    """What stands in the fields: the draft, else the last sheet."""
    if draft is not None:
        return {**draft.values, "seen": draft.version}
    last = line.counting
    before = {f"points_{key}": value for key, value in last.points.items()} if last else {}
    return {**before, "comment": last.comment if last else "", "seen": 0}


@ask
def end_assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    line = queries.assignment(assignment_id)
    if not actor.may(access.RUN) and not access.is_person(actor, line.person):
        raise access.no_such_item()
    form = bind(EndAssignmentForm, request)
    back = review_href(line.review_id)
    page = FormPage(
        _("End the assignment"), f"{line.name} · {line.item}", _("Confirm"), back, _("Scoring round"),
        points=(_("Sheets that were handed in stay on record and no longer count."),),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.end_assignment(form.command(assignment_id), actor=actor), back,
        _("The assignment has ended."),
    )  # fmt: skip
