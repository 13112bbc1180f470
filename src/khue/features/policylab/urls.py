"""Addresses of the room."""

from django.urls import path, re_path

from khue.features.policylab import views

app_name = "policylab"
FILE = r"(?P<table>[a-z]+)\.(?P<kind>csv|xlsx|json)"
urlpatterns = [
    path("", views.index, name="index"),
    path("compare/", views.compare, name="compare"),
    path("studies/", views.study_list, name="studies"),
    path("studies/new/", views.new, name="new"),
    path("studies/<int:study_id>/", views.study, name="study"),
    path("studies/<int:study_id>/outline/", views.outline, name="outline"),
    path("studies/<int:study_id>/law/", views.law, name="law"),
    path("studies/<int:study_id>/law/text/", views.reform_text, name="reform-text"),
    path("studies/<int:study_id>/assumptions/", views.assumptions, name="assumptions"),
    path("studies/<int:study_id>/<int:number>/", views.version, name="version"),
    path("studies/<int:study_id>/<int:number>/run/", views.run, name="run"),
    path("studies/<int:study_id>/<int:number>/stop/", views.stop, name="stop"),
    path("studies/<int:study_id>/<int:number>/copy/", views.copy, name="copy"),
    path("studies/<int:study_id>/<int:number>/publish/", views.publish, name="publish"),
    re_path(rf"^studies/(?P<study_id>[0-9]+)/(?P<number>[0-9]+)/{FILE}$", views.version_file, name="version-file"),
    path("<slug:slug>/", views.published, name="published"),
    path("<slug:slug>/rerun/", views.rerun, name="rerun"),
    path("<slug:slug>/reform.json", views.reform_file, name="reform-file"),
    path("<slug:slug>/assumptions.json", views.assumptions_file, name="assumptions-file"),
    re_path(rf"^(?P<slug>[-a-z0-9]+)/{FILE}$", views.published_file, name="published-file"),
]
