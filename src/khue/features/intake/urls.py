"""Addresses of the room, under ``/intake/``."""

from __future__ import annotations

from django.urls import path

from khue.features.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("<int:case_id>/", views.case, name="case"),
]
