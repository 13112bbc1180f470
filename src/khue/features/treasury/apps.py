from django.apps import AppConfig


class TreasuryConfig(AppConfig):
    name = "khue.features.treasury"
    label = "treasury"
