"""Floor 2: Django without features.

Transactions and audit (``deeds``, ``audit``), events and jobs, files, notices, pages and errors.
Every room leans on it; it knows no room.
"""
