from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "khue.features.documents"
    label = "documents"
