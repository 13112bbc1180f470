from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "khue.features.publicity"
    label = "publicity"
