"""Needs, orders, calls and proposals as pure values: states, commands, decisions, likeness."""
