"""Passkeys, recovery codes, the password: what a person changes about the own sign-in. The flows are allauth's."""

from __future__ import annotations

import json
from typing import Any

from allauth.account import views as account
from allauth.account.forms import ChangePasswordForm
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khue.features.staff.usecases import end_sessions
from khue.kernel import web
from khue.site.sign_in_views import CODES_NEW


class RecoveryCodes(codes.ViewRecoveryCodesView):  # type: ignore[misc]  # allauth has no types
    """The codes themselves are shown once, right after they were made; later only how many are left."""

    template_name = "sign_in/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["fresh"] = bool(self.request.session.pop(CODES_NEW, False))
        context["left"] = len(context.get("unused_codes") or ())
        if not context["fresh"]:
            context["unused_codes"] = ()
        return context


class NewRecoveryCodes(codes.GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth has no types
    template_name = "sign_in/new_codes.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session[CODES_NEW] = True
        return response  # type: ignore[no-any-return]  # allauth has no types


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("Name of the passkey")
        self.fields["name"].help_text = gettext_lazy("So that you know it again: work laptop, telephone …")
        self.fields["name"].initial = ""
        self.initial.pop("name", None)
        self.fields["name"].max_length = 60


class AddPasskey(webauthn.AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Register a passkey of this device or a security key. It needs script: the browser alone can talk to the key."""

    form_class = PasskeyForm
    template_name = "sign_in/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.setdefault("form", kwargs.get("form") or self.get_form())
        return context | {"options": json.dumps(context["js_data"]["creation_options"])}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        # Whoever just used the key has shown a second factor in this session, too.
        record_authentication(self.request, self.request.user, "mfa", type="webauthn", reauthenticated=True)
        if self.did_generate_recovery_codes:
            self.request.session[CODES_NEW] = True
        messages.success(self.request, _("The passkey is registered."))
        return response  # type: ignore[no-any-return]  # allauth has no types


class RemovePasskey(webauthn.RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    template_name = "sign_in/remove_passkey.html"
    success_url = reverse_lazy("staff:keys")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"removable": get_adapter().can_delete_authenticator(self.object)}

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.object):
            return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[no-any-return]  # allauth has no types
        messages.success(self.request, _("The passkey was removed."))
        return super().form_valid(form)  # type: ignore[no-any-return]  # allauth has no types


class PasskeyAgain(webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth has no types
    template_name = "sign_in/passkey_again.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"options": json.dumps(context["js_data"]["request_options"])}


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": gettext_lazy("Password that you use now"),
            "password1": gettext_lazy("New password"),
            "password2": gettext_lazy("New password again"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)


class NewPassword(account.PasswordChangeView):  # type: ignore[misc]  # allauth has no types
    """A new password; every other session of the person ends."""

    form_class = PasswordForm
    template_name = "sign_in/password.html"
    success_url = reverse_lazy("staff:keys")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        actor = web.actor_of(self.request)
        if actor.is_signed_in:
            end_sessions(actor.key, but=self.request.session.session_key or "", actor=actor)
        messages.success(self.request, _("The password was changed. Every other session has ended."))
        return response  # type: ignore[no-any-return]  # allauth has no types


def passkeys(request: HttpRequest) -> HttpResponse:
    """Where allauth leads after changes to passkeys."""
    return web.redirect(reverse("staff:keys"))
