"""The worker's jobs: what waits, runs and failed; try again, or give up with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khue.core.errors import Refused
from khue.kernel import web
from khue.kernel.exports import csv_response, xlsx_response
from khue.kernel.forms import bind, show_refusal
from khue.kernel.jobs import deeds, queue
from khue.kernel.jobs.deeds import MANAGE
from khue.kernel.jobs.queue import JobCard, JobLine, Kind
from khue.kernel.naming import names_of
from khue.kernel.operations.forms import GiveUpForm, RetryForm, StateForm
from khue.kernel.paging import href
from khue.kernel.ui import (
    Answer,
    Cell,
    Column,
    ConfirmView,
    EmptyView,
    FigureView,
    Link,
    Row,
    StateView,
    TableView,
    Words,
)

STATE_VIEWS = {
    "failed": StateView("failed", _("Failed"), "bad"),
    "waiting": StateView("waiting", _("Waiting"), "wait"),
    "running": StateView("running", _("Running"), "now"),
    "stuck": StateView("stuck", _("Its worker is gone"), "bad"),
    "given-up": StateView("given-up", _("Given up"), "plain"),
    "done": StateView("done", _("Done"), "good"),
}


@dataclass(frozen=True, slots=True)
class JobsPage:
    figures: tuple[FigureView, ...]
    kinds: TableView
    table: TableView
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class JobPage:
    card: JobCard
    title: Words
    state: StateView
    answers: tuple[Answer, ...]
    attempts: TableView
    may_decide: bool
    crumbs: tuple[Link, ...]


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Operations"), reverse("operations:overview")), *more)


@require_GET
def jobs(request: HttpRequest) -> HttpResponseBase:
    """The queue by kind, and the jobs of one state."""
    web.actor_of(request).require(MANAGE)
    kinds = queue.kinds()
    form = StateForm(request.GET if request.GET else None, kinds=tuple(kind.task for kind in kinds))
    state, task = form.asked()
    match request.GET.get("format"):
        case "csv":
            return csv_response("jobs", COLUMNS, map(_exported, queue.every_job(state, task)))
        case "xlsx":
            return xlsx_response("jobs", COLUMNS, map(_exported, queue.every_job(state, task)))
    found = queue.jobs(state, task, request.GET.get("after"))
    called = names_of([line.about for line in found.rows])
    table = TableView(
        (Column(_("Job")), Column(_("State"), "state"), Column(_("Attempts"), "number"), Column(_("Why it failed")), Column(_("Queued"), "moment")),
        tuple(_row(line, called) for line in found.rows),
        found.next,
        found.previous,
        exports=tuple(Link(label, href(request.GET, kind, "format")) for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"))),
        caption=_("Jobs"),
        empty=EmptyView(_("No job in this state"), _("Choose another state or kind above."), icon="circle-check"),
    )  # fmt: skip
    page = JobsPage(_figures(queue.counts()), _kinds(kinds), table, crumbs())
    return web.render(request, "operations/jobs.html", page, form=form)


def _figures(counts: Any) -> tuple[FigureView, ...]:
    labels = (
        ("failed", _("Failed")),
        ("waiting", _("Waiting")),
        ("running", _("Running")),
        ("given-up", _("Given up")),
    )
    here = reverse("operations:jobs")
    return tuple(FigureView(str(counts[state]), label, f"{here}?state={state}") for state, label in labels)


def _kinds(kinds: tuple[Kind, ...]) -> TableView:
    rows = []
    for kind in kinds:
        retry = reverse("operations:retry-kind", args=[kind.task])
        deed = Link(_("Try all again"), retry) if kind.failed else None
        rows.append(Row((kind.task, kind.failed, kind.waiting, kind.running, kind.given_up, kind.oldest, deed)))
    return TableView(
        (Column(_("Kind of job")), Column(_("Failed"), "number"), Column(_("Waiting"), "number"), Column(_("Running"), "number"),
         Column(_("Given up"), "number"), Column(_("Waiting since"), "moment"), Column(_("Deed"), hidden_label=True)),
        tuple(rows),
        caption=_("Jobs by kind"),
        empty=EmptyView(_("Nothing waits"), _("Every job is done."), icon="circle-check"),
    )  # fmt: skip


def _row(line: JobLine, called: Mapping[str, Link]) -> Row:
    path = reverse("operations:job", args=[line.id])
    return Row(
        (
            Cell(f"{line.id} · {line.task}", path, note=called[line.about].label if line.about else "", strong=True),
            STATE_VIEWS.get(line.state, StateView(line.state, line.state)),
            line.attempts,
            line.error,
            line.queued_at,
        ),
        href=path,
    )


COLUMNS = (
    ("id", _("Number")),
    ("task", _("Kind of job")),
    ("state", _("State")),
    ("attempts", _("Attempts")),
    ("about", _("Subject")),
    ("queued_at", _("Queued")),
    ("due_at", _("Next attempt")),
    ("error", _("Why it failed")),
    ("failed_at", _("Last failure")),
)


def _exported(line: JobLine) -> dict[str, Any]:
    return {key: getattr(line, key) for key, _label in COLUMNS}


@require_GET
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job: where it stands, each failed attempt, what can be done."""
    web.actor_of(request).require(MANAGE)
    return web.render(request, "operations/job.html", _job_page(job_id), form=GiveUpForm(), retry=RetryForm())


def _job_page(job_id: int) -> JobPage:
    card = queue.job(job_id)
    line = card.line
    answers = [Answer(_("Kind of job"), line.task), _subject(line.about)]
    answers += [Answer(_("Attempts"), str(line.attempts)), Answer(_("Queued"), line.queued_at, kind="moment")]
    if line.state == "waiting" and line.due_at:
        answers.append(Answer(_("Next attempt"), line.due_at, kind="moment"))
    if card.given_up:
        answers.append(Answer(_("Given up because"), Cell(card.given_up.reason, note=card.given_up.by)))
    attempts = TableView(
        (Column(_("Attempt"), "number"), Column(_("Why it failed")), Column(_("When"), "moment")),
        tuple(Row((each.attempt, Cell(each.error, note=each.place), each.at)) for each in card.attempts),
        caption=_("Failed attempts, newest first"),
        empty=EmptyView(_("No failed attempt is on record"), icon="circle-check"),
    )
    return JobPage(
        card=card,
        title=gettext("Job %(number)s") % {"number": line.id},
        state=STATE_VIEWS.get(line.state, StateView(line.state, line.state)),
        answers=tuple(answers),
        attempts=attempts,
        may_decide=line.state == "failed",
        crumbs=crumbs(Link(_("Jobs"), reverse("operations:jobs"))),
    )


def _subject(about: str) -> Answer:
    if not about:
        return Answer(_("Subject"), "–")
    called = names_of([about])[about]
    return Answer(_("Subject"), Cell(called.label, called.href, note="" if called.label == about else about))


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Put one failed job back into the queue."""
    actor = web.actor_of(request)
    actor.require(MANAGE)
    form = bind(RetryForm, request)
    if form.is_valid():
        try:
            deeds.retry_job(form.for_job(job_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, gettext("The job waits in the queue again."))
            return web.redirect("operations:job", job_id)
    return web.render(request, "operations/job.html", _job_page(job_id), 422, form=GiveUpForm(), retry=form)


@require_POST
def give_up(request: HttpRequest, job_id: int) -> HttpResponse:
    """End one failed job, with a reason."""
    actor = web.actor_of(request)
    actor.require(MANAGE)
    form = bind(GiveUpForm, request)
    if form.is_valid():
        try:
            deeds.give_up_job(form.command(job_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, gettext("The job is given up; the reason is kept with it."))
            return web.redirect("operations:job", job_id)
    return web.render(request, "operations/job.html", _job_page(job_id), 422, form=form, retry=RetryForm())


@require_http_methods(["GET", "POST"])
def retry_kind(request: HttpRequest, task: str) -> HttpResponse:
    """Put every failed job of a kind back: are you sure, then the deed."""
    actor = web.actor_of(request)
    actor.require(MANAGE)
    if request.method == "POST":
        form = bind(RetryForm, request)
        form.is_valid()
        done = deeds.retry_kind(form.for_kind(task), actor=actor)
        said = ngettext("%(count)s job waits again.", "%(count)s jobs wait again.", done.retried)
        messages.success(request, said % {"count": done.retried})
        if done.twins:
            messages.info(
                request, gettext("%(count)s stay: a job that does the same waits already.") % {"count": done.twins}
            )
        if done.left:
            messages.info(request, gettext("%(count)s more remain for another time.") % {"count": done.left})
        return web.redirect("operations:jobs")
    failed = next((kind.failed for kind in queue.kinds() if kind.task == task), 0)
    page = ConfirmView(
        title=gettext("Try all failed jobs “%(kind)s” again?") % {"kind": task},
        text=ngettext("%(count)s job of this kind has failed.", "%(count)s jobs of this kind have failed.", failed)
        % {"count": failed},
        label=_("Try all again"),
        cancel_href=reverse("operations:jobs"),
        points=(
            _("Each is put at the end of the queue and runs as soon as a worker is free."),
            _("Every job is safe to repeat: what was done already is not done twice."),
            _("If the cause is still there, they fail again."),
        ),
        hidden={"once": str(uuid4())},
    )
    return web.render(request, "ui/confirm.html", page)
