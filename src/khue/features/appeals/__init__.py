"""Complaint and appeal against a decision: its clocks, the second decider, the outcome that supersedes.

Its words: appeal, ground, second decider, outcome, superseded decision.
It is leant on by: missions, desk, portal.
"""
