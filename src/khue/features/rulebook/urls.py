"""Addresses of the room."""

from django.urls import path, re_path

from khue.features.rulebook import views

app_name = "rulebook"
PARAMETER = r"(?P<id>[a-z0-9_]+(?:\.[a-z0-9_]+)+)"
RULE = r"(?P<id>[a-z0-9-]+(?:\.[a-z0-9-]+)+)"
urlpatterns = [
    path("", views.texts, name="texts"),
    path("texts/<slug:key>/", views.text, name="instrument"),
    re_path(r"^provisions/(?P<key>[a-z0-9-]+\.[a-z0-9-]+)/$", views.provision, name="provision"),
    path("parameters/", views.parameters, name="parameters"),
    re_path(r"^parameters\.(?P<kind>csv|xlsx|json)$", views.parameters_file, name="parameters-file"),
    re_path(rf"^parameters/{PARAMETER}/$", views.parameter, name="parameter"),
    re_path(rf"^parameters/{PARAMETER}/confirm/$", views.confirm, name="confirm"),
    path("rules/", views.rules, name="rules"),
    re_path(rf"^rules/{RULE}/$", views.rule, name="rule"),
    path("decisions/", views.decisions, name="decisions"),
    path("compare/", views.compare_days, name="compare"),
    path("certainty/", views.board, name="certainty"),
    path("editions/", views.editions, name="editions"),
    re_path(r"^editions/(?P<edition>[0-9a-f]{16})\.json$", views.edition_file, name="edition-file"),
]
