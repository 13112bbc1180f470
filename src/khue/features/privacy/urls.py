"""Addresses of the room: one's own under ``/me/data/``, everything else under ``/privacy/``."""

from __future__ import annotations

from django.urls import path

from khue.features.privacy import views

app_name = "privacy"
urlpatterns = [
    path("me/data/", views.mine, name="mine"),
    path("me/data/ask/", views.ask_something, name="ask"),
    path("me/data/consents/", views.consents, name="consents"),
    path("me/data/consents/<slug:purpose>/", views.consent, name="consent"),
    path("privacy/register/", views.register, name="register"),
    path("privacy/", views.desk, name="desk"),
    path("privacy/enter/", views.find, name="find"),
    path("privacy/enter/<int:party_id>/", views.enter, name="enter"),
    path("privacy/requests/<int:request_id>/", views.follow, name="request"),
    path("privacy/requests/<int:request_id>/withdraw/", views.withdraw, name="withdraw"),
    path("privacy/requests/<int:request_id>/answer/", views.answer, name="answer"),
    path("privacy/requests/<int:request_id>/refuse/", views.refuse, name="refuse"),
    path("privacy/requests/<int:request_id>/extend/", views.extend, name="extend"),
    path("privacy/requests/<int:request_id>/finish/", views.finish, name="finish"),
    path("privacy/requests/<int:request_id>/end-restriction/", views.end_restriction, name="end-restriction"),
    path("privacy/breaches/", views.breaches, name="breaches"),
    path("privacy/breaches/record/", views.record, name="breach-record"),
    path("privacy/breaches/<int:breach_id>/", views.breach, name="breach"),
    path("privacy/breaches/<int:breach_id>/notify/", views.notify, name="breach-notify"),
    path("privacy/breaches/<int:breach_id>/tell/", views.tell, name="breach-tell"),
    path("privacy/breaches/<int:breach_id>/fix/", views.fix, name="breach-fix"),
    path("privacy/consents/", views.consent_book, name="consent-book"),
    path("privacy/retention/", views.retention, name="retention"),
    path("privacy/erasures/", views.erasures, name="erasures"),
    path("privacy/erasures/propose/<slug:kind>/<int:number>/", views.propose, name="propose"),
    path("privacy/erasures/<int:erasure_id>/", views.erasure, name="erasure"),
]
