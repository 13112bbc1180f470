"""Addresses of payments, under /treasury/."""

from __future__ import annotations

from django.urls import path

from khue.features.treasury import views

app_name = "treasury"
urlpatterns = [
    path("", views.orders, name="orders"),
    path("orders/<int:order_id>/", views.order, name="order"),
    path("orders/<int:order_id>/approve/", views.approve, name="approve"),
    path("orders/<int:order_id>/amend/", views.amend, name="amend"),
    path("orders/<int:order_id>/cancel/", views.cancel, name="cancel"),
    path("orders/<int:order_id>/reopen/", views.reopen, name="reopen"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/open/", views.open_account, name="open-account"),
    path("accounts/<int:account_id>/send/", views.send, name="send"),
    path("files/", views.files, name="files"),
    path("files/<int:file_id>/", views.file, name="file"),
    path("files/<int:file_id>/<slug:form>/", views.file_as, name="file-as"),
    path("statements/", views.statements, name="statements"),
    path("statements/upload/", views.upload, name="upload"),
    path("statements/<int:statement_id>/", views.statement, name="statement"),
    path("statements/<int:statement_id>/file/", views.statement_file, name="statement-file"),
    path("unmatched/", views.unmatched, name="unmatched"),
    path("lines/<int:line_id>/", views.line, name="line"),
    path("lines/<int:line_id>/undo/", views.undo, name="undo"),
    path("suspense/", views.suspense, name="suspense"),
    path("lines/<int:line_id>/clear/", views.clear, name="clear"),
    path("lines/<int:line_id>/send-back/", views.send_back, name="send-back"),
    path("receivables/", views.receivables, name="receivables"),
    path("receivables/<int:receivable_id>/", views.receivable, name="receivable"),
    path("cash/", views.cash, name="cash"),
]
