from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "khue.features.staff"
    label = "staff"
