"""Keys of an organisation: the list, making one, revoking one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.errors import Missing, Refused
from khue.features.people import access, queries, usecases
from khue.features.people.domain.keys import SCOPE_NAMES, RevokeKey
from khue.features.people.forms import KeyForm
from khue.features.people.queries.keys import KeyLine, key_line, keys_of, possible_holders
from khue.features.people.usecases import NewKey
from khue.features.people.views.parts import FormPage, ask
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Cell, Column, ConfirmView, EmptyView, Link, Row, StateView, TableView, Tone

USUAL_LIFE = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class KeysPage:
    name: str
    table: TableView
    make_href: str
    party_href: str
    manual_href: str


@dataclass(frozen=True, slots=True)
class NewKeyPage:
    """The only page that ever shows the secret."""

    name: str
    key: NewKey
    keys_href: str
    manual_href: str
    base_url: str


def _organisation(request: HttpRequest, party_id: int) -> queries.PartyCard:
    actor = web.signed_in(request)
    access.require_keys_of(actor, f"party:{party_id}")
    card = queries.party(f"party:{party_id}")
    if card.is_private_person:
        raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
    return card


@require_GET
def keys(request: HttpRequest, party_id: int) -> HttpResponse:
    """Which programs may call, with what, since when; never a secret."""
    card = _organisation(request, party_id)
    lines = keys_of(card.key, web.actor_of(request).today)
    table = TableView(
        columns=(
            Column(_("Key")),
            Column(_("Whose mandate it uses")),
            Column(_("What it may do")),
            Column(_("Until"), "day"),
            Column(_("Last used"), "moment"),
            Column(_("State"), "state"),
            Column(_("What to do"), hidden_label=True),
        ),
        rows=tuple(_row(line) for line in lines),
        caption=_("Access keys"),
        empty=EmptyView(
            _("No key yet"), _("A key lets a program of the organisation read, write and submit dossiers."), icon="lock"
        ),
    )
    page = KeysPage(
        card.name,
        table,
        reverse("people:make-key", args=[party_id]),
        reverse("people:party", args=[party_id]),
        reverse("interface"),
    )
    return web.render(request, "people/keys.html", page)


def _row(line: KeyLine) -> Row:
    works = line.state in ("works", "waiting")
    return Row(
        (
            Cell(line.name, note=f"{line.prefix}_…", strong=True),
            line.holder,
            ", ".join(SCOPE_NAMES[scope].into(web.language()) for scope in line.scopes),
            line.valid_until,
            line.last_used_at,
            _state(line.state),
            Link(_("Revoke"), reverse("people:revoke-key", args=[line.id])) if works else None,
        )
    )


def _state(code: str) -> StateView:
    words: dict[str, tuple[str, Tone]] = {
        "waiting": (_("not in force yet"), "wait"),
        "works": (_("in force"), "good"),
        "over": (_("run out"), "plain"),
        "revoked": (_("revoked"), "bad"),
    }
    return StateView(code, *words[code])


@ask
def make_key(request: HttpRequest, party_id: int) -> HttpResponse:
    """Make a key; the answer shows its secret, once."""
    card = _organisation(request, party_id)
    actor = web.actor_of(request)
    holders = possible_holders(card.key, actor.today) if actor.may(access.ROLES) else ()
    given = {"valid_from": actor.today, "valid_until": actor.today + USUAL_LIFE, "scopes": ["view"]}
    form = bind(KeyForm, request, holders=holders, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.make_key(form.command(card.key, actor), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            shown = NewKeyPage(
                card.name,
                made,
                reverse("people:keys", args=[party_id]),
                reverse("interface"),
                str(settings.KHUE_BASE_URL),
            )
            return web.render(request, "people/new_key.html", shown)
    page = FormPage(
        _("Make an access key for %(name)s") % {"name": card.name},
        _("A program with this key acts under your mandate; what it certifies and submits you answer for."),
        _("Make the key"),
        reverse("people:keys", args=[party_id]),
        _("Access keys"),
    )
    return web.render(request, "people/form.html", page, 422 if form.errors else 200, form=form)


@ask
def revoke_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """It works no more; asked once before it is done."""
    actor = web.signed_in(request)
    organisation, line = key_line(key_id, actor.today)
    if not access.may_see_keys(actor, organisation):
        raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
    back = reverse("people:keys", args=[organisation.removeprefix("party:")])
    if request.method == "POST":
        usecases.revoke_key(RevokeKey(key_id), actor=actor)
        messages.success(request, _("The key is revoked."))
        return web.redirect(back)
    page = ConfirmView(
        title=_("Revoke the key %(name)s?") % {"name": line.name},
        text=f"{line.prefix}_…",
        label=_("Revoke the key"),
        cancel_href=back,
        points=(
            _("Programs that use it are refused from this moment."),
            _("It can't be brought back; make another key instead."),
            _("What was done with it stays recorded under its name."),
        ),
    )
    return web.render(request, "ui/confirm.html", page)
