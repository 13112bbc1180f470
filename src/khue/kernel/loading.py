"""Django loaded, for commands and processes."""

from __future__ import annotations

import gc
import os


def django_ready(*, pages: bool = False) -> None:
    """Every room is loaded, with ``pages`` the addresses and the interface too. What is loaded stays.

    The garbage collector looks through none of it: not while it loads, which would take a fifth of the time, and not
    later, so that the memory of a process that divides itself stays shared.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khue.site.settings")
    gc.disable()
    try:
        import django

        django.setup()
        if pages:
            from django.urls import get_resolver, get_urlconf

            len(get_resolver(get_urlconf()).url_patterns)  # they are read when somebody asks for them
    finally:
        gc.freeze()
        gc.enable()
