"""Addresses of the room."""

from django.urls import path, re_path

from khue.features.eligibility import views

app_name = "eligibility"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("result/", views.result, name="result"),
    re_path(r"^result\.(?P<kind>csv|json|xlsx)$", views.result_file, name="result-file"),
    path("support/<slug:rule>/", views.support, name="support"),
    path("saved/", views.saved_list, name="saved-list"),
    path("saved/new/", views.save, name="save"),
    path("saved/<int:check_id>/", views.saved, name="saved"),
    path("saved/<int:check_id>/remove/", views.remove, name="remove"),
]
