"""Making a key for one's own programs, and revoking one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from khue.core.errors import Conflict, Refused
from khue.features.people import queries as people
from khue.features.staff import usecases
from khue.features.staff.domain.office_keys import RevokeOfficeKey
from khue.features.staff.forms import OfficeKeyForm
from khue.features.staff.queries.office_keys import carried_rights
from khue.features.staff.usecases import NewOfficeKey
from khue.features.staff.views.parts import FormPage, ask, staff_actor
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal

USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class NewKeyPage:
    """The only page that ever shows the secret."""

    key: NewOfficeKey
    keys_href: str
    manual_href: str
    base_url: str


@never_cache
@ask
def make_key(request: HttpRequest) -> HttpResponse:
    """Name, rights, last day; the answer shows the secret, once."""
    actor = staff_actor(request)
    days = min(USUAL_DAYS, settings.KHUE_STAFF_KEY_DAYS)
    given = {"valid_until": actor.today + timedelta(days=days)}
    form = bind(OfficeKeyForm, request, rights=carried_rights(actor.rights), initial=given)
    back = reverse("staff:keys")
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.make_office_key(form.command(), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            form.add_error(None, conflict.text.into(web.language()))
        else:
            shown = NewKeyPage(made, back, reverse("interface"), str(settings.KHUE_BASE_URL).rstrip("/"))
            return web.render(request, "staff/new_key.html", shown)
    page = FormPage(
        _("Make an access key"),
        _("A program with this key reads what you may read, for as long as you may read it."),
        _("Make the key"),
        back,
        _("Sign-in and keys"),
        points=(
            _("A key decides, pays and signs nothing: that needs you and your second factor."),
            _("It works for %(days)s days at most, and ends when you leave or lose your second factor.")
            % {"days": settings.KHUE_STAFF_KEY_DAYS},
            _("Whatever it does stands in the audit under your name and the key’s."),
        ),
    )
    return web.render(request, "staff/form.html", page, 422 if form.errors else 200, form=form)


@require_POST
def revoke_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """It works no more. One's own, or a colleague's for those who may end sessions."""
    actor = web.signed_in(request)
    holder = usecases.revoke_office_key(RevokeOfficeKey(key_id), actor=actor)
    messages.success(request, _("The key is revoked."))
    if holder == actor.key:
        return web.redirect("staff:keys")
    return web.redirect("staff:keys-of", people.party_id(holder))
