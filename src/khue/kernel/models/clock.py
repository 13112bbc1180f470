"""How far the sample city's business day stands ahead of the wall clock. One row, sample mode only."""

from __future__ import annotations

from django.db import models


class BusinessClock(models.Model):
    """``sample`` says whether this database holds the sample city; a real server refuses to start on it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sample = models.BooleanField(default=False)
    shift_days = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_business_clock"),
            models.CheckConstraint(
                condition=models.Q(sample=True) | models.Q(shift_days=0), name="only_the_sample_city_shifts_time"
            ),
            models.CheckConstraint(condition=models.Q(shift_days__gte=0), name="time_moves_forward"),
        ]
