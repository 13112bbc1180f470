"""The register's sums, kept by the database."""

from __future__ import annotations

from django.db import connection


def gather_totals() -> None:
    """Make one row of all changes of the register's sums. Changes no sum, so it is no deed and leaves no record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT missions_gather_totals()")
