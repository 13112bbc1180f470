"""Addresses of the room. The officers' pages are named in the steps of the procedure (``missions:appraise`` …)."""

from __future__ import annotations

from django.urls import path

from khue.features.missions import views

app_name = "missions"
urlpatterns = [
    path("missions/tasks/<int:task_id>/appraise/", views.appraise, name="appraise"),
    path("missions/tasks/<int:task_id>/answer-costs/", views.answer_costs, name="answer-costs"),
    path("missions/tasks/<int:task_id>/decide/", views.decide, name="decide"),
    path("missions/tasks/<int:task_id>/agree/", views.agree, name="agree"),
    path("missions/tasks/<int:task_id>/accept/", views.accept, name="accept"),
    path("missions/tasks/<int:task_id>/pay/", views.pay, name="pay"),
    path("missions/tasks/<int:task_id>/audit/", views.audit, name="audit"),
    path("supports/<int:support_id>/", views.support, name="support"),
    path("tranches/<int:tranche_id>/", views.tranche, name="tranche"),
    path("supports/<int:support_id>/tranches/<int:no>/deliver/", views.deliver, name="deliver"),
    path("supports/<int:support_id>/equipment/add/", views.register_equipment, name="register-equipment"),
    path("claims/<int:claim_id>/", views.claim, name="claim"),
    path("equipment/", views.equipment, name="equipment"),
]
