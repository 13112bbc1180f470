"""Addresses of the room."""

from django.urls import path

from khue.features.keytasks import views

app_name = "keytasks"
urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/<str:number>/", views.public, name="public"),
    path("mine/", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("<int:key_task_id>/", views.key_task, name="key-task"),
    path("<int:key_task_id>/report/", views.report, name="report"),
    path("<int:key_task_id>/propose-withdrawal/", views.propose, name="propose"),
    path("withdrawals/<int:withdrawal_id>/answer/", views.answer, name="answer"),
    path("tasks/<int:task_id>/examine/", views.examine, name="examine"),
    path("tasks/<int:task_id>/advise/", views.advise, name="advise"),
    path("tasks/<int:task_id>/decide/", views.decide, name="decide"),
    path("tasks/<int:task_id>/check/", views.check, name="check"),
    path("tasks/<int:task_id>/settle/", views.settle, name="settle"),
]
