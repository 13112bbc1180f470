"""The verbs of the room. Each is one transaction with one audit record."""

from khue.features.staff.usecases.absences import end_absence, register_absence
from khue.features.staff.usecases.desks import MOST, WHOLE, HandedOver, hand_over_desk
from khue.features.staff.usecases.invitations import (
    accept_invitation,
    invite_colleague,
    link_of,
    no_such_invitation,
    renew_invitation,
    withdraw_invitation,
)
from khue.features.staff.usecases.keys import answer_key_reset, ask_key_reset, end_sessions, reset_keys
from khue.features.staff.usecases.leaving import close_departure, record_departure
from khue.features.staff.usecases.mailing import mail_invitation
from khue.features.staff.usecases.office_keys import NewOfficeKey, make_office_key, revoke_office_key
from khue.features.staff.usecases.roles import answer_proposal, propose_role

__all__ = [
    "MOST",
    "WHOLE",
    "HandedOver",
    "NewOfficeKey",
    "accept_invitation",
    "answer_key_reset",
    "answer_proposal",
    "ask_key_reset",
    "close_departure",
    "end_absence",
    "end_sessions",
    "hand_over_desk",
    "invite_colleague",
    "link_of",
    "mail_invitation",
    "make_office_key",
    "no_such_invitation",
    "propose_role",
    "record_departure",
    "register_absence",
    "renew_invitation",
    "reset_keys",
    "revoke_office_key",
    "withdraw_invitation",
]
