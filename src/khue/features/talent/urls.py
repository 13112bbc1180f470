"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.talent import views

app_name = "talent"
urlpatterns = [
    path("", views.posts, name="posts"),
    path("posts/<int:need_id>/", views.post, name="post"),
    path("posts/<int:need_id>/apply/", views.apply, name="apply"),
    path("register/", views.register, name="register"),
    path("mine/", views.mine, name="mine"),
    path("needs/", views.needs, name="needs"),
    path("needs/raise/", views.raise_need, name="raise"),
    path("needs/<int:need_id>/", views.need, name="need"),
    path("needs/<int:need_id>/decide/", views.decide_need, name="decide-need"),
    path("needs/<int:need_id>/withdraw/", views.withdraw_need, name="withdraw-need"),
    path("needs/<int:need_id>/publish/", views.publish, name="publish"),
    path("needs/<int:need_id>/invite/", views.invite, name="invite"),
    path("needs/<int:need_id>/put/", views.put, name="put"),
    path("needs/<int:need_id>/close/", views.close_search, name="close-search"),
    path("candidacies/<int:candidacy_id>/", views.candidacy, name="candidacy"),
    path("candidacies/<int:candidacy_id>/leave/", views.leave, name="leave"),
    path("candidacies/<int:candidacy_id>/offer/", views.draft, name="draft"),
    path("offers/<int:offer_id>/", views.offer, name="offer"),
    path("offers/<int:offer_id>/decide/", views.decide_offer, name="decide-offer"),
    path("offers/<int:offer_id>/answer/", views.answer_offer, name="answer-offer"),
    path("offers/<int:offer_id>/withdraw/", views.withdraw_offer, name="withdraw-offer"),
    path("engagements/", views.engagements, name="engagements"),
    path("engagements/<int:engagement_id>/", views.engagement, name="engagement"),
    path("engagements/<int:engagement_id>/conclude/", views.conclude, name="conclude"),
    path("engagements/<int:engagement_id>/renew/", views.renew, name="renew"),
    path("engagements/<int:engagement_id>/evaluate/", views.evaluate, name="evaluate"),
    path("engagements/<int:engagement_id>/end/", views.end, name="end"),
    path("engagements/<int:engagement_id>/close/", views.close, name="close"),
    path("dues/<int:due_id>/", views.due, name="due"),
    path("dues/<int:due_id>/hand-in/", views.hand_in, name="hand-in"),
    path("dues/<int:due_id>/check/", views.check, name="check"),
    path("dues/<int:due_id>/pay/", views.order, name="order"),
    path("evaluations/<int:evaluation_id>/report/", views.report_year, name="report-year"),
    path("evaluations/<int:evaluation_id>/conclude/", views.conclude_evaluation, name="conclude-evaluation"),
    path("evaluations/<int:evaluation_id>/answer/", views.answer_evaluation, name="answer-evaluation"),
    path("evaluations/<int:evaluation_id>/settle/", views.settle, name="settle"),
]
