"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "khue.features.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
