"""Decisions of the room: what a plan, a spend, a fee and a report must hold. Pure."""
