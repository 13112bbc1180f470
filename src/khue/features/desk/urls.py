"""Addresses of the room."""

from django.urls import path

from khue.features.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("tasks/<int:task_id>/", views.task, name="task"),
    path("tasks/<int:task_id>/take/", views.take, name="take"),
    path("tasks/<int:task_id>/hand-over/", views.hand_over, name="hand-over"),
    path("tasks/<int:task_id>/accept/", views.accept, name="accept"),
    path("tasks/<int:task_id>/supplements/", views.ask_supplement, name="ask-supplement"),
    path("tasks/<int:task_id>/refuse-receipt/", views.refuse_receipt, name="refuse-receipt"),
    path("tasks/<int:task_id>/complete/", views.complete, name="complete"),
    path("tasks/<int:task_id>/apology/", views.apology, name="apology"),
    path("dossiers/<str:number>/control-slip.pdf", views.control_slip, name="control-slip"),
    path("search/", views.find, name="search"),
    path("register/", views.register, name="register"),
    path("register.pdf", views.register_pdf, name="register-pdf"),
    path("bulk/", views.bulk, name="bulk"),
    path("bulk/deeds/", views.bulk_deeds, name="bulk-deeds"),
    path("bulk/<int:bulk_id>/", views.bulk_deed, name="bulk-deed"),
    path("bulk/<int:bulk_id>/stop/", views.stop_bulk, name="stop-bulk"),
    path("settings/", views.settings, name="settings"),
    path("settings/shortcuts/", views.choose_shortcuts, name="shortcuts"),
    path("settings/calendar/renew/", views.renew_feed, name="renew-feed"),
    path("settings/calendar/revoke/", views.revoke_feed, name="revoke-feed"),
    path("calendar/<str:token>.ics", views.calendar, name="calendar"),
    path("keyboard/", views.keyboard, name="keyboard"),
    path("load/", views.load, name="load"),
    path("times/", views.bottlenecks, name="bottlenecks"),
    path("on-time/", views.on_time, name="on-time"),
    path("views/", views.saved_views, name="views"),
    path("views/save/", views.save_view, name="save-view"),
    path("views/default/", views.choose_default, name="default-view"),
    path("views/<int:view_id>/remove/", views.remove_view, name="remove-view"),
    path("dossiers/<str:number>/notes/", views.notes, name="notes"),
    path("dossiers/<str:number>/notes/<int:note_id>/strike/", views.strike_note, name="strike-note"),
    path("audit/<str:subject>/", views.audit, name="audit"),
]
