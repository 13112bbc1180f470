"""Councils, their seats, the items before them, and declarations of interest."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from khue.features.councils.domain.words import COUNCIL, ITEM, KINDS, PARTY_ROLES, ROLES, SINGLE_ROLES


class Council(models.Model):
    """A panel of so many seats. ``quorum`` and ``pass_share`` ("2/3") are its own figures where the law sets none."""

    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=300)
    purpose = models.TextField()
    fields = ArrayField(models.CharField(max_length=40), default=list)
    seats_count = models.PositiveSmallIntegerField()
    quorum = models.CharField(max_length=9, blank=True, default="")
    pass_share = models.CharField(max_length=9, blank=True, default="")
    state = models.CharField(max_length=10, default="draft")
    unit = models.CharField(max_length=24, blank=True, default="")
    decision_number = models.CharField(max_length=60, blank=True, default="")
    decision_on = models.DateField(null=True)
    departure = models.CharField(max_length=500, blank=True, default="")
    prepared_by = models.CharField(max_length=60)
    prepared_by_name = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    founded_by = models.CharField(max_length=60, blank=True, default="")
    founded_by_name = models.CharField(max_length=200, blank=True, default="")
    ended_on = models.DateField(null=True)
    ended_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(COUNCIL.states)), name="council_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="council_kind_known"),
            models.CheckConstraint(
                condition=Q(seats_count__gte=1) & Q(seats_count__lte=99), name="council_seats_make_sense"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(decision_number="") & Q(decision_on__isnull=False)),
                name="founded_council_has_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="dissolved") | (Q(ended_on__isnull=False) & ~Q(ended_ground="")),
                name="dissolved_council_says_why",
            ),
            models.CheckConstraint(
                condition=Q(founded_by="") | ~Q(founded_by=F("prepared_by")), name="council_founded_by_another"
            ),
        ]


class Seat(models.Model):
    """A person in a numbered seat from a day on. Each seat, each person and each single role once at a time."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    matching = models.BooleanField()
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True, default="")
    ended_ground = models.CharField(max_length=500, blank=True, default="")
    successor = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="predecessor")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="seat_role_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seat_number_from_one"),
            models.UniqueConstraint(
                fields=["council", "number"], condition=Q(ended_at__isnull=True), name="seat_taken_once"
            ),
            models.UniqueConstraint(
                fields=["council", "person"], condition=Q(ended_at__isnull=True), name="one_seat_per_person"
            ),
            models.UniqueConstraint(
                fields=["council", "role"],
                condition=Q(ended_at__isnull=True, role__in=list(SINGLE_ROLES)),
                name="single_role_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_ground=""), name="ended_seat_says_why"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="seat_by_person", condition=Q(ended_at__isnull=True))]


class Item(models.Model):
    """What is judged. ``subject`` is the record of the room above, as text; empty for one entered by hand."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=60, blank=True, default="")
    title = models.CharField(max_length=400)
    field = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=10, default="listed")
    review = models.ForeignKey("councils.Review", on_delete=models.PROTECT, null=True, related_name="items")
    outcome = models.CharField(max_length=10, blank=True, default="")
    put_by = models.CharField(max_length=60)
    put_at = models.DateTimeField()
    ended_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ITEM.states)), name="item_state_known"),
            models.UniqueConstraint(fields=["council", "number"], name="item_number_once"),
            models.UniqueConstraint(
                fields=["council", "subject"],
                condition=~Q(subject="") & ~Q(state="withdrawn"),
                name="subject_once_before_a_council",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="item_has_title"),
            models.CheckConstraint(condition=~Q(state="decided") | ~Q(outcome=""), name="decided_item_has_outcome"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(ended_ground=""), name="withdrawn_item_says_why"
            ),
        ]


class ItemParty(models.Model):
    """Who is behind an item; interests are looked for against each of them."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "party"], name="item_party_once"),
            models.CheckConstraint(condition=Q(role__in=list(PARTY_ROLES)), name="item_party_role_known"),
        ]


class InterestDeclaration(models.Model):
    """Somebody says that ``person`` has an interest in an item, or against a party.

    Of oneself it stands at once; what others report waits for a review by somebody who is neither of the two.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="declarations")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=1000)
    state = models.CharField(max_length=10)
    declared_by = models.CharField(max_length=60)
    declared_by_name = models.CharField(max_length=200)
    declared_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=60, blank=True, default="")
    reviewed_by_name = models.CharField(max_length=200, blank=True, default="")
    reviewed_at = models.DateTimeField(null=True)
    review_ground = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["reported", "stands", "dismissed"]), name="declaration_state_known"
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, party__isnull=True) | Q(item__isnull=True, party__isnull=False),
                name="declaration_names_one",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by="") | ~Q(reviewed_by=F("declared_by")), name="declaration_reviewed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | (~Q(reviewed_by="") & ~Q(review_ground="")),
                name="dismissed_declaration_says_why",
            ),
            models.UniqueConstraint(
                fields=["person", "item", "declared_by"],
                condition=Q(item__isnull=False) & ~Q(state="dismissed"),
                name="declared_once_per_item",
            ),
        ]


class ItemPaper(models.Model):
    """A paper of an item. ``blind`` is the redacted copy for the blind phase; without one the paper stays closed in it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=300)
    file = models.UUIDField()
    blind = models.UUIDField(null=True)
    added_by = models.CharField(max_length=60)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "title"], name="item_paper_title_once")]
