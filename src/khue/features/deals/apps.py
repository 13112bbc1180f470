from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "khue.features.deals"
    label = "deals"
