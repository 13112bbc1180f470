"""One row per person and organisation, who may act for whom, and who holds which role. Periods are half-open."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import BigIntegerField, F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _


def _point(expression: str) -> Func:
    """A number as a range of one, so that GiST can compare it without btree_gist."""
    return Func(F(expression), F(expression), Value("[]"), function="int8range")


def _word(field: str) -> Func:
    """A code as a range of one number."""
    hashed = Cast(Func(F(field), function="hashtext"), BigIntegerField())
    return Func(hashed, hashed, Value("[]"), function="int8range")


def _during() -> Func:
    return Func(F("valid_from"), F("valid_until"), Value("[)"), function="daterange", output_field=DateRangeField())


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
    )


class Address(models.Model):
    """Two levels inside Viet Nam (province or city, commune or ward); abroad country and line."""

    country = models.CharField(max_length=2, default="VN")
    province = models.CharField(max_length=200, blank=True, default="")
    commune = models.CharField(max_length=200, blank=True, default="")
    line = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(country="VN") | (~Q(province="") & ~Q(commune="")), name="address_has_two_levels"
            ),
            models.CheckConstraint(condition=~Q(line=""), name="address_has_line"),
        ]


class Party(models.Model):
    """Whoever the city deals with; ``party:<id>`` everywhere else. ``origins``: field → source and day."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=420)
    sort = models.CharField(max_length=800, db_collation="C")
    origins = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="party_has_name")]
        indexes = [
            models.Index(fields=["kind", "sort", "id"], name="party_by_name"),
            models.Index(fields=["folded"], name="party_by_folded", opclasses=["varchar_pattern_ops"]),
        ]

    @property
    def key(self) -> str:
        return f"party:{self.pk}"


class Person(models.Model):
    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="person")
    user = models.OneToOneField("kernel.User", on_delete=models.PROTECT, null=True, blank=True, related_name="person")
    citizen_number = models.CharField(max_length=12, unique=True, null=True, blank=True)
    passport_number = models.CharField(max_length=20, blank=True, default="")
    passport_country = models.CharField(max_length=2, blank=True, default="")
    no_number_reason = models.CharField(max_length=500, blank=True, default="")
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    nationality = models.CharField(max_length=2, default="VN")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, blank=True)
    language = models.CharField(max_length=2, default="vi")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(citizen_number__isnull=False)
                | (~Q(passport_number="") & ~Q(passport_country=""))
                | ~Q(no_number_reason=""),
                name="person_can_be_told_apart",
            ),
            models.CheckConstraint(
                condition=Q(citizen_number__isnull=True) | Q(citizen_number__regex=r"^[0-9]{12}$"),
                name="person_citizen_number_form",
            ),
            models.UniqueConstraint(
                fields=["passport_country", "passport_number"],
                condition=~Q(passport_number=""),
                name="person_one_record_per_passport",
            ),
        ]


class Organisation(models.Model):
    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="organisation")
    legal_form = models.CharField(max_length=24)
    tax_code = models.CharField(max_length=13, null=True, blank=True)  # noqa: DJ001
    short_name = models.CharField(max_length=60, blank=True, default="")
    is_group = models.BooleanField(default=False)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tax_code"], name="organisation_one_record_per_tax_code"),
            models.CheckConstraint(
                condition=Q(tax_code__isnull=True) | Q(tax_code__regex=r"^[0-9]{10}([0-9]{3})?$"),
                name="organisation_tax_code_form",
            ),
            models.CheckConstraint(
                condition=Q(is_group=True, legal_form="group", tax_code__isnull=True)
                | (Q(is_group=False) & ~Q(legal_form="group")),
                name="organisation_group_has_no_legal_form",
            ),
        ]


class LinkedIdentity(models.Model):
    """The stable subject of an identity provider that signs in as this person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_signs_in_one_person")]


class GroupMember(models.Model):
    """A person in a group without legal form, over time."""

    group = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    position = models.CharField(max_length=200, blank=True, default="")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            _ends_after_start("member_ends_after_start"),
            ExclusionConstraint(
                name="member_once_at_a_time",
                expressions=[
                    (_point("group_id"), RangeOperators.OVERLAPS),
                    (_point("person_id"), RangeOperators.OVERLAPS),
                    (_during(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Mandate(models.Model):
    """``person`` may act for ``for_party`` within ``scope`` during ``[valid_from, valid_until)``."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    for_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates_given")
    scope = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=500)
    granted_by = models.CharField(max_length=60)
    end_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            _ends_after_start("mandate_ends_after_start"),
            models.CheckConstraint(
                condition=Q(scope__in=["all", "submit", "sign", "view"]), name="mandate_scope_known"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="mandate_has_ground"),
            models.CheckConstraint(condition=~Q(person=F("for_party")), name="mandate_for_another"),
            ExclusionConstraint(
                name="mandate_once_at_a_time",
                expressions=[
                    (_point("person_id"), RangeOperators.OVERLAPS),
                    (_point("for_party_id"), RangeOperators.OVERLAPS),
                    (_word("scope"), RangeOperators.OVERLAPS),
                    (_during(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class MandateRequest(models.Model):
    """A person asks to act for a party; those who may act for it in everything answer."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandate_requests")
    for_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandate_requests")
    scope = models.CharField(max_length=12)
    ground = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "for_party", "scope"],
                condition=Q(state="open"),
                name="mandate_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="mandate_request_answered_when_closed",
            ),
        ]


class Unit(models.Model):
    """A desk of the city's house, from ``units.toml``. ``body`` is the organisation it belongs to (DOST, DOF …)."""

    code = models.CharField(max_length=24, primary_key=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    body = models.CharField(max_length=24)

    class Meta:
        ordering = ["code"]


class RoleHolding(models.Model):
    """A person holds a role of ``roles.toml`` in a unit during ``[valid_from, valid_until)``."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    assigned_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            _ends_after_start("role_ends_after_start"),
            ExclusionConstraint(
                name="role_once_at_a_time",
                expressions=[
                    (_point("person_id"), RangeOperators.OVERLAPS),
                    (_word("unit_id"), RangeOperators.OVERLAPS),
                    (_word("role"), RangeOperators.OVERLAPS),
                    (_during(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["role", "valid_from"], name="role_by_name")]
