"""Rounds of scoring: templates, one round with its calibration, assigning, the reviewer's sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.features.councils import access, queries, usecases
from khue.features.councils.domain.scoring import Given, item_scores, reviewer_lines
from khue.features.councils.forms import (
    MoveForm,
    OpenReviewForm,
    TemplateForm,
)
from khue.features.councils.views.parts import (
    MAKERS,
    Block,
    FormPage,
    ListPage,
    Page,
    ask,
    asked,
    council_href,
    export_links,
    item_href,
    state_view,
)
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, Link, Row, StateView, TableView

SCORES = (
    ("item", gettext_lazy("Item")),
    ("reviewer", gettext_lazy("Reviewer")),
    ("first", gettext_lazy("First total")),
    ("last", gettext_lazy("Total now")),
)


def points(hundredths: int | None) -> str | None:
    """``75,50`` as the reader's language writes it."""
    if hundredths is None:
        return None
    sign, whole, rest = ("−" if hundredths < 0 else ""), abs(hundredths) // 100, abs(hundredths) % 100
    return f"{sign}{whole}{',' if web.language() == 'vi' else '.'}{rest:02d}"


def review_href(review_id: int) -> str:
    return reverse("councils:review", args=[review_id])


# ---- templates


@require_GET
def sheet_templates(request: HttpRequest) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.READ)
    rows = tuple(
        Row(
            (
                Cell(card.name, note=card.key, strong=True),
                card.number,
                Text(
                    "; ".join(f"{one.label.vi} {one.weight} %" for one in card.criteria),
                    "; ".join(f"{one.label.into('en')} {one.weight} %" for one in card.criteria),
                ),
                card.published_at,
            )
        )
        for card in queries.templates()
    )
    columns = (
        Column(_("Name of the template")),
        Column(_("Version"), "number"),
        Column(_("Criteria")),
        Column(_("Recorded"), "moment"),
    )
    table = TableView(
        columns, rows, caption=_("Templates of score sheets"), empty=EmptyView(_("No template yet"), icon="list-check")
    )
    links = (
        (Link(_("Publish a template"), reverse("councils:publish-sheet"), icon="plus"),)
        if actor.may(access.RUN)
        else ()
    )
    page = ListPage(
        _("Templates of score sheets"), _("Weighted criteria with anchors, as versions."), table, links,
        back_href=reverse("councils:councils"), back=_("Councils"),
    )  # fmt: skip
    return web.render(request, "councils/list.html", page, form=None)


@ask
def publish_sheet(request: HttpRequest) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    form = bind(TemplateForm, request)
    back = reverse("councils:sheets")
    page = FormPage(
        _("Publish a template"), "", _("Publish"), back, _("Templates of score sheets"),
        points=(_("Weights add up to 100."), _("Rounds under way keep the version they began with.")),
    )  # fmt: skip
    return asked(
        request,
        form,
        page,
        lambda: usecases.publish_sheet(form.command(), actor=actor),
        back,
        _("The template is published."),
    )


# ---- rounds


@ask
def open_review(request: HttpRequest, council_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    card = queries.council(council_id)
    listed = [
        line
        for line in queries.every_item_of(council_id, queries.hidden_in(council_id, actor))
        if line.state == "listed"
    ]
    form = bind(
        OpenReviewForm, request, templates=queries.templates(), listed=listed,
        initial={"closes_on": actor.today + timedelta(days=14), "blind": True},
    )  # fmt: skip
    page = FormPage(_("Open a review"), card.name, _("Open a review"), council_href(council_id), card.name)
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.open_review(form.command(council_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The review is open. Now assign the items."))
            return web.redirect("councils:review", made)
    return web.render(request, "councils/form.html", page, 422 if form.errors else 200, form=form)


@require_GET
def review(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """One round: who scores what, how far it is, and from the discussion on the scores with their calibration."""
    actor = web.signed_in(request)
    card = queries.readable_review(review_id, actor)
    council = queries.council(card.council_id)
    lines = queries.assignments_of(review_id, actor, past=True)
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make(f"review-{council.number}-{card.number}", SCORES, _export(lines))
        return file
    runs = actor.may(access.RUN)
    blocks = [Block(answers=_about(card)), Block(_("Who scores what"), table=_assignments(request, lines, actor))]
    if runs and card.is_independent:
        items = [
            line
            for line in queries.every_item_of(card.council_id, queries.hidden_in(card.council_id, actor))
            if line.state == "scoring"
        ]
        blocks.insert(1, Block(_("Assign"), table=_to_assign(items, lines)))
    if not card.is_independent:
        blocks += _calibration(lines)
    deeds = []
    if runs and card.is_independent:
        deeds.append(Link(_("Propose an assignment"), reverse("councils:propose", args=[review_id]), icon="scale"))
        deeds.append(Link(_("Open the discussion"), reverse("councils:discuss", args=[review_id]), icon="message-2"))
    if runs and card.state == "discussion":
        deeds.append(
            Link(_("Close the review"), reverse("councils:close-review", args=[review_id]), icon="circle-check")
        )
    page = Page(
        _("Review no. %(number)s") % {"number": card.number}, "", state_view(card.state, card.state_words),
        council_href(council.id), council.name, blocks=tuple(blocks), deeds=tuple(deeds),
    )  # fmt: skip
    return web.render(request, "councils/page.html", page)


def _about(card: queries.ReviewCard) -> tuple[Answer, ...]:
    return (
        Answer(_("Template of the sheets"), f"{card.template.name} ({card.template.number})"),
        Answer(_("Sheets are due"), card.closes_at, kind="moment"),
        Answer(_("Opened"), card.opened_at, kind="moment"),
        *((Answer(_("Discussion since"), card.discussed_at, kind="moment"),) if card.discussed_at else ()),
        *((Answer(pgettext("councils", "Closed at"), card.closed_at, kind="moment"),) if card.closed_at else ()),
    )


def _assignments(request: HttpRequest, lines: tuple[queries.AssignmentLine, ...], actor: Actor) -> TableView:
    rows = tuple(
        Row(
            (
                line.item_number,
                Cell(line.item, item_href(line.item_id)),
                Cell(line.name, note=line.ended_ground or line.ground),
                points(line.sheets[0].total) if line.sheets else None,
                points(line.counting.total) if line.counting and len(line.sheets) > 1 else None,
                _standing(line),
                _what(line, actor),
            )
        )
        for line in lines
    )
    columns = (
        Column(_("No."), "number"),
        Column(pgettext("councils", "Item")),
        Column(_("Reviewer")),
        Column(_("First total"), "number"),
        Column(_("Revised"), "number"),
        Column(_("State"), "state"),
        Column(_("What to do"), hidden_label=True),
    )
    empty = EmptyView(_("Nothing is assigned yet."), icon="list-check")
    return TableView(columns, rows, exports=export_links(request), caption=_("Who scores what"), empty=empty)


def _standing(line: queries.AssignmentLine) -> StateView:
    if not line.open:
        return StateView("ended", _("withdrawn"), "plain")
    return StateView("given", _("handed in"), "good") if line.given else StateView("waits", _("waits"), "wait")


def _what(line: queries.AssignmentLine, actor: Actor) -> Link | None:
    if not line.open:
        return None
    if access.is_person(actor, line.person):
        return Link(_("My sheet"), reverse("councils:sheet", args=[line.id]))
    if actor.may(access.RUN):
        return Link(_("End the assignment"), reverse("councils:end-assignment", args=[line.id]))
    return None


def _to_assign(items: list[queries.ItemLine], lines: tuple[queries.AssignmentLine, ...]) -> TableView:
    held: dict[int, int] = {}
    for line in lines:
        held[line.item_id] = held.get(line.item_id, 0) + line.open
    rows = tuple(
        Row((one.number, one.title, held.get(one.id, 0), Link(_("Assign"), reverse("councils:assign", args=[one.id]))))
        for one in items
    )
    columns = (
        Column(_("No."), "number"),
        Column(pgettext("councils", "Item")),
        Column(_("Reviewers"), "number"),
        Column(_("What to do"), hidden_label=True),
    )
    return TableView(columns, rows, caption=_("Assign"), empty=EmptyView(_("No item is being scored."), icon="files"))


def _calibration(lines: tuple[queries.AssignmentLine, ...]) -> list[Block]:
    """Strictness and spread of reviewers as picture and table, and where they disagree."""
    given = queries.counting_sheets(lines)
    if not given:
        return []
    titles = {line.item_id: line.item for line in lines}
    return [
        Block(_("How strict reviewers were"), chart=_strictness(given)),
        Block(_("Scores of the items"), table=_scores(given, titles)),
    ]


def _strictness(given: tuple[Given, ...]) -> ChartView:
    found = reviewer_lines(given)
    columns = (
        Column(_("Reviewer")), Column(_("Sheets"), "number"), Column(_("Mean"), "number"),
        Column(_("Distance from the others"), "number"), Column(_("Spread"), "number"),
    )  # fmt: skip
    rows = tuple(
        Row((one.reviewer, one.sheets, points(one.mean), points(one.strictness), points(one.spread))) for one in found
    )
    title = _("Distance of each reviewer from the others on the same items, in points of 100; to the left is stricter")
    options: dict[str, Any] = {
        "grid": {"top": 8, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "inverse": True, "data": [one.reviewer for one in found]},
        "series": [
            {"type": "bar", "barMaxWidth": 16, "name": _("Distance from the others"),
             "itemStyle": {"color": "jade"}, "data": [(one.strictness or 0) / 100 for one in found]}
        ],
    }  # fmt: skip
    return ChartView(title, options, TableView(columns, rows, caption=title))


def _scores(given: tuple[Given, ...], titles: dict[int, str]) -> TableView:
    rows = tuple(
        Row((titles.get(one.item, ""), one.sheets, points(one.mean), points(one.disagreement), points(one.span)))
        for one in item_scores(given)
    )
    columns = (
        Column(pgettext("councils", "Item")), Column(_("Sheets"), "number"), Column(_("Mean"), "number"),
        Column(_("Disagreement"), "number"), Column(_("Highest minus lowest"), "number"),
    )  # fmt: skip
    return TableView(columns, rows, caption=_("Scores of the items"))


def _export(lines: tuple[queries.AssignmentLine, ...]) -> list[dict[str, object]]:
    return [
        {
            "item": line.item,
            "reviewer": line.name,
            "first": points(line.sheets[0].total) if line.sheets else "",
            "last": points(line.counting.total) if line.counting else "",
        }
        for line in lines
        if line.open
    ]


@ask
def discuss(request: HttpRequest, review_id: int) -> HttpResponse:
    return _move(request, review_id, usecases.open_discussion, _("Open the discussion"), _("The discussion is open."))


@ask
def close_review(request: HttpRequest, review_id: int) -> HttpResponse:
    return _move(request, review_id, usecases.close_review, _("Close the review"), _("The review is closed."))


def _move(request: HttpRequest, review_id: int, deed: Callable[..., None], label: str, done: str) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    card = queries.readable_review(review_id, actor)
    form = bind(MoveForm, request)
    number = _("Review no. %(number)s") % {"number": card.number}
    page = FormPage(label, number, label, review_href(review_id), number)
    return asked(request, form, page, lambda: deed(form.command(review_id), actor=actor), review_href(review_id), done)
