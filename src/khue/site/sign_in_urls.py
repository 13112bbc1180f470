"""Addresses of sign-in. The names are those that allauth looks for."""

from django.urls import path

from khue.site import sample_views
from khue.site import sign_in_keys as keys
from khue.site import sign_in_views as views

urlpatterns = [
    path("sign-in/", views.resident, name="sign-in"),
    path("sign-in/cancelled/", views.not_offered, name="socialaccount_login_cancelled"),
    path("sign-in/error/", views.not_offered, name="socialaccount_login_error"),
    path("sign-in/new/", views.not_offered, name="socialaccount_signup"),
    path("sign-in/linked/", views.not_offered, name="socialaccount_connections"),
    path("sign-in/<slug:provider_id>/", views.start, name="openid_connect_login"),
    path("sign-in/<slug:provider_id>/callback/", views.callback, name="openid_connect_callback"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
    path("staff/sign-in/", views.StaffSignIn.as_view(), name="account_login"),
    path("staff/sign-in/code/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("staff/sign-in/new/", views.not_offered, name="account_signup"),
    path("staff/switched-off/", views.switched_off, name="account_inactive"),
    path("staff/confirm/password/", views.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path("staff/confirm/code/", views.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path("staff/second-factor/", views.second_factor_home, name="mfa_index"),
    path("staff/second-factor/keep/", views.second_factor_home, name="mfa_deactivate_totp"),
    path("staff/second-factor/set-up/", views.SetUpSecondFactor.as_view(), name="mfa_activate_totp"),
    path("staff/second-factor/codes/", keys.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("staff/second-factor/codes/new/", keys.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("staff/second-factor/passkeys/", keys.passkeys, name="mfa_list_webauthn"),
    path("staff/second-factor/passkeys/add/", keys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("staff/second-factor/passkeys/<int:pk>/remove/", keys.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("staff/confirm/passkey/", keys.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("staff/password/", keys.NewPassword.as_view(), name="account_change_password"),
    path("staff/password/first/", views.second_factor_home, name="account_set_password"),
    path("sample/day/", sample_views.move_day, name="sample-day"),
    path("sample/persona/<slug:key>/", sample_views.become, name="sample-persona"),
]
