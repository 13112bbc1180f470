from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "khue.features.missions"
    label = "missions"
