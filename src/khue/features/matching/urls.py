"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.matching import views

app_name = "matching"
urlpatterns = [
    path("", views.matches, name="matches"),
    path("weights/", views.weights, name="weights"),
    path("introductions/", views.introductions, name="introductions"),
    path("introductions/<int:introduction_id>/", views.introduction, name="introduction"),
    path("introductions/<int:introduction_id>/reply/", views.reply, name="reply"),
    path("introductions/<int:introduction_id>/withdraw/", views.withdraw, name="withdraw"),
    path("thirds/", views.third_rows, name="thirds"),
    path("thirds/<int:offer_id>/<int:entry_id>/", views.third, name="third"),
    path("thirds/<int:offer_id>/<int:entry_id>/answer/", views.answer_third, name="answer-third"),
    path("offers/<int:offer_id>/", views.sides, name="sides"),
    path("offers/<int:offer_id>/propose/", views.propose_triad, name="propose-triad"),
    path("triads/", views.triads, name="triads"),
    path("triads/<int:triad_id>/", views.triad, name="triad"),
    path("triads/<int:triad_id>/reply/", views.reply_triad, name="reply-triad"),
    path("triads/<int:triad_id>/withdraw/", views.withdraw_triad, name="withdraw-triad"),
    path("<int:demand_id>/<int:offer_id>/", views.pair, name="pair"),
    path("<int:demand_id>/<int:offer_id>/answer/", views.answer, name="answer"),
    path("<int:demand_id>/<int:offer_id>/introduce/", views.introduce, name="introduce"),
]
