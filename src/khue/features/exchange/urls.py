"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.offers, name="offers"),
    path("search/", views.find, name="search"),
    path("search/feed/", views.feed, name="feed"),
    path("searches/", views.searches, name="searches"),
    path("searches/save/", views.save_search, name="save-search"),
    path("searches/<int:search_id>/drop/", views.drop_search, name="drop-search"),
    path("words/", views.meanings, name="meanings"),
    path("words/add/", views.put_meaning, name="put-meaning"),
    path("words/try/", views.try_meaning, name="try-meaning"),
    path("words/<int:line_id>/change/", views.change_meaning, name="change-meaning"),
    path("words/<int:line_id>/end/", views.end_meaning, name="end-meaning"),
    path("no/<str:number>/", views.public, name="public"),
    path("pictures/<uuid:identity>/", views.picture, name="picture"),
    path("mine/", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("desk/take/", views.take_many, name="take-many"),
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/hand-in/", views.hand_in_drafts, name="hand-in-drafts"),
    path("drafts/drop/", views.drop_drafts, name="drop-drafts"),
    path("drafts/read/", views.read_document, name="read-document"),
    path("imports/", views.imports, name="imports"),
    path("imports/send/", views.send_sheet, name="send-sheet"),
    path("imports/template/", views.sheet_template, name="sheet-template"),
    path("imports/<int:import_id>/", views.import_, name="import"),
    path("offers/new/", views.new, name="new"),
    path("offers/<int:offer_id>/", views.offer, name="offer"),
    path("offers/<int:offer_id>/describe/", views.describe, name="describe"),
    path("offers/<int:offer_id>/material/", views.material, name="material"),
    path("offers/<int:offer_id>/confidential/", views.confidential, name="confidential"),
    path("offers/<int:offer_id>/take/", views.take, name="take"),
    path("offers/<int:offer_id>/check/", views.check, name="check"),
    path("offers/<int:offer_id>/release/", views.release, name="release"),
    path("offers/<int:offer_id>/entries/<int:entry_id>/rule/", views.rule, name="rule"),
    path("offers/<int:offer_id>/confirm/", views.confirm, name="confirm"),
    path("offers/<int:offer_id>/withdraw/", views.withdraw, name="withdraw"),
    path("members/", views.directory, name="directory"),
    path("members/desk/", views.members, name="members"),
    path("members/join/", views.join, name="join"),
    path("members/<int:member_id>/", views.member, name="member"),
    path("members/<int:member_id>/move/", views.move, name="move"),
    path("lists/", views.lists, name="lists"),
    path("lists/add/", views.add_entry, name="add-entry"),
    path("lists/<int:entry_id>/end/", views.end_entry, name="end-entry"),
    path("clearances/", views.clearances, name="clearances"),
    path("clearances/grant/", views.clear, name="clear"),
    path("clearances/<int:clearance_id>/end/", views.end_clearance, name="end-clearance"),
]
