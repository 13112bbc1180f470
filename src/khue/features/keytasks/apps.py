from django.apps import AppConfig


class KeytasksConfig(AppConfig):
    name = "khue.features.keytasks"
    label = "keytasks"
