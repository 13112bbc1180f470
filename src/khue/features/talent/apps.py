from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "khue.features.talent"
    label = "talent"
