"""Addresses of the room."""

from django.urls import path

from khue.features.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("people/<int:person_id>/absence/", views.absent, name="absent"),
    path("people/<int:person_id>/desk/", views.desk, name="desk"),
    path("absences/", views.absences, name="absences"),
    path("absences/<int:absence_id>/end/", views.end_absence, name="end-absence"),
    path("absences/<int:absence_id>/stand-in/", views.stand_in, name="stand-in"),
    path("stand-down/", views.stand_down, name="stand-down"),
]
