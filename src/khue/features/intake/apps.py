from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "khue.features.intake"
    label = "intake"
