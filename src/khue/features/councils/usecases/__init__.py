"""The verbs of the room. Each is one transaction with one audit record."""

from khue.features.councils.usecases.experts import (
    answer_invitation,
    class_expert,
    declare_relation,
    end_relation,
    invite_expert,
    leave_register,
    update_profile,
)
from khue.features.councils.usecases.items import (
    add_paper,
    declare_interest,
    put,
    put_item,
    review_interest,
    withdraw_item,
)
from khue.features.councils.usecases.panels import (
    dissolve_council,
    end_seat,
    found_council,
    prepare_council,
    seat_member,
)

__all__ = [
    "add_paper",
    "answer_invitation",
    "class_expert",
    "declare_interest",
    "declare_relation",
    "dissolve_council",
    "end_relation",
    "end_seat",
    "found_council",
    "invite_expert",
    "leave_register",
    "prepare_council",
    "put",
    "put_item",
    "review_interest",
    "seat_member",
    "update_profile",
    "withdraw_item",
]
