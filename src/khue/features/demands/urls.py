"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from khue.features.demands import views

app_name = "demands"
urlpatterns = [
    path("", views.demands, name="demands"),
    path("search/", views.find, name="search"),
    path("no/<str:number>/", views.public, name="public"),
    path("mine/", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("new/", views.new, name="new"),
    path("<int:demand_id>/", views.demand, name="demand"),
    path("<int:demand_id>/mend/", views.mend, name="mend"),
    path("<int:demand_id>/publish/", views.publish, name="publish"),
    path("<int:demand_id>/extend/", views.extend, name="extend"),
    path("<int:demand_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:demand_id>/close/", views.close, name="close"),
    path("<int:demand_id>/propose/", views.propose, name="propose"),
    path("<int:demand_id>/short-list/", views.short_list, name="short-list"),
    path("<int:demand_id>/award/", views.award, name="award"),
    path("<int:demand_id>/solutions/<int:no>/leave/", views.leave, name="leave"),
    path("<int:demand_id>/solutions/<int:no>/trial/", views.trial, name="trial"),
    path("<int:demand_id>/solutions/<int:no>/secret/", views.secret, name="secret"),
]
