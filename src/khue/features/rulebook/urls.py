"""Addresses of the room."""

from django.urls import path, re_path

from khue.features.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("parameters/", views.parameters, name="parameters"),
    re_path(r"^parameters\.(?P<kind>csv|json)$", views.parameters_file, name="parameters-file"),
]
