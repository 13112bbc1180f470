"""What is done in a deal, one function per verb."""

from khue.features.deals.usecases.asking import answer_interest, end_deal, express_interest, stop_deals
from khue.features.deals.usecases.brokering import drop_broker, name_broker
from khue.features.deals.usecases.hushing import end_nda, propose_nda, sign_nda
from khue.features.deals.usecases.offering import answer_terms, make_terms, reopen_terms
from khue.features.deals.usecases.talking import finish_task, set_task, write_message

__all__ = [
    "answer_interest",
    "answer_terms",
    "drop_broker",
    "end_deal",
    "end_nda",
    "express_interest",
    "finish_task",
    "make_terms",
    "name_broker",
    "propose_nda",
    "reopen_terms",
    "set_task",
    "sign_nda",
    "stop_deals",
    "write_message",
]
