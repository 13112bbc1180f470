"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.services import views

app_name = "services"
urlpatterns = [
    path("", views.announcements, name="announcements"),
    path("feed/", views.feed, name="feed"),
    path("publish/", views.publish, name="publish"),
    path("<int:announcement_id>/withdraw/", views.withdraw, name="withdraw"),
]
