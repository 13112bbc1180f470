from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "khue.features.transfers"
    label = "transfers"
