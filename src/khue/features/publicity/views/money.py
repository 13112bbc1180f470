"""The page: what was awarded in all, where it flows, and how long it takes to arrive."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.money import format_short_dong
from khue.features.publicity import queries
from khue.features.publicity.queries import LeadTime, Reference
from khue.features.publicity.views.charts import flowing, taking
from khue.features.publicity.views.files import measure
from khue.features.publicity.views.tables import flow_table, programmes, times_table
from khue.kernel.ui import ChartView, FigureView, Link, TableView
from khue.kernel.web import actor_of, language, render
from khue.kernel.wording import number


@dataclass(frozen=True, slots=True)
class TimeView:
    """One programme: its sentence, and its picture once a stretch has a case."""

    title: str
    told: str
    chart: ChartView | None


@dataclass(frozen=True, slots=True)
class MoneyPage:
    figures: tuple[FigureView, ...]
    programmes: TableView
    tabs: tuple[Link, ...]
    flow: ChartView | None
    times: tuple[TimeView, ...]
    expected: tuple[Reason, ...]
    files: tuple[Link, ...]
    giving_href: str
    registered: bool


@require_safe
def money(request: HttpRequest) -> HttpResponseBase:
    actor, of = actor_of(request), measure(request)
    sums = queries.sums()
    flow = queries.money_flow(of, actor.today)
    title = _("Money granted") if of == queries.GRANTED else _("Money paid")
    page = MoneyPage(
        figures=_figures(sums),
        programmes=programmes(sums),
        tabs=tuple(
            Link(label, f"{request.path}?of={code}", current=code == of)
            for code, label in ((queries.PAID, _("Paid")), (queries.GRANTED, _("Granted")))
        ),
        flow=flowing(flow, title, flow_table(flow, _files("flow-file", f"?of={of}"))) if flow.amount else None,
        times=tuple(map(_time, queries.lead_times(actor.today))),
        expected=_expected(queries.reference(actor.today)),
        files=_files("awards-file"),
        giving_href=reverse("publicity:giving"),
        registered=queries.publisher().registered,
    )
    return render(request, "publicity/money.html", page)


def _figures(sums: tuple[queries.ProgrammeSum, ...]) -> tuple[FigureView, ...]:
    lang = language()
    sums = tuple(each for each in sums if each.gives_awards)
    return (
        FigureView(number(sum(each.awards for each in sums)), _("awards")),
        FigureView(format_short_dong(sum(each.granted for each in sums), lang), _("granted in all")),
        FigureView(format_short_dong(sum(each.paid for each in sums), lang), _("paid for accepted results")),
    )


def _files(name: str, query: str = "") -> tuple[Link, ...]:
    return tuple(
        Link(kind.upper(), reverse(f"publicity:{name}", args=[kind]) + query) for kind in ("csv", "xlsx", "json")
    )


def _time(found: LeadTime) -> TimeView:
    drawn = tuple(each for each in found.parts if each.cases)
    chart = (
        taking(
            drawn,
            _("%(programme)s: median of each stretch") % {"programme": found.programme.name.into(language())},
            times_table(found, _files("times-file")),
        )
        if drawn
        else None
    )
    return TimeView(found.programme.name.into(language()), _told(found), chart)


def _told(found: LeadTime) -> str:
    whole = found.whole
    if whole is None:
        return _("Nothing was decided in the last two years.")
    if whole.median is None:
        return _("No money has arrived yet; %(begun)s cases are under way.") % {"begun": number(whole.begun)}
    return _("Half of the cases had their first money within %(months)s months (%(cases)s of %(begun)s cases have it).") % {
        "months": number(round(whole.months or 0, 1)),
        "cases": number(whole.cases),
        "begun": number(whole.begun),
    }  # fmt: skip


def _expected(found: Reference) -> tuple[Reason, ...]:
    if found.least is None or found.most is None:
        return ()
    told = Text(
        f"Dự kiến chính thức đối với một nhiệm vụ: {found.least}–{found.most} tháng từ khi đề xuất đến khi được cấp kinh phí.",
        f"What is officially expected for a task: {found.least} to {found.most} months from proposal to money.",
    )
    return (Reason("expected", told, None, "", found.source),)
