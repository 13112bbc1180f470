"""Dossiers that enter from elsewhere: the national portal's door, its four states, webhooks out, reconciliation.

Its words: source, external dossier, synchronisation state, endpoint, delivery, reconciliation report.
It is leant on by: desk, site.
"""
