"""Floor 1: plain Python. Values and decisions; no Django, no database, no clock."""
