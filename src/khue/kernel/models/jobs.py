"""What procrastinate does not keep about a job: why each attempt failed, and why a person gave it up."""

from __future__ import annotations

from django.db import models


class JobFailure(models.Model):
    """One failed attempt. ``error`` carries no personal values (``kernel.jobs.failures``); ``place`` is a line of ours."""

    job_id = models.BigIntegerField()
    task = models.CharField(max_length=128)
    attempt = models.PositiveIntegerField()
    error = models.CharField(max_length=500)
    place = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        app_label = "kernel"
        constraints = [models.CheckConstraint(condition=~models.Q(error=""), name="job_failure_says_why")]
        indexes = [models.Index(fields=["job_id", "-id"], name="job_failure_by_job")]

    def __str__(self) -> str:
        return f"job {self.job_id}, attempt {self.attempt}: {self.error}"


class JobGivenUp(models.Model):
    """A failed job that will not be tried again, with the ground of whoever decided it."""

    job_id = models.BigIntegerField(primary_key=True)
    reason = models.TextField()
    by = models.TextField()  # actor key
    at = models.DateTimeField()

    class Meta:
        app_label = "kernel"
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="job_given_up_with_reason")]

    def __str__(self) -> str:
        return f"job {self.job_id} given up by {self.by}"
