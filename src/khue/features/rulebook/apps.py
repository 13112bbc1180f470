from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "khue.features.rulebook"
    label = "rulebook"
