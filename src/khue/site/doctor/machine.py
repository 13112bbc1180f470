"""The machine and its settings: Python, disk, keys, certificates, mail, what would be unsafe on a real server."""

from __future__ import annotations

import platform
import shutil
import smtplib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from khue.kernel.health import LEAST_DISK
from khue.site import environment as env
from khue.site.doctor.findings import Finding, bad, ok, warn

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
TRIED = ((3, 11), (3, 12), (3, 13))
SOON = timedelta(days=30)
CERTIFICATES = ("*.pem", "*.crt", "*.cer")


def python() -> Iterator[Finding]:
    version = platform.python_version()
    if sys.version_info[:2] not in TRIED:
        yield warn("python", version, "Khuê was not tried on this one: run make test with it first.")
    else:
        yield ok("python", version)


def disk() -> Iterator[Finding]:
    folder = env.var()
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    what = f"{usage.free / 1e9:,.1f} of {usage.total / 1e9:,.1f} GB free"
    if usage.free < LEAST_DISK:
        yield bad("disk", what, "Make room now: papers can't be taken in.")
    elif usage.free < usage.total // 10:
        yield warn("disk", what, "Less than a tenth is free: make room, or a larger disk.")
    else:
        yield ok("disk", what)


def keys() -> Iterator[Finding]:
    """Keys are for the service's user alone."""
    open_ones = [
        path.name
        for path in sorted(env.var().glob("*"))
        if path.is_file()
        and (path.name == "secret" or path.suffix in (".pem", ".key", ".p12"))
        and path.stat().st_mode & 0o077
    ]
    if open_ones:
        yield bad("keys", f"others may read {', '.join(open_ones)}", f"chmod 600 in {env.var()}")
    elif not Path(settings.KHUE_AUDIT_KEY).exists():
        yield bad("keys", "there is no audit key", "Put it back from the safe, or run khue setup for a new one.")
    else:
        yield ok("keys", "the audit key is there; only its owner reads the keys")


def certificates() -> Iterator[Finding]:
    """Every certificate under KHUE_VAR, by the day on which it runs out."""
    from cryptography import x509

    var, now = env.var(), datetime.now(UTC)
    found: list[tuple[datetime, str]] = []
    for path in sorted(
        path for kind in CERTIFICATES for depth in ("", "*/", "*/*/") for path in var.glob(depth + kind)
    ):
        content = path.read_bytes()
        if b"BEGIN CERTIFICATE" in content:
            name = str(path.relative_to(var))
            found += [(each.not_valid_after_utc, name) for each in x509.load_pem_x509_certificates(content)]
    for ends, name in sorted(found):
        if ends < now:
            yield bad(
                "certificates", f"{name} ran out on {ends:%Y-%m-%d}", "Renew it: what it signs now does not count."
            )
        elif ends < now + SOON:
            yield warn("certificates", f"{name} runs out on {ends:%Y-%m-%d}", "Renew it in time.")
    if not any(ends < now + SOON for ends, _name in found):
        yield ok("certificates", f"{len(found)} certificates, none runs out within {SOON.days} days")


def mail() -> Iterator[Finding]:
    backend = settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2]
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        if settings.KHUE_SAMPLE:
            yield ok("mail", f"goes to {backend}: right for a sample city")
        else:
            yield warn("mail", f"goes to {backend}: nobody gets it", "Set KHUE_EMAIL_BACKEND and KHUE_SMTP_HOST.")
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            code, _said = server.noop()
    except (OSError, smtplib.SMTPException) as error:
        yield bad("mail", f"{where} does not answer: {error}", "Look at KHUE_SMTP_HOST and the mail server.")
        return
    yield ok("mail", f"{where} answers ({code})")


def settings_of_a_real_server() -> Iterator[Finding]:
    """What is harmless in a sample city on one's own machine, and unsafe in the open."""
    name = "settings"
    if settings.KHUE_SAMPLE:
        yield ok(name, "a sample city: the settings of a real server are not asked for")
        return
    unsafe: list[tuple[bool, str, str]] = [
        (settings.DEBUG, "KHUE_DEBUG is on: error pages show code and values", "Unset it."),
        (not settings.KHUE_SECURE, "KHUE_SECURE is off: cookies go over plain http", "Set KHUE_SECURE=1 behind https."),
        (0 < len(env.text("KHUE_SECRET")) < 32, "KHUE_SECRET is shorter than 32 characters", "Give a longer one."),
        (bool(env.text("DATABASE_URL")) and not env.text("DATABASE_OWNER_URL"), "one database role: only triggers guard", "Set DATABASE_OWNER_URL."),
    ]  # fmt: skip
    doubtful: list[tuple[bool, str, str]] = [
        (set(settings.ALLOWED_HOSTS) <= LOCAL_HOSTS, "KHUE_HOSTS names this machine only", "Set it to the public name."),
        (settings.KHUE_BASE_URL.startswith("http://"), "KHUE_BASE_URL is no https address", "Links in mails would lead to plain http."),
        (_open_without_proxy(), "KHUE_BIND is open to the network and no proxy is counted", "Put a proxy before it and set KHUE_PROXIES."),
        (not settings.KHUE_CLAMD, "KHUE_CLAMD is empty: files are taken in unscanned", "Set it to the address of clamd."),
    ]  # fmt: skip
    found = [bad(name, what, remedy) for wrong, what, remedy in unsafe if wrong]
    found += [warn(name, what, remedy) for wrong, what, remedy in doubtful if wrong]
    yield from found or [ok(name, "fit for a real server")]


def _open_without_proxy() -> bool:
    local = env.text("KHUE_BIND", "127.0.0.1") in ("127.0.0.1", "::1")
    return not local and not settings.ALLAUTH_TRUSTED_PROXY_COUNT
