"""Offers: the thing itself, the versions of its public words, and apart from them what is confidential."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

STATES = ["handed_in", "checked", "returned", "listed", "refused", "withdrawn"]
OUTCOMES = ["pending", "checked", "accepted", "returned", "refused"]
OBJECTS = ["know-how", "process", "design", "formula", "software", "data", "model", "algorithm", "rationalisation", "machine"]  # fmt: skip
LEVELS = ["stated", "seen", "tested", "used"]


class OfferYear(models.Model):
    """The last number that was given out in a year; its row is locked until the deed ends."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.IntegerField()


class Offer(models.Model):
    """A technology on offer. Columns from ``title_vi`` on are of the version that is shown, or of the first one until then."""

    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField()
    state = models.CharField(max_length=12, default="handed_in")
    number = models.CharField(max_length=20, blank=True)
    handed_in_by = models.CharField(max_length=40)
    handed_in_at = models.DateTimeField()
    listed_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    valid_until = models.DateField()
    shown = models.ForeignKey("OfferVersion", on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.TextField(blank=True)  # why it was refused or withdrawn
    stamp = models.IntegerField(default=0)
    title_vi = models.TextField()
    title_en = models.TextField()
    kind = models.CharField(max_length=20)
    field = models.CharField(max_length=60)
    stage = models.PositiveSmallIntegerField()
    evidence = models.CharField(max_length=10, default="stated")  # the strongest of its claims
    modes = models.JSONField(default=list)
    price_from = models.BigIntegerField(null=True)
    price_to = models.BigIntegerField(null=True)
    folded = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="exchange_offer_state_known"),
            models.CheckConstraint(condition=Q(kind__in=OBJECTS), name="exchange_offer_kind_known"),
            models.CheckConstraint(condition=Q(stage__gte=1, stage__lte=9), name="exchange_offer_stage_known"),
            models.CheckConstraint(condition=Q(evidence__in=LEVELS), name="exchange_offer_evidence_known"),
            models.CheckConstraint(
                condition=~Q(state="listed")
                | (Q(listed_on__isnull=False, shown__isnull=False, confirmed_on__isnull=False) & ~Q(number="")),
                name="listed_offer_has_number_and_day",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="exchange_offer_number_once"),
            models.CheckConstraint(
                condition=Q(price_from__isnull=True) | Q(price_from__gte=0), name="exchange_offer_price_begins"
            ),
            models.CheckConstraint(
                condition=Q(price_from__isnull=True) | Q(price_to__isnull=True) | Q(price_to__gte=F("price_from")),
                name="exchange_offer_price_range",
            ),
        ]
        indexes = [
            models.Index(fields=["-listed_on", "-id"], name="exchange_offer_public", condition=Q(state="listed")),
            models.Index(fields=["party", "-id"], name="exchange_offer_by_party"),
            models.Index(fields=["state", "-id"], name="exchange_offer_by_state"),
        ]


class OfferVersion(models.Model):
    """What the supplier said in public, once and for all; afterwards only who took which step, and what came of it."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="versions")
    no = models.PositiveSmallIntegerField()
    title_vi = models.TextField()
    title_en = models.TextField()
    summary_vi = models.TextField()
    summary_en = models.TextField(blank=True)
    kind = models.CharField(max_length=20)
    field = models.CharField(max_length=60)
    codes = models.JSONField(default=list)  # IPC symbols without blanks
    stage = models.PositiveSmallIntegerField()
    stage_evidence = models.TextField()
    basis = models.CharField(max_length=12)
    basis_paper = models.TextField()
    modes = models.JSONField(default=list)
    price_from = models.BigIntegerField(null=True)
    price_to = models.BigIntegerField(null=True)
    price_note = models.TextField(blank=True)
    public_money = models.BooleanField(default=False)
    result = models.CharField(max_length=20, blank=True)  # number in the register of results
    after_sale = models.TextField(blank=True)
    videos = models.JSONField(default=list)
    rival = models.TextField(blank=True)
    comparison = models.TextField(blank=True)
    cost_unit = models.TextField(blank=True)
    own_cost = models.BigIntegerField(null=True)
    rival_cost = models.BigIntegerField(null=True)
    folded = models.TextField()
    papers = models.JSONField(default=list)  # ids of stored files that everybody may read once it is listed
    ground = models.TextField(blank=True)
    made_by = models.CharField(max_length=40)
    made_by_name = models.TextField()
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, default="pending")
    note = models.TextField(blank=True)
    taken_by = models.CharField(max_length=40, blank=True)
    taken_by_name = models.TextField(blank=True)
    checked_by = models.CharField(max_length=40, blank=True)
    checked_by_name = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    second_by = models.CharField(max_length=40, blank=True)
    second_by_name = models.TextField(blank=True)
    released_by = models.CharField(max_length=40, blank=True)
    released_by_name = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "no"], name="exchange_offer_version_once"),
            models.UniqueConstraint(
                fields=["offer"], condition=Q(outcome__in=["pending", "checked"]), name="one_open_offer_version"
            ),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="exchange_offer_version_outcome_known"),
            models.CheckConstraint(condition=Q(basis__in=["owner", "passes-on"]), name="exchange_offer_basis_known"),
            models.CheckConstraint(
                condition=~Q(outcome="accepted") | Q(checked_at__isnull=False, released_at__isnull=False),
                name="accepted_offer_version_was_checked_and_released",
            ),
            models.CheckConstraint(
                condition=Q(released_by="") | ~Q(released_by=F("checked_by")), name="offer_version_by_two_persons"
            ),
        ]


class OfferConfidential(models.Model):
    """What of a version only the owner's side and who is in charge reads, each time by a deed. No list touches this table."""

    version = models.OneToOneField(OfferVersion, on_delete=models.PROTECT, related_name="confidential")
    text = models.TextField()


class OfferPicture(models.Model):
    """A picture of a version, drawn anew without metadata; it is public from the moment on that its version is listed. Only grows.

    ``file`` and ``small`` are stored files; versions that keep a picture share them. Width and height in pixels.
    """

    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="pictures")
    no = models.PositiveSmallIntegerField()
    file = models.UUIDField()
    small = models.UUIDField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt_vi = models.CharField(max_length=300)
    alt_en = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "no"], name="offer_picture_once"),
            models.CheckConstraint(condition=~Q(alt_vi="") & ~Q(alt_en=""), name="offer_picture_in_words"),
        ]
        indexes = [models.Index(fields=["file"], name="offer_picture_by_file")]


class ConfidentialReading(models.Model):
    """Who read the confidential part of which version, and as what. Only grows."""

    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="readings")
    reader = models.CharField(max_length=40)
    reader_name = models.TextField()
    role = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["owner", "checker", "second", "named"]), name="confidential_read_as_whom"
            )
        ]


class OfferReminder(models.Model):
    """That a supplier was told of an offer that is to be confirmed, runs out or has run out; once for each day of notice. Only grows."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=8)
    on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["confirm", "ends", "over"]), name="offer_reminder_kind_known"),
            models.UniqueConstraint(fields=["offer", "kind", "on"], name="offer_reminder_once"),
        ]


class OfferClaim(models.Model):
    """One claim of a version; ``level`` is written once, by the check."""

    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="claims")
    no = models.PositiveSmallIntegerField()
    says = models.TextField()
    wished = models.CharField(max_length=10)
    proof = models.TextField(blank=True)
    buyer = models.TextField(blank=True)
    level = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "no"], name="offer_claim_once"),
            models.CheckConstraint(
                condition=Q(wished__in=LEVELS) & Q(level__in=["", *LEVELS]), name="offer_claim_level_known"
            ),
        ]


class OfferOwner(models.Model):
    """An owner of the technology with its exact share; the database adds them up to one."""

    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="owners")
    no = models.PositiveSmallIntegerField()
    name = models.TextField()
    numerator = models.IntegerField()
    denominator = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "no"], name="offer_owner_once"),
            models.CheckConstraint(
                condition=Q(numerator__gt=0, denominator__lte=1_000_000) & Q(numerator__lte=F("denominator")),
                name="offer_owner_part_of_the_whole",
            ),
        ]


class OfferRight(models.Model):
    """An intellectual-property right of a version."""

    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="rights")
    no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    territory = models.CharField(max_length=4)
    number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "no"], name="offer_right_once")]
