"""Addresses of the room."""

from django.urls import path

from khue.features.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("people/<int:person_id>/absence/", views.absent, name="absent"),
    path("people/<int:person_id>/desk/", views.desk, name="desk"),
    path("absences/", views.absences, name="absences"),
    path("absences/<int:absence_id>/end/", views.end_absence, name="end-absence"),
    path("absences/<int:absence_id>/stand-in/", views.stand_in, name="stand-in"),
    path("waiting/", views.waiting, name="waiting"),
    path("invite/", views.invite, name="invite"),
    path("invitations/<int:invitation_id>/", views.invitation, name="invitation"),
    path("invited/<str:token>/", views.invited, name="invited"),
    path("people/<int:person_id>/role/", views.propose, name="propose"),
    path("people/<int:person_id>/leave/", views.leave, name="leave"),
    path("people/<int:person_id>/keys/", views.keys_of, name="keys-of"),
    path("people/<int:person_id>/keys/reset/", views.ask_reset, name="ask-reset"),
    path("people/<int:person_id>/sign-out/", views.sign_out, name="sign-out"),
    path("proposals/<int:proposal_id>/", views.proposal, name="proposal"),
    path("resets/<int:reset_id>/", views.reset, name="reset"),
    path("resets/<int:reset_id>/stop/", views.stop_reset, name="stop-reset"),
    path("keys/", views.keys, name="keys"),
    path("keys/new/", views.make_key, name="make-key"),
    path("keys/<int:key_id>/revoke/", views.revoke_key, name="revoke-key"),
    path("stand-down/", views.stand_down, name="stand-down"),
]
