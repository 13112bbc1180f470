"""Addresses of the room, under ``/intake/``."""

from __future__ import annotations

from django.urls import path

from khue.features.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("<int:case_id>/", views.case, name="case"),
    path("<int:case_id>/send-again/", views.send_again, name="send-again"),
    path("<int:case_id>/hand-over/", views.hand_over, name="hand-over"),
    path("queue/", views.queue, name="queue"),
    path("queue/<int:source_id>/send-again/", views.send_all_again, name="send-all-again"),
    path("reconciliation/", views.reports, name="reports"),
    path("reconciliation/new/", views.compare, name="compare"),
    path("reconciliation/<int:report_id>/", views.report, name="report"),
    path("sources/", views.sources, name="sources"),
    path("sources/new/", views.register, name="register"),
    path("sources/<int:source_id>/", views.source, name="source"),
    path("sources/<int:source_id>/codes/", views.map_procedure, name="map"),
    path("sources/<int:source_id>/keys/", views.make_key, name="make-key"),
    path("sources/<int:source_id>/keys/<int:key_id>/revoke/", views.revoke_key, name="revoke-key"),
    path("sources/<int:source_id>/receiver/", views.subscribe, name="subscribe"),
    path("sources/<int:source_id>/secret/", views.rotate, name="rotate"),
    path("sources/<int:source_id>/close/", views.close, name="close"),
    path("sources/<int:source_id>/reopen/", views.reopen, name="reopen"),
]
