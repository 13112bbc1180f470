"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.deals import views

app_name = "deals"
urlpatterns = [
    path("", views.deals, name="deals"),
    path("shares/", views.shares, name="shares"),
    path("shares/<int:share_id>/", views.share, name="share"),
    path("shares/<int:share_id>/pay/", views.pay, name="pay"),
    path("obligations/", views.obligations, name="obligations"),
    path("interest/<str:number>/", views.interest, name="interest"),
    path("<int:deal_id>/", views.deal, name="deal"),
    path("<int:deal_id>/answer/", views.answer, name="answer"),
    path("<int:deal_id>/end/", views.end, name="end"),
    path("<int:deal_id>/nda/", views.nda, name="nda"),
    path("<int:deal_id>/nda/<int:no>/sign/", views.sign, name="sign-nda"),
    path("<int:deal_id>/nda/end/", views.close, name="end-nda"),
    path("<int:deal_id>/confidential/", views.confidential, name="confidential"),
    path("<int:deal_id>/confidential/open/", views.still_open, name="still-open"),
    path("<int:deal_id>/brokers/", views.broker, name="broker"),
    path("<int:deal_id>/brokers/<int:broker_id>/drop/", views.drop, name="drop-broker"),
    path("<int:deal_id>/messages/", views.message, name="message"),
    path("<int:deal_id>/tasks/", views.task, name="task"),
    path("<int:deal_id>/tasks/<int:no>/done/", views.done, name="finish-task"),
    path("<int:deal_id>/terms/", views.terms, name="terms"),
    path("<int:deal_id>/terms/<int:no>/answer/", views.answer_terms, name="answer-terms"),
    path("<int:deal_id>/terms/reopen/", views.reopen, name="reopen"),
    path("<int:deal_id>/valuation/", views.valuation, name="valuation"),
    path("<int:deal_id>/prove/", views.prove, name="prove"),
    path("<int:deal_id>/confirm/", views.confirm, name="confirm"),
    path("<int:deal_id>/contract/", views.contract, name="contract"),
    path("<int:deal_id>/sign-contract/", views.sign_contract, name="sign-contract"),
    path("<int:deal_id>/approval/", views.approval, name="approval"),
    path("<int:deal_id>/amendments/", views.amendment, name="amendment"),
    path("<int:deal_id>/amendments/<int:no>/answer/", views.answer_amendment, name="answer-amendment"),
    path("<int:deal_id>/file/", views.file, name="file"),
    path("<int:deal_id>/completeness/", views.completeness, name="completeness"),
    path("<int:deal_id>/certificate/", views.certificate, name="certificate"),
    path("<int:deal_id>/royalty/", views.royalty, name="royalty"),
    path("<int:deal_id>/dues/<int:no>/audit/", views.audit, name="audit"),
    path("<int:deal_id>/audits/<int:no>/books/", views.books, name="audit-books"),
    path("<int:deal_id>/audits/<int:no>/findings/", views.findings, name="audit-findings"),
    path("<int:deal_id>/audits/<int:no>/answer/", views.answer_audit, name="audit-answer"),
    path("<int:deal_id>/audits/<int:no>/withdraw/", views.withdraw, name="audit-withdraw"),
    path("<int:deal_id>/obligations/", views.obligation, name="obligation"),
    path("<int:deal_id>/obligations/<int:no>/answer/", views.answer_obligation, name="answer-obligation"),
    path("<int:deal_id>/obligations/<int:no>/report/", views.report_obligation, name="report-obligation"),
    path("<int:deal_id>/obligations/<int:no>/confirm/", views.confirm_obligation, name="confirm-obligation"),
    path("<int:deal_id>/calendar.ics", views.calendar, name="calendar"),
    path("<int:deal_id>/dues/<int:no>/receive/", views.receive, name="receive"),
    path("<int:deal_id>/dues/<int:no>/settle/", views.settle, name="settle"),
]
