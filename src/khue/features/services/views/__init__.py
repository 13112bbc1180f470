"""Pages of announcements, the catalogue and tickets."""

from khue.features.services.views.announcing import announcements, feed, publish, withdraw
from khue.features.services.views.capital import (
    answer_interest,
    deck,
    give_interest,
    interests,
    keep_deck,
    shut_deck,
    withdraw_interest,
)
from khue.features.services.views.catalogue import (
    entry,
    new,
    new_capital,
    new_equipment,
    new_expert,
    renew,
    review,
    take_down,
)
from khue.features.services.views.equipment import (
    book,
    booking_calendar,
    bookings,
    close_slot,
    end_booking,
    open_slots,
    slots,
)
from khue.features.services.views.lists import capital, catalogue, desk, equipment, experts, mine
from khue.features.services.views.tickets import answer, complain, order, step, ticket, tickets

__all__ = [
    "announcements",
    "answer",
    "answer_interest",
    "book",
    "booking_calendar",
    "bookings",
    "capital",
    "catalogue",
    "close_slot",
    "complain",
    "deck",
    "desk",
    "end_booking",
    "entry",
    "equipment",
    "experts",
    "feed",
    "give_interest",
    "interests",
    "keep_deck",
    "mine",
    "new",
    "new_capital",
    "new_equipment",
    "new_expert",
    "open_slots",
    "order",
    "publish",
    "renew",
    "review",
    "shut_deck",
    "slots",
    "step",
    "take_down",
    "ticket",
    "tickets",
    "withdraw",
    "withdraw_interest",
]
