from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "khue.features.portal"
    label = "portal"
