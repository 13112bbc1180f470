"""Columns, constraints, indexes. The triggers that keep balances and refuse change are in migration 0002.

Text keys are collated "C": bytes compare fast, and rows lock in one order on every server.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

from khue.features.ledger.domain import SUBJECT_LENGTH, Kind, Side

# For the deployer's grants: the application's role gets SELECT only on the first, SELECT and INSERT on the second.
READ_ONLY_TABLES = ("ledger_balance", "ledger_accounttotal", "ledger_periodbalance")
APPEND_ONLY_TABLES = ("ledger_entry", "ledger_posting", "ledger_period")
# Of an invoice line only the moment of release may change; accounts and lines may be renamed. Nothing is deleted.
NEVER_DELETED_TABLES = ("ledger_account", "ledger_budgetline", "ledger_invoicelineclaim", "ledger_costlineclaim")


def _key(**options: object) -> models.CharField[str, str]:
    return models.CharField(max_length=SUBJECT_LENGTH, db_collation="C", **options)  # type: ignore[arg-type]  # options of a field


def _currency() -> models.CharField[str, str]:
    return models.CharField(_("currency"), max_length=3, default="VND", db_collation="C")


class Account(models.Model):
    """One account of the chart."""

    code = models.CharField(_("code"), max_length=SUBJECT_LENGTH, primary_key=True, db_collation="C")
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=9)
    normal = models.CharField(_("normal side"), max_length=6)
    guarded = models.BooleanField(_("never below zero"), default=False)

    class Meta:
        verbose_name = _("account")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in Kind]), name="ledger_account_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(normal__in=[side.value for side in Side]), name="ledger_account_normal"
            ),
        ]


class BudgetLine(models.Model):
    """One line of the city's budget; its subject key is ``budget:<code>``."""

    code = models.CharField(_("code"), max_length=40, primary_key=True, db_collation="C")
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta:
        verbose_name = _("budget line")


class Entry(models.Model):
    """One event in money. The id is given by the client, so that a retry posts once."""

    id = models.UUIDField(primary_key=True)
    booked_on = models.DateField(_("booked on"))
    subject = _key(verbose_name=_("subject"))
    text_vi = models.TextField(_("text in Vietnamese"))
    text_en = models.TextField(_("text in English"), blank=True, default="")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, verbose_name=_("reverses"), related_name="reversed_by"
    )
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("entry")
        indexes = [models.Index(fields=["subject", "booked_on"], name="ledger_entry_subject")]
        constraints = [
            # What the postings' two-column foreign key of migration 0002 refers to.
            models.UniqueConstraint(fields=["id", "booked_on"], name="ledger_entry_booked"),
            models.CheckConstraint(condition=~models.Q(subject=""), name="ledger_entry_has_subject"),
        ]


class Posting(models.Model):
    """One line of an entry. ``amount`` above zero is a debit. All lines of an entry come in one statement."""

    # Both foreign keys are made by migration 0002: that of the entry is over (entry, booked_on), which also proves the
    # copied day, and both are checked at once, which is cheaper than at commit.
    entry = models.ForeignKey(Entry, models.PROTECT, db_constraint=False, db_index=False, verbose_name=_("entry"))
    line = models.PositiveSmallIntegerField(_("line"))
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, db_index=False, verbose_name=_("account"))
    subject = _key(verbose_name=_("subject"), blank=True, default="")
    currency = _currency()
    amount = models.BigIntegerField(_("amount"))
    booked_on = models.DateField(_("booked on"))

    class Meta:
        verbose_name = _("posting")
        constraints = [
            models.UniqueConstraint(fields=["entry", "line"], name="ledger_posting_line"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="ledger_posting_amount"),
        ]
        indexes = [
            models.Index(fields=["account", "subject", "booked_on", "id"], name="ledger_posting_statement"),
            models.Index(fields=["booked_on"], include=["account", "currency", "amount"], name="ledger_posting_day"),
        ]


class Balance(models.Model):
    """Kept balance of one account for one subject. Written by the trigger only.

    ``floor`` is 0, or for guarded accounts the sign of the normal side, so that the plain CHECK refuses an overdraft.
    """

    pk = models.CompositePrimaryKey("account", "subject", "currency")
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, db_index=False)
    subject = _key(blank=True, default="")
    currency = _currency()
    amount = models.BigIntegerField()
    floor = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(floor__in=[-1, 0, 1]), name="ledger_balance_floor_sign"),
            models.CheckConstraint(
                condition=models.Q(floor=0) | models.Q(floor=1, amount__gte=0) | models.Q(floor=-1, amount__lte=0),
                name="ledger_balance_floor",
            ),
        ]


class AccountTotal(models.Model):
    """Kept total of one account, split over lanes so that concurrent deeds do not wait for one row. By the trigger."""

    pk = models.CompositePrimaryKey("account", "currency", "lane")
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, db_index=False)
    currency = _currency()
    lane = models.SmallIntegerField()
    amount = models.BigIntegerField()


class Period(models.Model):
    """One closed month. No row: the month is open, unless a later one is closed."""

    month = models.DateField(_("month"), primary_key=True)
    closed_at = models.DateTimeField(_("closed at"))
    postings = models.BigIntegerField(_("postings"))
    digest = models.CharField(_("digest of the postings"), max_length=64)
    previous = models.CharField(_("previous seal"), max_length=64, blank=True, default="")
    seal = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("period")
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="ledger_period_first_day"),
            # One chain: no two months may continue the same seal.
            models.UniqueConstraint(fields=["previous"], name="ledger_period_chain"),
        ]


class PeriodBalance(models.Model):
    """Balance of one account at the end of a closed month. Written by the trigger at close."""

    pk = models.CompositePrimaryKey("period", "account", "currency")
    period = models.ForeignKey(Period, models.PROTECT, db_constraint=False, db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, db_index=False)
    currency = _currency()
    amount = models.BigIntegerField()


class InvoiceLineClaim(models.Model):
    """An invoice line used by a record. While unreleased it counts once in the whole city."""

    seller_tax_code = models.CharField(_("seller's tax code"), max_length=20, db_collation="C")
    symbol = models.CharField(_("symbol"), max_length=20, db_collation="C")
    number = models.CharField(_("number"), max_length=20, db_collation="C")
    line = models.PositiveIntegerField(_("line"))
    subject = _key(verbose_name=_("subject"))
    amount = models.BigIntegerField(_("amount"))
    claimed_at = models.DateTimeField(_("claimed at"))
    released_at = models.DateTimeField(_("released at"), null=True)

    class Meta:
        verbose_name = _("invoice line")
        indexes = [models.Index(fields=["subject"], name="ledger_invoice_subject")]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="ledger_invoice_amount"),
            models.UniqueConstraint(
                fields=["seller_tax_code", "symbol", "number", "line"],
                condition=models.Q(released_at__isnull=True),
                name="ledger_invoice_line_once",
            ),
        ]


class CostLineClaim(models.Model):
    """A cost line that one public source pays. While unreleased no other use of the same key overlaps its time."""

    mark = models.BigIntegerField(_("key as a number"))
    key = _key(verbose_name=_("key"))
    scheme = models.CharField(_("scheme"), max_length=8)
    subject = _key(verbose_name=_("subject"))
    amount = models.BigIntegerField(_("amount"))
    from_on = models.DateField(_("from"), null=True)
    until_on = models.DateField(_("until"), null=True)
    source = models.CharField(_("declared source"), max_length=300, blank=True, default="")
    claimed_at = models.DateTimeField(_("claimed at"))
    released_at = models.DateTimeField(_("released at"), null=True)

    class Meta:
        verbose_name = _("cost line")
        indexes = [models.Index(fields=["subject"], name="ledger_cost_subject")]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="ledger_cost_amount"),
            models.CheckConstraint(
                condition=models.Q(scheme__in=["city", "fund", "national"]), name="ledger_cost_scheme"
            ),
            ExclusionConstraint(
                name="ledger_cost_line_once",
                expressions=[
                    (Func(F("mark"), F("mark"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("from_on"),
                            F("until_on"),
                            Value("[)"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(released_at__isnull=True),
            ),
        ]
