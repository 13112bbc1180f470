"""Sign-in: residents by OpenID Connect, staff by password and a second factor. What joins allauth to ``people``.

A member of staff whose session has not shown the second factor has no rights and no unit: a plain resident.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from khue.core.actor import Actor
from khue.core.errors import KhueError
from khue.features.people import queries
from khue.features.people.domain import LinkIdentity
from khue.features.people.queries.keys import key_holder
from khue.features.people.usecases import link_identity
from khue.features.staff import queries as staff
from khue.features.staff.access import STANDS_IN
from khue.features.staff.domain.absences import deputy_name
from khue.kernel import clock, web
from khue.kernel.api import callers
from khue.kernel.logs import log
from khue.kernel.models import User
from khue.kernel.ui import Link

ACTING_FOR = "acting_for"
ASSURANCE = "assurance"
PERSONA = "sample_persona"
STAFF_BY_PASSWORD = "allauth.account.auth_backends.AuthenticationBackend"
JUST_TYPED = 300  # seconds


# ---- who a session is ------------------------------------------------------------------------------------------------


def standing_of(user_id: int, day: date) -> queries.Standing | None:
    """Who the account is on that day, for the session of the request under way.

    Rights and units count only when the session has shown the second factor.
    """
    request = context.request
    session = request.session if request is not None and hasattr(request, "session") else {}
    found = queries.standing(user_id, day, str(session.get(ACTING_FOR, "")))
    if found is None or not found.units or request is None or shown_second_factor(request):
        return _as_deputy(found, session.get(STANDS_IN), day)
    request.second_factor_missing = True
    return replace(found, rights=frozenset(), units=())


def _as_deputy(found: queries.Standing | None, absence: Any, day: date) -> queries.Standing | None:
    """Whoever works in an absent colleague's place has that colleague's rights within the scope, and no others.

    Asked of the database only in sessions that chose to; a choice that no longer holds on that day is dropped.
    """
    if found is None or not found.units or not isinstance(absence, int):
        return found
    chosen = staff.stand_in(found.person_id, absence, day)
    if chosen is None:
        return found
    return replace(
        found,
        name=deputy_name(found.name, chosen.name),
        rights=chosen.rights,
        units=chosen.units,
        mandate=f"absence:{chosen.absence}:{chosen.person}",
        stands_in_for=chosen.person,
        stands_in_parties=queries.near_parties(chosen.person, day),
        acting_for="",
    )


def shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed, with a second factor. A persona of the sample city counts as such."""
    if settings.KHUE_SAMPLE and request.session.get(PERSONA):
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def office_of(holder: str, day: date) -> queries.Standing | None:
    """The member of staff behind a key, as of that day; None for an account that is switched off."""
    user = queries.account_of(holder)
    if user is None or not User.objects.filter(pk=user, is_active=True).exists():
        return None
    return queries.standing(user, day)


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether this is a member of staff who has yet to set up, or to show, the second factor."""
    web.actor_of(request)
    return bool(getattr(request, "second_factor_missing", False))


def frame(request: HttpRequest, actor: Actor) -> Mapping[str, Any]:
    """What the frame of every page shows about who is signed in."""
    values: dict[str, Any] = {"sign_in_href": web.address("sign-in")}
    if actor.user_id is None:
        return values
    values |= {"sign_out_href": web.address("account_logout"), "account_href": web.address("people:me")}
    links = [
        Link(_("What the city holds about me"), web.address("people:me"), icon="user"),
        Link(_("My data"), web.address("privacy:mine"), icon="shield-lock"),
        Link(_("On whose behalf I act"), web.address("people:acting-for"), icon="users"),
    ]
    if needs_second_factor(request):
        links.append(Link(_("Set up the second factor"), web.address("mfa_activate_totp"), icon="lock"))
    if actor.is_staff:
        links.append(Link(_("My absences and deputies"), web.address("staff:absences"), icon="calendar"))
    links.append(Link(_("Sign-in and keys"), web.address("staff:keys"), icon="key"))
    values["account_links"] = tuple(links)
    chosen = str(request.session.get(ACTING_FOR, ""))
    if actor.mandate and chosen and not actor.stands_in_for:
        values["acting_for"] = queries.present_party(chosen).name
    return values


def menu(actor: Actor) -> list[Link]:
    """Menu items of the rooms people and staff, for staff."""
    links = [Link(_("People and organisations"), web.address("people:parties"))] if actor.may("people.read") else []
    return [*links, Link(_("Staff"), web.address("staff:directory"))] if actor.is_staff else links


def wire() -> None:
    """Called once by ``site.wiring``: the kernel learns who accounts are and where parties read mail."""
    from khue.kernel import notices

    web.set_standing_loader(standing_of)
    web.register_frame(frame)
    web.register_menu(menu)
    callers.set_holder_loader(key_holder)
    callers.set_office_loader(office_of)
    notices.set_address_loader(queries.mail_address)


# ---- allauth's adapters ----------------------------------------------------------------------------------------------


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up with a password: residents come by the identity provider, staff accounts are given."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name and password do not fit together."),
        "email_password_mismatch": _("User name and password do not fit together."),
        "account_inactive": _("This account is switched off. Please ask your administrator."),
        "too_many_login_attempts": _("Too many attempts. Please wait a few minutes and try again."),
        "incorrect_password": _("The password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if needs_second_factor(request) and not is_mfa_enabled(request.user):
            return reverse("mfa_activate_totp")
        language = web.language()
        return f"/{language}/desk/" if web.actor_of(request).is_staff else f"/{language}/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{web.language()}/"

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        # The actor was a visitor when this request began.
        request.__dict__.pop("_khue_actor", None)
        request.__dict__.pop("second_factor_missing", None)
        login = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if login is not None:
            request.session[ASSURANCE] = login.said.assurance
        if needs_second_factor(request) and not is_mfa_enabled(user):
            kwargs["redirect_url"] = reverse("mfa_activate_totp")
        return super().post_login(request, user, **kwargs)  # type: ignore[no-any-return]  # allauth has no types

    def is_reauthentication_required(self, *, app: str) -> bool:
        """A password typed a moment ago need not be typed again to set up the first second factor."""
        request = context.request
        if is_mfa_enabled(request.user):
            return True
        records = get_authentication_records(request, request.user)
        return not any(r["method"] == "password" and time.time() - r["at"] < JUST_TYPED for r in records)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own messages are left out: the page that follows says what happened."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The secret of a second factor lies encrypted in the database, so that a copy of it gives no codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or no longer valid. Please type the newest one."),
        "cannot_delete_authenticator": _("The second factor can't be switched off."),
    }

    def encrypt(self, text: str) -> str:
        return str(self._box.encrypt(text.encode()).decode())

    def decrypt(self, encrypted_text: str) -> str:
        return str(self._box.decrypt(encrypted_text.encode()).decode())

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """A passkey goes when another factor stays; the authenticator app and the recovery codes stay."""
        if authenticator.type != Authenticator.Type.WEBAUTHN:
            return False
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Khuê"}

    def get_totp_label(self, user: User) -> str:
        return user.username

    @cached_property
    def _box(self) -> Any:
        import base64
        import hashlib

        from cryptography.fernet import Fernet

        digest = hashlib.sha256(b"khue.second-factor:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Every identity belongs to one person of ``people``; the stable subject decides which."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        try:
            user_id = link_identity(sociallogin.said, actor=_door())
        except KhueError as error:
            raise ImmediateHttpResponse(failed_page(request, "refused", error.text.into(web.language()))) from error
        if not sociallogin.is_existing:
            sociallogin.connect(request, User.objects.get(pk=user_id))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        code = "cancelled" if error == AuthError.CANCELLED else "failed"
        # The reason goes to the log only: it may hold what the provider said about a person.
        log(__name__).warning("sign_in_failed", code=code, error=type(exception).__name__ if exception else "")
        raise ImmediateHttpResponse(failed_page(request, code))

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False


def failed_page(request: HttpRequest, code: str, detail: str = "") -> HttpResponse:
    """The page that says that a sign-in did not work, and what to do. Never a fault of the server."""
    from khue.site.sign_in_views import failed

    return failed(request, code, detail)


def _door() -> Actor:
    """Who acts before anybody is signed in."""
    return Actor(key="public", name="", moment=clock.now())


def _claims(app: Any, token: Mapping[str, Any], info: Mapping[str, Any]) -> LinkIdentity:
    """What the provider says. Names of claims differ between providers: ``settings.claims`` of the app may map them."""
    said = {**token, **info}
    named: Mapping[str, str] = app.settings.get("claims", {})

    def claim(name: str) -> str:
        value = said.get(named.get(name, name))
        return str(value).strip() if isinstance(value, str | int) else ""

    year = claim("birthdate")[:4]
    return LinkIdentity(
        issuer=str(token.get("iss", "")),
        subject=str(token.get("sub", "")),
        name=claim("name"),
        citizen_number=claim("citizen_number"),
        birth_year=int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None,
        email=claim("email"),
        phone=claim("phone_number"),
        assurance=str(token.get("acr", "")),
        language=web.language(),
    )


# ---- OpenID Connect, stricter than the library -----------------------------------------------------------------------


class StrictOpenID(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Asks for a nonce, checks it, the signature, and that user info and token speak of the same subject."""

    nonce = ""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        # One address for both languages: it is registered at the provider.
        with translation.override("vi"):
            return str(super().get_callback_url(request, app))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        login = super().complete_login(request, app, token, **kwargs)
        found = login.account.extra_data.get("id_token") or {}
        if not self.nonce or not secrets.compare_digest(str(found.get("nonce", "")), self.nonce):
            raise OAuth2Error("nonce does not match")
        info = login.account.extra_data.get("userinfo") or {}
        if info.get("sub", found.get("sub")) != found.get("sub"):
            raise OAuth2Error("subjects differ")
        login.said = _claims(app, found, info)
        # The library would keep all of it beside the account; what the city keeps stands in ``people``.
        login.account.extra_data = {}
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        self.did_fetch_access_token = False  # the library then verifies the signature, too
        try:
            return dict(super()._decode_id_token(app, id_token))
        except (KeyError, ValueError) as error:
            raise OAuth2Error("unreadable id_token") from error
