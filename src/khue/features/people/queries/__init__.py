"""Reading people: who acts, party cards, what the city holds about someone. Frozen values only."""

from khue.features.people.queries.cards import (
    UNKNOWN,
    PartyCard,
    address_line,
    everyone_i_act_for,
    find_parties,
    list_parties,
    mail_address,
    parties,
    parties_i_act_for,
    party,
    party_id,
    people_with_right,
)
from khue.features.people.queries.lines import (
    MandateLine,
    MemberLine,
    RequestLine,
    RoleLine,
    TimelineLine,
    mandate,
    mandates_of,
    members_of,
    request_line,
    role_holdings,
    timeline,
)
from khue.features.people.queries.records import AboutMe, OwnRecord, RecordLine, about_me, own_record, record
from khue.features.people.queries.standing import PERSONA_ACCOUNT, AccountLine, Standing, personas, standing

__all__ = [
    "PERSONA_ACCOUNT", "UNKNOWN", "AboutMe", "AccountLine", "MandateLine", "MemberLine", "OwnRecord", "PartyCard", "RecordLine",
    "RequestLine", "RoleLine", "Standing", "TimelineLine", "about_me", "address_line", "everyone_i_act_for", "find_parties",
    "list_parties", "mail_address", "mandate", "mandates_of", "members_of", "own_record", "parties", "parties_i_act_for", "party",
    "party_id", "people_with_right", "personas", "record", "request_line", "role_holdings", "standing", "timeline",
]  # fmt: skip
