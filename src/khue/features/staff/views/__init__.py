"""Pages of the room."""

from khue.features.staff.views.absences import absences, absent, end_absence, stand_down, stand_in
from khue.features.staff.views.desks import desk
from khue.features.staff.views.directory import directory, person
from khue.features.staff.views.joining import invitation, invite, invited, proposal, propose, reset, waiting
from khue.features.staff.views.keys import ask_reset, keys, keys_of, leave, sign_out, stop_reset
from khue.features.staff.views.office_keys import make_key, revoke_key

__all__ = [
    "absences",
    "absent",
    "ask_reset",
    "desk",
    "directory",
    "end_absence",
    "invitation",
    "invite",
    "invited",
    "keys",
    "keys_of",
    "leave",
    "make_key",
    "person",
    "proposal",
    "propose",
    "reset",
    "revoke_key",
    "sign_out",
    "stand_down",
    "stand_in",
    "stop_reset",
    "waiting",
]
