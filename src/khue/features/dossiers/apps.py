from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "khue.features.dossiers"
    label = "dossiers"
