from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "khue.features.privacy"
    label = "privacy"
