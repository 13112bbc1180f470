"""The register of breaches, one breach, and its deeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from khue.core.actor import CITY_ZONE, Actor
from khue.features.privacy import access, queries, usecases
from khue.features.privacy.forms import FixForm, NotifyForm, RecordBreachForm, TellForm
from khue.features.privacy.queries import BreachPage, BreachRow
from khue.features.privacy.views.frame import FILES, DeedPage, ask, did, download_links, show, tabs
from khue.kernel.forms import KhueForm, bind
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import redirect, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Breach")),
    ("title", gettext_lazy("What it is called")),
    ("severity", gettext_lazy("Severity")),
    ("people", gettext_lazy("How many people, about")),
    ("state_words", gettext_lazy("State")),
    ("detected_at", gettext_lazy("Detected at")),
    ("due_at", gettext_lazy("To be notified by")),
    ("notified_at", gettext_lazy("Notified at")),
    ("fixed_on", gettext_lazy("Fixed on")),
    ("keep_until", gettext_lazy("Kept until")),
)


@dataclass(frozen=True, slots=True)
class RegisterPage:
    table: TableView
    pages: tuple[Link, ...]
    may_record: bool


@dataclass(frozen=True, slots=True)
class OnePage:
    breach: BreachPage
    facts: tuple[Answer, ...]
    deeds: tuple[Link, ...]
    crumbs: tuple[Link, ...]


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Breaches"), reverse("privacy:breaches")),)


@require_safe
def breaches(request: HttpRequest) -> HttpResponseBase:
    """The register, the newest first."""
    actor = signed_in(request)
    actor.require(access.READ)
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        answer: HttpResponseBase = make("breaches", _COLUMNS, queries.all_breaches(actor))
        return answer
    found = queries.breaches(actor, request.GET.get("after"))
    table = TableView(
        columns=(
            Column(_("Breach")),
            Column(_("State"), "state"),
            Column(_("Clock")),
            Column(_("Severity")),
            Column(_("How many people, about"), "number"),
        ),
        rows=tuple(_line(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=download_links(request),
        caption=_("Breaches of personal data"),
        empty=EmptyView(_("No breach on record"), _("A breach is entered as soon as it is detected.")),
    )
    return render(
        request, "privacy/breaches.html", RegisterPage(table, tabs(actor, "breaches"), actor.may(access.HANDLE))
    )


def _line(row: BreachRow) -> Row:
    name = Cell(row.number, reverse("privacy:breach", args=[row.id]), row.title, strong=True)
    return Row((name, row.state, row.clock, row.severity, row.people))


@require_safe
def breach(request: HttpRequest, breach_id: int) -> HttpResponse:
    """One breach: the clock, what was sent, who was told, the fix."""
    actor = signed_in(request)
    found = queries.breach_page(breach_id, actor)
    return render(request, "privacy/breach.html", OnePage(found, _facts(found), _deeds(found), _crumbs()))


def _facts(found: BreachPage) -> tuple[Answer, ...]:
    people = str(found.people) if found.people is not None else _("not known yet")
    return (
        Answer(_("Detected at"), found.detected_at, kind="moment"),
        Answer(_("What happened"), found.happened),
        Answer(_("Which data"), found.kinds),
        Answer(_("How many people, about"), people),
        Answer(_("Severity"), found.severity),
        Answer(_("What was done at once"), found.measures or "–"),
        Answer(_("Entered by"), found.recorded_by),
    )


def _deeds(found: BreachPage) -> tuple[Link, ...]:
    """What the officer can do now, the next deed first."""
    if not found.handles:
        return ()
    deeds = {
        "open": (("notify", _("Notify the authority"), "send"), ("tell", _("Tell the persons"), "users")),
        "notified": (
            ("fix", _("Record the fix"), "circle-check"),
            ("tell", _("Tell the persons"), "users"),
            ("notify", _("Send a further notice"), "send"),
        ),
        "fixed": (),
    }
    return tuple(
        Link(label, reverse(f"privacy:breach-{name}", args=[found.id]), icon=icon)
        for name, label, icon in deeds[found.code]
    )


# -- deeds -------------------------------------------------------------------------------------------------------------


@ask
def record(request: HttpRequest) -> HttpResponse:
    """Enter a breach; the hours run from the detection."""
    actor = signed_in(request)
    actor.require(access.HANDLE)
    now = actor.moment.astimezone(CITY_ZONE)
    form = bind(RecordBreachForm, request, initial={"detected_on": now.date(), "detected_hour": now.time()})
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        command = form.command()
        if did(form, lambda: made.append(usecases.record_breach(command, actor=actor))):
            messages.success(request, _("The breach is on record; its hours run."))
            return redirect("privacy:breach", made[0])
    page = DeedPage(
        title=_("Record a breach"),
        lead=_("Enter it as soon as it is detected. What is not known yet comes with a further notice."),
        button=_("Record the breach"),
        crumbs=_crumbs(),
        back_href=reverse("privacy:breaches"),
    )
    return show(request, page, form)


def _open(request: HttpRequest, breach_id: int) -> tuple[Actor, BreachPage]:
    actor = signed_in(request)
    actor.require(access.HANDLE)
    return actor, queries.breach_page(breach_id, actor)


def _deed(
    request: HttpRequest,
    found: BreachPage,
    form: KhueForm,
    words: tuple[str, str, str, str | Callable[[], str]],
    deed: Callable[[], object],
) -> HttpResponse:
    title, lead, button, said = words
    if request.method == "POST" and form.is_valid() and did(form, deed):
        messages.success(request, said if isinstance(said, str) else said())
        return redirect("privacy:breach", found.id)
    back = reverse("privacy:breach", args=[found.id])
    page = DeedPage(
        title=title,
        lead=lead,
        button=button,
        crumbs=(*_crumbs(), Link(found.number, back)),
        back_href=back,
        name=found.number,
        state=found.state,
        clock=found.clock,
        why=found.why,
    )
    return show(request, page, form)


@ask
def notify(request: HttpRequest, breach_id: int) -> HttpResponse:
    """What was sent to the authority."""
    actor, found = _open(request, breach_id)
    now = actor.moment.astimezone(CITY_ZONE)
    initial = {
        "seen": found.version,
        "sent_on": now.date(),
        "sent_hour": now.time(),
        "happened": found.happened,
        "people": found.people,
        "measures": found.measures,
    }
    form = bind(NotifyForm, request, initial=initial)
    words = (
        _("Notify the authority"),
        _("Record what was sent, word by word: it becomes the file that stands for the notice."),
        _("Record the notice"),
        _("The notice is on record; its PDF is being made."),
    )
    return _deed(request, found, form, words, lambda: usecases.notify_authority(form.command(breach_id), actor=actor))


@ask
def tell(request: HttpRequest, breach_id: int) -> HttpResponse:
    """Tell persons in the app and by mail."""
    actor, found = _open(request, breach_id)
    form = bind(TellForm, request)
    told: list[int] = []

    def deed() -> None:
        told.append(usecases.tell_persons(form.command(breach_id), actor=actor))

    def said() -> str:
        now = ngettext("%(count)s person was told.", "%(count)s persons were told.", told[0]) % {"count": told[0]}
        knew = len(form.cleaned_data["parties"]) - told[0]
        before = ngettext("%(count)s person knew of it before.", "%(count)s persons knew of it before.", knew)
        return f"{now} {before % {'count': knew}}" if knew else now

    words = (
        _("Tell the persons"),
        _("Each person gets a notice in the app, and a mail when there is an address. Nobody is told twice."),
        _("Send the notices"),
        said,
    )
    return _deed(request, found, form, words, deed)


@ask
def fix(request: HttpRequest, breach_id: int) -> HttpResponse:
    """The breach is fixed; its file is kept for years from here on."""
    actor, found = _open(request, breach_id)
    form = bind(FixForm, request, initial={"seen": found.version, "fixed_on": actor.today})
    words = (
        _("Record the fix"),
        _("From this day on the file is kept for the years of the law; the database refuses to delete it before."),
        _("Record the fix"),
        _("The breach is fixed; its file is kept."),
    )
    return _deed(request, found, form, words, lambda: usecases.fix_breach(form.command(breach_id), actor=actor))
