from django.apps import AppConfig


class PolicylabConfig(AppConfig):
    name = "khue.features.policylab"
    label = "policylab"
