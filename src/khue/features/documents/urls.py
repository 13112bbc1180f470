"""Addresses of the room, under /documents/."""

from __future__ import annotations

from django.urls import path

from khue.features.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.papers, name="papers"),
    path("papers/<str:code>/", views.paper, name="paper"),
    path("papers/<str:code>/draft.docx", views.draft_docx, name="draft-docx"),
    path("papers/<str:code>/edit/", views.edit, name="edit-paper"),
    path("papers/<str:code>/sign-again/", views.again, name="sign-again"),
    path("papers/<str:code>/copy/", views.record_copy, name="record-copy"),
    path("papers/<str:code>/copies/<int:copy_id>/", views.answer_copy, name="answer-copy"),
    path("papers/<str:code>/copies/<int:copy_id>/withdraw/", views.withdraw_copy, name="withdraw-copy"),
    path("sign/", views.queue, name="queue"),
    path("sign/<int:signer_id>/", views.turn, name="turn"),
    path("sign/<int:signer_id>/decline/", views.decline, name="decline"),
    path("check/", views.check, name="check"),
    path("check/<str:code>/", views.check_code, name="check-code"),
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/register/", views.register, name="register-certificate"),
    path("certificates/<int:certificate_id>/revoke/", views.revoke, name="revoke-certificate"),
    path("templates/", views.templates, name="templates"),
    path("templates/<str:kind>/", views.template, name="template"),
    path("templates/<str:kind>/edit/", views.edit_template, name="edit-template"),
    path("templates/<str:kind>/try.pdf", views.try_template, name="try-template"),
    path("templates/<str:kind>/<int:number>/", views.compare_template, name="compare-template"),
    path("templates/<str:kind>/<int:number>/preview.pdf", views.template_preview, name="template-preview"),
]
