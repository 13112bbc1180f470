"""Reading deals: frozen values. Words of the talks leave to the sides and their brokers only."""

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
from khue.features.deals.queries.holding import holds_of_persons, matters
from khue.features.deals.queries.papers import (
    ContractRow,
    DueRow,
    FilingRow,
    ProofRow,
    ValuationRow,
    contracts_to_remind,
)
from khue.features.deals.queries.readers import is_named, may_read_subject, offers_under_deals

__all__ = [
    "VIEWS",
    "BrokerRow",
    "ContractRow",
    "DealCard",
    "DealRow",
    "DueRow",
    "FilingRow",
    "MessageRow",
    "NdaRow",
    "ProofRow",
    "TaskRow",
    "TermsRow",
    "ValuationRow",
    "contracts_to_remind",
    "deal_card",
    "deals",
    "holds_of_persons",
    "is_named",
    "matters",
    "may_read_subject",
    "offers_under_deals",
]
