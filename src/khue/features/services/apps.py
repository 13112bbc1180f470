from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "khue.features.services"
    label = "services"
