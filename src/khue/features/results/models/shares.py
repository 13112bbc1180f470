"""Who made a result and who owns it: lists of exact fractions that sum to one, kept for ever."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from khue.features.results.models.register import Result


class ShareList(models.Model):
    """One list of authors; the agreed one counts. A deferred trigger holds every list to a sum of exactly one."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="share_lists")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="proposed")
    ground = models.TextField(blank=True)
    proposed_by = models.CharField(max_length=40)
    proposed_by_name = models.TextField()
    proposed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "no"], name="share_list_once"),
            models.UniqueConstraint(fields=["result"], condition=Q(state="agreed"), name="one_agreed_share_list"),
            models.UniqueConstraint(fields=["result"], condition=Q(state="proposed"), name="one_proposed_share_list"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "agreed", "refused", "replaced"]), name="share_list_state_known"
            ),
        ]


class AuthorShare(models.Model):
    """An author's part of one list: ``numerator``/``denominator`` of the whole."""

    share_list = models.ForeignKey(ShareList, on_delete=models.PROTECT, related_name="authors")
    no = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    orcid = models.CharField(max_length=19, blank=True)
    did = models.TextField(blank=True)
    numerator = models.IntegerField()
    denominator = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["share_list", "no"], name="author_number_once"),
            models.UniqueConstraint(fields=["share_list", "person"], name="author_once_per_list"),
            models.CheckConstraint(
                condition=Q(numerator__gt=0, denominator__lte=1_000_000) & Q(numerator__lte=F("denominator")),
                name="author_share_between_nothing_and_all",
            ),
        ]


class ShareConsent(models.Model):
    """Whose word a list needs, and what was answered: by sign-in, or on a paper that an officer recorded."""

    share_list = models.ForeignKey(ShareList, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    answer = models.CharField(max_length=8, blank=True)
    how = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    files = models.JSONField(default=list)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["share_list", "person"], name="consent_once_per_person"),
            models.CheckConstraint(
                condition=Q(answer="", how="", answered_at__isnull=True)
                | Q(answer__in=["agreed", "refused"], how__in=["self", "paper"], answered_at__isnull=False),
                name="consent_is_open_or_answered",
            ),
        ]
        indexes = [models.Index(fields=["person", "id"], name="consent_waiting", condition=Q(answer=""))]


class Ownership(models.Model):
    """Who owned a result from a moment on; the newest counts. ``basis``: by law from the money, or by agreement."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="ownerships")
    no = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=10)
    ground = models.TextField(blank=True)
    files = models.JSONField(default=list)
    explained_vi = models.TextField(blank=True)
    explained_en = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "no"], name="ownership_once"),
            models.CheckConstraint(
                condition=Q(basis="money") | (Q(basis="agreement") & ~Q(ground="")), name="ownership_has_its_basis"
            ),
        ]


class OwnerShare(models.Model):
    """One owner's part; ``part``: formed by the budget, by own money, or moved by agreement."""

    ownership = models.ForeignKey(Ownership, on_delete=models.PROTECT, related_name="owners")
    no = models.PositiveSmallIntegerField()
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    part = models.CharField(max_length=10)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ownership", "no"], name="owner_number_once"),
            models.CheckConstraint(
                condition=Q(numerator__gt=0) & Q(numerator__lte=F("denominator")),
                name="owner_share_between_nothing_and_all",
            ),
            models.CheckConstraint(condition=Q(part__in=["budget", "own", "agreement"]), name="owner_part_known"),
        ]
