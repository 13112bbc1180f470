"""Addresses of the room."""

from django.urls import path

from khue.features.dossiers import views

app_name = "dossiers"
urlpatterns = [
    path("procedures/<slug:key>/", views.procedure, name="procedure"),
    path("procedures/<slug:key>/start/", views.start, name="start"),
    path("procedures/<slug:key>/preview/<slug:section>/", views.preview, name="preview"),
    path("dossiers/", views.mine, name="mine"),
    path("dossiers/<slug:number>/", views.follow, name="follow"),
    path("dossiers/<slug:number>/edit/", views.edit, name="edit"),
    path("dossiers/<slug:number>/edit/<slug:section>/", views.section, name="section"),
    path("dossiers/<slug:number>/editors/", views.add_editor, name="add-editor"),
    path("dossiers/<slug:number>/editors/<int:person_id>/remove/", views.remove_editor, name="remove-editor"),
    path("dossiers/<slug:number>/check/", views.check, name="check"),
    path("dossiers/<slug:number>/submitted/", views.submitted, name="submitted"),
    path("dossiers/<slug:number>/supplement/", views.supplement, name="supplement"),
    path("dossiers/<slug:number>/withdraw/", views.withdraw, name="withdraw"),
]
