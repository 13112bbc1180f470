"""Pages of operations, each under its language."""

from django.urls import path

from khue.kernel.operations import jobs, overview

app_name = "operations"
urlpatterns = [
    path("operations/", overview.overview, name="overview"),
    path("operations/jobs/", jobs.jobs, name="jobs"),
    path("operations/jobs/<int:job_id>/", jobs.job, name="job"),
    path("operations/jobs/<int:job_id>/retry/", jobs.retry, name="retry"),
    path("operations/jobs/<int:job_id>/give-up/", jobs.give_up, name="give-up"),
    path("operations/jobs/retry/<str:task>/", jobs.retry_kind, name="retry-kind"),
]
