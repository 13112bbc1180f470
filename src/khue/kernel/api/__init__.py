"""What the interfaces of all rooms share: who calls, how bodies are read, how often, what is repeated, what is described.

A room's ``api.py`` opens doors (``doors.Door``), each with one use-case or query behind it; ``site`` puts them under
one address. A key acts as its holder's mandate for one organisation; a session acts as the person at the screen.
"""
