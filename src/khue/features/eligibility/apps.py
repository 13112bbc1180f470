from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "khue.features.eligibility"
    label = "eligibility"
