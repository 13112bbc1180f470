"""Transfers without refund: who receives a result that budget money formed, why, and what the receiver owes in return.

A result is offered and claimed in ``results``; here the claims are examined, compared and decided by two persons, the result is
handed over by a record that both sides sign, and the receiver's duties are followed until the last one is done. Words:
transfer, capability check, proposal, decision, hand-over record, duty. The room leans on results, exchange and the rulebook.
"""
