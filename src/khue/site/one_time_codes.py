"""Codes of an authenticator app, as RFC 6238 section 5.2 advises: the step now or the one before it, and each step once.

allauth's own check knows no step back without one ahead, and remembers a code for one period only.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction

STEPS_BACK = 1
"""A code read just before it changed may arrive one step late, not later."""
USED = "used_step"
"""Where the second factor keeps the newest step that was accepted."""


def step_of(secret: str, code: str) -> int | None:
    """The step of now or just before whose code this is (30 seconds of wall time since 1970 each), or None."""
    now = int(time.time()) // app_settings.TOTP_PERIOD
    steps = range(now, now - STEPS_BACK - 1, -1)
    return next((step for step in steps if _is_of(secret, code, step)), None)


def accept(authenticator: Any, code: str) -> bool:
    """Whether the code opens: right, and of a later step than any accepted before. Its step is kept with the factor."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(pk=authenticator.pk).first()
        if row is None:
            return False
        step = step_of(decrypt(row.data["secret"]), code)
        if step is None or step <= row.data.get(USED, 0):
            return False
        row.data[USED] = step
        row.save(update_fields=["data"])
    authenticator.data[USED] = step
    return True


def _is_of(secret: str, code: str, step: int) -> bool:
    return bool(compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))))
