"""Addresses of the room. Tasks on the desk begin at ``delivery:task``, which leads to the page of their step."""

from __future__ import annotations

from django.urls import path

from khue.features.delivery import views

app_name = "delivery"
urlpatterns = [
    path("missions/", views.missions, name="missions"),
    path("missions/mine/", views.mine, name="mine"),
    path("missions/steps/<int:task_id>/", views.task, name="task"),
    path("missions/<int:mission_id>/", views.mission, name="mission"),
    path("missions/<int:mission_id>/appraise/", views.appraise, name="appraise"),
    path("missions/<int:mission_id>/answer-costs/", views.answer_costs, name="answer-costs"),
    path("missions/<int:mission_id>/decide/", views.decide, name="decide"),
    path("missions/<int:mission_id>/contract/prepare/", views.prepare_contract, name="prepare-contract"),
    path("missions/<int:mission_id>/contract/", views.contract, name="contract"),
    path("missions/<int:mission_id>/contract/change/", views.ask_change, name="ask-change"),
    path("missions/changes/<int:change_id>/decide/", views.decide_change, name="decide-change"),
    path("missions/changes/<int:change_id>/withdraw/", views.withdraw_change, name="withdraw-change"),
    path("missions/<int:mission_id>/milestones/<int:no>/hand-in/", views.hand_in, name="hand-in"),
    path("missions/milestones/<int:milestone_id>/", views.milestone, name="milestone"),
    path("missions/milestones/<int:milestone_id>/check/", views.check, name="check"),
    path("missions/milestones/<int:milestone_id>/take-back/", views.take_back, name="take-back"),
    path("missions/payments/<str:what>/", views.pay, name="pay"),
    path("missions/<int:mission_id>/reports/ask/", views.ask_report, name="ask-report"),
    path("missions/reports/<int:report_id>/", views.report, name="report"),
    path("missions/reports/<int:report_id>/note/", views.note_report, name="note-report"),
    path("missions/<int:mission_id>/visits/add/", views.site_check, name="site-check"),
    path("missions/<int:mission_id>/warn/", views.warn, name="warn"),
    path("missions/warnings/<int:warning_id>/lift/", views.lift, name="lift"),
    path("missions/<int:mission_id>/not-reached/", views.unmet, name="unmet"),
    path("missions/<int:mission_id>/ending/", views.ending, name="ending"),
    path("missions/<int:mission_id>/settle/", views.settle, name="settle"),
    path("missions/claims/<int:claim_id>/", views.claim, name="claim"),
    path("funded-missions/", views.register, name="register"),
    path("funded-missions/<str:number>/", views.public, name="public"),
]
