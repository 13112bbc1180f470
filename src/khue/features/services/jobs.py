"""What the worker does for the catalogue and its tickets. Safe to repeat."""

from __future__ import annotations

from khue.features.services import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import app


@app.periodic(cron="23 6 * * *")
@app.task(name="services.follow_clocks", queueing_lock="services.follow_clocks")
def follow_clocks(timestamp: int) -> None:
    """Every morning: orders without an answer lapse, what is due today is said, entries about to run out are named to their members."""
    actor = clock.job_actor("services.follow_clocks")
    for ticket in queries.tickets_to_lapse(actor.today):
        usecases.lapse_ticket(ticket, actor=actor)
    for ticket in queries.tickets_to_remind(actor.today):
        usecases.remind_ticket(ticket, actor=actor)
    for booking in queries.bookings_of_tomorrow(actor.today):
        usecases.remind_booking(booking, actor=actor)
    for entry in queries.entries_to_remind(actor.today):
        usecases.remind_entry(entry, actor=actor)
