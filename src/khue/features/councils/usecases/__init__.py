"""The verbs of the room. Each is one transaction with one audit record."""

from khue.features.councils.usecases.experts import (
    answer_invitation,
    class_expert,
    invite_expert,
    leave_register,
    update_profile,
)
from khue.features.councils.usecases.fees import follow_signatures
from khue.features.councils.usecases.items import (
    add_paper,
    declare_interest,
    put,
    put_item,
    review_interest,
    withdraw,
    withdraw_item,
)
from khue.features.councils.usecases.meetings import (
    call_meeting,
    cast_ballot,
    close_meeting,
    count_ballot,
    decide_item,
    open_ballot,
    open_meeting,
    record_presence,
)
from khue.features.councils.usecases.minutes import demand_on, printed_minutes, render_minutes
from khue.features.councils.usecases.panels import (
    dissolve_council,
    end_seat,
    found_council,
    prepare_council,
    seat_member,
)
from khue.features.councils.usecases.reviews import (
    accept_proposal,
    assign_item,
    close_review,
    end_assignment,
    open_discussion,
    open_review,
    publish_sheet,
)
from khue.features.councils.usecases.sheets import save_sheet, submit_sheet
from khue.features.councils.usecases.ties import declare_relation, declare_tie, end_relation, end_tie

__all__ = [
    "accept_proposal",
    "add_paper",
    "answer_invitation",
    "assign_item",
    "call_meeting",
    "cast_ballot",
    "class_expert",
    "close_meeting",
    "close_review",
    "count_ballot",
    "decide_item",
    "declare_interest",
    "declare_relation",
    "declare_tie",
    "demand_on",
    "dissolve_council",
    "end_assignment",
    "end_relation",
    "end_seat",
    "end_tie",
    "follow_signatures",
    "found_council",
    "invite_expert",
    "leave_register",
    "open_ballot",
    "open_discussion",
    "open_meeting",
    "open_review",
    "prepare_council",
    "printed_minutes",
    "publish_sheet",
    "put",
    "put_item",
    "record_presence",
    "render_minutes",
    "review_interest",
    "save_sheet",
    "seat_member",
    "submit_sheet",
    "update_profile",
    "withdraw",
    "withdraw_item",
]
