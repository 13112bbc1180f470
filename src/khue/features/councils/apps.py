from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "khue.features.councils"
    label = "councils"
