"""Decisions of the exchange: members, offers, technology lists. Pure."""
