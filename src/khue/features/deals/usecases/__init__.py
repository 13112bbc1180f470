"""What is done in a deal, one function per verb."""

from khue.features.deals.usecases.amending import answer_amendment, draw_amendment
from khue.features.deals.usecases.asking import answer_interest, end_deal, express_interest, stop_deals
from khue.features.deals.usecases.auditing import (
    answer_findings,
    ask_audit,
    record_findings,
    show_books,
    withdraw_audit,
)
from khue.features.deals.usecases.brokering import drop_broker, name_broker
from khue.features.deals.usecases.contracting import (
    confirm_ownership,
    draw_contract,
    give_valuation,
    note_approval,
    prove_ownership,
    sign_contract,
)
from khue.features.deals.usecases.drawing import demand_on, printed_contract, render_contract
from khue.features.deals.usecases.drawing_amendments import demand_on_amendment, printed_amendment, render_amendment
from khue.features.deals.usecases.hushing import end_nda, propose_nda, sign_nda
from khue.features.deals.usecases.obliging import (
    answer_obligation,
    confirm_obligation,
    propose_obligation,
    remind_obliged,
    report_obligation,
)
from khue.features.deals.usecases.offering import answer_terms, make_terms, reopen_terms
from khue.features.deals.usecases.paying import follow_order, order_share
from khue.features.deals.usecases.registering import answer_filing, decide_filing, file_contract, remind_filer
from khue.features.deals.usecases.settling import receive_due, report_royalty, settle_due
from khue.features.deals.usecases.talking import finish_task, set_task, write_message

__all__ = [
    "answer_amendment",
    "answer_filing",
    "answer_findings",
    "answer_interest",
    "answer_obligation",
    "answer_terms",
    "ask_audit",
    "confirm_obligation",
    "confirm_ownership",
    "decide_filing",
    "demand_on",
    "demand_on_amendment",
    "draw_amendment",
    "draw_contract",
    "drop_broker",
    "end_deal",
    "end_nda",
    "express_interest",
    "file_contract",
    "finish_task",
    "follow_order",
    "give_valuation",
    "make_terms",
    "name_broker",
    "note_approval",
    "order_share",
    "printed_amendment",
    "printed_contract",
    "propose_nda",
    "propose_obligation",
    "prove_ownership",
    "receive_due",
    "record_findings",
    "remind_filer",
    "remind_obliged",
    "render_amendment",
    "render_contract",
    "reopen_terms",
    "report_obligation",
    "report_royalty",
    "set_task",
    "settle_due",
    "show_books",
    "sign_contract",
    "sign_nda",
    "stop_deals",
    "withdraw_audit",
    "write_message",
]
