"""The technology exchange: who takes part in it, and what technologies they offer.

An offer says in public what a technology does, how far it works and who answers for it; its confidential part stands in a
table of its own and is read by a deed that leaves a record. Words: member, offer, claim and its evidence, owner, rights
check, technology list, judgement, clearance. Deals, auctions and matching will lean on this room; it leans on registered
results, on the likenesses that calls use, and on parties.
"""
