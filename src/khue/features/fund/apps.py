from django.apps import AppConfig


class FundConfig(AppConfig):
    name = "khue.features.fund"
    label = "fund"
    default_auto_field = "django.db.models.BigAutoField"
