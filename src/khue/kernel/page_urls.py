"""Pages of the kernel, each under its language."""

from django.urls import path

from khue.kernel import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.inbox, name="inbox"),
    path("notices/read/", views.read_all, name="read-all"),
    path("notices/<int:notice_id>/", views.open_notice, name="open"),
    path("notices/by-mail/", views.by_mail, name="by-mail"),
]
