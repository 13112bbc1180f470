from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "khue.features.exchange"
    label = "exchange"
