"""All payment orders by state, what is to be done next, and their figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.money import format_short_dong
from khue.features.treasury import access, queries
from khue.features.treasury.domain.orders import ORDER
from khue.features.treasury.queries import OrderRow
from khue.features.treasury.views.frame import download, downloads, subject_of, tabs
from khue.kernel.ui import (
    Cell,
    Column,
    EmptyView,
    FigureView,
    Link,
    Row,
    TableView,
    Words,
)
from khue.kernel.web import actor_of, language, render
from khue.kernel.wording import day_words

ROWS = 30


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing that this reader can do now for payments to go on."""

    title: Words
    text: Words
    href: str
    label: Words


@dataclass(frozen=True, slots=True)
class PaymentsPage:
    title: Words
    tabs: tuple[Link, ...]
    step: NextStep | None
    figures: tuple[FigureView, ...]
    filters: tuple[Link, ...]
    search: str
    state: str
    table: TableView


COLUMNS = (
    ("reference", gettext_lazy("Reference")),
    ("party_name", gettext_lazy("Payee")),
    ("subject", gettext_lazy("What is paid")),
    ("amount", gettext_lazy("Amount")),
    ("settled", gettext_lazy("Paid")),
    ("state_name", gettext_lazy("State")),
    ("account", gettext_lazy("Paid from")),
    ("number", gettext_lazy("Payee's account number")),
    ("bank", gettext_lazy("Payee's bank")),
    ("content", gettext_lazy("Content of the transfer")),
    ("line", gettext_lazy("Budget line")),
    ("prepared_at", gettext_lazy("Prepared at")),
)


@require_GET
def orders(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    state = request.GET.get("state", "")
    state = state if state in ORDER.states else ""
    search = request.GET.get("q", "").replace("\0", "")[:100]
    hidden = queries.hidden_parties(actor)
    file = download(
        request,
        "payment-orders",
        COLUMNS,
        lambda: (queries.veiled(row, hidden) for row in queries.order_rows(state, search, hidden)),
    )
    if file is not None:
        return file
    page_of = queries.orders(state, search, request.GET.get("after"), ROWS, hidden)
    found = page_of.of(lambda row: queries.veiled(row, hidden))
    counts, waiting = queries.state_counts(), queries.waiting_count()
    table = TableView(
        columns=(
            Column(_("Order")),
            Column(_("Payee")),
            Column(_("What is paid")),
            Column(_("Amount"), "money"),
            Column(_("State"), "state"),
        ),
        rows=tuple(_row(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("Payment orders"),
        empty=EmptyView(
            _("No payment order here"),
            _("An order is prepared from the desk, when a tranche is accepted."),
            reverse("desk:tasks"),
            _("To the desk"),
        ),
    )
    page = PaymentsPage(
        title=_("Payments"),
        tabs=tabs("orders", waiting),
        step=_next_step(actor, counts, waiting),
        figures=_figures(counts),
        filters=_filters(state, counts),
        search=search,
        state=state,
        table=table,
    )
    return render(request, "treasury/orders.html", page)


def _row(row: OrderRow) -> Row:
    cells = (
        Cell(row.reference, note=day_words(row.prepared_at, short=True)),
        Cell(row.party_name, note=row.number),
        subject_of(row.subject),
        row.amount,
        row.state,
    )
    return Row(cells, href=reverse("treasury:order", args=[row.id]))


def _figures(counts: dict[str, tuple[int, int]]) -> tuple[FigureView, ...]:
    here = reverse("treasury:orders")
    shown = (
        ("prepared", _("awaiting approval")), ("approved", _("ready to send")), ("sent", _("in transit")),
        ("returned", _("returned, to be dealt with")),
    )  # fmt: skip
    return tuple(
        FigureView(format_short_dong(counts.get(state, (0, 0))[1], language()), label, f"{here}?state={state}")
        for state, label in shown
    )


def _filters(current: str, counts: dict[str, tuple[int, int]]) -> tuple[Link, ...]:
    here = reverse("treasury:orders")
    found = [Link(_("All"), here, current=not current)]
    for code in ORDER.states:
        if counts.get(code) or code == current:
            label = ORDER.label(code).capitalised()
            found.append(Link(label, f"{here}?state={code}", code == current, note=str(counts.get(code, (0, 0))[0])))
    return tuple(found)


def _next_step(actor: Actor, counts: dict[str, tuple[int, int]], waiting: int) -> NextStep | None:
    """What moves money soonest, of what this reader may do."""
    here = reverse("treasury:orders")

    def many(state: str) -> int:
        return counts.get(state, (0, 0))[0]

    if many("prepared") and access.may_approve(actor):
        text = _("%(count)s orders wait for a second pair of eyes.") % {"count": many("prepared")}
        return NextStep(_("Approve orders"), text, f"{here}?state=prepared", _("Show them"))
    if many("returned") and access.may_order(actor):
        text = _("%(count)s orders came back from the bank: amend the account, or cancel.") % {
            "count": many("returned")
        }
        return NextStep(_("Deal with returned payments"), text, f"{here}?state=returned", _("Show them"))
    if many("approved") and access.may_order(actor):
        text = _("%(count)s approved orders can go out in one file.") % {"count": many("approved")}
        account = queries.ready_accounts()[0][0]
        return NextStep(_("Send approved orders"), text, reverse("treasury:send", args=[account]), _("Make the file"))
    if waiting and access.may_reconcile(actor):
        text = _("%(count)s lines of bank statements wait for a person.") % {"count": waiting}
        return NextStep(_("Match the lines that wait"), text, reverse("treasury:unmatched"), _("Open the queue"))
    if many("sent") and access.may_reconcile(actor):
        text = _("%(count)s orders are on their way. The bank's statement says when they are paid.") % {
            "count": many("sent")
        }
        return NextStep(_("Take in the bank's statement"), text, reverse("treasury:upload"), _("Upload a statement"))
    return None
