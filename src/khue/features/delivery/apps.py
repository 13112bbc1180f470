from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "khue.features.delivery"
    label = "delivery"
