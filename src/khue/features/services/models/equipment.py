"""Equipment for shared use: what it is and where, its slots, and who has them. One slot is one party's."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Equipment(models.Model):
    """What an entry says besides, where it is a piece of equipment."""

    entry = models.OneToOneField("services.CatalogueEntry", on_delete=models.PROTECT, related_name="equipment")
    place = models.TextField()
    technical = models.TextField()
    terms = models.TextField()


class EquipmentSlot(models.Model):
    """From ``starts_at`` until ``ends_at`` (not included); slots of one entry never overlap unless they are closed."""

    entry = models.ForeignKey("services.CatalogueEntry", on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="equipment_slot_has_length"),
        ]
        indexes = [models.Index(fields=["entry", "starts_at", "id"], name="equipment_slot_by_hour")]


class SlotBooking(models.Model):
    """Who has a slot, and what for. It ends with a ground; the row stays."""

    slot = models.ForeignKey(EquipmentSlot, on_delete=models.PROTECT, related_name="bookings")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    purpose = models.TextField()
    state = models.CharField(max_length=10, default="booked")
    ground = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    by_name = models.TextField()
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["booked", "left", "cancelled"]), name="slot_booking_state"),
            models.CheckConstraint(condition=Q(state="booked") | ~Q(ground=""), name="slot_booking_says_why"),
            models.UniqueConstraint(fields=["slot"], condition=Q(state="booked"), name="one_booking_of_a_slot"),
        ]
        indexes = [models.Index(fields=["party", "-id"], name="slot_booking_by_party")]
