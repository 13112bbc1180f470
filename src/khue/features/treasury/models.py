"""Accounts, payment orders, files out, statements in, and which line of the bank settled which order. Amounts in đồng."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

# Of a statement line only ``waiting`` changes, of a match only how it was undone (triggers in migration 0002).
APPEND_ONLY_TABLES = ("treasury_fileentry", "treasury_paymentfile")
NEVER_DELETED_TABLES = (
    "treasury_paymentorder", "treasury_bankline", "treasury_match", "treasury_cityaccount", "treasury_payeeaccount",
    "treasury_receivable", "treasury_orderhold", "treasury_clearing",
)  # fmt: skip


class CityAccount(models.Model):
    """An account from which the city pays; its ledger subject is ``account:<id>``."""

    kind = models.CharField(max_length=10)  # domain.accounts.AccountKind
    number = models.CharField(max_length=34, unique=True)
    holder = models.CharField(max_length=200)
    institution = models.CharField(max_length=200)
    bic = models.CharField(max_length=11, blank=True)
    opened_by = models.CharField(max_length=40)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["treasury", "bank"]), name="city_account_kind"),
        ]


class PayeeAccount(models.Model):
    """An account kept on a party's record, as it was typed and confirmed; a newer one takes its place, none is changed."""

    party = models.CharField(max_length=40, db_index=True)
    number = models.CharField(max_length=34)
    holder = models.CharField(max_length=200)
    bank = models.CharField(max_length=200)
    bank_code = models.CharField(max_length=11, blank=True)
    confirmed_by = models.CharField(max_length=40)
    confirmed_at = models.DateTimeField()


class PaymentOrder(models.Model):
    """One payment order (lệnh chi). Payee and codes are copies: a later change elsewhere never moves an order's money."""

    reference = models.CharField(max_length=25, unique=True)
    subject = models.CharField(max_length=64)
    line = models.CharField(max_length=64)  # the budget line, budget:…
    party = models.CharField(max_length=40)
    party_name = models.CharField(max_length=200)
    account = models.ForeignKey(CityAccount, on_delete=models.PROTECT, related_name="orders")
    amount = models.BigIntegerField()
    settled = models.BigIntegerField(default=0)  # kept sum of what bank lines paid less what they gave back
    number = models.CharField(max_length=34)
    holder = models.CharField(max_length=200)
    bank = models.CharField(max_length=200)
    bank_code = models.CharField(max_length=11, blank=True)
    content = models.CharField(max_length=140)
    chapter = models.CharField(max_length=3)
    sector = models.CharField(max_length=3)
    item = models.CharField(max_length=4)
    source = models.CharField(max_length=4)
    state = models.CharField(max_length=12, default="prepared")
    attempt = models.PositiveSmallIntegerField(default=0)  # how often it was sent
    prepared_by = models.CharField(max_length=40)
    prepared_for = models.CharField(max_length=40, blank=True, default="")  # whose deputy prepared it
    prepared_name = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True)
    approved_for = models.CharField(max_length=40, blank=True, default="")
    approved_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_on = models.DateField(null=True)  # booking day of the last bank line
    note = models.TextField(blank=True)  # the last ground: why amended, reopened, returned, cancelled
    held_on = models.DateField(null=True)  # since when it may be neither approved nor sent
    held_note = models.CharField(max_length=500, blank=True)
    new_payee = models.BooleanField(default=False)  # the account was typed for this order, the approver looks twice
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_amount_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "approved", "sent", "part_paid", "paid", "returned", "cancelled"]),
                name="order_state_known",
            ),
            models.CheckConstraint(condition=Q(settled__gte=0, settled__lte=F("amount")), name="order_settled_bounds"),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(settled=F("amount"), settled_on__isnull=False),
                name="order_paid_only_when_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state="part_paid") | Q(settled__gt=0, settled__lt=F("amount")), name="order_part_paid"
            ),
            models.CheckConstraint(condition=~Q(state="cancelled") | Q(settled=0), name="order_cancelled_unpaid"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, held_note="") | (Q(held_on__isnull=False) & ~Q(held_note="")),
                name="order_held_with_ground",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "cancelled"])
                | (
                    ~Q(approved_by="")
                    & ~Q(approved_by=F("prepared_by"))
                    & ~Q(approved_by=F("prepared_for"))
                    & ~Q(approved_for=F("prepared_by"))
                    & (Q(approved_for="") | ~Q(approved_for=F("prepared_for")))
                ),
                name="order_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(state__in=["prepared", "approved", "sent", "part_paid", "returned"]),
                name="order_open_once_per_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="order_by_state"),
            models.Index(fields=["account", "state"], name="order_by_account"),
            models.Index(fields=["line", "-id"], name="order_by_line"),
        ]


class OrderHold(models.Model):
    """Why an order stays where it is, and since when; each cause once at a time. The order repeats what stands (``held_on``)."""

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="holds")
    cause = models.CharField(max_length=20)  # domain.orders.HOLD_CAUSES
    ground_vi = models.CharField(max_length=500)
    ground_en = models.CharField(max_length=500, blank=True)
    begun_on = models.DateField()
    begun_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ground_vi=""), name="order_hold_says_why"),
            models.UniqueConstraint(
                fields=["order", "cause"], condition=Q(ended_at__isnull=True), name="order_held_once_per_cause"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="order_hold_ends_by_somebody",
            ),
        ]


class Receivable(models.Model):
    """Money that is to come in (khoản phải thu), under a reference that whoever owes it puts into the transfer."""

    reference = models.CharField(max_length=25, unique=True)
    subject = models.CharField(max_length=64, unique=True)  # claim:3
    line = models.CharField(max_length=64)  # the budget line that had paid it, budget:…
    party = models.CharField(max_length=40)
    party_name = models.CharField(max_length=200)
    account = models.ForeignKey(
        CityAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )  # named to who owes it
    amount = models.BigIntegerField()
    received = models.BigIntegerField(default=0)  # kept sum of what bank lines brought
    received_on = models.DateField(null=True)  # booking day of the last of them
    expected_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="receivable_amount_positive"),
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("amount")), name="receivable_received_bounds"
            ),
        ]
        indexes = [models.Index(fields=["-id"], name="receivable_open", condition=Q(received__lt=F("amount")))]


class PaymentFile(models.Model):
    """A file of orders that went to a bank or the State Treasury. Its lines are copies of the orders as sent."""

    name = models.CharField(max_length=35, unique=True)
    account = models.ForeignKey(CityAccount, on_delete=models.PROTECT, related_name="files")
    orders = models.PositiveIntegerField()
    total = models.BigIntegerField()
    made_by = models.CharField(max_length=40)
    made_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    pays_on = models.DateField()


class FileEntry(models.Model):
    """One transfer of a file, exactly as it was sent."""

    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, related_name="entries")
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="entries")
    no = models.PositiveIntegerField()
    attempt = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    values = models.JSONField()  # the other fields of domain.bank_files.FileLine

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "attempt"], name="file_entry_attempt_once"),
            models.UniqueConstraint(fields=["file", "no"], name="file_entry_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="file_entry_amount"),
        ]


class Statement(models.Model):
    """A bank statement file. ``imported_at`` empty: read and shown, nothing taken in yet."""

    account = models.ForeignKey(CityAccount, on_delete=models.PROTECT, related_name="statements")
    name = models.CharField(max_length=150)
    format = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()  # the file as it came, zlib
    starts_on = models.DateField()
    ends_on = models.DateField()
    opening = models.BigIntegerField()
    closing = models.BigIntegerField()
    lines = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)  # lines that were new
    read_by = models.CharField(max_length=40)
    read_at = models.DateTimeField()
    imported_by = models.CharField(max_length=40, blank=True)
    imported_name = models.CharField(max_length=200, blank=True)
    imported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "sha256"], name="statement_file_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("lines")), name="statement_takes_its_lines"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="statement_period"),
        ]
        indexes = [models.Index(fields=["account", "ends_on"], name="statement_by_end")]


class BankLine(models.Model):
    """One booking of the bank; ``key`` makes it count once per account, whichever files bring it."""

    account = models.ForeignKey(CityAccount, on_delete=models.PROTECT, related_name="lines")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="bank_lines")
    no = models.PositiveIntegerField()  # the line of the file
    key = models.CharField(max_length=40)
    booked_on = models.DateField()
    amount = models.BigIntegerField()  # above zero came in
    text = models.TextField()
    bank_reference = models.CharField(max_length=80, blank=True)
    counter_number = models.CharField(max_length=64, blank=True)
    counter_name = models.CharField(max_length=200, blank=True)
    charge = models.BooleanField(default=False)
    reversal = models.BooleanField(default=False)
    waiting = models.BooleanField(default=True)  # no match stands
    set_aside = models.BigIntegerField(
        default=0, db_default=0
    )  # of ``amount``, what lies in suspense until somebody knows what it is

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="bank_line_counts_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="bank_line_amount"),
            models.CheckConstraint(
                condition=Q(set_aside=0)
                | Q(amount__gt=0, set_aside__gt=0, set_aside__lte=F("amount"))
                | Q(amount__lt=0, set_aside__lt=0, set_aside__gte=F("amount")),
                name="bank_line_sets_aside_its_own",
            ),
        ]
        indexes = [
            models.Index(fields=["booked_on", "id"], name="bank_line_waiting", condition=Q(waiting=True)),
            models.Index(fields=["booked_on", "id"], name="bank_line_set_aside", condition=~Q(set_aside=0)),
            models.Index(fields=["account", "booked_on"], name="bank_line_by_day"),
            models.Index(fields=["statement", "no"], name="bank_line_of_statement"),
        ]


class Match(models.Model):
    """What a bank line was: an order paid, money returned, a fee, funds, or set aside; and how one knew."""

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="matches")
    kind = models.CharField(max_length=8)
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, null=True, related_name="matches")
    receivable = models.ForeignKey(Receivable, on_delete=models.PROTECT, null=True, related_name="matches")
    amount = models.BigIntegerField()  # what it adds to the order's settled or the receivable's received sum; 0 without
    points = models.PositiveSmallIntegerField(default=0)
    why = models.JSONField(default=list)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    itself = models.BooleanField()  # matched by the rule, not by a person
    at = models.DateTimeField()
    entry = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, blank=True)
    undone_ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(undone_at__isnull=True), name="line_matched_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["order", "return"], order__isnull=False, receivable__isnull=True)
                | Q(kind="recovery", order__isnull=True, receivable__isnull=False)
                | Q(kind__in=["fee", "funding", "aside"], order__isnull=True, receivable__isnull=True, amount=0),
                name="match_kind_and_order",
            ),
            models.CheckConstraint(condition=~Q(kind="order") | Q(amount__gt=0), name="match_pays_above_zero"),
            models.CheckConstraint(condition=~Q(kind="recovery") | Q(amount__gt=0), name="match_recovers_above_zero"),
            models.CheckConstraint(condition=~Q(kind="return") | Q(amount__lt=0), name="match_returns_below_zero"),
        ]
        indexes = [
            models.Index(fields=["order"], name="match_standing", condition=Q(undone_at__isnull=True)),
            models.Index(fields=["receivable"], name="match_receiving", condition=Q(undone_at__isnull=True)),
        ]


class Clearing(models.Model):
    """What an amount in suspense turned out to be: support given back, funds, a fee, or money to send back by an order."""

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="clearings")
    way = models.CharField(max_length=10)  # domain.clearing.WAYS
    amount = models.BigIntegerField()
    receivable = models.ForeignKey(Receivable, on_delete=models.PROTECT, null=True, related_name="clearings")
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, null=True, related_name="clearings")
    subject = models.CharField(max_length=64, blank=True, db_default="")  # taken: what a room above says it belongs to
    ground = models.CharField(max_length=500)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    entry = models.UUIDField()
    ended_at = models.DateTimeField(
        null=True
    )  # it lies in suspense again: its order was cancelled, or the room took it back

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(ground=""), name="clearing_says_how_much_and_why"),
            models.CheckConstraint(
                condition=Q(way="recovery", receivable__isnull=False, order__isnull=True, subject="")
                | Q(way="sent_back", receivable__isnull=True, order__isnull=False, subject="")
                | Q(way__in=["funding", "fee"], receivable__isnull=True, order__isnull=True, subject="")
                | (Q(way="taken", receivable__isnull=True, order__isnull=True) & ~Q(subject="")),
                name="clearing_way",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(way__in=["sent_back", "taken"]), name="clearing_stands"
            ),
        ]
        indexes = [models.Index(fields=["receivable"], name="clearing_receiving")]
