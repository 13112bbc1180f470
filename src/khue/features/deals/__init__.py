"""Deals of the exchange: from an interest in a listed offer to terms that both sides accept, and on to a contract and its money.

Words: deal, side, interest, non-disclosure, named reader, broker of a side, message, task, terms (offer and counter-offer), term
sheet. The room leans on offers (``exchange``) and on prices found (``auctions``); nothing leans on it.
"""
