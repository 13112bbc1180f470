from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "khue.features.appeals"
    label = "appeals"
