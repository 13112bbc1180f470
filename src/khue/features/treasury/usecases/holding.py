"""Another room holds an order, or lets it go: while its ground stands it is neither approved nor sent."""

from __future__ import annotations

from collections.abc import Iterable

from khue.features.treasury.models import PaymentOrder
from khue.features.treasury.usecases.parts import save_order
from khue.kernel.deeds import Deed

HOLDABLE = ("prepared", "approved", "returned")
"""What has not left yet. An order that was sent is with the bank: it comes back by the bank's answer only."""


def hold_orders(subjects: Iterable[str], ground: str, *, deed: Deed) -> tuple[int, ...]:
    """Hold the open orders of these subjects; ids of those that are with the bank already, which nobody can hold."""
    found = PaymentOrder.objects.select_for_update().filter(subject__in=list(subjects)).order_by("pk")
    away = []
    for order in found:
        if order.state in HOLDABLE and order.held_on is None:
            order.held_on, order.held_note = deed.today, ground.strip()[:500]
            save_order(order, "held_on", "held_note")
        elif order.state in ("sent", "part_paid"):
            away.append(order.pk)
    return tuple(away)


def release_orders(subjects: Iterable[str], *, deed: Deed) -> None:
    """What was held may go on."""
    held = PaymentOrder.objects.select_for_update().filter(subject__in=list(subjects), held_on__isnull=False)
    for order in held.order_by("pk"):
        order.held_on, order.held_note = None, ""
        save_order(order, "held_on", "held_note")
