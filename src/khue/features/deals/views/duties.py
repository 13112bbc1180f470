"""What one has to do after sales, and what others have to do for one, over all deals."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.deals import queries
from khue.features.deals.queries import OwnObligation
from khue.features.deals.views.frame import crumbs
from khue.kernel.record_pages import ListingPage, chosen, listed, views_of
from khue.kernel.ui import Cell, Column, EmptyView, Row
from khue.kernel.web import render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Deal")),
    ("title", gettext_lazy("Subject")),
    ("kind", gettext_lazy("Kind")),
    ("what", gettext_lazy("What has to be done")),
    ("who", gettext_lazy("Who does it")),
    ("due_on", gettext_lazy("To be done by")),
    ("state", gettext_lazy("State")),
)


@require_safe
def obligations(request: HttpRequest) -> HttpResponseBase:
    """Obligations after the sale, the nearest day first; downloaded as files."""
    actor = signed_in(request)
    view = chosen(request, queries.OBLIGATION_VIEWS, "mine")
    labels = [("mine", _("For me to do")), ("theirs", _("For the other side")), ("all", _("All"))]
    empty = EmptyView(
        _("Nothing has to be done here"),
        _("What both sides agree to do after a sale appears here with its day."),
        reverse("deals:deals"),
        icon="calendar",
    )
    heads = (
        Column(_("What has to be done")), Column(_("Deal")), Column(_("Who does it")), Column(_("To be done by"), "day"),
        Column(_("State"), "state"),
    )  # fmt: skip
    table = listed(
        request, "obligations", _COLUMNS, lambda after, size: queries.own_obligations(actor, view, after, size), _row, heads,
        _("Obligations after sales"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _("What the sides of your deals have promised to do, the nearest day first.")
    page = ListingPage(_("Obligations after sales"), lead, table, views_of(labels, view), crumbs=crumbs())
    return render(request, "ui/record_list.html", page)


def _row(one: OwnObligation) -> Row:
    deal = Cell(one.number, reverse("deals:deal", args=[one.deal]), one.title)
    return Row((Cell(one.what, note=one.kind.capitalised(), strong=True), deal, one.who, one.due_on, one.state))
