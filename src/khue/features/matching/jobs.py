"""What the worker does for matches. Safe to repeat."""

from __future__ import annotations

from khue.features.matching import usecases
from khue.features.matching.domain.words import SETS
from khue.kernel import clock
from khue.kernel.jobs import app


@app.periodic(cron="* * * * *")
@app.task(name="matching.follow", queueing_lock="matching.follow")
def follow(timestamp: int) -> None:
    """Every minute: when a demand, an offer, a member or a list has changed, the market is weighed anew."""
    usecases.follow(actor=clock.job_actor("matching.follow"))


@app.periodic(cron="37 2 * * *")
@app.task(name="matching.nightly", queueing_lock="matching.nightly")
def nightly(timestamp: int) -> None:
    """Every night: weights follow the answers, the market is weighed for the new day, introductions that nobody answered are closed."""
    actor = clock.job_actor("matching.nightly")
    for each in SETS:
        usecases.retune(each, actor=actor)
    usecases.refresh(actor=actor)
    usecases.lapse_introductions(actor=actor)
    usecases.lapse_triads(actor=actor)
