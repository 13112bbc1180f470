"""A form posted twice does its deed once: the form carries a key, the deed leaves what came of it."""

from __future__ import annotations

from django.db import models


class OnceDone(models.Model):
    key = models.UUIDField(primary_key=True)
    actor = models.CharField(max_length=60)
    deed = models.CharField(max_length=80)
    result = models.JSONField(null=True)
    at = models.DateTimeField()
