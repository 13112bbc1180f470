"""The verbs of the room. Each is one transaction with one audit record."""

from khue.features.people.usecases.accounts import give_account, link_identity, new_account, person_for
from khue.features.people.usecases.changing import dissolve_party, end_dissolution, move_party, rename_party
from khue.features.people.usecases.duplicates import dismiss_pair, find_duplicates
from khue.features.people.usecases.erasing import erase_person, hold_party
from khue.features.people.usecases.groups import add_member, end_member
from khue.features.people.usecases.identified import identified_party
from khue.features.people.usecases.keys import NewKey, make_key, revoke_key
from khue.features.people.usecases.mandates import (
    ask_for_mandate,
    end_mandate,
    end_mandates_for_agencies,
    grant_mandate,
    refuse_mandate_request,
)
from khue.features.people.usecases.merging import (
    end_succession,
    merge_duplicates,
    record_succession,
    share_party,
    standing_party,
)
from khue.features.people.usecases.registering import (
    correct_own_record,
    register_organisation,
    register_person,
)
from khue.features.people.usecases.restricting import end_restriction, restrict
from khue.features.people.usecases.roles import assign_role, end_holdings, end_role, load_units, new_holding
from khue.features.people.usecases.sanctions import add_sanction, end_sanction, import_sanctions, match_sanction

__all__ = [
    "NewKey",
    "add_member",
    "add_sanction",
    "ask_for_mandate",
    "assign_role",
    "correct_own_record",
    "dismiss_pair",
    "dissolve_party",
    "end_dissolution",
    "end_holdings",
    "end_mandate",
    "end_mandates_for_agencies",
    "end_member",
    "end_restriction",
    "end_role",
    "end_sanction",
    "end_succession",
    "erase_person",
    "find_duplicates",
    "give_account",
    "grant_mandate",
    "hold_party",
    "identified_party",
    "import_sanctions",
    "link_identity",
    "load_units",
    "make_key",
    "match_sanction",
    "merge_duplicates",
    "move_party",
    "new_account",
    "new_holding",
    "person_for",
    "record_succession",
    "refuse_mandate_request",
    "register_organisation",
    "register_person",
    "rename_party",
    "restrict",
    "revoke_key",
    "share_party",
    "standing_party",
]
