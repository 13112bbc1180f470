"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.auctions import views

app_name = "auctions"
urlpatterns = [
    path("", views.auctions, name="auctions"),
    path("no/<str:number>/", views.auction, name="auction"),
    path("announce/", views.announce, name="announce"),
    path("<int:auction_id>/register/", views.register, name="register"),
    path("<int:auction_id>/bid/", views.bid, name="bid"),
    path("<int:auction_id>/take/", views.take, name="take"),
    path("<int:auction_id>/leave/", views.leave, name="leave"),
    path("<int:auction_id>/open/", views.open_bids, name="open"),
    path("<int:auction_id>/conclude/", views.conclude, name="conclude"),
    path("<int:auction_id>/award/", views.award, name="award"),
    path("<int:auction_id>/annul/", views.annul, name="annul"),
    path("<int:auction_id>/bidders/<int:bidder>/deposit/", views.deposit, name="deposit"),
    path("<int:auction_id>/bidders/<int:bidder>/exclude/", views.exclude, name="exclude"),
    path("<int:auction_id>/bidders/<int:bidder>/score/", views.score, name="score"),
]
