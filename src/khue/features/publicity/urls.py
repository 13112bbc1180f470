"""Addresses of the room."""

from django.urls import path, re_path

from khue.features.publicity import views

app_name = "publicity"
urlpatterns = [
    path("", views.money, name="money"),
    path("360giving.json", views.giving, name="giving"),
    path("exchange/", views.exchange, name="exchange"),
    path("national/", views.national, name="national"),
    path("national/make/", views.national_export, name="national-export"),
    path("national/receive/", views.national_receive, name="national-receive"),
    path("national/schedule/", views.national_schedule, name="national-schedule"),
    path("national/files/", views.national_files, name="national-files"),
    path("national/files/<int:batch_no>/", views.national_file, name="national-file"),
    path("national/entries/", views.national_entries, name="national-entries"),
    path("national/receipts/", views.national_receipts, name="national-receipts"),
    path("national/receipts/<int:receipt_id>/", views.national_receipt, name="national-receipt"),
    path("catalogue.jsonld", views.catalogue, name="catalogue"),
    re_path(r"^exchange\.(?P<kind>csv|json|xlsx)$", views.exchange_file, name="exchange-file"),
    re_path(r"^awards\.(?P<kind>csv|json|xlsx)$", views.awards_file, name="awards-file"),
    re_path(r"^flow\.(?P<kind>csv|json|xlsx)$", views.flow_file, name="flow-file"),
    re_path(r"^times\.(?P<kind>csv|json|xlsx)$", views.times_file, name="times-file"),
]
