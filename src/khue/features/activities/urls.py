"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.activities import views

app_name = "activities"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("plans/draft/", views.draft, name="draft"),
    path("plans/<int:plan_id>/", views.plan, name="plan"),
    path("plans/<int:plan_id>/revise/", views.revise, name="revise"),
    path("versions/<int:version_id>/", views.version, name="version"),
    path("versions/<int:version_id>/lines/add/", views.add_line, name="add-line"),
    path("versions/<int:version_id>/lines/<int:line_id>/", views.change_line, name="change-line"),
    path("versions/<int:version_id>/lines/<int:line_id>/out/", views.take_line_out, name="take-line-out"),
    path("versions/<int:version_id>/propose/", views.propose, name="propose"),
    path("versions/<int:version_id>/decide/", views.decide, name="decide"),
    path("versions/<int:version_id>/withdraw/", views.withdraw_plan, name="withdraw-plan"),
    path("lines/", views.lines, name="lines"),
    path("lines/<int:line_id>/", views.line, name="line"),
    path("lines/<int:line_id>/ask/", views.ask_money, name="ask"),
    path("lines/<int:line_id>/report/", views.report, name="report"),
    path("lines/<int:line_id>/close/", views.close, name="close"),
    path("spends/", views.spends, name="spends"),
    path("spends/<int:spend_id>/", views.spend, name="spend"),
    path("spends/<int:spend_id>/answer/", views.answer, name="answer"),
    path("spends/<int:spend_id>/withdraw/", views.take_back, name="take-back"),
    path("spends/<int:spend_id>/pay/", views.order, name="order"),
    path("spends/<int:spend_id>/ask-back/", views.ask_back, name="ask-back"),
    path("fees/", views.fees, name="fees"),
    path("fees/accept/", views.accept_fees, name="accept-fees"),
    path("fees/<int:fee_id>/settle/", views.settle, name="settle"),
    path("mine/", views.mine, name="mine"),
]
