"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.gatherings import views

app_name = "gatherings"
urlpatterns = [
    path("", views.gatherings, name="gatherings"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("new/", views.write, name="write"),
    path("<int:gathering_id>/", views.gathering, name="gathering"),
    path("<int:gathering_id>/calendar.ics", views.one_calendar, name="one-calendar"),
    path("<int:gathering_id>/seats/", views.seats, name="seats"),
    path("<int:gathering_id>/publish/", views.publish, name="publish"),
    path("<int:gathering_id>/cancel/", views.cancel, name="cancel"),
    path("<int:gathering_id>/register/", views.take, name="take"),
    path("<int:gathering_id>/withdraw/", views.leave, name="leave"),
]
