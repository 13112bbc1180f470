"""Pages of the room."""

from khue.features.councils.views.experts import (
    answer,
    end_relation,
    expert,
    experts,
    fee_class,
    invite,
    invite_person,
    leave,
    profile,
    relate,
)
from khue.features.councils.views.items import (
    add_paper,
    declare,
    interests,
    item,
    put_item,
    review_interest,
    withdraw,
)
from khue.features.councils.views.panels import council, councils, dissolve, end_seat, found, prepare, seat

__all__ = [
    "add_paper",
    "answer",
    "council",
    "councils",
    "declare",
    "dissolve",
    "end_relation",
    "end_seat",
    "expert",
    "experts",
    "fee_class",
    "found",
    "interests",
    "invite",
    "invite_person",
    "item",
    "leave",
    "prepare",
    "profile",
    "put_item",
    "relate",
    "review_interest",
    "seat",
    "withdraw",
]
