"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.fund import views

app_name = "fund"
urlpatterns = [
    path("", views.public, name="public"),
    path("mine/", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("motions/", views.motions, name="motions"),
    path("payments/", views.payments, name="payments"),
    path("capital/", views.capital, name="capital"),
    path("capital/new/", views.new_source, name="new-source"),
    path("capital/<int:source_id>/receive/", views.receive, name="receive"),
    path("portfolio/", views.portfolio, name="portfolio"),
    path("opinions/new/", views.new_opinion, name="new-opinion"),
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/new/", views.new_seat, name="new-seat"),
    path("bodies/<int:seat_id>/end/", views.end_seat, name="end-seat"),
    path("charter/", views.charter, name="charter"),
    path("charter/new/", views.new_charter, name="new-charter"),
    path("charter/<int:version_id>/confirm/", views.confirm_charter, name="confirm-charter"),
    path("tasks/<int:task_id>/appraise/", views.appraise, name="appraise"),
    path("tasks/<int:task_id>/decide/", views.decide, name="decide"),
    path("tasks/<int:task_id>/sign/", views.sign, name="sign"),
    path("cases/<int:case_id>/", views.case, name="case"),
    path("cases/<int:case_id>/lay/<slug:kind>/", views.lay, name="lay"),
    path("cases/<int:case_id>/ask/", views.ask_money, name="ask"),
    path("cases/<int:case_id>/contract/", views.draw_up, name="draw-up"),
    path("cases/<int:case_id>/close/", views.close, name="close"),
    path("cases/<int:case_id>/opinion/", views.opinion, name="opinion"),
    path("motions/<int:motion_id>/", views.motion, name="motion"),
    path("motions/<int:motion_id>/vote/", views.vote, name="vote"),
    path("motions/<int:motion_id>/conclude/", views.conclude, name="conclude"),
    path("payments/<int:payment_id>/", views.payment, name="payment"),
    path("payments/<int:payment_id>/answer/", views.answer, name="answer"),
    path("payments/<int:payment_id>/pay/", views.pay, name="pay"),
    path("loans/<int:loan_id>/", views.loan, name="loan"),
    path("loans/<int:loan_id>/repay/", views.repay, name="repay"),
    path("repayments/<int:repayment_id>/undo/", views.undo_repayment, name="undo-repayment"),
]
