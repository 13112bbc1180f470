"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.results import views

app_name = "results"
urlpatterns = [
    path("", views.register, name="register"),
    path("no/<str:number>/", views.public, name="public"),
    path("mine/", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("new/", views.new, name="new"),
    path("<int:result_id>/", views.result, name="result"),
    path("<int:result_id>/describe/", views.describe, name="describe"),
    path("<int:result_id>/check/", views.check, name="check"),
    path("<int:result_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:result_id>/shares/", views.shares, name="shares"),
    path("<int:result_id>/ownership/", views.ownership, name="ownership"),
    path("consents/<int:consent_id>/answer/", views.answer, name="answer"),
    path("consents/<int:consent_id>/paper/", views.paper_consent, name="paper-consent"),
    path("<int:result_id>/rights/add/", views.add_right, name="add-right"),
    path("rights/<int:right_id>/step/", views.move_right, name="move-right"),
    path("<int:result_id>/offer/", views.offer, name="offer"),
    path("offers/<int:offer_id>/withdraw/", views.withdraw_offer, name="withdraw-offer"),
    path("offers/<int:offer_id>/claim/", views.claim, name="claim"),
    path("claims/<int:claim_id>/withdraw/", views.withdraw_claim, name="withdraw-claim"),
    path("<int:result_id>/income/", views.income, name="income"),
    path("reports/<int:report_id>/distribute/", views.draw_up, name="draw-up"),
    path("distributions/<int:distribution_id>/", views.distribution, name="distribution"),
    path("distributions/<int:distribution_id>/decide/", views.decide, name="decide"),
    path("payouts/", views.payouts, name="payouts"),
    path("payouts/<int:payout_id>/", views.payout, name="payout"),
    path("payouts/<int:payout_id>/pay/", views.pay, name="pay"),
]
