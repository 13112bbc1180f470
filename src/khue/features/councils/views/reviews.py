"""Rounds of scoring: templates, one round with its calibration, assigning, the reviewer's sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.features.councils import access, queries, usecases
from khue.features.councils.forms import (
    MoveForm,
    OpenReviewForm,
    TemplateForm,
)
from khue.features.councils.views.parts import (
    FormPage,
    ListPage,
    ask,
    asked,
    council_href,
    review_href,
)
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView

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
    none = () if listed else (_("No item waits to be scored. Put an item before the council first."),)
    page = FormPage(_("Open a review"), card.name, _("Open a review"), council_href(council_id), card.name, points=none)
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.open_review(form.command(council_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The review is open. Now assign the items."))
            return web.redirect("councils:review", made)
    return web.render(request, "councils/form.html", page, 422 if form.errors else 200, form=form)


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
