from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "khue.features.calls"
    label = "calls"
