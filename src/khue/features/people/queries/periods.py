"""Half-open periods as a condition."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def during(on: date, prefix: str = "") -> Q:
    """Rows that hold on the day ``on``: from their first day until the day before ``valid_until``."""
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": on})
    )
