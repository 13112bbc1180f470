"""One round of scoring: how far it is, who scores what, the calibration as pictures with their tables, every item with its score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.features.councils import access, queries
from khue.features.councils.domain.scoring import ItemScore, ReviewerLine, disagreements, item_scores, reviewer_lines
from khue.features.councils.views.parts import (
    MAKERS,
    Block,
    ListPage,
    Page,
    council_href,
    export_links,
    item_href,
    opens_items,
    points,
    review_href,
    state_view,
)
from khue.kernel import web
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, FigureView, Link, Row, StateView, TableView

SCORES = (
    ("item", gettext_lazy("Item")),
    ("reviewer", gettext_lazy("Reviewer")),
    ("first", gettext_lazy("First total")),
    ("last", gettext_lazy("Total now")),
)
ITEMS = (
    ("number", gettext_lazy("No.")),
    ("item", pgettext_lazy("councils", "Item")),
    ("assigned", gettext_lazy("Reviewers")),
    ("given", pgettext_lazy("councils", "Handed in")),
    ("mean", gettext_lazy("Mean")),
    ("disagreement", gettext_lazy("Disagreement")),
    ("span", gettext_lazy("Highest minus lowest")),
)
MOST = 10
"""Items in the two short lists; the page of items has them all."""


@require_GET
def review(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """One round: who scores what, how far it is, and from the discussion on the scores with their calibration."""
    actor = web.signed_in(request)
    card = queries.readable_review(review_id, actor)
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        rows = queries.every_assignment(card, actor)
        file: HttpResponseBase = make(f"review-{card.council_number}-{card.number}", SCORES, _export(rows))
        return file
    sight = queries.sight_of(card, actor)
    found = queries.page_of_assignments(card, actor, request.GET.get("after"), sight=sight)
    progress = queries.progress_of(card, sight.hidden) if sight.all_seats else None
    blocks = [Block(answers=_about(card), figures=_figures(progress))]
    if progress is not None and progress.reviewers:
        blocks.append(Block(_("How far reviewers are"), chart=_progress(progress)))
    opens = opens_items(card.council_id, actor)
    table = _assignments(found.rows, actor, opens, export_links(request), found.next, found.previous)
    blocks.append(Block(_("Who scores what"), table=table))
    blocks += _calibration(card, sight, opens)
    page = Page(
        _("Review no. %(number)s") % {"number": card.number}, "", state_view(card.state, card.state_words),
        council_href(card.council_id), card.council, blocks=tuple(blocks), deeds=tuple(_deeds(card, actor)),
    )  # fmt: skip
    return web.render(request, "councils/page.html", page)


def _deeds(card: queries.ReviewCard, actor: Actor) -> Iterable[Link]:
    at = [card.id]
    runs = actor.may(access.RUN)
    if runs and card.is_independent:
        yield Link(_("Propose an assignment"), reverse("councils:propose", args=at), icon="scale")
        yield Link(_("Open the discussion"), reverse("councils:discuss", args=at), icon="message-2")
    if runs and card.state == "discussion":
        yield Link(_("Close the review"), reverse("councils:close-review", args=at), icon="circle-check")
    yield Link(_("Items of the round"), reverse("councils:review-items", args=at), icon="files")


def _about(card: queries.ReviewCard) -> tuple[Answer, ...]:
    return (
        Answer(_("Template of the sheets"), f"{card.template.name} ({card.template.number})"),
        Answer(_("Sheets are due"), card.closes_at, kind="moment"),
        Answer(_("Opened"), card.opened_at, kind="moment"),
        *((Answer(_("Discussion since"), card.discussed_at, kind="moment"),) if card.discussed_at else ()),
        *((Answer(pgettext("councils", "Closed at"), card.closed_at, kind="moment"),) if card.closed_at else ()),
    )


def _figures(progress: queries.Progress | None) -> tuple[FigureView, ...]:
    if progress is None:
        return ()
    return (
        FigureView(str(progress.items), _("items in the round")),
        FigureView(f"{progress.given}/{progress.assigned}", _("sheets handed in")),
        FigureView(str(progress.bare), _("items that nobody scores yet")),
    )


def _assignments(
    lines: Sequence[queries.AssignmentLine],
    actor: Actor,
    opens: bool,
    exports: tuple[Link, ...],
    following: str | None,
    previous: str | None,
) -> TableView:
    rows = tuple(
        Row(
            (
                line.item_number,
                Cell(line.item, item_href(line.item_id, opens)),
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
    return TableView(columns, rows, following, previous, exports, caption=_("Who scores what"), empty=empty)


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


def _export(lines: Iterable[queries.AssignmentLine]) -> Iterable[dict[str, object]]:
    for line in lines:
        yield {
            "item": line.item,
            "reviewer": line.name,
            "first": points(line.sheets[0].total) if line.sheets else "",
            "last": points(line.counting.total) if line.counting else "",
        }


# ---- pictures


def _bars(title: str, names: list[str], series: list[dict[str, Any]], table: TableView, **axis: Any) -> ChartView:
    options: dict[str, Any] = {
        "grid": {"top": 32 if len(series) > 1 else 8, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", **axis},
        "yAxis": {"type": "category", "inverse": True, "data": names},
        "series": [{"type": "bar", "barMaxWidth": 16, **one} for one in series],
    }
    if len(series) > 1:
        options["legend"] = {"top": 0, "data": [one["name"] for one in series if one.get("name")]}
    return ChartView(title, options, table)


def _progress(progress: queries.Progress) -> ChartView:
    lines = progress.reviewers
    title = _("Sheets of each reviewer: handed in, and still to come")
    columns = (
        Column(_("Reviewer")),
        Column(_("Assigned"), "number"),
        Column(pgettext("councils", "Handed in"), "number"),
    )
    table = TableView(columns, tuple(Row((one.name, one.assigned, one.given)) for one in lines), caption=title)
    stack = {"stack": "sheets"}
    series = [
        {"name": pgettext("councils", "Handed in"), "itemStyle": {"color": "jade"}, "data": [one.given for one in lines], **stack},
        {"name": _("To come"), "itemStyle": {"color": "gold"}, "data": [one.assigned - one.given for one in lines], **stack},
    ]  # fmt: skip
    return _bars(title, [one.name for one in lines], series, table, minInterval=1)


def _calibration(card: queries.ReviewCard, sight: queries.Sight, opens: bool) -> list[Block]:
    """Strictness and spread of reviewers, how far they disagree, and the items at both ends."""
    given = queries.totals_of(card, sight)
    if not given:
        return []
    reviewers, scores = reviewer_lines(given), item_scores(given)
    apart = sorted((one for one in scores if one.disagreement), key=lambda one: (-(one.disagreement or 0), one.item))
    shown = queries.titles_of({one.item for one in (*scores[:MOST], *apart[:MOST])}, sight.hidden)
    link = (Link(_("Items of the round"), reverse("councils:review-items", args=[card.id]), icon="files"),)
    return [
        Block(_("How strict reviewers were"), chart=_strictness(reviewers)),
        Block(_("How widely reviewers spread their scores"), chart=_spread(reviewers)),
        Block(_("How far reviewers disagree"), chart=_disagreement(scores)),
        Block(_("Items on which they disagree most"), table=_scores(apart[:MOST], shown, _("Disagreement"), opens)),
        Block(_("Items with the highest scores"), table=_scores(scores[:MOST], shown, _("Mean"), opens), links=link),
    ]


def _strictness(found: Sequence[ReviewerLine]) -> ChartView:
    columns = (
        Column(_("Reviewer")), Column(_("Sheets"), "number"), Column(_("Mean"), "number"),
        Column(_("Distance from the others"), "number"),
    )  # fmt: skip
    rows = tuple(Row((one.reviewer, one.sheets, points(one.mean), points(one.strictness))) for one in found)
    title = _("Distance of each reviewer from the others on the same items, in points of 100; to the left is stricter")
    data = [(one.strictness or 0) / 100 for one in found]
    series = [{"name": _("Distance from the others"), "itemStyle": {"color": "jade"}, "data": data}]
    return _bars(title, [one.reviewer for one in found], series, TableView(columns, rows, caption=title))


def _spread(found: Sequence[ReviewerLine]) -> ChartView:
    title = _("From one standard deviation below the mean of each reviewer to one above, in points of 100")
    columns = (Column(_("Reviewer")), Column(_("Mean"), "number"), Column(_("Spread"), "number"))
    rows = tuple(Row((one.reviewer, points(one.mean), points(one.spread))) for one in found)
    low = [max(0, one.mean - (one.spread or 0)) / 100 for one in found]
    wide = [min(10_000, one.mean + (one.spread or 0)) / 100 - start for one, start in zip(found, low, strict=True)]
    stack = {"stack": "spread", "type": "bar", "barMaxWidth": 16}
    options: dict[str, Any] = {
        "grid": {"top": 8, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "max": 100},
        "yAxis": {"type": "category", "inverse": True, "data": [one.reviewer for one in found]},
        "series": [
            {**stack, "silent": True, "itemStyle": {"color": "transparent"}, "tooltip": {"show": False}, "data": low},
            {**stack, "name": _("Spread"), "itemStyle": {"color": "indigo"}, "data": [round(one, 2) for one in wide]},
        ],
    }
    return ChartView(title, options, TableView(columns, rows, caption=title))


def _disagreement(scores: Sequence[ItemScore]) -> ChartView:
    title = _("Items by the standard deviation between their reviewers, in points of 100")
    found = disagreements(scores)
    names = [
        _("%(low)s to under %(high)s") % {"low": low, "high": high} if high else _("%(low)s and more") % {"low": low}
        for low, high, _count in found
    ]
    columns = (Column(_("Disagreement")), Column(_("Items"), "number"))
    rows = tuple(Row((name, count)) for name, (_low, _high, count) in zip(names, found, strict=True))
    series = [{"name": _("Items"), "itemStyle": {"color": "gold"}, "data": [count for _low, _high, count in found]}]
    return _bars(title, names, series, TableView(columns, rows, caption=title), minInterval=1)


def _scores(scores: Sequence[ItemScore], shown: dict[int, tuple[int, str]], by: str, opens: bool) -> TableView:
    rows = tuple(
        Row(
            (
                shown[one.item][0],
                Cell(shown[one.item][1], item_href(one.item, opens)),
                one.sheets,
                points(one.mean),
                points(one.disagreement),
                points(one.span),
            )
        )
        for one in scores
    )
    columns = (
        Column(_("No."), "number"), Column(pgettext("councils", "Item")), Column(_("Sheets"), "number"),
        Column(_("Mean"), "number"), Column(_("Disagreement"), "number"), Column(_("Highest minus lowest"), "number"),
    )  # fmt: skip
    return TableView(columns, rows, caption=by, empty=EmptyView(_("Reviewers agree on every item."), icon="scale"))


# ---- every item


@require_GET
def review_items(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """Every item of the round: who scores it, what it got; page by page and as a file."""
    actor = web.signed_in(request)
    card = queries.readable_review(review_id, actor)
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        rows = queries.every_item_of_round(card, actor)
        file: HttpResponseBase = make(f"items-{card.council_number}-{card.number}", ITEMS, map(_item_values, rows))
        return file
    found = queries.items_of_round(card, actor, request.GET.get("after"))
    assigns = actor.may(access.RUN) and card.is_independent
    opens = opens_items(card.council_id, actor)
    columns = (
        Column(_("No."), "number"), Column(pgettext("councils", "Item")), Column(_("Reviewers"), "number"),
        Column(pgettext("councils", "Handed in"), "number"), Column(_("Mean"), "number"), Column(_("Disagreement"), "number"),
        Column(_("What to do"), hidden_label=True),
    )  # fmt: skip
    table = TableView(
        columns, tuple(_item_row(line, assigns, opens) for line in found.rows), found.next, found.previous,
        export_links(request), caption=_("Items of the round"),
        empty=EmptyView(_("No item is being scored."), icon="files"),
    )  # fmt: skip
    number = _("Review no. %(number)s") % {"number": card.number}
    page = ListPage(
        _("Items of the round"), _("Scores are shown from the discussion on."), table, back_href=review_href(card.id),
        back=number,
    )  # fmt: skip
    return web.render(request, "councils/list.html", page, form=None)


def _item_row(line: queries.ItemOfRound, assigns: bool, opens: bool) -> Row:
    mean = points(line.score.mean) if line.score else None
    apart = points(line.score.disagreement) if line.score else None
    link = None
    if assigns and line.item.state == "scoring":
        link = Link(_("Assign"), reverse("councils:assign", args=[line.item.id]))
    cell = Cell(line.item.title, item_href(line.item.id, opens))
    return Row((line.item.number, cell, line.assigned, line.given, mean, apart, link))


def _item_values(line: queries.ItemOfRound) -> dict[str, object]:
    return {
        "number": line.item.number,
        "item": line.item.title,
        "assigned": line.assigned,
        "given": line.given,
        "mean": points(line.score.mean) if line.score else "",
        "disagreement": points(line.score.disagreement) if line.score else "",
        "span": points(line.score.span) if line.score else "",
    }
