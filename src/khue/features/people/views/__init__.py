"""Pages about people, one module per kind of reader."""

from khue.features.people.views.history import history
from khue.features.people.views.keys import keys, make_key, revoke_key
from khue.features.people.views.mandates import answer_request, ask_for_mandate, end_mandate, grant_mandate
from khue.features.people.views.merging import end_succession, merge, merge_search, record_succession, successions
from khue.features.people.views.own import acting_for, correct, export, me
from khue.features.people.views.registering import register_organisation, register_person
from khue.features.people.views.staff import add_member, assign_role, end_role, parties, party, roles

__all__ = [
    "acting_for",
    "add_member",
    "answer_request",
    "ask_for_mandate",
    "assign_role",
    "correct",
    "end_mandate",
    "end_role",
    "end_succession",
    "export",
    "grant_mandate",
    "history",
    "keys",
    "make_key",
    "me",
    "merge",
    "merge_search",
    "parties",
    "party",
    "record_succession",
    "register_organisation",
    "register_person",
    "revoke_key",
    "roles",
    "successions",
]
