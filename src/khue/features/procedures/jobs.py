"""What the worker does for procedures. Safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.procedures import usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="procedures.migrate_cases", retry=STEADY)
def migrate_cases(event: dict[str, Any]) -> None:
    """Follows ``procedures.migration_started``."""
    usecases.migrate_waiting_cases(int(event["migration"]), actor=clock.job_actor("procedures.migrate_cases"))
