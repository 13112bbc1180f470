"""Addresses of the public pages."""

from django.urls import path, re_path

from khue.features.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("procedures/", views.procedures, name="procedures"),
    path("register/", views.register, name="register"),
    re_path(r"^register\.(?P<kind>csv|json|xlsx)$", views.register_file, name="register-file"),
    path("register/<str:number>/", views.support, name="support"),
    path("register/<str:number>/papers/<str:code>.pdf", views.paper, name="paper"),
    path("about/", views.about, name="about"),
    path("audit/checkpoint.txt", views.checkpoint, name="checkpoint"),
]
