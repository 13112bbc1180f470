"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.transfers import views

app_name = "transfers"
urlpatterns = [
    path("", views.transfers, name="transfers"),
    path("no/<str:number>/", views.transfer, name="transfer"),
    path("offers/<int:offer_id>/open/", views.open_file, name="open"),
    path("<int:transfer_id>/claims/<int:claim_id>/check/", views.check, name="check"),
    path("<int:transfer_id>/propose/", views.propose, name="propose"),
    path("<int:transfer_id>/return/", views.give_back, name="return"),
    path("<int:transfer_id>/decide/", views.decide, name="decide"),
    path("<int:transfer_id>/end/", views.end, name="end"),
    path("<int:transfer_id>/claims/<int:claim_id>/hand-over/", views.hand_over, name="hand-over"),
    path("handovers/<int:handover_id>/sign/", views.sign, name="sign"),
    path("handovers/<int:handover_id>/recall/", views.recall, name="recall"),
    path("duties/<int:duty_id>/report/", views.report, name="report"),
    path("duties/<int:duty_id>/judge/", views.judge, name="judge"),
    path("purchases/", views.purchases, name="purchases"),
    path("purchases/no/<str:purchase_no>/", views.purchase, name="purchase"),
    path("purchases/offers/<int:listed_id>/propose/", views.propose_purchase, name="propose-purchase"),
    path("purchases/<int:purchase_id>/", views.purchase_page, name="purchase-page"),
    path("purchases/<int:purchase_id>/decide/", views.decide_purchase, name="decide-purchase"),
    path("purchases/<int:purchase_id>/receive/", views.receive_purchase, name="receive-purchase"),
    path("purchases/<int:purchase_id>/drop/", views.drop_purchase, name="drop-purchase"),
    path("purchases/<int:purchase_id>/pay/", views.pay_purchase, name="pay-purchase"),
    path("purchases/<int:purchase_id>/ask/", views.ask_licence, name="ask-licence"),
    path("licences/<int:licence_id>/", views.licence_page, name="licence-page"),
    path("licences/<int:licence_id>/answer/", views.answer_licence, name="answer-licence"),
    path("licences/<int:licence_id>/end/", views.end_licence, name="end-licence"),
    path("licence-duties/<int:licence_duty_id>/report/", views.report_licence, name="report-licence"),
    path("licence-duties/<int:licence_duty_id>/judge/", views.judge_licence, name="judge-licence"),
]
