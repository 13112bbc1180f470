from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "khue.features.activities"
    label = "activities"
