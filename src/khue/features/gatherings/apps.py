from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "khue.features.gatherings"
    label = "gatherings"
