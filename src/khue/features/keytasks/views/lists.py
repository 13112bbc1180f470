"""The public register of recognised key tasks with its page and downloads, the lead's own list, the desk of staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.features.councils.queries import field_words
from khue.features.keytasks import access, queries
from khue.features.keytasks.domain.recognition import TONES
from khue.features.keytasks.queries import FileRow, RegisterRow
from khue.kernel.paging import Page, every
from khue.kernel.record_pages import ROWS, ListingPage, chosen, download, downloads, said, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, StepView, TableView
from khue.kernel.web import actor_of, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Key task")),
    ("field_name", gettext_lazy("Key field")),
    ("lead", gettext_lazy("Lead organisation")),
    ("money", gettext_lazy("Own money of the task")),
    ("starts_on", gettext_lazy("First day of the task")),
    ("ends_on", gettext_lazy("Last day")),
    ("recognised_on", gettext_lazy("Recognised on")),
    ("last_day", gettext_lazy("Recognised until")),
    ("state", gettext_lazy("State")),
    ("ended_on", gettext_lazy("Ended on")),
    ("basis", gettext_lazy("Legal basis")),
)
_FILE_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Key task")),
    ("lead", gettext_lazy("Lead organisation")),
    ("state", gettext_lazy("State")),
    ("last_day", gettext_lazy("Recognised until")),
    ("missing", gettext_lazy("What is missing")),
)
_VIEWS = (
    ("all", gettext_lazy("All")),
    ("running", pgettext_lazy("keytasks", "Recognised")),
    ("reports", gettext_lazy("Report missing")),
    ("withdrawals", gettext_lazy("Withdrawal under way")),
)


@dataclass(frozen=True, slots=True)
class PublicPage:
    found: RegisterRow
    state: StateView
    facts: tuple[Answer, ...]
    steps: tuple[StepView, ...]
    crumbs: tuple[Link, ...]


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """Every task that was recognised, for everybody, with search and downloads."""
    actor, query = actor_of(request), said(request)
    rows = lambda: map(_exported, every(lambda after, size: queries.register(query, after, size)))  # noqa: E731 - read once
    file = download(request, "key-tasks", _COLUMNS, rows)
    if file is not None:
        return file
    found = queries.register(query, request.GET.get("after"), ROWS)
    fields = field_words(row.field for row in found.rows)
    table = TableView(
        (
            Column(_("Key task")),
            Column(_("Lead organisation")),
            Column(_("Recognised until"), "day"),
            Column(_("State"), "state"),
        ),
        tuple(
            Row(
                (
                    Cell(row.title, reverse("keytasks:public", args=[row.number]), field, strong=True),
                    row.lead,
                    row.last_day,
                    _state(row),
                )
            )
            for row, field in zip(found.rows, fields, strict=True)
        ),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("Recognised key tasks"),
        empty=EmptyView(_("Nothing found"), _("Try fewer or other words."), reverse("keytasks:register"), _("Show all"))
        if query
        else EmptyView(
            _("No key task is recognised yet"),
            _("Tasks that organisations pay for themselves appear here once the city has recognised them."),
            icon="award",
        ),
    )
    deeds = []
    if actor.may(access.READ):
        deeds.append(Link(_("Desk of key tasks"), reverse("keytasks:desk"), icon="checklist"))
    elif actor.is_signed_in and not actor.is_staff:
        deeds.append(Link(_("My key tasks"), reverse("keytasks:mine"), icon="award"))
    if not actor.is_staff:
        deeds.append(
            Link(_("Apply for recognition"), reverse("dossiers:start", args=[access.PROCEDURE]), icon="file-plus")
        )
    page = ListingPage(
        _("Key tasks without city money"),
        _("Tasks that organisations pay for themselves and that the city has recognised, with what became of each."),
        table,
        query=query,
        search_href=reverse("keytasks:register"),
        deeds=tuple(deeds),
    )
    return render(request, "ui/record_list.html", page)


def _state(row: RegisterRow) -> StateView:
    return StateView(row.code, row.state, TONES[row.code])  # type: ignore[arg-type]  # its tones are Tones


@dataclass(frozen=True, slots=True)
class _Exported:
    """A line of the file: the register's, with the field in words."""

    row: RegisterRow
    field_name: Text

    def __getattr__(self, name: str) -> object:
        return getattr(self.row, name)


def _exported(row: RegisterRow) -> _Exported:
    return _Exported(row, field_words([row.field])[0])


@require_safe
def public(request: HttpRequest, number: str) -> HttpResponseBase:
    """One recognised key task for everybody."""
    found = queries.recognised(number)
    facts = (
        Answer(_("Lead organisation"), found.lead),
        Answer(_("Key field"), field_words([found.field])[0]),
        Answer(_("Own money of the task"), found.money, kind="money"),
        Answer(_("First day of the task"), found.starts_on, kind="day"),
        Answer(_("Last day"), found.ends_on, kind="day"),
        Answer(_("Legal basis"), found.basis),
    )
    steps = [
        StepView(_("Recognised as a key task"), "", found.recognised_on, "done"),
        StepView(_("Recognised until"), "", found.last_day, "next" if found.code == "recognised" else "done"),
    ]
    if found.ended_on and found.code != "expired":
        steps[1] = StepView(found.state, "", found.ended_on, "done")
    crumbs = (Link(_("Key tasks without city money"), reverse("keytasks:register")),)
    return render(request, "keytasks/public.html", PublicPage(found, _state(found), facts, tuple(steps), crumbs))


def files_table(found: Page[FileRow], request: HttpRequest, caption: str, empty: EmptyView) -> TableView:
    return TableView(
        (
            Column(_("Key task")),
            Column(_("State"), "state"),
            Column(_("Recognised until"), "day"),
            Column(_("What is missing")),
        ),
        tuple(
            Row(
                (
                    Cell(
                        row.title,
                        reverse("keytasks:key-task", args=[row.id]),
                        f"{row.number} · {row.lead}",
                        strong=True,
                    ),
                    row.state,
                    row.last_day,
                    row.missing or "",
                )
            )
            for row in found.rows
        ),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=caption,
        empty=empty,
    )


def _lines(rows: object) -> object:
    return (_FileLine(row) for row in rows)  # type: ignore[attr-defined]  # what every() yields


class _FileLine:
    """A line of the file, its state in words."""

    def __init__(self, row: FileRow) -> None:
        self.number, self.title, self.lead = row.number, row.title, row.lead
        self.state, self.last_day, self.missing = row.state.label, row.last_day, row.missing


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """Key tasks of those one acts for."""
    actor = signed_in(request)
    file = download(request, "key-tasks", _FILE_COLUMNS, lambda: _lines(every(lambda after, size: queries.key_tasks_of(actor, after, size))))  # type: ignore[arg-type, return-value]  # fmt: skip
    if file is not None:
        return file
    found = queries.key_tasks_of(actor, request.GET.get("after"), ROWS)
    href = reverse("dossiers:start", args=[access.PROCEDURE])
    empty = EmptyView(
        _("No key task of yours yet"), _("Apply for recognition of a task that your organisation pays for itself."), href,
        _("Apply for recognition"), icon="award",
    )  # fmt: skip
    page = ListingPage(
        _("My key tasks"),
        _("Tasks of your organisations: their recognition, benefits and reports."),
        files_table(found, request, _("My key tasks"), empty),
        deeds=(Link(_("Apply for recognition"), href, icon="file-plus"),),
    )
    return render(request, "ui/record_list.html", page)


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """What staff look after: reports that are missing, withdrawals under way."""
    actor = signed_in(request)
    actor.require(access.READ)
    view, query = chosen(request, queries.VIEWS, "all"), said(request)
    file = download(request, "key-tasks", _FILE_COLUMNS, lambda: _lines(every(lambda after, size: queries.desk(actor, view, query, after, size))))  # type: ignore[arg-type, return-value]  # fmt: skip
    if file is not None:
        return file
    found = queries.desk(actor, view, query, request.GET.get("after"), ROWS)
    labels = dict(_VIEWS)
    page = ListingPage(
        _("Key tasks without city money"),
        _("From the application to the end of the recognition; reports that are missing stand beside each."),
        files_table(found, request, str(labels[view]), EmptyView(_("Nothing is waiting here"), icon="circle-check")),
        tabs=views_of(_VIEWS, view),
        query=query,
        search_href=reverse("keytasks:desk"),
        deeds=(Link(_("Public register"), reverse("keytasks:register"), icon="clipboard-list"),),
    )
    return render(request, "ui/record_list.html", page)
