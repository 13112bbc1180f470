"""Addresses of the room."""

from django.urls import path

from khue.features.councils import views

app_name = "councils"
urlpatterns = [
    path("", views.councils, name="councils"),
    path("prepare/", views.prepare, name="prepare"),
    path("experts/", views.experts, name="experts"),
    path("experts/invite/", views.invite, name="invite"),
    path("experts/invite/<int:party_id>/", views.invite_person, name="invite-person"),
    path("experts/<int:expert_id>/", views.expert, name="expert"),
    path("experts/<int:expert_id>/answer/", views.answer, name="answer"),
    path("experts/<int:expert_id>/profile/", views.profile, name="profile"),
    path("experts/<int:expert_id>/class/", views.fee_class, name="class"),
    path("experts/<int:expert_id>/leave/", views.leave, name="leave"),
    path("relations/declare/", views.relate, name="relate"),
    path("relations/<int:relation_id>/end/", views.end_relation, name="end-relation"),
    path("<int:council_id>/", views.council, name="council"),
    path("<int:council_id>/seat/", views.seat, name="seat"),
    path("<int:council_id>/found/", views.found, name="found"),
    path("<int:council_id>/dissolve/", views.dissolve, name="dissolve"),
    path("<int:council_id>/items/put/", views.put_item, name="put-item"),
    path("<int:council_id>/interests/", views.interests, name="interests"),
    path("<int:council_id>/interests/declare/", views.declare, name="declare"),
    path("interests/<int:declaration_id>/review/", views.review_interest, name="review-interest"),
    path("seats/<int:seat_id>/end/", views.end_seat, name="end-seat"),
    path("items/<int:item_id>/", views.item, name="item"),
    path("items/<int:item_id>/withdraw/", views.withdraw, name="withdraw"),
    path("items/<int:item_id>/papers/add/", views.add_paper, name="add-paper"),
]
