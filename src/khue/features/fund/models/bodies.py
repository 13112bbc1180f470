"""People's posts in the bodies of the fund, and its charter in versions. Periods are half-open."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import BigIntegerField, F, Func, Q, Value
from django.db.models.functions import Cast


def _during() -> Func:
    return Func(F("from_on"), F("until_on"), Value("[)"), function="daterange", output_field=DateRangeField())


def _word(field: str) -> Func:
    hashed = Cast(Func(F(field), function="hashtext"), BigIntegerField())
    return Func(hashed, hashed, Value("[]"), function="int8range")


class Seat(models.Model):
    """A person's post. Nobody holds two at a time: whoever controls neither decides nor runs; a body has one head."""

    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    body = models.CharField(max_length=16)
    position = models.CharField(max_length=8)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    instrument = models.CharField(max_length=300)
    end_instrument = models.CharField(max_length=300, blank=True)
    entered_by = models.CharField(max_length=40)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(body__in=["council", "control_board", "executive"], position__in=["head", "member"]),
                name="fund_seat_known",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="fund_seat_term"
            ),
            models.CheckConstraint(condition=~Q(instrument=""), name="fund_seat_by_instrument"),
            ExclusionConstraint(
                name="fund_one_seat_per_person",
                expressions=[
                    (
                        Func(F("person_id"), F("person_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (_during(), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="fund_one_head_per_body",
                expressions=[(_word("body"), RangeOperators.OVERLAPS), (_during(), RangeOperators.OVERLAPS)],
                condition=Q(position="head"),
            ),
        ]
        indexes = [models.Index(fields=["body", "from_on"], name="fund_seat_by_body")]


class CharterVersion(models.Model):
    """A version of the charter's settings. Confirmed by a second person, it never changes."""

    no = models.PositiveSmallIntegerField(unique=True)
    from_on = models.DateField()
    settings = models.JSONField()  # domain.charter.Charter.to_json
    instrument = models.CharField(max_length=300)
    paper = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default="proposed")
    proposed_by = models.CharField(max_length=40)
    proposed_for = models.CharField(max_length=40, blank=True)
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "confirmed", "rejected"]), name="fund_charter_state"
            ),
            models.CheckConstraint(condition=~Q(instrument=""), name="fund_charter_by_instrument"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by="")
                | (
                    ~Q(state="proposed")
                    & ~Q(decided_by="")
                    & ~Q(decided_by=F("proposed_by"))
                    & ~Q(decided_by=F("proposed_for"))
                ),
                name="fund_charter_two_persons",
            ),
            models.UniqueConstraint(
                fields=["from_on"], condition=Q(state="confirmed"), name="fund_charter_one_per_day"
            ),
            models.UniqueConstraint(fields=["state"], condition=Q(state="proposed"), name="fund_charter_one_proposal"),
        ]
