"""Sign-in and keys: where I am signed in, my second factors; leaving and lost keys of colleagues."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.staff import access, usecases
from khue.features.staff.domain.commands import AnswerKeyReset
from khue.features.staff.domain.office_keys import RIGHT_WORDS
from khue.features.staff.forms import LeaveForm, ResetForm
from khue.features.staff.queries import joining
from khue.features.staff.queries.office_keys import OfficeKeyLine, carried_rights, office_keys_of
from khue.features.staff.views.parts import FormPage, ask, asked, found_line, person_href, staff_actor
from khue.kernel import web
from khue.kernel.forms import bind
from khue.kernel.ui import Link, StateView


@dataclass(frozen=True, slots=True)
class SessionView:
    session: joining.SessionLine
    here: bool


@dataclass(frozen=True, slots=True)
class KeyView:
    key: joining.KeyLine
    label: str
    remove_href: str


@dataclass(frozen=True, slots=True)
class OfficeKeyView:
    """A key for programs; ``revoke_href`` is empty for one that works no more."""

    key: OfficeKeyLine
    rights: tuple[Text, ...]
    state: StateView
    revoke_href: str


@dataclass(frozen=True, slots=True)
class KeysPage:
    """``own``: the reader's own page. Personal addresses of others are shown to those who may end sessions."""

    name: str
    own: bool
    sessions: tuple[SessionView, ...]
    keys: tuple[KeyView, ...]
    resets: tuple[joining.ResetLine, ...]
    programs: tuple[OfficeKeyView, ...]
    make_href: str
    links: tuple[Link, ...]
    end_href: str
    back_href: str


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Where I am signed in, and with which second factors."""
    actor = web.signed_in(request)
    assert actor.person_id is not None
    links = [
        Link(_("Change the password"), reverse("account_change_password"), icon="lock"),
        Link(_("Recovery codes"), reverse("mfa_view_recovery_codes"), icon="key"),
        Link(_("Add a passkey"), reverse("mfa_add_webauthn"), icon="fingerprint"),
    ]
    page = _page(request, actor, actor.key, tuple(links))
    if not any(row.key.kind == "recovery_codes" for row in page.keys):
        page = replace(page, links=tuple(link for link in links if link.icon != "key"))
    return web.render(request, "staff/keys.html", page)


@require_GET
def keys_of(request: HttpRequest, person_id: int) -> HttpResponse:
    """The same of a colleague, for those who may end sessions."""
    actor = staff_actor(request)
    actor.require(access.KEYS)
    key = f"party:{person_id}"
    found_line(key, actor)
    links = (Link(_("Reset a lost second factor"), reverse("staff:ask-reset", args=[person_id]), icon="key"),)
    return web.render(request, "staff/keys.html", _page(request, actor, key, links))


def _page(request: HttpRequest, actor: Actor, key: str, links: tuple[Link, ...]) -> KeysPage:
    own, number = key == actor.key, people.party_id(key)
    labels = {
        "totp": _("Authenticator app"),
        "webauthn": _("Passkey"),
        "recovery_codes": _("Recovery codes"),
    }
    here = request.session.session_key or ""
    return KeysPage(
        name=people.party(key).name,
        own=own,
        sessions=tuple(SessionView(line, line.key == here) for line in joining.sessions_of(key)),
        keys=tuple(
            KeyView(
                line,
                labels.get(line.kind, line.kind),
                reverse("mfa_remove_webauthn", args=[line.id]) if own and line.kind == "webauthn" else "",
            )
            for line in joining.keys_of(key)
        ),
        resets=joining.open_resets(of=key),
        programs=tuple(_program(line) for line in office_keys_of(key, actor.today)),
        make_href=reverse("staff:make-key") if own and _may_make(actor) else "",
        links=links,
        end_href=reverse("staff:sign-out", args=[number]),
        back_href="" if own else person_href(number),
    )


def _may_make(actor: Actor) -> bool:
    return bool(settings.KHUE_STAFF_KEY_DAYS and carried_rights(actor.rights)) and not actor.stands_in_for


def _program(line: OfficeKeyLine) -> OfficeKeyView:
    states = {
        "works": StateView("works", _("in force"), "good"),
        "over": StateView("over", _("run out"), "plain"),
        "revoked": StateView("revoked", _("revoked"), "bad"),
    }
    return OfficeKeyView(
        line,
        tuple(RIGHT_WORDS.get(right, Text(right, right)) for right in line.rights),
        states[line.state],
        reverse("staff:revoke-key", args=[line.id]) if line.state == "works" else "",
    )


@require_POST
def sign_out(request: HttpRequest, person_id: int) -> HttpResponse:
    """End one session (``session``) or all but this one."""
    actor = web.signed_in(request)
    key = f"party:{person_id}"
    given = request.POST.get("session", "")
    only = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None
    ended = usecases.end_sessions(key, only=only, but=request.session.session_key or "", actor=actor)
    messages.success(request, _("Sessions ended: %(count)s.") % {"count": ended})
    return web.redirect(reverse("staff:keys") if key == actor.key else reverse("staff:keys-of", args=[person_id]))


@require_POST
def stop_reset(request: HttpRequest, reset_id: int) -> HttpResponse:
    """The person concerned stops a reset that was not wished."""
    actor = web.signed_in(request)
    usecases.answer_key_reset(AnswerKeyReset(reset_id, False, _("Stopped by the person concerned")), actor=actor)
    messages.success(request, _("The reset was stopped."))
    return web.redirect("staff:keys")


@ask
def ask_reset(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask to take lost keys away; a different administrator confirms."""
    actor = staff_actor(request)
    actor.require(access.KEYS)
    key = f"party:{person_id}"
    line = found_line(key, actor)
    form = bind(ResetForm, request)
    back = reverse("staff:keys-of", args=[person_id])
    page = FormPage(
        _("Reset a lost second factor"),
        line.name,
        _("Ask for the reset"),
        back,
        line.name,
        points=(
            _("The person is told at once, in the app and by mail, and can stop it."),
            _("Another administrator confirms. After the waiting time the keys go and every session ends."),
            _("At the next sign-in a new second factor is set up, with new recovery codes."),
        ),
    )
    return asked(
        request, form, page, lambda: usecases.ask_key_reset(form.command(key), actor=actor), back,
        _("The request is recorded and waits for a second person."),
    )  # fmt: skip


@ask
def leave(request: HttpRequest, person_id: int) -> HttpResponse:
    """Record that somebody leaves."""
    actor = staff_actor(request)
    actor.require(access.INVITE)
    key = f"party:{person_id}"
    line = found_line(key, actor)
    held = dossiers.held_count(key)
    form = bind(LeaveForm, request, initial={"last_day": actor.today})
    page = FormPage(
        _("Record a departure"),
        line.name,
        _("Record the departure"),
        person_href(person_id),
        line.name,
        points=(
            _("Tasks on the desk: %(count)s. Hand the desk over first, or put them back into the queue.")
            % {"count": held},
            _("All roles end after the last day. Sessions and keys go when it is over."),
            _("The account and every record stay; the audit keeps the name."),
        ),
    )
    return asked(
        request, form, page, lambda: usecases.record_departure(form.command(key), actor=actor),
        person_href(person_id), _("The departure is recorded."),
    )  # fmt: skip
