"""What the figures of the exchange ask of transfers without refund: one count."""

from __future__ import annotations

from datetime import date

from khue.features.transfers.models import Handover


def results_handed_over(since: date, until: date) -> int:
    """Hand-over records that both sides signed, by the day of the hand-over in ``[since, until)``."""
    return Handover.objects.filter(state__in=["handed", "done"], handed_on__gte=since, handed_on__lt=until).count()
