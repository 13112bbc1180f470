from django.apps import AppConfig


class DemandsConfig(AppConfig):
    name = "khue.features.demands"
    label = "demands"
