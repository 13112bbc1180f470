"""To sign: what waits, one paper at a time, sign or decline."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused
from khue.features.documents import access, queries, usecases
from khue.features.documents.forms import AgainForm, DeclineForm, SignForm
from khue.features.documents.queries import QueueRow, TurnPage
from khue.features.documents.views.certificates import FormPage
from khue.features.documents.views.frame import certificate_state, turn_steps
from khue.kernel import exports
from khue.kernel.forms import KhueForm, bind, show_refusal
from khue.kernel.paging import every, href
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, StepView, TableView, Words
from khue.kernel.web import cursor_href, language, redirect, render, signed_in
from khue.kernel.wording import day_words

_NO_TIMESTAMP = gettext_lazy(
    "The timestamp authority did not answer: your signature carries the moment that this system wrote, and the check page says so."
)
_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Paper")),
    ("about", gettext_lazy("About")),
    ("label", gettext_lazy("You sign as")),
    ("issued_on", gettext_lazy("Issued on")),
    ("my_turn", gettext_lazy("Your turn")),
)


@dataclass(frozen=True, slots=True)
class QueuePage:
    table: TableView
    certificates_note: Words


@dataclass(frozen=True, slots=True)
class SignPage:
    """One turn: what I sign, how it stands, the form or why not."""

    title: Words
    lead: Words
    facts: tuple[Answer, ...]
    steps: tuple[StepView, ...]
    preview_href: str
    reasons: tuple[Reason, ...]
    open_turn: bool
    decline_href: str
    paper_href: str
    crumbs: tuple[Link, ...]


@require_GET
def queue(request: HttpRequest) -> HttpResponseBase:
    """Papers that wait for the reader's signature."""
    actor = signed_in(request)
    kind = request.GET.get("format", "")
    if kind in ("csv", "xlsx"):
        maker = exports.csv_response if kind == "csv" else exports.xlsx_response
        return maker("to-sign", _COLUMNS, every(lambda after, size: queries.my_queue(actor, after, size)))
    found = queries.my_queue(actor, request.GET.get("after"))
    own = queries.certificates_of(actor.key, actor.moment)
    table = TableView(
        columns=(
            Column(_("Paper")),
            Column(_("About")),
            Column(_("You sign as")),
            Column(_("Issued on"), "day"),
            Column(_("State"), "state"),
        ),
        rows=tuple(_queue_row(row) for row in found.rows),
        next=cursor_href(request, found.next) or None,
        previous=cursor_href(request, found.previous) or None,
        exports=tuple(
            Link(label, href(request.GET, value, "format")) for value, label in (("csv", "CSV"), ("xlsx", "XLSX"))
        ),
        caption=_("Papers to sign"),
        empty=EmptyView(_("Nothing to sign"), _("Papers that wait for your signature appear here."), icon="signature"),
    )
    valid = any(line.state in ("valid", "soon") for line in own)
    note = "" if valid else _("You have no valid signing certificate. An administrator can register one for you.")
    return render(request, "documents/queue.html", QueuePage(table, note))


def _queue_row(row: QueueRow) -> Row:
    page = reverse("documents:turn", args=[row.signer])
    state = (
        StateView("now", _("Your turn"), "now")
        if row.my_turn
        else StateView("wait", _("Waits for an earlier signature"), "wait")
    )
    return Row((Cell(row.number, page, row.title), row.about, row.label, row.issued_on, state), page)


@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Look, then sign."""
    actor = signed_in(request)
    found = queries.turn_page(signer_id, actor)
    form = bind(SignForm, request, certificates=_choices(found), initial={"seen": found.stamp})
    if request.method == "POST" and form.is_valid():
        try:
            complete = usecases.sign_paper(form.command(signer_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            found = queries.turn_page(signer_id, actor)
            _show_conflict(form, conflict, found.stamp)
        else:
            said = _("You signed %(number)s. It now has all signatures.") if complete else _("You signed %(number)s.")
            messages.success(request, said % {"number": found.paper.number})
            if queries.lacks_timestamp(signer_id):
                messages.warning(request, _NO_TIMESTAMP)
            return redirect("documents:queue")
    return render(request, "documents/turn.html", _page(found), _status(form), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Not signed, and why."""
    actor = signed_in(request)
    found = queries.turn_page(signer_id, actor)
    form = bind(DeclineForm, request, initial={"seen": found.stamp})
    if request.method == "POST" and form.is_valid():
        try:
            usecases.decline_paper(form.command(signer_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            found = queries.turn_page(signer_id, actor)
            _show_conflict(form, conflict, found.stamp)
        else:
            messages.success(request, _("You declined to sign %(number)s.") % {"number": found.paper.number})
            return redirect("documents:queue")
    return render(request, "documents/decline.html", _page(found), _status(form), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the signatures once more after somebody declined."""
    actor = signed_in(request)
    actor.require(access.EDIT)
    found = queries.paper_card(code, actor)
    form = bind(AgainForm, request, initial={"seen": found.stamp})
    if request.method == "POST" and form.is_valid():
        try:
            usecases.prepare_again(form.command(code), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            _show_conflict(form, conflict, queries.paper_card(code, actor).stamp)
        else:
            messages.success(request, _("%(number)s waits for its signatures again.") % {"number": found.number})
            return redirect("documents:paper", code)
    here = reverse("documents:paper", args=[code])
    page = FormPage(
        _("Ask for the signatures again: %(number)s") % {"number": found.number},
        found.signing.ground if found.signing else found.title,
        _("Ask again"),
        here,
        (Link(found.number, here),),
    )
    return render(request, "documents/form.html", page, _status(form), form=form)


def _show_conflict(form: KhueForm, conflict: Conflict, stamp: int) -> None:
    """The form stays, and counts as having seen the paper as it stands now."""
    parts = [conflict.text, conflict.next_step]
    words = " ".join(part.into(language()) for part in parts if part)
    form.add_error(None, ValidationError(words, code="conflict"))
    kept = QueryDict(mutable=True)
    kept.update(form.data)
    kept["seen"] = str(stamp)
    form.data = kept


def _status(form: KhueForm) -> int:
    if form.has_error("__all__", "conflict"):
        return 409
    return 422 if form.errors else 200


def _choices(found: TurnPage) -> list[tuple[str, str]]:
    """Certificates that can sign first; the others stand there with their state, so that a refusal can name them."""
    ordered = sorted(found.certificates, key=lambda line: line.state not in ("valid", "soon"))
    return [
        (
            str(line.id),
            _("%(subject)s – %(issuer)s, valid until %(until)s (%(state)s)")
            % {
                "subject": line.subject,
                "issuer": line.issuer,
                "until": day_words(line.valid_until, short=True),
                "state": certificate_state(line.state).label.into(language()).lower(),  # type: ignore[union-attr]  # a certificate's state has a Text
            },
        )
        for line in ordered
    ]


def _page(found: TurnPage) -> SignPage:
    paper = found.paper
    return SignPage(
        title=_("Sign %(number)s") % {"number": paper.number},
        lead=paper.title,
        facts=(
            Answer(_("About"), paper.about),
            Answer(_("Issued by"), paper.body),
            Answer(_("Issued on"), paper.issued_on, kind="day"),
            Answer(_("You sign as"), found.label),
            Answer(_("Print of the file (SHA-256)"), found.sha256),
        ),
        steps=turn_steps(paper.signing),
        preview_href=reverse("kernel:file", args=[found.file]),
        reasons=found.decision.reasons,
        open_turn=found.open_turn,
        decline_href=reverse("documents:decline", args=[found.signer]),
        paper_href=reverse("documents:paper", args=[paper.code]),
        crumbs=(Link(_("To sign"), reverse("documents:queue")),),
    )
