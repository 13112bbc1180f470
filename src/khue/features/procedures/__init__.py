"""Procedures that staff change: a draft of a definition, check, preview, comparison, rehearsal, publication, migration.

Its words: definition draft, comparison, rehearsal, publication, migration, dry run.
It is leant on by: desk, site.
"""
