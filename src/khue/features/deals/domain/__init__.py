"""Decisions of a deal, pure: who may say what, and when."""
