"""Pages of the room."""

from khue.features.councils.views.assigning import assign, end_assignment, propose, sheet
from khue.features.councils.views.experts import (
    answer,
    expert,
    experts,
    fee_class,
    invite,
    invite_person,
    leave,
    profile,
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
from khue.features.councils.views.meetings import (
    ballot,
    call,
    close_meeting,
    count,
    decide,
    meeting,
    open_ballot,
    open_meeting,
    presence,
)
from khue.features.councils.views.panels import council, councils, dissolve, found, prepare
from khue.features.councils.views.register import public, register
from khue.features.councils.views.reviews import (
    close_review,
    discuss,
    open_review,
    publish_sheet,
    sheet_templates,
)
from khue.features.councils.views.rounds import review, review_items
from khue.features.councils.views.seats import end_seat, seat
from khue.features.councils.views.ties import end_relation, end_tie, relate, tie

__all__ = [
    "add_paper",
    "answer",
    "assign",
    "ballot",
    "call",
    "close_meeting",
    "close_review",
    "council",
    "councils",
    "count",
    "decide",
    "declare",
    "discuss",
    "dissolve",
    "end_assignment",
    "end_relation",
    "end_seat",
    "end_tie",
    "expert",
    "experts",
    "fee_class",
    "found",
    "interests",
    "invite",
    "invite_person",
    "item",
    "leave",
    "meeting",
    "open_ballot",
    "open_meeting",
    "open_review",
    "prepare",
    "presence",
    "profile",
    "propose",
    "public",
    "publish_sheet",
    "put_item",
    "register",
    "relate",
    "review",
    "review_interest",
    "review_items",
    "seat",
    "sheet",
    "sheet_templates",
    "tie",
    "withdraw",
]
