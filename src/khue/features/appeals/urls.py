"""Addresses of the room, under ``/appeals/``."""

from __future__ import annotations

from django.urls import path

from khue.features.appeals import views

app_name = "appeals"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("decisions/<int:decision_id>/", views.begin, name="begin"),
    path("<int:appeal_id>/", views.appeal, name="appeal"),
    path("<int:appeal_id>/write/<slug:step>/", views.write, name="write"),
    path("<int:appeal_id>/check/", views.check, name="check"),
    path("<int:appeal_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:appeal_id>/admission/", views.admission, name="admission"),
    path("<int:appeal_id>/assign/", views.assign, name="assign"),
    path("<int:appeal_id>/extend/", views.extend, name="extend"),
    path("<int:appeal_id>/dialogue/", views.dialogue, name="dialogue"),
    path("<int:appeal_id>/execution/", views.execution, name="execution"),
    path("<int:appeal_id>/decide/", views.decide, name="decide"),
]
