"""Events and who comes. A published event's hour and words stand; a seat is one person's, and no more are given than there are."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

NEVER_DELETED_TABLES = ("gatherings_gathering", "gatherings_seat")


class Gathering(models.Model):
    """``seats`` is how many may come in person or by link together."""

    state = models.CharField(max_length=10, default="draft")
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    about_vi = models.TextField()
    about_en = models.TextField(blank=True)
    place = models.TextField(blank=True)
    link = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveIntegerField()
    written_by = models.CharField(max_length=40)
    written_by_name = models.TextField()
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()  # for calendars: the newest change
    ground = models.TextField(blank=True)  # why it was cancelled

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "published", "cancelled"]), name="gathering_state_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="gathering_has_seats"),
            models.CheckConstraint(condition=~Q(place="", link=""), name="gathering_is_somewhere"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="gathering_published_on_a_day"
            ),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(ground=""), name="cancelled_gathering_says_why"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-starts_at", "-id"], name="gathering_by_hour")]


class Seat(models.Model):
    """A person's registration; ``no`` is its place in the order in which they came."""

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="places")
    no = models.PositiveIntegerField()
    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    note = models.TextField(blank=True)
    state = models.CharField(max_length=8)
    taken_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["seated", "waiting", "left"]), name="gathering_seat_state"),
            models.UniqueConstraint(fields=["gathering", "no"], name="gathering_seat_no_once"),
            models.UniqueConstraint(
                fields=["gathering", "person"], condition=~Q(state="left"), name="gathering_seat_per_person"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="gathering_seat_by_person")]
