from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "khue.features.procedures"
    label = "procedures"
