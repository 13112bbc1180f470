"""Addresses of the books, under /ledger/."""

from __future__ import annotations

from django.urls import path

from khue.features.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.trial_balance, name="trial_balance"),
    path("budget/", views.budget, name="budget"),
    path("budget/appropriate/", views.appropriate, name="appropriate"),
    path("budget/open/", views.open_line, name="open_line"),
    path("budget/lines/<str:code>/", views.budget_line, name="budget_line"),
    path("accounts/<str:code>/", views.account, name="account"),
    path("accounts/<str:code>/subjects/", views.subjects, name="subjects"),
    path("subjects/<str:key>/", views.subject, name="subject"),
    path("entries/<uuid:entry_id>/", views.entry, name="entry"),
    path("entries/<uuid:entry_id>/reverse/", views.reverse_entry, name="reverse"),
    path("periods/", views.periods, name="periods"),
    path("periods/<str:month>/close/", views.close, name="close"),
]
