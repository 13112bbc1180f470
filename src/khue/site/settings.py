"""Django settings. What a deployer may change comes from the environment: see docs/reference/settings.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from khue.kernel.logs import logging_config
from khue.site import environment as env
from khue.site.postgres import OWNER, Postgres

BASE = Path(__file__).resolve().parents[1]
VAR = env.var()

DEBUG = env.flag("KHUE_DEBUG")
# The embedded database holds the sample city unless told otherwise; a real server must ask for it.
KHUE_SAMPLE = env.flag("SAMPLE", default=not env.text("DATABASE_URL"))
KHUE_CITY = env.text("KHUE_CITY", "khue_hanoi")
PORT = env.number("PORT", 8000, 1, 65535)


def _secret() -> str:
    """The signing secret: from the environment, else made once and kept beside the data."""
    given = env.text("KHUE_SECRET")
    if given:
        return given
    path = VAR / "secret"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = _secret()
ALLOWED_HOSTS = env.names("KHUE_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.names("KHUE_ORIGINS")
KHUE_SECURE = env.flag("KHUE_SECURE")  # behind https: secure cookies, HSTS
USE_X_FORWARDED_PORT = False

# -- database: the application's role owns nothing; migrations run as the owner -------------------------------------
_url = env.text("DATABASE_URL")
_app = env.Database.from_url(_url or Postgres(VAR).url())
_owner = env.Database.from_url(env.text("DATABASE_OWNER_URL") or _url or Postgres(VAR).url(OWNER))
DATABASES: dict[str, dict[str, Any]] = {
    "default": _app.django(application_name="khue", connect_timeout=5),
    "owner": {**_owner.django(application_name="khue-owner", connect_timeout=5), "CONN_MAX_AGE": 0},
}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- floors --------------------------------------------------------------------------------------------------------
ROOMS = ["people", "rulebook", "ledger", "documents", "treasury", "dossiers"]
ROOMS += [
    "appeals",
    "intake",
    "procedures",
    "staff",
    "privacy",
    "councils",
    "results",
    "calls",
    "delivery",
    "talent",
    "activities",
    "exchange",
    "services",
    "gatherings",
    "auctions",
    "demands",
    "deals",
    "matching",
    "transfers",
    "missions",
    "keytasks",
    "fund",
    "desk",
    "portal",
    "eligibility",
    "policylab",
    "publicity",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "template_partials",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "khue.kernel",
    *(f"khue.features.{room}" for room in ROOMS if (BASE / "features" / room / "apps.py").exists()),
    "khue.site",
]
MIDDLEWARE = [
    "khue.kernel.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "khue.kernel.middleware.AccessLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "khue.kernel.middleware.BoundedBody",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "khue.kernel.middleware.ActorMiddleware",
    "khue.kernel.middleware.ErrorPages",
]
ROOT_URLCONF = "khue.site.urls"
WSGI_APPLICATION = "khue.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "khue.kernel.web.shell_for_templates",
            ],
        },
    }
]

# -- sign-in -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/vi/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "khue.site.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "khue.site.sign_in.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_LOGIN_ON_GET = False
MFA_ADAPTER = "khue.site.sign_in.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# Passkeys need https, or the name localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not KHUE_SECURE
MFA_TOTP_ISSUER = "Khuê"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
}
# Residents sign in with the national identity through OpenID Connect; VNeID is one configuration of it.
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": env.text("OIDC_ID", "vneid"),
                "name": env.text("OIDC_NAME", "VNeID"),
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": env.text("OIDC_ISSUER")},
            }
        ]
        if env.text("OIDC_ISSUER")
        else [],
    }
}
# How long the link of an invitation works, and how long a confirmed reset of lost keys waits.
KHUE_INVITATION_HOURS = env.number("KHUE_INVITATION_HOURS", 72, 1, 720)
KHUE_KEY_RESET_HOURS = env.number("KHUE_KEY_RESET_HOURS", 4, 0, 168)
# How long a key of staff works at most. Whoever wants none sets 0.
KHUE_STAFF_KEY_DAYS = env.number("KHUE_STAFF_KEY_DAYS", 90, 0, 90)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.number("KHUE_SESSION_HOURS", 12, 1, 720) * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KHUE_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if KHUE_SECURE else 0
SECURE_SSL_REDIRECT = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if KHUE_SECURE else None
CSRF_FAILURE_VIEW = "khue.kernel.problems.csrf_failed"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Tabler draws check marks and chevrons as data images
        "connect-src": [SELF],
        "form-action": [SELF, *env.names("OIDC_ORIGINS")],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# -- words ---------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_COOKIE_NAME = "khue_language"

# -- files, mail, jobs, caches -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
KHUE_FILES = VAR / "files"
KHUE_SEARCH = Path(env.text("KHUE_SEARCH") or VAR / "search")
KHUE_METRICS = VAR / "metrics"  # not what a parent process may have set: each `KHUE_VAR` counts for itself
# The library decides by this variable, when it is imported, that processes count together.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(KHUE_METRICS)
KHUE_METRICS_TOKEN = env.text("KHUE_METRICS_TOKEN")
KHUE_AUDIT_KEY = VAR / "audit-key.pem"
KHUE_MAX_FILE_MB = env.number("KHUE_MAX_FILE_MB", 20, 1, 200)
KHUE_CLAMD = env.text("KHUE_CLAMD")
# Where signing keys lie: sample, pkcs11:/path/module.so?token=LABEL or remote:https://…
KHUE_SIGNING = env.signing_place(env.text("SIGNING", "sample"))
KHUE_SIGNING_PIN = env.text("SIGNING_PIN")
KHUE_SIGNING_TOKEN = env.text("SIGNING_TOKEN")
KHUE_SIGNING_TSA = env.text("SIGNING_TSA")
KHUE_SIGNING_TSA_DOWN = env.choice("SIGNING_TSA_DOWN", "refuse", "sign")
KHUE_SIGNING_ROOTS = env.text("SIGNING_ROOTS")
KHUE_SIGNING_KEYS = VAR / "signing"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
EMAIL_BACKEND = env.text("KHUE_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_HOST = env.text("KHUE_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("KHUE_SMTP_PORT", 25, 1, 65535)
EMAIL_HOST_USER = env.text("KHUE_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("KHUE_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("KHUE_SMTP_TLS")
EMAIL_TIMEOUT = 30  # seconds: a mail server that is silent must not hold the worker
DEFAULT_FROM_EMAIL = env.text("KHUE_MAIL_FROM", "khue@hanoi.example")
CACHES = {
    "default": {
        # Rate limits must hold over all web processes, so the cache is a table, not a process's memory.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        # Beyond this the cache drops entries, the counters of the sign-in limits among them.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
FILE_UPLOAD_HANDLERS = [
    "khue.kernel.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Seconds for which a public list is kept in each web process.
KHUE_PUBLIC_KEPT = env.number("KHUE_PUBLIC_KEPT", 3, 0, 300)
KHUE_EXPORT_MAX_ROWS = env.number("KHUE_EXPORT_MAX_ROWS", 100_000, 100, 10_000_000)
# Other systems hear of changes: whether their receivers may lie in a private network, and how long they are tried.
KHUE_PRIVATE_ADDRESSES = env.flag("KHUE_PRIVATE_ADDRESSES")
KHUE_TRY_DAYS = env.number("KHUE_TRY_DAYS", 5, 3, 30)
# Links in mails, and their Message-ID.
KHUE_BASE_URL = env.text("KHUE_BASE_URL", f"http://127.0.0.1:{PORT}")
# Behind a proxy the visitor's address is the last but this many of X-Forwarded-For; rate limits count by it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("KHUE_PROXIES", 0, 0, 5)
PROCRASTINATE_IMPORT_PATHS = [
    "khue.kernel.api.sweeping",
    "khue.kernel.files",
    "khue.kernel.notices",
    "khue.kernel.sealing",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
LOGGING = logging_config(json=not DEBUG)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []
