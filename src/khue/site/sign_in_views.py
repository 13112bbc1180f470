"""Pages of sign-in. The flows are allauth's; words, looks and strictness are ours."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from allauth.account import views as account
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import activate, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from requests import RequestException

from khue.features.people import queries
from khue.kernel import limits, web
from khue.kernel.logs import log
from khue.kernel.ui import Link
from khue.site import one_time_codes
from khue.site.sign_in import StrictOpenID, needs_second_factor

CODES_NEW = "recovery_codes_new"
"""Set in a session when recovery codes were made: they are shown once."""
MESSAGES = {
    "cancelled": gettext_lazy("You did not let the identity provider tell us who you are, so you are not signed in."),
    "failed": gettext_lazy(
        "The sign-in could not be completed: the answer did not fit our question, or came too late."
    ),
    "unreachable": gettext_lazy("The identity provider does not answer at the moment."),
    "refused": gettext_lazy("The identity provider’s answer can’t be used."),
}


@dataclass(frozen=True, slots=True)
class SignInPage:
    providers: tuple[Link, ...]
    next: str
    personas: tuple[queries.AccountLine, ...]


@dataclass(frozen=True, slots=True)
class FailedPage:
    text: str
    detail: str
    again_href: str


# ---- residents -------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD"])
def resident(request: HttpRequest) -> HttpResponse:
    """One way in for residents: their national identity."""
    back = web.safe_path(request.GET.get("next", ""), "")
    if web.actor_of(request).is_signed_in:
        return web.redirect(back or f"/{web.language()}/")
    providers = tuple(
        Link(app.name, reverse("openid_connect_login", args=[app.provider_id]))
        for app in get_adapter().list_apps(request, provider="openid_connect")
    )
    personas = queries.personas() if settings.KHUE_SAMPLE else ()
    return web.render(request, "sign_in/resident.html", SignInPage(providers, back, personas))


@require_POST
@limits.limited("sign-in", "30/m")
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the identity provider: authorisation code with PKCE, state and nonce."""
    try:
        adapter = StrictOpenID(request, provider_id)
        provider = adapter.get_provider()
        client = adapter.get_client(request, provider.app)
        address = adapter.authorize_url
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (RequestException, KeyError, ValueError) as error:
        log(__name__).error("identity_provider_unreachable", error=type(error).__name__)
        return failed(request, "unreachable")
    challenge = generate_code_challenge()
    nonce = secrets.token_urlsafe(24)
    client.state = provider.stash_redirect_state(
        request,
        "login",
        web.safe_path(request.POST.get("next", ""), "") or None,
        data={"nonce": nonce, "language": web.language()},
        pkce_code_verifier=challenge.pop("code_verifier"),
    )
    asked = {**provider.get_auth_params(), **challenge, "nonce": nonce}
    return HttpResponseRedirect(client.get_redirect_url(address, provider.get_scope(), asked))


class Callback(OAuth2CallbackView):  # type: ignore[misc]  # allauth has no types
    """Back from the identity provider."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        kept = (state or {}).get("data") or {}
        self.adapter.nonce = kept.get("nonce", "")
        if kept.get("language") in ("vi", "en"):
            activate(kept["language"])
            request.LANGUAGE_CODE = kept["language"]
        return state, response


@never_cache
@require_http_methods(["GET", "HEAD"])
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Every answer that does not fit gets a page that says what to do; none is a fault of the server."""
    try:
        view = Callback.adapter_view(StrictOpenID(request, provider_id))
        return view(request)  # type: ignore[no-any-return]  # allauth has no types
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (RequestException, OAuth2Error, KeyError, ValueError) as error:
        log(__name__).error("identity_provider_answer", error=type(error).__name__)
        return failed(request, "failed")


def failed(request: HttpRequest, code: str, detail: str = "") -> HttpResponse:
    """What happened, and the way to try again."""
    page = FailedPage(str(MESSAGES.get(code, MESSAGES["failed"])), detail, reverse("sign-in"))
    return web.render(request, "sign_in/failed.html", page, 503 if code == "unreachable" else 401)


# ---- staff -----------------------------------------------------------------------------------------------------------


class StaffForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = gettext_lazy("User name")
        self.fields["password"].label = gettext_lazy("Password")
        self.fields["password"].help_text = ""
        self.fields.pop("remember", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> Any:
        cleaned = super().clean()
        # A staff session ends with the browser, whatever was asked.
        self.cleaned_data["remember"] = False
        return cleaned


class OneTimeCode(BaseAuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """allauth's form with our check of the app's codes (``one_time_codes``); recovery codes as allauth checks them."""

    def clean_code(self) -> str:
        clear_limit = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        factors = list(Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN))
        for factor in factors:
            app = factor.type == Authenticator.Type.TOTP
            if one_time_codes.accept(factor, code) if app else factor.wrap().validate_code(code):
                factor.user = self.user
                self.authenticator = factor
                clear_limit()
                return code
        for factor in [one for one in factors if one.type == Authenticator.Type.TOTP][:1] or factors[:1]:
            self._emit_authentication_failed(factor)
        raise mfa_adapter().validation_error("incorrect_code")


class CodeForm(OneTimeCode, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self)


class CodeAgain(OneTimeCode, CodeAgainForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self)


class PasswordAgain(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = gettext_lazy("Password")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self)

    def clean_code(self) -> str:
        """A code of the step before counts here, too: who types slowly is not sent round again."""
        code: str = self.cleaned_data["code"]
        if one_time_codes.step_of(self.secret, code) is None:
            return str(super().clean_code())  # it refuses, and counts the attempt
        validate_can_add_authenticator(self.user)
        check_rate_limit(self.user, error_key="rate_limited")()
        return code


def _as_code(form: Any) -> None:
    form.fields["code"].label = gettext_lazy("Code from your authenticator app")
    form.fields["code"].widget.attrs.pop("placeholder", None)
    form.fields["code"].widget.attrs["inputmode"] = "numeric"


class StaffSignIn(account.LoginView):  # type: ignore[misc]  # allauth has no types
    form_class = StaffForm
    template_name = "sign_in/staff.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[no-any-return]  # allauth has no types


class SecondFactor(mfa.AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """The code of the app, a recovery code, or a passkey when the person has one."""

    form_class = CodeForm
    template_name = "sign_in/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        context["has_passkey"] = is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN])
        asked = (context.get("js_data") or {}).get("request_options")
        context["options"] = json.dumps(asked) if asked else ""
        return context


class PasswordAgainView(account.ReauthenticateView):  # type: ignore[misc]  # allauth has no types
    form_class = PasswordAgain
    template_name = "sign_in/again.html"


class CodeAgainView(mfa.ReauthenticateView):  # type: ignore[misc]  # allauth has no types
    form_class = CodeAgain
    template_name = "sign_in/again.html"


class SetUpSecondFactor(totp.ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    form_class = SetUpForm
    template_name = "sign_in/set_up.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        # The code just typed proves the second factor for this session, too.
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        self.request.session[CODES_NEW] = True
        return response  # type: ignore[no-any-return]  # allauth has no types


class SignOut(account.LogoutView):  # type: ignore[misc]  # allauth has no types
    template_name = "sign_in/sign_out.html"


def second_factor_home(request: HttpRequest) -> HttpResponse:
    """Where allauth leads after changes to the second factor."""
    if not request.user.is_authenticated:
        return web.redirect("account_login")
    return web.redirect("mfa_activate_totp" if needs_second_factor(request) else "people:me")


def switched_off(request: HttpRequest) -> HttpResponse:
    """The page for an account that is no longer active."""
    text = _("This account is switched off. Please ask your administrator.")
    return web.render(request, "sign_in/failed.html", FailedPage(text, "", reverse("account_login")), 403)


def not_offered(request: HttpRequest) -> HttpResponse:
    """allauth knows pages for signing up by oneself; here accounts are given, or come from the national identity."""
    return web.redirect("sign-in")
