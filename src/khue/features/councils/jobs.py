"""What the worker does for councils. Every job is safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.councils import usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="councils.render_minutes", retry=STEADY)
def render_minutes(event: dict[str, Any]) -> None:
    """Follows ``councils.minutes_drawn``."""
    usecases.render_minutes(int(event["minutes"]), actor=clock.job_actor("councils.render_minutes"))
