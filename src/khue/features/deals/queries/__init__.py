"""Reading deals: frozen values. Words of the talks leave to the sides and their brokers only."""

from khue.features.deals.queries.after import (
    OBLIGATION_VIEWS,
    AuditRow,
    ObligationRow,
    OwnObligation,
    notice_for,
    obligations_to_tell,
    own_obligations,
)
from khue.features.deals.queries.amending import AmendmentRow
from khue.features.deals.queries.cards import (
    VIEWS,
    BrokerRow,
    DealCard,
    DealRow,
    MessageRow,
    NdaRow,
    TaskRow,
    TermsRow,
    deal_card,
    deals,
)
from khue.features.deals.queries.figures import DealWay, deal_ways
from khue.features.deals.queries.holding import holds_of_persons, matters
from khue.features.deals.queries.naming import key_of_name, member_key
from khue.features.deals.queries.papers import (
    ContractRow,
    DueRow,
    FilingRow,
    ProofRow,
    ValuationRow,
    contracts_to_remind,
)
from khue.features.deals.queries.paying import (
    LikelyReceiver,
    ShareRow,
    deal_of_share,
    likely_receivers,
    receiver_today,
    share,
    shares,
)
from khue.features.deals.queries.readers import (
    hidden_contracts,
    is_named,
    may_read_contract,
    may_read_subject,
    offers_under_deals,
)
from khue.features.deals.queries.valuing import DealSides, deal_sides, deals_under_way, wire_valuers

__all__ = [
    "OBLIGATION_VIEWS",
    "VIEWS",
    "AmendmentRow",
    "AuditRow",
    "BrokerRow",
    "ContractRow",
    "DealCard",
    "DealRow",
    "DealSides",
    "DealWay",
    "DueRow",
    "FilingRow",
    "LikelyReceiver",
    "MessageRow",
    "NdaRow",
    "ObligationRow",
    "OwnObligation",
    "ProofRow",
    "ShareRow",
    "TaskRow",
    "TermsRow",
    "ValuationRow",
    "contracts_to_remind",
    "deal_card",
    "deal_of_share",
    "deal_sides",
    "deal_ways",
    "deals",
    "deals_under_way",
    "hidden_contracts",
    "holds_of_persons",
    "is_named",
    "key_of_name",
    "likely_receivers",
    "matters",
    "may_read_contract",
    "may_read_subject",
    "member_key",
    "notice_for",
    "obligations_to_tell",
    "offers_under_deals",
    "own_obligations",
    "receiver_today",
    "share",
    "shares",
    "wire_valuers",
]
