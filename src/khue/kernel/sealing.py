"""The daily seal: a signed checkpoint over every audit record since the last one."""

from __future__ import annotations

from khue.kernel import audit, clock
from khue.kernel.jobs import STEADY, app


@app.periodic(cron="10 0 * * *")
@app.task(name="kernel.seal_audit", queueing_lock="kernel.seal_audit", retry=STEADY)
def seal_audit(timestamp: int) -> None:
    """Shortly after midnight (UTC). Safe to repeat: nothing new, no checkpoint."""
    audit.seal_checkpoint(clock.now())
