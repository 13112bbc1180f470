"""Doors without a language: files, machine checks, and what a browser remembers."""

from django.urls import path

from khue.kernel import views
from khue.kernel.metrics.views import metrics

app_name = "kernel"
urlpatterns = [
    path("files/<uuid:identity>/", views.file, name="file"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
