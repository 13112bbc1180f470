"""Connected systems, for administrators: codes, keys, receiver. A secret is shown once, on the answer to its deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.intake import access, queries, usecases
from khue.features.intake.forms import (
    DeedForm,
    KeyForm,
    MapForm,
    RotateForm,
    SourceForm,
    SourceGroundForm,
    SubscribeForm,
)
from khue.features.intake.queries import KeyRow, SourceCard, SourcePage
from khue.features.intake.usecases import Shown
from khue.features.intake.views.frame import FormPage, TablePage, ask, crumbs, did, download, downloads, show, tabs
from khue.features.intake.views.sending import receiver_state
from khue.kernel.forms import KhueForm, bind
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, StateView, TableView, Words
from khue.kernel.web import language, redirect, render, signed_in
from khue.kernel.wording import moment_words

KEY_STATES = {
    "works": (gettext_lazy("in force"), "good"),
    "over": (gettext_lazy("run out"), "plain"),
    "revoked": (gettext_lazy("revoked"), "bad"),
}
COLUMNS = (
    ("code", gettext_lazy("Code")),
    ("name", gettext_lazy("Source")),
    ("closed_at", gettext_lazy("Closed since")),
    ("closed_ground", gettext_lazy("Reason")),
)


@dataclass(frozen=True, slots=True)
class SecretPage:
    """The one page on which a secret is readable."""

    title: Words
    secret: str
    text: Words
    back_href: str
    crumbs: tuple[Link, ...]


@require_safe
def sources(request: HttpRequest) -> HttpResponseBase:
    """Every connected system."""
    actor = signed_in(request)
    actor.require(access.SOURCES)
    file = download(request, "intake-sources", COLUMNS, queries.sources)
    if file is not None:
        return file
    rows = queries.source_rows(actor)
    table = TableView(
        (
            Column(_("Source")),
            Column(_("New dossiers"), "state"),
            Column(_("Cases"), "number"),
            Column(_("Receiver of messages"), "state"),
            Column(_("Waiting"), "number"),
            Column(_("Messages given up"), "number"),
        ),
        tuple(
            Row(
                (
                    Cell(row.card.name, reverse("intake:source", args=[row.card.id]), row.card.code, strong=True),
                    source_state(row.card),
                    row.cases,
                    receiver_state(row),
                    row.waiting,
                    row.dead,
                )
            )
            for row in rows
        ),
        exports=downloads(request),
        caption=_("Sources"),
        empty=EmptyView(_("No system is connected yet"), _("Register a source, map its codes, and give it a key.")),
    )
    deeds = (Link(_("Register a source"), reverse("intake:register")),)
    lead = _("Systems that send dossiers: each with its own key, its own codes and its own receiver.")
    return render(
        request, "intake/table.html", TablePage(_("Sources"), (table,), lead, tabs("sources", actor), deeds=deeds)
    )


@require_safe
def source(request: HttpRequest, source_id: int) -> HttpResponse:
    """One system: what it means by its codes, its keys, where it is told."""
    actor = signed_in(request)
    found = queries.source_page(source_id, actor)
    deeds = [
        Link(_("Map a code"), reverse("intake:map", args=[source_id])),
        Link(_("Make a key"), reverse("intake:make-key", args=[source_id])),
        Link(_("Set the receiver"), reverse("intake:subscribe", args=[source_id])),
    ]
    if found.receiver:
        deeds.append(Link(_("Change the secret"), reverse("intake:rotate", args=[source_id])))
    if found.card.closed_at:
        deeds.append(Link(_("Open the source again"), reverse("intake:reopen", args=[source_id])))
    else:
        deeds.append(Link(_("Close the source"), reverse("intake:close", args=[source_id])))
    page = TablePage(
        found.card.name,
        (_codes(found), _keys(found)),
        _("Code of the source: %(code)s") % {"code": found.card.code},
        crumbs=crumbs(Link(_("Sources"), reverse("intake:sources"))),
        deeds=tuple(deeds),
        facts=_facts(found),
        figures=(
            FigureView(str(found.sent), _("messages arrived")),
            FigureView(str(found.waiting), _("waiting")),
            FigureView(str(found.dead), _("given up"), f"{reverse('intake:queue')}?source={found.card.code}"),
        ),
    )
    return render(request, "intake/table.html", page)


def _facts(found: SourcePage) -> tuple[Answer, ...]:
    card, receiver = found.card, found.receiver
    facts = [Answer(_("New dossiers"), source_state(card))]
    if card.closed_at:
        facts += [Answer(_("Closed since"), card.closed_at, kind="moment"), Answer(_("Reason"), card.closed_ground)]
    if receiver is None:
        return (*facts, Answer(_("Receiver of messages"), _("none: the source fetches its changes itself")))
    state = StateView("down", _("down"), "bad") if receiver.down_since else StateView("up", _("it answers"), "good")
    facts += [Answer(_("Receiver of messages"), receiver.address), Answer(_("How it is"), state)]
    if receiver.down_since:
        facts += [
            Answer(_("Down since"), receiver.down_since, kind="moment"),
            Answer(_("Tried again at"), receiver.probe_at, kind="moment"),
        ]
    for hint, until in receiver.secrets:
        held = _("until %(when)s") % {"when": moment_words(until)} if until else _("in force")
        facts.append(Answer(_("Secret that ends in %(letters)s") % {"letters": hint}, held))
    return tuple(facts)


def source_state(card: SourceCard) -> StateView:
    """Whether its new dossiers are taken."""
    if card.closed_at:
        return StateView("closed", _("refused: the source is closed"), "bad")
    return StateView("open", _("taken"), "good")


def _codes(found: SourcePage) -> TableView:
    return TableView(
        (Column(_("Procedure code of the source")), Column(_("Procedure of the city"))),
        tuple(Row((code, name)) for code, name in found.mapped),
        caption=_("Codes"),
        show_caption=True,
        empty=EmptyView(_("No code is mapped"), _("A dossier with an unknown code is refused for its content.")),
    )


def _keys(found: SourcePage) -> TableView:
    return TableView(
        (
            Column(_("Key")),
            Column(_("State"), "state"),
            Column(_("In force until"), "day"),
            Column(_("Requests a minute"), "number"),
            Column(_("Last used"), "moment"),
            Column(_("What you can do"), hidden_label=True),
        ),
        tuple(_key(row, found.card.id) for row in found.keys),
        caption=_("Keys"),
        show_caption=True,
        empty=EmptyView(_("No key yet"), _("Without a key the source can send nothing.")),
    )


def _key(row: KeyRow, source_id: int) -> Row:
    label, tone = KEY_STATES[row.state]
    revoke = Link(_("Revoke"), reverse("intake:revoke-key", args=[source_id, row.id])) if row.state == "works" else None
    state = StateView(row.state, label, tone)  # type: ignore[arg-type]  # the table holds words of Tone only
    return Row((Cell(row.name, note=row.prefix), state, row.valid_until, row.per_minute, row.last_used_at, revoke))


# -- deeds -----------------------------------------------------------------------------------------------------------


@ask
def register(request: HttpRequest) -> HttpResponse:
    """Another system may be connected."""
    actor = signed_in(request)
    actor.require(access.SOURCES)
    form = bind(SourceForm, request)
    if request.method == "POST" and form.is_valid():
        made: list[int] = []
        if did(form, lambda: made.append(usecases.register_source(form.command(), actor=actor))):
            messages.success(request, _("The source is registered. Map its codes and make a key."))
            return redirect("intake:source", made[0])
    page = FormPage(
        _("Register a source"),
        _("A system of another authority that sends dossiers, such as the national portal."),
        _("Register"),
        reverse("intake:sources"),
        crumbs(Link(_("Sources"), reverse("intake:sources"))),
    )
    return show(request, page, form)


@ask
def map_procedure(request: HttpRequest, source_id: int) -> HttpResponse:
    """Which of our procedures a code means."""
    actor = signed_in(request)
    found = queries.source_page(source_id, actor)
    names = tuple((key, name.into(language())) for key, name in queries.procedures_to_map(actor))
    form = bind(MapForm, request, procedures=names)
    if (
        request.method == "POST"
        and form.is_valid()
        and did(form, lambda: usecases.map_procedure(form.command(source_id), actor=actor))
    ):
        messages.success(request, _("The code is mapped from now on."))
        return redirect("intake:source", source_id)
    return show(
        request,
        _page(found, _("Map a code"), _("Dossiers that are here already stay with their procedure."), _("Map it")),
        form,
    )


@ask
def make_key(request: HttpRequest, source_id: int) -> HttpResponse:
    """A key; its secret is on the answer and nowhere else."""
    actor = signed_in(request)
    found = queries.source_page(source_id, actor)
    form = bind(KeyForm, request, actor=actor)
    page = _page(found, _("Make a key"), _("The source calls with it. Its secret is shown once."), _("Make the key"))
    return _shown(request, found, page, form, lambda: usecases.make_source_key(form.command(source_id), actor=actor))


@ask
def revoke_key(request: HttpRequest, source_id: int, key_id: int) -> HttpResponse:
    """The key works no more."""
    actor = signed_in(request)
    found = queries.source_page(source_id, actor)
    if all(row.id != key_id for row in found.keys):
        raise access.no_such("khóa", "key")
    form = bind(DeedForm, request)
    if (
        request.method == "POST"
        and form.is_valid()
        and did(form, lambda: usecases.revoke_source_key(form.revoke(source_id, key_id), actor=actor))
    ):
        messages.success(request, _("The key works no more."))
        return redirect("intake:source", source_id)
    page = _page(found, _("Revoke the key"), _("From this moment on the source can't call with it."), _("Revoke"))
    return show(request, page, form)


@ask
def subscribe(request: HttpRequest, source_id: int) -> HttpResponse:
    """Where the source is told of changes; the secret is shown once."""
    actor = signed_in(request)
    found = queries.source_page(source_id, actor)
    form = bind(SubscribeForm, request)
    page = _page(
        found,
        _("Set the receiver"),
        _("Changes are posted to this address, signed as Standard Webhooks say. An address before it ends."),
        _("Set it"),
    )
    return _shown(request, found, page, form, lambda: usecases.subscribe(form.command(source_id), actor=actor))


@ask
def rotate(request: HttpRequest, source_id: int) -> HttpResponse:
    """A new secret beside the former, which runs out."""
    actor = signed_in(request)
    found = queries.source_page(source_id, actor)
    if found.receiver is None:
        raise access.no_such("địa chỉ nhận thông báo", "subscription")
    form = bind(RotateForm, request)
    page = _page(found, _("Change the secret"), _("A new secret is made and shown once."), _("Make a new secret"))
    return _shown(request, found, page, form, lambda: usecases.rotate_secret(form.command(source_id), actor=actor))


@ask
def close(request: HttpRequest, source_id: int) -> HttpResponse:
    """New dossiers of the source are refused; its open cases go on."""
    actor = signed_in(request)
    found = queries.source_page(source_id, actor)
    form = bind(SourceGroundForm, request, closing=True)
    if (
        request.method == "POST"
        and form.is_valid()
        and did(form, lambda: usecases.close_source(form.close(source_id), actor=actor))
    ):
        messages.success(request, _("The source is closed: its new dossiers are refused."))
        return redirect("intake:source", source_id)
    points = (
        _("New dossiers get an answer that says why, and are not kept."),
        _("Open cases go on: supplements, withdrawals and payments are taken, and the source is told of every change."),
        _("The source can be opened again at any time."),
    )
    page = _page(found, _("Close the source"), _("The city takes no new dossiers from it."), _("Close it"))
    return show(request, replace(page, points=points), form)


@ask
def reopen(request: HttpRequest, source_id: int) -> HttpResponse:
    """A closed source may send new dossiers again."""
    actor = signed_in(request)
    found = queries.source_page(source_id, actor)
    form = bind(SourceGroundForm, request, closing=False)
    if (
        request.method == "POST"
        and form.is_valid()
        and did(form, lambda: usecases.reopen_source(form.reopen(source_id), actor=actor))
    ):
        messages.success(request, _("The source is open again."))
        return redirect("intake:source", source_id)
    page = _page(found, _("Open the source again"), _("The city takes new dossiers from it again."), _("Open it again"))
    return show(request, page, form)


def _page(found: SourcePage, title: Words, lead: Words, button: Words) -> FormPage:
    here = reverse("intake:source", args=[found.card.id])
    trail = crumbs(Link(_("Sources"), reverse("intake:sources")), Link(found.card.name, here))
    return FormPage(title, lead, button, here, trail)


def _shown(
    request: HttpRequest, found: SourcePage, page: FormPage, form: KhueForm, deed: Callable[[], Shown]
) -> HttpResponse:
    """The form; or, once it is done, the page with the secret."""
    made: list[Shown] = []
    if request.method == "POST" and form.is_valid() and did(form, lambda: made.append(deed())):
        shown = SecretPage(
            _("Keep this secret now"),
            made[0].secret,
            _("It is shown this once, and nobody can read it again. Hand it over on a safe way."),
            page.back_href,
            page.crumbs,
        )
        response = render(request, "intake/secret.html", shown)
        response.headers["Cache-Control"] = "no-store"
        return response
    return show(request, page, form)
