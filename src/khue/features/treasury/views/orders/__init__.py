"""The page "Payments": one next step, the list of orders; one order with its deeds."""

from khue.features.treasury.views.orders.deciding import amend, approve, cancel, reopen
from khue.features.treasury.views.orders.listing import orders
from khue.features.treasury.views.orders.reading import order

__all__ = ["amend", "approve", "cancel", "order", "orders", "reopen"]
