"""The deeds of the room, one function per verb."""

from khue.features.services.usecases.announcing import publish_announcement, withdraw_announcement
from khue.features.services.usecases.ordering import (
    answer_complaint,
    complain,
    lapse_ticket,
    move_ticket,
    order_service,
    remind_ticket,
)
from khue.features.services.usecases.publishing import (
    hand_in_entry,
    remind_entry,
    renew_entry,
    review_entry,
    withdraw_entry,
)
from khue.features.services.usecases.raising import (
    Deck,
    answer_interest,
    give_interest,
    keep_deck,
    read_deck,
    shut_deck,
    withdraw_interest,
)
from khue.features.services.usecases.sharing import book_slot, close_slot, end_booking, open_slots, remind_booking

__all__ = [
    "Deck",
    "answer_complaint",
    "answer_interest",
    "book_slot",
    "close_slot",
    "complain",
    "end_booking",
    "give_interest",
    "hand_in_entry",
    "keep_deck",
    "lapse_ticket",
    "move_ticket",
    "open_slots",
    "order_service",
    "publish_announcement",
    "read_deck",
    "remind_booking",
    "remind_entry",
    "remind_ticket",
    "renew_entry",
    "review_entry",
    "shut_deck",
    "withdraw_announcement",
    "withdraw_entry",
    "withdraw_interest",
]
