from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "khue.features.desk"
    label = "desk"
