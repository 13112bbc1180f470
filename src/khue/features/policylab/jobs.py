"""What the worker does for the policy lab. Safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.policylab import usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="policylab.run_study", retry=STEADY)
def run_study(event: dict[str, Any]) -> None:
    """Follows ``policylab.run_ordered``."""
    usecases.run_study(int(event["version"]), int(event["attempt"]), actor=clock.job_actor("policylab.run_study"))
