"""Addresses of the room."""

from django.urls import path, re_path

from khue.features.publicity import views

app_name = "publicity"
urlpatterns = [
    path("", views.money, name="money"),
    path("360giving.json", views.giving, name="giving"),
    path("exchange/", views.exchange, name="exchange"),
    path("catalogue.jsonld", views.catalogue, name="catalogue"),
    re_path(r"^exchange\.(?P<kind>csv|json|xlsx)$", views.exchange_file, name="exchange-file"),
    re_path(r"^awards\.(?P<kind>csv|json|xlsx)$", views.awards_file, name="awards-file"),
    re_path(r"^flow\.(?P<kind>csv|json|xlsx)$", views.flow_file, name="flow-file"),
    re_path(r"^times\.(?P<kind>csv|json|xlsx)$", views.times_file, name="times-file"),
]
