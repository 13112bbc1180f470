"""Auctions and tenders: a price found over a subject by bids in one order.

The room knows no offer and no contract: what is sold is a title, a reference and a seller. Words: auction, bidder, bid, limit,
step, reserve, soft close, opening, scoring, result, award. Deals of the exchange lean on it; it leans on parties and the rulebook.
"""
