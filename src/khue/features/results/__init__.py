"""Registered results: what publicly funded work brought about, who made it, who owns it, what it earns, who gets what of that.

A result comes from a subject of another room, named as text (``support:12``); facts about it come through a registration that
``site`` wires. Words: result, version, origin, author share, ownership, IP object, income report, distribution, payout, offer.
Missions, calls and the exchange lean on this room; it knows none of them.
"""
