"""What the worker does for the exchange. Safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.exchange import usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="exchange.read_sheet", retry=STEADY)
def read_sheet(event: dict[str, Any]) -> None:
    """Follows ``exchange.import_ordered``."""
    usecases.read_sheet(int(event["of_import"]), actor=clock.job_actor("exchange.read_sheet"))
