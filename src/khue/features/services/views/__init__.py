"""Pages of announcements, the catalogue and tickets."""

from khue.features.services.views.announcing import announcements, feed, publish, withdraw
from khue.features.services.views.catalogue import entry, new, new_equipment, renew, review, take_down
from khue.features.services.views.equipment import book, bookings, close_slot, end_booking, open_slots, slots
from khue.features.services.views.lists import catalogue, desk, equipment, mine
from khue.features.services.views.tickets import answer, complain, order, step, ticket, tickets

__all__ = [
    "announcements",
    "answer",
    "book",
    "bookings",
    "catalogue",
    "close_slot",
    "complain",
    "desk",
    "end_booking",
    "entry",
    "equipment",
    "feed",
    "mine",
    "new",
    "new_equipment",
    "open_slots",
    "order",
    "publish",
    "renew",
    "review",
    "slots",
    "step",
    "take_down",
    "ticket",
    "tickets",
    "withdraw",
]
