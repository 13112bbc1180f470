"""Addresses of the room."""

from django.urls import path

from khue.features.procedures import views

app_name = "procedures"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>/", views.procedure, name="procedure"),
    path("<slug:key>/open/", views.open_draft, name="open"),
    path("<slug:key>/draft/", views.draft, name="draft"),
    path("<slug:key>/draft/texts/", views.texts, name="texts"),
    path("<slug:key>/draft/needs/", views.needs, name="needs"),
    path("<slug:key>/draft/basis/", views.basis, name="basis"),
    path("<slug:key>/draft/documents/", views.documents, name="documents"),
    path("<slug:key>/draft/documents/<slug:kind>/", views.print_document, name="print"),
    path("<slug:key>/draft/sections/", views.section, name="add-section"),
    path("<slug:key>/draft/sections/<slug:section>/", views.section, name="section"),
    path("<slug:key>/draft/fields/<slug:section>/", views.field, name="add-field"),
    path("<slug:key>/draft/fields/<slug:section>/<slug:field>/", views.field, name="field"),
    path("<slug:key>/draft/columns/<slug:section>/<slug:field>/", views.column, name="add-column"),
    path("<slug:key>/draft/columns/<slug:section>/<slug:field>/<slug:column>/", views.column, name="column"),
    path("<slug:key>/draft/steps/", views.step, name="add-step"),
    path("<slug:key>/draft/steps/<slug:step>/", views.step, name="step"),
    path("<slug:key>/draft/shift/", views.shift, name="shift"),
    path("<slug:key>/draft/remove/", views.remove, name="remove"),
    path("<slug:key>/draft/check/", views.check, name="check"),
    path("<slug:key>/draft/history/", views.history, name="history"),
    path("<slug:key>/draft/officer/", views.officer, name="officer"),
    path("<slug:key>/draft/rehearsal/", views.rehearsal, name="rehearsal"),
    path("<slug:key>/draft/import/", views.import_file, name="import"),
    path("<slug:key>/draft/base/", views.base, name="base"),
    path("<slug:key>/draft/publish/", views.publish, name="publish"),
    path("<slug:key>/draft/give-up/", views.give_up, name="give-up"),
    path("<slug:key>/compare/<slug:old>/<slug:new>/", views.compare, name="compare"),
    path("<slug:key>/export/<slug:which>/", views.export, name="export"),
    path("<slug:key>/withdraw/<int:version_id>/", views.withdraw, name="withdraw"),
    path("<slug:key>/migrate/", views.migrate, name="migrate"),
    path("<slug:key>/migrations/<int:migration_id>/", views.migration, name="migration"),
]
