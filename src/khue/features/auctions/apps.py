from django.apps import AppConfig


class AuctionsConfig(AppConfig):
    name = "khue.features.auctions"
    label = "auctions"
