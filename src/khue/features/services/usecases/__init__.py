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
from khue.features.services.usecases.sharing import book_slot, close_slot, end_booking, open_slots, remind_booking

__all__ = [
    "answer_complaint",
    "book_slot",
    "close_slot",
    "complain",
    "end_booking",
    "hand_in_entry",
    "lapse_ticket",
    "move_ticket",
    "open_slots",
    "order_service",
    "publish_announcement",
    "remind_booking",
    "remind_entry",
    "remind_ticket",
    "renew_entry",
    "review_entry",
    "withdraw_announcement",
    "withdraw_entry",
]
