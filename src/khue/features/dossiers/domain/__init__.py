"""Procedures, answers, states and clocks; pure."""
