"""Decisions and words of the room; pure."""
