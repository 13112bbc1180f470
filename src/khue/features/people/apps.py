from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "khue.features.people"
    label = "people"
