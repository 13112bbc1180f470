"""Addresses of the room."""

from django.urls import path

from khue.features.people import views

app_name = "people"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/correct/", views.correct, name="correct"),
    path("me/export/", views.export, name="export"),
    path("me/acting-for/", views.acting_for, name="acting-for"),
    path("me/requests/<int:request_id>/", views.answer_request, name="answer-request"),
    path("me/mandates/<int:mandate_id>/end/", views.end_mandate, name="end-mandate"),
    path("organisations/register/", views.register_organisation, name="register-organisation"),
    path("parties/", views.parties, name="parties"),
    path("parties/person/", views.register_person, name="register-person"),
    path("parties/roles/", views.roles, name="roles"),
    path("parties/roles/<int:holding_id>/end/", views.end_role, name="end-role"),
    path("parties/duplicates/", views.duplicates, name="duplicates"),
    path("parties/duplicates/<int:pair_id>/different/", views.dismiss, name="dismiss"),
    path("parties/sanctions/", views.sanctions, name="sanctions"),
    path("parties/sanctions/add/", views.add_sanction, name="add-sanction"),
    path("parties/sanctions/file/", views.import_sanctions, name="import-sanctions"),
    path("parties/sanctions/<int:sanction_id>/", views.sanction, name="sanction"),
    path("parties/sanctions/<int:sanction_id>/end/", views.end_sanction, name="end-sanction"),
    path("parties/successions/", views.successions, name="successions"),
    path("parties/successions/record/", views.record_succession, name="record-succession"),
    path("parties/successions/<int:succession_id>/end/", views.end_succession, name="end-succession"),
    path("parties/<int:party_id>/", views.party, name="party"),
    path("parties/<int:party_id>/history/", views.history, name="history"),
    path("parties/<int:party_id>/rename/", views.rename, name="rename"),
    path("parties/<int:party_id>/move/", views.move, name="move"),
    path("parties/<int:party_id>/dissolve/", views.dissolve, name="dissolve"),
    path("parties/dissolutions/<int:dissolution_id>/end/", views.end_dissolution, name="end-dissolution"),
    path("parties/members/<int:member_id>/end/", views.end_member, name="end-member"),
    path("parties/<int:party_id>/merge/", views.merge_search, name="merge-search"),
    path("parties/<int:party_id>/merge/<int:other_id>/", views.merge, name="merge"),
    path("parties/<int:party_id>/ask/", views.ask_for_mandate, name="ask-for-mandate"),
    path("parties/<int:party_id>/mandate/", views.grant_mandate, name="grant-mandate"),
    path("parties/<int:party_id>/role/", views.assign_role, name="assign-role"),
    path("parties/<int:party_id>/keys/", views.keys, name="keys"),
    path("parties/<int:party_id>/keys/new/", views.make_key, name="make-key"),
    path("parties/keys/<int:key_id>/revoke/", views.revoke_key, name="revoke-key"),
    path("parties/<int:party_id>/member/", views.add_member, name="add-member"),
]
