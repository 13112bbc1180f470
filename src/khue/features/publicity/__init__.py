"""Publicity: every award of public money as open data, how long money takes to arrive, and where it flows.

Reads the rooms below and keeps nothing of its own. No private person is named here.
"""
