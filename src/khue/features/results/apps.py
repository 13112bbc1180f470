from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "khue.features.results"
    label = "results"
