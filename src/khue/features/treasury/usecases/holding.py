"""Another room holds an order, or lets it go: while a ground stands it is neither approved nor sent."""

from __future__ import annotations

from collections.abc import Iterable

from khue.core.bilingual import Text
from khue.features.treasury.models import OrderHold, PaymentOrder
from khue.features.treasury.queries.orders import standing_holds
from khue.features.treasury.usecases.parts import save_order
from khue.kernel.deeds import Deed

OPEN = ("prepared", "approved", "returned", "sent", "part_paid")
AWAY = ("sent", "part_paid")
"""With the bank: what went out nobody here can stop, but it does not go out again."""


def hold_orders(subjects: Iterable[str], ground: Text, *, cause: str, deed: Deed) -> tuple[int, ...]:
    """Hold the open orders of these subjects; ids of those that are with the bank already: they go out no second time.

    An order that is held for the same cause already keeps its first ground.
    """
    found = PaymentOrder.objects.select_for_update().filter(subject__in=list(subjects), state__in=OPEN).order_by("pk")
    orders = list(found)
    known = set(OrderHold.objects.filter(order__in=orders, cause=cause, ended_at=None).values_list("order", flat=True))
    for order in orders:
        if order.pk not in known:
            OrderHold.objects.create(
                order=order,
                cause=cause,
                ground_vi=ground.vi.strip()[:500],
                ground_en=ground.into("en").strip()[:500],
                begun_on=deed.today,
                begun_by=deed.actor.key,
            )
    _keep(orders)
    return tuple(order.pk for order in orders if order.state in AWAY)


def release_orders(subjects: Iterable[str], *, cause: str, deed: Deed) -> tuple[int, ...]:
    """What was held for this cause may go on, unless it is held for another one; ids of the orders."""
    held = PaymentOrder.objects.select_for_update().filter(subject__in=list(subjects), held_on__isnull=False)
    orders = list(held.order_by("pk"))
    standing = OrderHold.objects.filter(order__in=orders, cause=cause, ended_at=None)
    released = tuple(standing.values_list("order", flat=True))
    standing.update(ended_at=deed.moment, ended_by=deed.actor.key)
    _keep(orders)
    return released


def _keep(orders: Iterable[PaymentOrder]) -> None:
    """The order repeats what stands, so that a list and the database know it without asking."""
    orders = list(orders)
    standing = standing_holds(order.pk for order in orders)
    for order in orders:
        holds = standing.get(order.pk, ())
        on = min((hold.on for hold in holds), default=None)
        note = " ".join(hold.ground.vi for hold in holds)[:500]
        if (order.held_on, order.held_note) != (on, note):
            order.held_on, order.held_note = on, note
            save_order(order, "held_on", "held_note")
