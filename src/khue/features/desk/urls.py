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
    path("audit/<str:subject>/", views.audit, name="audit"),
]
