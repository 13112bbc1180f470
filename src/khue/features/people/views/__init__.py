"""Pages about people, one module per kind of reader."""

from khue.features.people.views.changing import dissolve, end_dissolution, end_member, move, rename
from khue.features.people.views.duplicates import dismiss, duplicates
from khue.features.people.views.history import history
from khue.features.people.views.keys import keys, make_key, revoke_key
from khue.features.people.views.mandates import answer_request, ask_for_mandate, end_mandate, grant_mandate
from khue.features.people.views.merging import end_succession, merge, merge_search, record_succession, successions
from khue.features.people.views.own import acting_for, correct, export, me
from khue.features.people.views.registering import register_organisation, register_person
from khue.features.people.views.sanctions import add_sanction, end_sanction, import_sanctions, sanction, sanctions
from khue.features.people.views.staff import add_member, assign_role, end_role, parties, party, roles

__all__ = [
    "acting_for",
    "add_member",
    "add_sanction",
    "answer_request",
    "ask_for_mandate",
    "assign_role",
    "correct",
    "dismiss",
    "dissolve",
    "duplicates",
    "end_dissolution",
    "end_mandate",
    "end_member",
    "end_role",
    "end_sanction",
    "end_succession",
    "export",
    "grant_mandate",
    "history",
    "import_sanctions",
    "keys",
    "make_key",
    "me",
    "merge",
    "merge_search",
    "move",
    "parties",
    "party",
    "record_succession",
    "register_organisation",
    "register_person",
    "rename",
    "revoke_key",
    "roles",
    "sanction",
    "sanctions",
    "successions",
]
