from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "khue.features.matching"
    label = "matching"
