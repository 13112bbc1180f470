"""Khuê: the system that runs a city's innovation programme.

Four floors, imports run downwards: ``core`` (plain Python), ``kernel`` (Django without features),
``features`` (the rooms), ``site`` (settings, addresses, wiring).
"""

__version__ = "0.1.0"
