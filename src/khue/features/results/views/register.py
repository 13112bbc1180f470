"""The public register of results: search, one result, exports."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.features.results import queries
from khue.features.results.domain.register import KINDS
from khue.features.results.forms import FilterForm
from khue.features.results.queries import PublicResult
from khue.features.results.views.drawing import owners_chart, story
from khue.features.results.views.frame import FILES
from khue.kernel.paging import every, href
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, Link, Row, StepView, TableView
from khue.kernel.web import actor_of, render

ROWS = 25
_COLUMNS = (
    ("number", gettext_lazy("Registration number")),
    ("title", gettext_lazy("Name of the result")),
    ("kind", gettext_lazy("Kind of result")),
    ("field", gettext_lazy("Research field")),
    ("owner", gettext_lazy("Organisation")),
    ("registered_on", gettext_lazy("Registered on")),
    ("offered", gettext_lazy("Offered for free transfer")),
)


@dataclass(frozen=True, slots=True)
class RegisterPage:
    table: TableView
    searched: bool
    chart: ChartView | None
    mine_href: str
    desk_href: str


@dataclass(frozen=True, slots=True)
class PublicPage:
    found: PublicResult
    facts: tuple[Answer, ...]
    chart: ChartView | None
    steps: tuple[StepView, ...]
    check_href: str
    crumbs: tuple[Link, ...]
    claim_href: str
    claims_over: bool


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """All registered results, newest first, with search and downloads."""
    actor = actor_of(request)
    form = FilterForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    asked = (said.get("q", ""), said.get("kind", ""), said.get("field", ""))
    offered = bool(said.get("offered"))
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        return make("results", _COLUMNS, every(lambda after, size: queries.register(*asked, after, size, offered_only=offered)))  # fmt: skip
    found = queries.register(*asked, request.GET.get("after"), ROWS, offered_only=offered)
    table = TableView(
        columns=(
            Column(_("Result")),
            Column(_("Kind of result")),
            Column(_("Organisation")),
            Column(_("Registered on"), "day"),
        ),
        rows=tuple(
            Row(
                (
                    Cell(row.title, reverse("results:public", args=[row.number]), _note(row), strong=True),
                    row.kind,
                    row.owner,
                    row.registered_on,
                )
            )
            for row in found.rows
        ),
        next=found.next,
        previous=found.previous,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in FILES),
        caption=_("Register of results"),
        empty=_nothing(any(asked) or offered),
    )
    page = RegisterPage(
        table,
        any(asked) or offered,
        _kinds_chart(),
        reverse("results:mine") if actor.is_signed_in and not actor.is_staff else "",
        reverse("results:desk") if actor.may("results.read") else "",
    )
    return render(request, "results/register.html", page, form=form)


def _note(row: queries.RegisterRow) -> str:
    return " · ".join(part for part in (row.number, _("offered for free transfer") if row.offered else "") if part)


def _nothing(searched: bool) -> EmptyView:
    if searched:
        return EmptyView(_("Nothing found"), _("Try fewer or other words."), reverse("results:register"), _("Show all"))
    return EmptyView(_("No result is registered yet"), _("Results of publicly funded tasks appear here once they are registered."), icon="bulb")  # fmt: skip


def _kinds_chart() -> ChartView | None:
    """How many results of each kind."""
    counts = queries.figures()
    if len(counts) < 2:
        return None
    rows = sorted(((KINDS[kind], count) for kind, count in counts.items()), key=lambda row: -row[1])
    options = {
        "grid": {"top": 8, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": [name.capitalised() for name, _count in rows]},
        "series": [{"type": "bar", "barMaxWidth": 22, "name": _("Results"), "data": [count for _name, count in rows], "itemStyle": {"color": "jade"}}],
    }  # fmt: skip
    table = TableView(
        (Column(_("Kind of result")), Column(_("Results"), "number")),
        tuple(Row((name.capitalised(), count)) for name, count in rows),
        caption=_("Results by kind"),
    )
    return ChartView(_("Results by kind"), options, table)


@require_safe
def public(request: HttpRequest, number: str) -> HttpResponseBase:
    """What everybody may read of one result."""
    found = queries.public_result(number)
    offer, today = found.offer, actor_of(request).today
    takes = offer is not None and offer.open_on <= today < offer.until_on
    share = f"{found.public_money * 100 / found.total_money:.0f}%" if found.total_money else ""
    facts = (
        Answer(_("Kind of result"), found.kind),
        Answer(_("Research field"), found.field),
        Answer(_("Readiness level"), found.stage_text),
        Answer(_("Formed on"), found.formed_on, kind="day"),
        Answer(_("Organisation"), found.owner),
        *((Answer(_("Authors"), ", ".join(found.authors)),) if found.authors else ()),
        Answer(_("From the task"), found.origin),
        Answer(_("City money of the task"), found.public_money, kind="money", origin=share),
        Answer(_("All money of the task"), found.total_money, kind="money"),
    )
    page = PublicPage(
        found,
        facts,
        owners_chart(found.owners),
        story(found.registered_on, found.formed_on, found.rights),
        reverse("documents:check-code", args=[found.paper_code]) if found.paper_code else "",
        (Link(_("Register of results"), reverse("results:register")),),
        reverse("results:claim", args=[offer.id]) if takes and offer is not None else "",
        offer is not None and today >= offer.until_on,
    )
    return render(request, "results/public.html", page)


SECRET = Text(
    "Phần bảo mật do chủ sở hữu giữ, không công bố.", "The owner keeps a confidential part, which is not published."
)
