"""Dossiers that arrive from another system, such as the national portal, and what that system hears back.

Its words: source, taken-in case, message in, message out, subscription, the four states (business, payment, delivery,
synchronisation), reconciliation.
It is leant on by: missions, desk, portal.
"""
