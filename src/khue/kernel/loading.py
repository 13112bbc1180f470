"""Django loaded, for commands and processes."""

from __future__ import annotations

import gc
import os


def django_ready() -> None:
    """Every room is loaded. The garbage collector looks through nothing of it: not while it loads, and not later."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khue.site.settings")
    gc.disable()
    try:
        import django

        django.setup()
    finally:
        gc.freeze()
        gc.enable()
