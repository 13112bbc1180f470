"""Nightly: counts of past minutes and kept answers go when nobody can ask for them any more."""

from __future__ import annotations

import time

from django.utils import timezone

from khue.kernel.api.answers import KEPT_FOR
from khue.kernel.jobs import app
from khue.kernel.models import KeptAnswer, KeyUse

KEPT_MINUTES = 60


def sweep() -> int:
    """Removes what is over. Gives how many rows."""
    past = int(time.time() // 60) - KEPT_MINUTES
    uses, _each = KeyUse.objects.filter(minute__lt=past).delete()
    answers, _each = KeptAnswer.objects.filter(begun_at__lt=timezone.now() - KEPT_FOR).delete()
    return uses + answers


@app.periodic(cron="41 2 * * *")
@app.task(name="kernel.sweep_interface", queueing_lock="kernel.sweep_interface")
def sweep_interface(timestamp: int) -> int:
    """Nightly."""
    return sweep()
