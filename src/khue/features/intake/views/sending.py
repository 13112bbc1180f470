"""What could not be sent, and sending it again; results handed over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.intake import access, queries, usecases
from khue.features.intake.forms import DeedForm, HandOverForm
from khue.features.intake.queries import DeadRow, SourceRow
from khue.features.intake.views.frame import FormPage, TablePage, ask, crumbs, did, download, downloads, show, tabs
from khue.kernel.forms import bind
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.web import redirect, render, signed_in

ROWS = 30
COLUMNS = (
    ("source_name", gettext_lazy("Source")),
    ("external_id", gettext_lazy("Number at the source")),
    ("messages", gettext_lazy("Messages given up")),
    ("since", gettext_lazy("Oldest")),
    ("status", gettext_lazy("Answer")),
    ("said", gettext_lazy("What the receiver said")),
)


@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    """Receivers and how they are; cases of which something was given up."""
    actor = signed_in(request)
    source = request.GET.get("source", "")[:20].replace("\0", "")
    file = download(request, "intake-not-sent", COLUMNS, lambda: queries.all_dead_cases(actor, source))
    if file is not None:
        return file
    found = queries.dead_cases(actor, source, request.GET.get("after"), ROWS)
    sources = queries.source_rows(actor)
    dead = TableView(
        (
            Column(_("Number at the source")),
            Column(_("Messages given up"), "number"),
            Column(_("Oldest"), "moment"),
            Column(_("What the receiver said")),
        ),
        tuple(map(_dead, found.rows)),
        found.next,
        found.previous,
        downloads(request),
        _("Cases with messages that were given up"),
        show_caption=True,
        empty=EmptyView(_("Everything was sent, or still will be"), _("What waits for a receiver is sent by itself.")),
    )
    page = TablePage(
        _("Not sent"),
        (_receivers(sources), dead),
        _(
            "A receiver that is down is tried once in a while; when it answers again, everything that waits follows in order."
        ),
        tabs("queue", actor),
        deeds=_deeds(sources) if actor.may(access.SEND) else (),
    )
    return render(request, "intake/table.html", page)


def _deeds(sources: tuple[SourceRow, ...]) -> tuple[Link, ...]:
    return tuple(
        Link(
            _("Send everything of %(source)s again") % {"source": row.card.code},
            reverse("intake:send-all-again", args=[row.card.id]),
        )
        for row in sources
        if row.dead
    )


def _receivers(rows: tuple[SourceRow, ...]) -> TableView:
    return TableView(
        (
            Column(_("Source")),
            Column(_("Receiver of messages"), "state"),
            Column(_("Waiting"), "number"),
            Column(_("Messages given up"), "number"),
            Column(_("Tried again at"), "moment"),
        ),
        tuple(
            Row(
                (
                    Cell(row.card.name, note=row.receiver.address if row.receiver else ""),
                    receiver_state(row),
                    row.waiting,
                    row.dead,
                    row.receiver.probe_at if row.receiver else None,
                )
            )
            for row in rows
        ),
        caption=_("Receivers"),
        show_caption=True,
        empty=EmptyView(_("No system is connected yet"), _("An administrator registers a source and gives it a key.")),
    )


def receiver_state(row: SourceRow) -> StateView:
    if row.receiver is None:
        return StateView("none", _("fetches itself"), "plain")
    if row.receiver.down_since is not None:
        return StateView("down", _("down"), "bad")
    return StateView("up", _("it answers"), "good")


def _dead(row: DeadRow) -> Row:
    name = Cell(row.external_id, reverse("intake:case", args=[row.case_id]), row.source.name, strong=True)
    said = f"{row.status} · {row.said[:160]}" if row.status else row.said[:160] or "–"
    return Row((name, row.messages, row.since, said))


@ask
def send_again(request: HttpRequest, case_id: int) -> HttpResponse:
    """The messages of a case that were given up wait again."""
    actor = signed_in(request)
    actor.require(access.SEND)
    found = queries.case_page(case_id, actor)
    form = bind(DeedForm, request)
    if (
        request.method == "POST"
        and form.is_valid()
        and did(form, lambda: usecases.send_again(form.send_again(case_id), actor=actor))
    ):
        messages.success(request, _("The messages wait to be sent again, in their order."))
        return redirect("intake:case", case_id)
    here = reverse("intake:case", args=[case_id])
    page = FormPage(
        _("Send again"),
        _("What was given up is sent again from the first message on, in the same order and under the same ids."),
        _("Send again"),
        here,
        crumbs(Link(found.card.external_id, here)),
        points=(_("A receiver that has a message already knows it by its id."),),
    )
    return show(request, page, form)


@ask
def send_all_again(request: HttpRequest, source_id: int) -> HttpResponse:
    """The same for everything of a source."""
    actor = signed_in(request)
    actor.require(access.SEND)
    row = next((row for row in queries.source_rows(actor) if row.card.id == source_id), None)
    if row is None:
        raise access.no_such("nguồn", "source")
    form = bind(DeedForm, request)
    if (
        request.method == "POST"
        and form.is_valid()
        and did(form, lambda: usecases.send_all_again(form.send_all_again(source_id), actor=actor))
    ):
        messages.success(request, _("The messages wait to be sent again, in their order."))
        return redirect("intake:queue")
    page = FormPage(
        _("Send everything of %(source)s again") % {"source": row.card.code},
        _("What was given up is sent again from the first message on, in the same order and under the same ids."),
        _("Send again"),
        reverse("intake:queue"),
        crumbs(Link(_("Not sent"), reverse("intake:queue"))),
        points=(_("At most the messages of a thousand cases at once; repeat it for the rest."),),
    )
    return show(request, page, form)


@ask
def hand_over(request: HttpRequest, case_id: int) -> HttpResponse:
    """How the applicant got the result."""
    actor = signed_in(request)
    actor.require(access.SEND)
    found = queries.case_page(case_id, actor)
    form = bind(HandOverForm, request)
    if (
        request.method == "POST"
        and form.is_valid()
        and did(form, lambda: usecases.hand_over_result(form.command(case_id), actor=actor))
    ):
        messages.success(request, _("The handing over is recorded; the source is told."))
        return redirect("intake:case", case_id)
    here = reverse("intake:case", args=[case_id])
    page = FormPage(
        _("Record the handing over"),
        _("The result was handed to the applicant now."),
        _("Record it"),
        here,
        crumbs(Link(found.card.external_id, here)),
    )
    return show(request, page, form)
