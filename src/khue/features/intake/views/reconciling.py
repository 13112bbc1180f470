"""Reports of reconciliation: the days, one day with its differences, and a list to compare."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.intake import access, queries, usecases
from khue.features.intake.domain.reconciling import DIFFERENCES, MOST_BYTES, read_csv
from khue.features.intake.forms import ListForm
from khue.features.intake.queries import DifferenceRow, ReportPage, ReportRow
from khue.features.intake.views.frame import FormPage, TablePage, ask, crumbs, did, download, downloads, show, tabs
from khue.kernel.forms import bind, show_refusal
from khue.kernel.paging import href
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, StateView, TableView
from khue.kernel.web import language, redirect, render, signed_in
from khue.kernel.wording import day_words

ROWS, LINES = 30, 50
REPORT_COLUMNS = (
    ("source_name", gettext_lazy("Source")),
    ("day", gettext_lazy("Day")),
    ("run", gettext_lazy("Comparison")),
    ("compared_at", gettext_lazy("Compared at")),
    ("theirs", gettext_lazy("In the source's list")),
    ("ours", gettext_lazy("Here")),
    ("same", gettext_lazy("The same")),
    ("different", gettext_lazy("Differences")),
)
COLUMNS = (
    ("external_id", gettext_lazy("Number at the source")),
    ("kind_words", gettext_lazy("Difference")),
    ("theirs_words", gettext_lazy("The source says")),
    ("ours_words", gettext_lazy("We say")),
    ("why", gettext_lazy("Why it may be so")),
    ("next_step", gettext_lazy("What to do")),
)


@require_safe
def reports(request: HttpRequest) -> HttpResponseBase:
    """Every comparison, newest day first."""
    actor = signed_in(request)
    file = download(request, "intake-reconciliations", REPORT_COLUMNS, lambda: queries.all_reports(actor))
    if file is not None:
        return file
    found = queries.reports(actor, request.GET.get("after"), ROWS)
    table = TableView(
        (
            Column(_("Day")),
            Column(_("Result"), "state"),
            Column(_("In the source's list"), "number"),
            Column(_("Here"), "number"),
            Column(_("Differences"), "number"),
        ),
        tuple(map(_report, found.rows)),
        found.next,
        found.previous,
        downloads(request),
        _("Reconciliation"),
        empty=EmptyView(
            _("No comparison yet"),
            _("Every night our side of the day is written down; a list can be given at any time."),
        ),
    )
    deeds = (Link(_("Compare a list"), reverse("intake:compare")),) if actor.may(access.RECONCILE) else ()
    lead = _("What a source lodged on a day, against what is here. A comparison changes no case.")
    return render(
        request,
        "intake/table.html",
        TablePage(_("Reconciliation"), (table,), lead, tabs("reports", actor), deeds=deeds),
    )


def _report(row: ReportRow) -> Row:
    number = _("comparison %(number)s") % {"number": row.run}
    name = Cell(
        day_words(row.day, short=True),
        reverse("intake:report", args=[row.id]),
        f"{row.source.name.into(language())} · {number}",
    )
    theirs = row.theirs if row.theirs is not None else "–"
    return Row((name, result(row), theirs, row.ours, row.different))


def result(row: ReportRow) -> StateView:
    if row.theirs is None:
        return StateView("alone", _("no list yet"), "wait")
    return StateView("differs", _("differs"), "bad") if row.different else StateView("same", _("agrees"), "good")


@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """The differences of one comparison, each with why and what to do."""
    actor = signed_in(request)
    found = queries.report(report_id, actor)
    kind = request.GET.get("kind", "")
    kind = kind if kind in DIFFERENCES else ""
    name = f"doi-soat-{found.row.source.code}-{found.row.day.isoformat()}"
    file = download(request, name, COLUMNS, lambda: queries.all_differences(report_id, kind))
    if file is not None:
        return file
    page = queries.differences(report_id, kind, request.GET.get("after"), LINES)
    table = TableView(
        (
            Column(_("Number at the source")),
            Column(_("Difference")),
            Column(_("The source says")),
            Column(_("We say")),
            Column(_("What to do")),
        ),
        tuple(map(_difference, page.rows)),
        page.next,
        page.previous,
        downloads(request),
        _("Differences"),
        empty=_nothing(found),
    )
    row = found.row
    shown = TablePage(
        _("Reconciliation of %(day)s") % {"day": day_words(row.day, short=True)},
        (table,),
        row.source.name,
        crumbs=crumbs(Link(_("Reconciliation"), reverse("intake:reports"))),
        facts=_facts(found),
        figures=_figures(row),
        filters=_filters(request, found, kind),
        deeds=_deeds(actor, row),
    )
    return render(request, "intake/table.html", shown)


def _nothing(found: ReportPage) -> EmptyView:
    if found.row.theirs is None:
        return EmptyView(
            _("The source has given no list of this day"),
            _("This report holds our side alone; compare as soon as a list has come."),
        )
    return EmptyView(_("Both lists agree"), _("There is nothing to do."))


def _facts(found: ReportPage) -> tuple[Answer, ...]:
    row = found.row
    ways = {
        "program": _("by the source's program"),
        "page": _("as a file on the page"),
        "office": _("through the interface, by an officer"),
    }
    came = ways.get(row.came_by, "–")
    others = ", ".join(str(run) for run, _pk in found.runs)
    return (
        Answer(_("Compared at"), row.compared_at, kind="moment"),
        Answer(_("States as of"), row.as_of, kind="moment"),
        Answer(_("How the list came"), came),
        Answer(_("Comparisons of this day"), others),
    )


def _figures(row: ReportRow) -> tuple[FigureView, ...]:
    return (
        FigureView("–" if row.theirs is None else str(row.theirs), _("in the source's list")),
        FigureView(str(row.ours), _("here")),
        FigureView(str(row.same), _("the same on both sides")),
        FigureView(str(row.different), _("differences")),
    )


def _filters(request: HttpRequest, found: ReportPage, kind: str) -> tuple[Link, ...]:
    if not found.kinds:
        return ()
    every = Link(_("all"), href(request.GET, "", "kind"), kind == "")
    return (
        every,
        *(
            Link(DIFFERENCES[code], href(request.GET, code, "kind"), code == kind, note=str(count))
            for code, count in found.kinds.items()
        ),
    )


def _deeds(actor: Actor, row: ReportRow) -> tuple[Link, ...]:
    if not actor.may(access.RECONCILE):
        return ()
    return (Link(_("Compare again"), f"{reverse('intake:compare')}?source={row.source.id}&day={row.day.isoformat()}"),)


def _difference(row: DifferenceRow) -> Row:
    link = reverse("intake:case", args=[row.case_id]) if row.case_id else ""
    return Row(
        (
            Cell(row.external_id, link, strong=True),
            row.kind_words,
            row.theirs_words,
            row.ours_words,
            Cell(row.next_step, note=row.why),
        )
    )


@ask
def compare(request: HttpRequest) -> HttpResponse:
    """Give the source's list as a file, or compare the newest one again."""
    actor = signed_in(request)
    actor.require(access.RECONCILE)
    sources = tuple((card.id, card.name.into(language())) for card in queries.sources())
    asked = {"source": request.GET.get("source", ""), "day": request.GET.get("day", "")}
    initial = {name: value[:10] for name, value in asked.items() if value}
    form = bind(ListForm, request, sources=sources, actor=actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        made: list[int] = []
        if _read(form, actor, made):
            messages.success(request, _("The day was compared."))
            return redirect("intake:report", made[0])
    page = FormPage(
        _("Compare a list"),
        _("The source's list of a day is kept as it is, and compared with the cases here."),
        _("Compare"),
        reverse("intake:reports"),
        crumbs(Link(_("Reconciliation"), reverse("intake:reports"))),
        points=(
            _("States are written as their codes: submitted, in_progress, granted, refused, withdrawn, closed …"),
            _("A column that is left out is not compared."),
        ),
        upload=True,
    )
    return show(request, page, form)


def _read(form: ListForm, actor: Actor, made: list[int]) -> bool:
    """Whether the day was compared; the report's number goes into ``made``."""
    file = form.cleaned_data["file"]
    if file is None:
        return did(form, lambda: made.append(usecases.reconcile_day(form.again(), actor=actor)))
    if file.size is None or file.size > MOST_BYTES:
        form.add_error("file", ValidationError(_("The file is larger than 10 MB."), code="size"))
        return False
    lines, reasons = read_csv(file.read())
    if reasons:
        show_refusal(form, Refused.because(*reasons))
        return False
    return did(form, lambda: made.append(usecases.give_list(form.command(lines, actor), actor=actor)))
